import type { HistoryBreak, HistoryReport } from "../app/verify.ts";
import { printInstant } from "../tickets/index.ts";

type ChainBreak = Extract<HistoryBreak, { what: "chain" }>;
type SealBreak = Extract<HistoryBreak, { what: "seal" }>;

const CHAIN_WORDS: Readonly<Record<ChainBreak["why"], string>> = {
  gap: "thiếu sự kiện ở chỗ này, hoặc có sự kiện bị chèn vào",
  altered: "không còn đúng như lúc ghi",
  cut_off: "lịch sử bị cắt từ chỗ này, hoặc có sự kiện bị thêm vào cuối",
  content: "nội dung người dân gửi không còn đúng như lúc tiếp nhận",
  status: "trạng thái của phiếu khác với lịch sử",
  code: "mã phiếu khác với lúc tiếp nhận",
  due: "hạn trả lời của phiếu khác với lịch sử",
  national_code: "mã quốc gia của phiếu khác với lịch sử",
};

const SEAL_WORDS: Readonly<Record<SealBreak["why"], string>> = {
  gap: "không nối tiếp dấu trước: có dấu bị sửa hay bị bỏ",
  unknown_key: "ký bằng khóa không phải của cơ quan",
  signature: "chữ ký không khớp: dấu đã bị sửa",
  events: "các sự kiện nó niêm đã bị sửa, xóa, chèn hay đổi chỗ",
};

/** One break as a line for a person. */
export function breakLine(found: HistoryBreak): string {
  switch (found.what) {
    case "chain": {
      const kind = found.kind === null ? "" : ` (${found.kind})`;
      return `Phiếu ${found.code}, sự kiện ${found.nth}${kind}: ${CHAIN_WORDS[found.why]}.`;
    }
    case "no_history":
      return `Phiếu ${found.code}: không còn lịch sử nào.`;
    case "no_ticket":
      return `Còn lịch sử của phiếu có số nội bộ ${found.ticketId}, nhưng phiếu không còn.`;
    case "numbers":
      return `Sự kiện đã đánh số đến ${found.numbered} nhưng chỉ còn ${found.events}: có sự kiện hay cả phiếu bị xóa.`;
    case "seal":
      return `Dấu niêm số ${found.nth}: ${SEAL_WORDS[found.why]}.`;
    default:
      return found satisfies never;
  }
}

const number = (value: number) => value.toLocaleString("vi-VN");

/** What was looked at, and what to keep elsewhere for the next time. */
export function summaryLines({ tickets, events, seals, last, keys }: HistoryReport): string[] {
  return [
    `Đã đối chiếu ${number(tickets)} phiếu, ${number(events)} sự kiện, ${number(seals)} dấu niêm.`,
    ...keys.map(({ id, publicKey }) => `Khóa công khai ${id}: ${publicKey}`),
    last === null
      ? "Chưa có dấu niêm nào: hệ thống niêm lịch sử mỗi giờ khi đang chạy."
      : `Dấu niêm mới nhất: số ${last.nth}, lúc ${printInstant(last.at)}, mã ${last.hash}`,
    ...(last === null ? [] : ["Ghi số và mã này vào sổ: lần sau mà không còn thấy, là phần cuối đã bị bỏ."]),
  ];
}

export const progressLine = (events: number, of: number): string =>
  `… ${number(events)}/${number(of)} sự kiện (${of === 0 ? 100 : Math.floor((events * 100) / of)} %)`;

export const WHAT_TO_DO = [
  "Việc cần làm:",
  "  1. Không sửa gì trong cơ sở dữ liệu; sao nguyên trạng ra nơi khác, ghi giờ và người thực hiện.",
  "  2. Chạy lại lệnh này trên bản sao lưu gần nhất (DATA_DIR=… hoặc DATABASE_URL=…) để biết bản nào còn nguyên.",
  "  3. Báo người phụ trách an toàn thông tin của cơ quan; xem ai đã vào máy chủ và cơ sở dữ liệu.",
];
