import { fold } from "../text/index.ts";
import { squeeze, stated, withheld } from "./defects.ts";
import type { Fact, WithheldReason } from "./procedure.ts";

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
  /** The field of administration and the name, as published. */
  readonly field: string;
  readonly name: string;
}

/** One cell of a published fee, "Trực tuyến: 10,000 Việt Nam Đồng (10.000 đồng/lần)- Nộp tại …", taken apart. */
export interface FeeCell {
  /** The whole cell. */
  readonly text: string;
  /** The amount, or that there is none. */
  readonly head: string;
  /** What stands in the brackets right after it. */
  readonly note: string;
  /** What the crawl glued on: mostly how to submit. */
  readonly rest: string;
}

const CELL_BREAK = /;\s*(?=(?:Trực tuyến|Trực tiếp|Dịch vụ bưu chính)\s*:)|\n(?=\s*(?:Phí|Lệ phí)\s*:)/iu;

/** The cells of a published fee, one a channel or kind of fee. */
export function feeCells(fee: string): FeeCell[] {
  return fee.normalize("NFC").split(CELL_BREAK).map(squeeze).filter(Boolean).map(cellOf);
}

function cellOf(text: string): FeeCell {
  const open = text.indexOf("(");
  if (open < 0) return { text, head: text, note: "", rest: "" };
  const end = closing(text, open);
  return { text, head: text.slice(0, open).trim(), note: text.slice(open, end), rest: text.slice(end) };
}

/** Where the bracket opened at `open` ends; the end of the text when it is never closed. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

const AMOUNT =
  /(?<![\d/.,])(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:việt nam đồng|vnđ|vnd|đồng|đ)(?!\p{L})|(?<![\d/.,])(\d{1,3}(?:[.,]\d{3})+)(?![\d/])/giu;
const DOLLARS = /(?<![\d/.,])\d+(?:[.,]\d+)?\s*usd/giu;

/** Amounts in đồng, from "10,000 Việt Nam Đồng" or "20.000đ"; zero is none. */
export function amountsIn(text: string): number[] {
  return [...text.matchAll(AMOUNT)]
    .map(([, a, b]) => Number((a ?? b ?? "").replace(/[.,]/g, "")))
    .filter((amount) => amount > 0);
}

const namesAmount = (text: string) => amountsIn(text).length > 0 || (text.match(DOLLARS) ?? []).length > 0;

const FREE_HEAD = /(mien phi|mien le phi|khong thu|khong mat phi|(?<![\d.,])0 (vnd|viet nam dong|dong)|khong dong)/;
const isFree = ({ head }: FeeCell) => FREE_HEAD.test(fold(head));

const COUNCIL = /(hdnd|hoi dong nhan dan)/;
const LEFT_TO_PLACE =
  /(ubnd (cap )?tinh|uy ban nhan dan (cap )?tinh|quy dinh cua dia phuong|dia phuong (quy dinh|ban hanh))/;

function isSetByProvince(cell: FeeCell): boolean {
  const whole = fold(cell.head + cell.note + cell.rest);
  return COUNCIL.test(whole) || LEFT_TO_PLACE.test(fold(cell.head + cell.note));
}

/**
 * Fees of land procedures are set by each provincial council: "Miễn phí" there only means that nobody entered an amount. Settling a
 * dispute is no service with such a fee.
 */
function isLeftToProvince({ field, name, elsewhere }: FeeContext): boolean {
  return (field === "Đất đai" && !/tranh chấp/i.test(name)) || leavesFeeToProvince(elsewhere);
}

/** "kinh phí … của các địa phương" is money paid out. */
function leavesFeeToProvince(text: string): boolean {
  return /(?<!\b(?:kinh|chi|hoc|vien|an|buu) )\b(phi|muc thu)\b[^.;\n]{0,120}(hdnd|hoi dong nhan dan|dia phuong)/.test(
    fold(text),
  );
}

/**
 * "Miễn phí (Miễn lệ phí. …)": the words beside it say so once more, whatever laws the record names. "Miễn lệ phí cho người thuộc hộ
 * nghèo" says that others pay.
 */
const isFreeTwice = (cell: FeeCell) => isFree(cell) && FREE_FOR_ALL.test(fold(cell.note));
const FREE_FOR_ALL = /\b(?:mien (?:le )?phi|khong thu(?: (?:le )?phi)?)\s*(?:[.;()]|$)/;

