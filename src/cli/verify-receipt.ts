import { createHash } from "node:crypto";
import { type CheckedReceipt, checkAtOffice, checkOffline, fileOrText, keysIn, readExport } from "../app/receipts.ts";
import type { Config } from "../config.ts";
import type { Receipt } from "../tickets/index.ts";
import { printInstant } from "../tickets/index.ts";

export interface ReceiptAsked {
  readonly receipt: string;
  readonly keys: readonly string[];
  readonly exported: string | undefined;
  readonly content: string | undefined;
  readonly json: boolean;
}

const VERDICTS: Readonly<Record<CheckedReceipt["check"]["kind"], string>> = {
  genuine: "ĐÚNG: biên nhận do cơ quan ký, chưa bị sửa.",
  unreadable: "KHÔNG ĐỌC ĐƯỢC: không thấy chuỗi biên nhận nào (bắt đầu bằng LN1.).",
  incomplete: "KHÔNG ĐỌC ĐƯỢC: chuỗi biên nhận bị thiếu, có thể đã bị cắt khi chép; cần cả chuỗi, từ LN1. đến hết.",
  unknown_key: "CHƯA RÕ: biên nhận ký bằng một khóa không có trong các khóa đã cho.",
  forged: "KHÔNG ĐÚNG: chữ ký không khớp, biên nhận đã bị sửa.",
};

const HISTORY: Readonly<Record<CheckedReceipt["history"], string | undefined>> = {
  not_looked: undefined,
  begins_so: "Lịch sử của phiếu bắt đầu đúng bằng sự kiện ghi trong biên nhận, và còn nguyên từ đó.",
  other_beginning: "KHÔNG KHỚP: lịch sử của phiếu bắt đầu bằng sự kiện khác với biên nhận.",
  broken: "KHÔNG KHỚP: lịch sử của phiếu đã bị sửa hoặc bị cắt.",
  not_there: "KHÔNG THẤY phiếu này trong lịch sử đã cho.",
};

/** 0 when the receipt is genuine and nothing that was looked at contradicts it. */
export async function verifyReceipt(config: () => Config, asked: ReceiptAsked): Promise<number> {
  const text = fileOrText(asked.receipt);
  const keys = keysIn(asked.keys);
  const isOffline = asked.keys.length > 0 || asked.exported !== undefined;
  if (isOffline && keys.size === 0) {
    process.stderr.write(
      "Chưa có khóa công khai nào để kiểm tra: thêm --key KHÓA (43 ký tự) hoặc --key TỆP.\nKhóa có ở trang /tra-cuu/khoa của cơ quan và bản in tại nơi tiếp nhận.\n",
    );
    return 2;
  }
  const found = isOffline ? await checkOffline(text, keys, asked.exported) : await checkAtOffice(config(), text);
  const words = asked.content === undefined ? undefined : hasWords(found, fileOrText(asked.content));
  const isFine =
    found.check.kind === "genuine" && ["begins_so", "not_looked"].includes(found.history) && words !== false;
  const lines = asked.json ? [JSON.stringify({ ok: isFine, ...found, words })] : linesOf(found, words);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  return isFine ? 0 : 1;
}

/** Whether these are the words the office wrote down; spaces around them do not matter. */
function hasWords({ check }: CheckedReceipt, content: string): boolean {
  if (!("receipt" in check)) return false;
  const hashes = [content, content.trim(), content.trim().normalize("NFC")].map((text) =>
    createHash("sha256").update(text).digest("hex"),
  );
  return hashes.includes(check.receipt.contentHash);
}

function linesOf({ check, history }: CheckedReceipt, words: boolean | undefined): string[] {
  const said =
    words === undefined
      ? []
      : [words ? "Nội dung đã cho đúng là nội dung đã ghi." : "KHÔNG KHỚP: nội dung đã cho khác nội dung đã ghi."];
  const facts = check.kind === "genuine" ? factsOf(check.receipt) : [];
  return [VERDICTS[check.kind], ...facts, ...[HISTORY[history] ?? []].flat(), ...said];
}

const factsOf = ({ code, receivedAt, dueAt, contentHash, keyId }: Receipt): string[] => [
  `  Mã phiếu: ${code}`,
  `  Tiếp nhận lúc: ${printInstant(receivedAt)}`,
  `  Hạn trả lời khi tiếp nhận: ${printInstant(dueAt)}`,
  `  Dấu của nội dung (SHA-256): ${contentHash}`,
  `  Khóa ký: ${keyId}`,
];

/** An exported history alone, without the database. */
export async function verifyExport(file: string, json: boolean): Promise<number> {
  let tickets = 0;
  let events = 0;
  const broken: string[] = [];
  for await (const ticket of readExport(file)) {
    tickets += 1;
    events += ticket.events;
    if (ticket.broken)
      broken.push(`Phiếu ${ticket.code}, sự kiện ${ticket.broken.nth}: không khớp (${ticket.broken.why}).`);
  }
  const ok = broken.length === 0;
  const lines = json
    ? [JSON.stringify({ ok, tickets, events, breaks: broken })]
    : [
        `Đã đối chiếu ${tickets} phiếu, ${events} sự kiện trong ${file}.`,
        ...broken,
        ok ? "CÒN NGUYÊN." : `KHÔNG KHỚP: ${broken.length} phiếu.`,
      ];
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  return ok ? 0 : 1;
}
