import { fold, lower } from "../text/index.ts";
import type { Fact, WithheldReason } from "./procedure.ts";

/** What is wrong with a published record, in a form a clerk can read: which field, which rule, what it showed. */
export interface Defect {
  readonly code: string;
  readonly field: string;
  readonly rule:
    | WithheldReason
    | "no_code"
    | "code_padded"
    | "not_nfc"
    | "duplicate"
    | "outdated"
    | "out_of_force"
    | "past_review";
  readonly detail: string;
}

export const withheld = (reason: WithheldReason, note?: string): Fact => ({
  state: "withheld",
  reason,
  ...(note ? { note } : {}),
});
export const stated = (lines: readonly string[]): Fact => ({ state: "stated", lines, confidence: "published" });

/**
 * Bodies that ended on 1 July 2025 (Luật Tổ chức chính quyền địa phương 72/2025/QH15): nobody may be sent there. Units are
 * matched with their accents ("quận", not "hải quan"); the sections of district committees by their folded names.
 */
const ABOLISHED_UNIT = /(?<!\p{L})(huyện|quận|thị xã)(?!\p{L})/u;
const ABOLISHED_SECTION =
  /\bphong (tu phap|noi vu|lao dong|tai nguyen|tai chinh|giao duc|y te|van hoa va thong tin|nong nghiep va)\b/;

export function namesAbolishedBody(text: string): boolean {
  return ABOLISHED_UNIT.test(lower(text)) || ABOLISHED_SECTION.test(fold(text));
}

/** The levels as published without the districts ("Cấp Huyện, Cấp Xã" leaves "Cấp Xã"); empty where nothing else is named. */
export function standingLevels(text: string | null | undefined): string {
  return squeeze(text ?? "")
    .split(/(?<=[,;]) /)
    .filter((level) => !namesAbolishedBody(level))
    .join(" ")
    .replace(/[,;]$/, "");
}

const CHANNEL_LABEL = /^\s*(trực tuyến|trực tiếp|dịch vụ bưu chính)\s*:/i;
const BARE_NUMBER = /^\d+(?:[.,]\d+)?$/;
const NOTHING = /^(n\/a|không có|-+|không có thông tin)\.?$/i;

/** Decides whether a published time may be stated: a number needs a unit, and channels must agree. A time in words is stated as it is. */
export function judgeTime(time: string | null | undefined, flags: readonly string[]): Fact {
  const told = squeeze(time ?? "");
  if (told === "" || NOTHING.test(told)) return withheld("not_published");
  if (flags.includes("time_limit_conflict")) return withheld("conflicting");
  const cells = told.split(";").filter((cell) => cell.trim() !== "");
  const times = cells.map((cell) => cell.replace(CHANNEL_LABEL, "").trim().toLowerCase());
  if (new Set(times).size > 1 && cells.some((cell) => CHANNEL_LABEL.test(cell))) return withheld("conflicting");
  if (flags.includes("time_unit_missing") || times.some((one) => BARE_NUMBER.test(one))) return withheld("no_unit");
  return stated([told]);
}

const PAGE_CHROME =
  /^(tải về|tải xuống|xem chi tiết|đăng nhập|trang chủ|in trang|chia sẻ|bản chính|bản sao|stt|tên giấy tờ|mẫu đơn, tờ khai|số lượng|không có thông tin|n\/a)\s*:?$/i;
/** A count of copies with no paper on its line: the page's form put a break between the two, or gave an empty row a count. */
const COUNT_OF_NOTHING = /^[\s;,.–-]*\[[^[\]]*bản (?:chính|sao)[^[\]]*\]$/iu;
/** The empty fields under a record's conditions, with nothing between them. */
const EMPTY_FIELDS = /^không có thông tin\s*từ khóa/i;
const isOfThePage = (line: string) => [PAGE_CHROME, COUNT_OF_NOTHING, EMPTY_FIELDS].some((rule) => rule.test(line));
/** Cells of a table with nothing between them: "Trực tuyếnKhôngMiễn phíBằng phương thức điện tử …". */
const RUN_TOGETHER = /(?:Trực tuyến|Trực tiếp|Dịch vụ bưu chính|Miễn phí|Không có thông tin)\p{Lu}/u;

