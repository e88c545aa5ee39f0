import { fold } from "../text/index.ts";
import type { Fact, WithheldReason } from "./procedure.ts";

/** What is wrong with a published record, in a form a clerk can read: which field, which rule, what it showed. */
export interface Defect {
  readonly code: string;
  readonly field: string;
  readonly rule: WithheldReason | "no_code" | "page_chrome" | "not_nfc" | "duplicate" | "outdated";
  readonly detail: string;
}

const withheld = (reason: WithheldReason, note?: string): Fact => ({
  state: "withheld",
  reason,
  ...(note ? { note } : {}),
});
const stated = (lines: readonly string[]): Fact => ({ state: "stated", lines, confidence: "published" });

/** Bodies that ended on 1 July 2025: nobody may be sent there. */
const ABOLISHED =
  /\b(cap huyen|uy ban nhan dan (cap )?(quan|huyen|thi xa)|ubnd (cap )?(quan|huyen|thi xa)|huyen|cong an (cap )?huyen|phong tu phap|phong lao dong|phong tai nguyen|chi cuc thue (quan|huyen|thi xa))\b/;

export function namesAbolishedBody(text: string): boolean {
  return ABOLISHED.test(fold(text));
}

const PROVINCE_DECIDES = /(hdnd|hoi dong nhan dan|ubnd (cap )?tinh|quy dinh cua dia phuong|dia phuong (quy dinh|ban hanh))/;
const FREE = /\b(mien phi|khong thu phi|khong mat phi|mien le phi|0 (viet nam )?dong)\b/;
const AMOUNT = /\d{1,3}(?:[.,]\d{3})+|\b\d+ ?(?:đ|đồng|usd)\b/giu;

/** Amounts in đồng, from "10,000 Việt Nam Đồng" or "20.000 đồng". */
export function amountsIn(text: string): number[] {
  return (text.match(AMOUNT) ?? [])
    .map((amount) => Number(amount.replace(/[^\d]/g, "")))
    .filter((amount) => amount > 0);
}

const UNTIL = /(?:đến hết|đến ngày|hết ngày|trước ngày)\s*(?:ngày\s*)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/giu;

/** True when the text says it holds only until a day that has passed (`today` as ISO date). */
export function hasExpired(text: string, today: string): boolean {
  return [...text.matchAll(UNTIL)].some(([, day = "", month = "", year = ""]) => {
    const until = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    return until < today;
  });
}

export interface ChannelRow {
  readonly channel: string;
  readonly time: string | null;
  readonly fee: string | null;
  readonly note: string | null;
}

/** What else the record says, where a fee may be contradicted. */
export interface FeeContext {
  readonly channels: readonly ChannelRow[];
  readonly elsewhere: string;
  readonly notCaptured: boolean;
  readonly today: string;
}

/** Decides whether a published fee may be stated. An empty fee is silence, and "free" is believed only if nothing contradicts it. */
export function judgeFee(fee: string | null | undefined, context: FeeContext): Fact {
  if (!fee?.trim()) return withheld("not_published");
  const folded = fold(fee);
  const saysFree = FREE.test(folded);
  if (PROVINCE_DECIDES.test(folded)) return withheld("set_by_province");
  if (saysFree && feeIsLeftToProvince(context.elsewhere)) return withheld("set_by_province");
  if (hasExpired(fee, context.today)) return withheld("expired");
  if (saysFree && (amountsIn(fee).length > 0 || (!/không thu/i.test(fee) && asksForMoney(context.elsewhere)))) return withheld("conflicting");
  if (context.channels.some(rowContradictsItself)) return withheld("conflicting");
  if (!saysFree && amountsIn(fee).length === 0 && !/\d/.test(fee)) return feeInWords(fee);
  if (context.notCaptured) return withheld("not_published");
  return stated([squeeze(fee)]);
}

/** A fee that names no amount is worth saying only if it points somewhere ("theo Thông tư …"). */
function feeInWords(fee: string): Fact {
  return /thông tư|nghị định|quy định|không/i.test(fee) ? stated([squeeze(fee)]) : withheld("not_readable");
}

