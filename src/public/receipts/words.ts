import { printInstant, type Receipt, type ReceiptCheck } from "../../tickets/index.ts";

/** What a receipt says, for a person. */
export const receiptFacts = ({ code, receivedAt, dueAt, contentHash, eventHash, keyId }: Receipt) => [
  { label: "Mã phiếu", value: code },
  { label: "Tiếp nhận lúc", value: printInstant(receivedAt) },
  { label: "Hạn trả lời khi tiếp nhận", value: printInstant(dueAt) },
  { label: "Dấu của nội dung đã ghi (SHA-256)", value: contentHash },
  { label: "Dấu của sự kiện mở phiếu", value: eventHash },
  { label: "Khóa ký", value: keyId },
];

export const VERDICTS: Readonly<Record<ReceiptCheck["kind"], string>> = {
  genuine: "Đúng là biên nhận do cơ quan ký.",
  unreadable: "Chưa thấy chuỗi biên nhận nào (bắt đầu bằng LN1.). Vui lòng dán lại cả chuỗi.",
  incomplete: "Chuỗi biên nhận bị thiếu, có thể đã bị cắt khi chép. Vui lòng dán lại cả chuỗi, từ LN1. đến hết.",
  unknown_key: "Biên nhận này không ký bằng khóa nào của cơ quan.",
  forged: "Biên nhận này đã bị sửa, hoặc không phải do cơ quan ký.",
};

/** The receipt as a file to keep. */
export function receiptFile(printed: string, receipt: Receipt, keysPage: string): string {
  return `${[
    "BIÊN NHẬN ĐIỆN TỬ",
    "",
    ...receiptFacts(receipt).map(({ label, value }) => `${label}: ${value}`),
    "",
    printed,
    "",
    "Kiểm tra không cần mạng: npm run verify -- --receipt TỆP-NÀY --key KHÓA",
    `Khóa công khai của cơ quan: ${keysPage}, hoặc bản in tại nơi tiếp nhận.`,
    "Biên nhận xác nhận thời điểm và nội dung đã ghi; không phải là kết quả giải quyết.",
  ].join("\n")}\n`;
}