/** Cuts a published block into lines and drops what is the web page's and not the procedure's. */
export function readableLines(text: string | null | undefined): string[] {
  if (!text) return [];
  const seen = new Set<string>();
  return text
    .split(/\n+/)
    .map(squeeze)
    .filter((line) => line.length > 1 && !isOfThePage(line) && !seen.has(line) && seen.add(line));
}

/** Decides on a field that is a list of lines. `sendsPeople`: the field tells people where to go, so an abolished body spoils it. */
export function judgeLines(text: string | null | undefined, sendsPeople: boolean): Fact {
  const lines = readableLines(text);
  if (lines.length === 0) return withheld("not_published");
  if (lines.some((line) => RUN_TOGETHER.test(line))) return withheld("not_readable");
  if (sendsPeople && lines.some(namesAbolishedBody)) return withheld("abolished_level");
  return stated(lines);
}

/**
 * The crawl looks for the heading "Thành phần hồ sơ", and finds it within the steps ("… theo quy định tại mục 9.3 (Thành phần hồ sơ) và
 * nộp cho …"): the steps end in the middle of a reference, and what stands for papers is their other half.
 */
export const isTornAtPapers = (steps: string | null | undefined): boolean => TORN.test(squeeze(steps ?? ""));
const TORN = /(?:\(|(?<!\p{L})(?:tại|theo) (?:[^.;]{0,30} )?mục)$/iu;

/** A body of one province or city: "Sở An toàn thực phẩm - TP.HCM", "Sở Tư pháp Thành phố Hà Nội". */
const OF_ONE_PROVINCE =
  /(?<!\p{L})(?:Sở|Phòng|Chi cục|Ban Quản lý|Trung tâm|UBND|Ủy ban nhân dân|Chủ tịch|Công an)[^,;]*?(?<!\p{L})(?:[Tt]ỉnh\s|[Tt]hành phố\s|TP\.?\s?)(?=\p{Lu})/u;

/** Decides on the authorities: in a record for the whole country those of one province send everybody else away. */
export function judgeAgency(text: string | null | undefined, isNational: boolean): Fact {
  const judged = judgeLines(text, true);
  if (!isNational || judged.state !== "stated") return judged;
  const kept = judged.lines
    .map((line) => line.split(", ").filter((body) => !OF_ONE_PROVINCE.test(body)))
    .filter((bodies) => bodies.length > 0);
  return kept.length > 0 ? stated(kept.map((bodies) => bodies.join(", "))) : withheld("of_one_province");
}

export function squeeze(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

const AUTHORITY =
  "BCA|BTP|BTC|BNNMT|BNNPTNT|BXD|BYT|BQP|BGDĐT|BNV|BKHCN|BKHĐT|BCT|BVHTTDL|BDTTG|BNG|BTNMT|BLĐTBXH|BGTVT|BTTTT|NHNN|TTCP|VPCP|VPQH|TANDTC|VKSNDTC|UBDT";
const LAW_NUMBER = new RegExp(
  String.raw`(?<![\d/])\d{1,4}(?:\.\d{1,2})?\/(?:\d{4}\/)?(?:NĐ-CP|NQ-CP|NQ-HĐND|QĐ-TTg|QĐ-UBND|QĐ-CTN|QĐ-CT|CT-TTg|UBTVQH\d{1,2}|QH\d{1,2}|TTLT(?:-(?:${AUTHORITY}))+(?!\s?-|\p{Lu}{2})|(?:TT|QĐ|VBHN)-(?:${AUTHORITY}))`,
  "gu",
);
/** The crawl breaks the line inside a number ("QĐ-BC⏎A", "Q⏎H14"); only there is a break no pause. */
const BROKEN_NUMBER = /(?<=\p{Lu})\n(?=\p{L})/gu;

/**
 * Law numbers in a published block that the crawl has run together ("Luật 49/2019/Q⏎H1449/2019/QH14"): the breaks are mended
 * to read them, and only a complete, well-formed number that also stands unbroken in the block is taken.
 */
export function lawNumbers(text: string | null | undefined): string[] {
  const block = (text ?? "").normalize("NFC");
  const read = block.replace(BROKEN_NUMBER, "").match(LAW_NUMBER) ?? [];
  return [...new Set(read)].filter((number) => block.includes(number));
}

export function judgeLegalBasis(text: string | null | undefined): Fact {
  const numbers = lawNumbers(text);
  if (!text?.trim()) return withheld("not_published");
  return numbers.length > 0 ? stated(numbers) : withheld("not_readable");
}