const UNTIL = /(?:đến hết|đến ngày|hết ngày|trước ngày)\s*(?:ngày\s*)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/giu;

/** The first day a text names as its last ("đến hết ngày 31/12/2026"), as ISO date. */
export function lastDayOf(text: string): string | undefined {
  const days = [...text.matchAll(UNTIL)].map(
    ([, day = "", month = "", year = ""]) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
  );
  return days.sort()[0];
}

/** No fee in đồng is below this: "20 VNĐ" is a cell that lost its thousands. */
const SMALLEST_AMOUNT = 1000;

/** True when a cell's amount and its own note cannot both be right. */
export function contradictsItself(cell: FeeCell): boolean {
  const head = amountsIn(cell.head);
  const note = amountsIn(cell.note);
  if (isFree(cell)) return namesAmount(cell.note + cell.rest) || pointsToATariff(cell.note);
  if (head.some((amount) => amount < SMALLEST_AMOUNT)) return true;
  return head.length > 0 && note.length > 0 && !head.some((amount) => note.includes(amount));
}

/** "Miễn phí (theo Thông tư … quy định mức thu …)": free, and a tariff is named that says how much. */
function pointsToATariff(note: string): boolean {
  const folded = fold(note);
  return /muc (thu|phi|le phi)|luat phi va le phi|theo quy dinh/.test(folded) && !/(mien|khong thu)/.test(folded);
}

/** The same contradiction between a channel's amount and the words beside it. */
function rowContradictsItself({ fee, note }: ChannelRow): boolean {
  return contradictsItself(cellOf(squeeze(`${fee ?? ""} ${note ?? ""}`)));
}

function asksForMoney(text: string): boolean {
  return /\bnop (le phi|phi)\b/.test(fold(text));
}

const NOTHING = /^(n\/a|-+)$/i;
/** "8000", also behind its channel or kind: of what, nobody says. */
const BARE_NUMBER = /^(?:[^:\d]{1,30}:\s*)?\d+$/u;
/** "Phí :  Đồng": the number is missing. */
const NO_NUMBER = /^(phí|lệ phí)\s*:\s*(đồng|usd)?$/i;

/** Decides whether a published fee may be stated. An empty fee is silence, and "free" is believed only if nothing contradicts it. */
export function judgeFee(fee: string | null | undefined, context: FeeContext): Fact {
  const cells = feeCells(fee ?? "");
  if (cells.length === 0 || NOTHING.test(cells[0]?.head ?? "")) return withheld("not_published");
  const reason = whyNot(cells, context);
  const fact = reason ? withheld(reason) : stated(cells.map(textOf));
  const until = lastDayOf(cells.map(({ text }) => text).join("\n"));
  // What the province decides is the province's to say after that day too.
  return until && reason !== "set_by_province" ? { ...fact, until } : fact;
}

/** The first reason against saying it; what the province decides comes before what is merely badly published. */
function whyNot(cells: readonly FeeCell[], context: FeeContext): WithheldReason | undefined {
  const isSaidFree = cells.every(isFree);
  const isSure = cells.every(isFreeTwice);
  const reasons: readonly (readonly [WithheldReason, boolean])[] = [
    ["set_by_province", cells.some(isSetByProvince) || (isSaidFree && !isSure && isLeftToProvince(context))],
    ["conflicting", cells.some(contradictsItself) || context.channels.some(rowContradictsItself)],
    ["conflicting", isSaidFree && !isSure && !cells.some(saysNotCharged) && asksForMoney(context.elsewhere)],
    ["no_unit", cells.some(({ text }) => BARE_NUMBER.test(text))],
    ["not_readable", cells.some(({ head }) => NO_NUMBER.test(head)) || !cells.some(saysSomething)],
    ["not_published", context.notCaptured],
  ];
  return reasons.find(([, holds]) => holds)?.[0];
}

const saysNotCharged = ({ text }: FeeCell) => /không thu/i.test(text);

/** A fee that names no amount is worth saying only if it points somewhere ("theo Thông tư …"). */
function saysSomething(cell: FeeCell): boolean {
  return isFree(cell) || /\d|thông tư|nghị định|quy định|không/i.test(cell.head + cell.note);
}

/** The cell as published, without the glued-on text unless that names amounts too. */
function textOf({ text, rest }: FeeCell): string {
  return namesAmount(rest) ? text : text.slice(0, text.length - rest.length).trim();
}