function feeIsLeftToProvince(text: string): boolean {
  return /(phi|le phi|muc thu)[^.;\n]{0,120}(hdnd|hoi dong nhan dan|dia phuong)/.test(fold(text));
}

function asksForMoney(text: string): boolean {
  return /\bnop (le phi|phi)\b/.test(fold(text));
}

/** "5,000 Việt Nam Đồng" in the cell and only 7.000 in its note: nobody can say which is right. */
function rowContradictsItself(row: ChannelRow): boolean {
  const cell = amountsIn(row.fee ?? "");
  const note = amountsIn(row.note ?? "");
  const cellIsFree = FREE.test(fold(row.fee ?? ""));
  if (cellIsFree && note.length > 0) return true;
  return cell.length > 0 && note.length > 0 && !cell.some((amount) => note.includes(amount));
}

const TIME_UNIT = /(ngày|giờ|phút|tháng|năm|tuần|ngay|khong qua|buổi)/i;

/** Decides whether a published time may be stated: a number needs a unit, and channels must agree. */
export function judgeTime(time: string | null | undefined, flags: readonly string[]): Fact {
  if (!time?.trim()) return withheld("not_published");
  if (flags.includes("time_limit_conflict")) return withheld("conflicting");
  const perChannel = new Set(
    time
      .split(";")
      .map((part) => part.replace(/^\s*(trực tuyến|trực tiếp|dịch vụ bưu chính)\s*:/i, "").trim().toLowerCase())
      .filter(Boolean),
  );
  if (perChannel.size > 1 && /trực tuyến:|trực tiếp:|bưu chính:/i.test(time)) return withheld("conflicting");
  if (flags.includes("time_unit_missing") || !TIME_UNIT.test(time)) return withheld("no_unit");
  return stated([squeeze(time)]);
}

const PAGE_CHROME = /^(tải về|tải xuống|xem chi tiết|đăng nhập|trang chủ|in trang|chia sẻ|bản chính|bản sao|stt|tên giấy tờ|mẫu đơn, tờ khai|số lượng|không có thông tin)\s*:?$/i;

/** Cuts a published block into lines and drops what is the web page's and not the procedure's. */
export function readableLines(text: string | null | undefined): string[] {
  if (!text) return [];
  const seen = new Set<string>();
  return text
    .split(/\n+/)
    .map(squeeze)
    .filter((line) => line.length > 1 && !PAGE_CHROME.test(line) && !seen.has(line) && seen.add(line));
}

/** Decides on a field that is a list of lines. `sendsPeople`: the field tells people where to go, so an abolished body spoils it. */
export function judgeLines(text: string | null | undefined, sendsPeople: boolean): Fact {
  const lines = readableLines(text);
  if (lines.length === 0) return withheld("not_published");
  if (sendsPeople && lines.some(namesAbolishedBody)) return withheld("abolished_level");
  return stated(lines);
}

export function squeeze(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

const LAW_NUMBER =
  /(?<![\d/])\d{1,4}(?:\.\d{1,2})?\/(?:\d{4}\/)?(?:NĐ-CP|NQ-CP|NQ-HĐND|QĐ-TTg|QĐ-UBND|QĐ-CT|CT-TTg|UBTVQH\d{1,2}|QH\d{1,2}|TTLT-[A-ZĐ-]{2,30}?|(?:TT|QĐ|VBHN)-(?:BCA|BTP|BTC|BNNMT|BNNPTNT|BXD|BYT|BQP|BGDĐT|BNV|BKHCN|BKHĐT|BCT|BVHTTDL|BDTTG|BNG|BTNMT|BLĐTBXH|BGTVT|BTTTT|NHNN|TTCP|VPCP|VPQH|TANDTC|VKSNDTC|UBDT))/gu;

/** Law numbers in a published block that the crawl has run together; only complete, well-formed ones are taken. */
export function lawNumbers(text: string | null | undefined): string[] {
  return [...new Set((text ?? "").normalize("NFC").match(LAW_NUMBER) ?? [])];
}

export function judgeLegalBasis(text: string | null | undefined): Fact {
  const numbers = lawNumbers(text);
  if (!text?.trim()) return withheld("not_published");
  return numbers.length > 0 ? stated(numbers) : withheld("not_readable");
}
