import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { PublishedRow } from "../published.ts";
import { type ImportReport, judgeRows } from "../report.ts";
import { dayOf } from "../sheet/rows.ts";

/**
 * Reads a published catalogue (JSON Lines, plain or gzipped) and judges every value in it. `codes` keeps a subset. Throws an
 * error a clerk can act on for a file that is something else, or cut short.
 */
export async function importJsonl(file: string, codes?: ReadonlySet<string>): Promise<ImportReport> {
  const rows: { row: PublishedRow }[] = [];
  const broken: { line: number; what: string }[] = [];
  let read = 0;
  for await (const line of linesOf(file)) {
    read += 1;
    const row = parseRow(line);
    if (typeof row === "string") broken.push({ line: read, what: row });
    else if (!codes || (row.code && codes.has(row.code))) rows.push({ row });
  }
  return { read, ...judgeRows(rows), broken };
}

/** What a file is by its first bytes, whatever it is called. */
const KINDS: readonly (readonly [what: "gzip" | string, bytes: readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["là tệp PDF", [0x25, 0x50, 0x44, 0x46]],
  ["là tệp Excel hoặc tệp nén zip: đổi đuôi thành .xlsx nếu là Excel", [0x50, 0x4b, 0x03, 0x04]],
  ["là tệp Excel, Word đời cũ: mở bằng Excel và lưu .xlsx", [0xd0, 0xcf, 0x11, 0xe0]],
  ["chữ ghi kiểu UTF-16: lưu lại kiểu UTF-8", [0xff, 0xfe]],
  ["chữ ghi kiểu UTF-16: lưu lại kiểu UTF-8", [0xfe, 0xff]],
];

/** Lines that hold anything. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const kind = kindOf(file);
  if (kind !== undefined && kind !== "gzip") throw new Error(`${basename(file)}: ${kind}`);
  const raw = createReadStream(file);
  const input = kind === "gzip" ? raw.pipe(createGunzip()) : raw;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const text = line.replace(/^\ufeff/, "");
      if (text.trim()) yield text;
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (!code?.startsWith("Z_")) throw error;
    throw new Error(`${basename(file)}: tệp nén hỏng hoặc tải về chưa hết; tải lại rồi nhập`);
  }
}

/** Undefined for text. Throws for what cannot be read at all. */
function kindOf(file: string): string | undefined {
  const head = Buffer.alloc(4);
  const opened = openSync(file, "r");
  try {
    readSync(opened, head, 0, head.length, 0);
  } catch {
    throw new Error(`${basename(file)}: không đọc được (là thư mục?)`);
  } finally {
    closeSync(opened);
  }
  return KINDS.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))?.[0];
}

function parseRow(line: string): PublishedRow | string {
  if (line.includes("\ufffd")) return "chữ hỏng (không phải UTF-8)";
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "không phải JSON (mỗi dòng phải là một thủ tục trọn vẹn)";
  }
  if (Array.isArray(value)) return "là một danh sách JSON; cần mỗi dòng một thủ tục";
  const parsed = PublishedRow.safeParse(value);
  if (!parsed.success) return `mục “${parsed.error.issues[0]?.path.join(".") || "cả dòng"}” sai kiểu hoặc để trống`;
  const { as_of } = parsed.data;
  if (!as_of) return parsed.data;
  const day = dayOf(as_of.trim().replace(/T\d.*$/, ""));
  return day === undefined ? `mục “as_of”: “${as_of.slice(0, 40)}” không phải ngày` : { ...parsed.data, as_of: day };
}
