import { lower } from "../../text/index.ts";
import type { PublishedRow } from "../published.ts";
import { type Columns, isLoose, joinRows, textOf } from "./joined.ts";
import { COLUMNS, type Column, guessPlaces, type Mapping, type Places, placeMapped, titleKey } from "./mapping.ts";
import { type Titles, titlesOf } from "./titles.ts";

/** One cell as read: a formula that failed is its error, a link its words and its target, a merged one the cell above. */
export type Cell =
  | string
  | number
  | null
  | { readonly error: string }
  | { readonly text: string; readonly link: string }
  | { readonly above: string | number | null };

export interface SheetRow {
  /** As the clerk's program counts it, from 1. */
  readonly line: number;
  readonly row: PublishedRow;
}
export interface BrokenRow {
  readonly line: number;
  readonly what: string;
}

export type SheetRead =
  | {
      readonly kind: "read";
      readonly rows: readonly SheetRow[];
      readonly broken: readonly BrokenRow[];
      /** Which column was read as which field. */
      readonly columns: readonly { readonly column: Column; readonly titles: readonly string[] }[];
      /** Fields several columns could be; not read. Only when guessed. */
      readonly unsure: readonly Column[];
      /** Titles of columns that were not read. */
      readonly ignored: readonly string[];
    }
  /** `what` is for the clerk. */
  | { readonly kind: "no_header"; readonly what: string };

interface Header extends Titles {
  /** From 0. */
  readonly at: number;
  readonly places: Places;
  readonly unsure: readonly Column[];
}

/** Offices put the list's name, its decision and a blank line above the header. */
const HEADER_WITHIN = 20;

/** Reads a table of procedures, one a row. `savedOn`: ISO day the file was saved, for rows that name no day of their own. */
export function readTable(
  table: readonly (readonly Cell[])[],
  mapping: Mapping | undefined,
  savedOn: string,
): SheetRead {
  const header = findHeader(table, mapping);
  if ("what" in header) return { kind: "no_header", what: header.what };
  const top = header.at + header.rows;
  const rows = table.slice(top).flatMap((cells, i) => {
    return cells.every((cell) => textOf(cell) === "") ? [] : [{ line: top + 1 + i, cells }];
  });
  const read = joinRows(rows, columnsOf(header)).map(({ cells, line }) =>
    readRow(cells, line, header, mapping, savedOn),
  );
  return {
    kind: "read",
    rows: read.filter((one) => "row" in one),
    broken: read.filter((one) => "what" in one),
    columns: [...header.places].map(([column, at]) => ({ column, titles: at.map((i) => titleOf(header, i)) })),
    unsure: header.unsure,
    ignored: ignoredOf(header),
  };
}

function ignoredOf(header: Header): string[] {
  const read = new Set([...header.places.values()].flat());
  const titles = header.titles.map((_, i) => titleOf(header, i));
  return titles.filter((title, i) => title !== "" && !read.has(i) && !IS_COUNT.test(titleKey(title)));
}
/** The running number of a row says nothing of its procedure. */
const IS_COUNT = /^(?:stt|tt|so tt|so thu tu)$/;

function columnsOf({ places }: Header): Columns {
  const at = (column: Column) => places.get(column)?.[0] ?? -1;
  return { code: at("code"), name: at("name"), read: [...places.values()].flat() };
}

function findHeader(table: readonly (readonly Cell[])[], mapping: Mapping | undefined): Header | { what: string } {
  const candidates = table.slice(0, HEADER_WITHIN).map((cells) => cells.map((cell) => textOf(cell).trim()));
  const tried = candidates.map((_, at) => headerAt(titlesOf(table[at] ?? [], table[at + 1]), at, mapping));
  const found = tried.find((one) => !("missing" in one));
  if (found && !("missing" in found)) return found;
  const missing = tried.flatMap((one) => ("missing" in one ? [one.missing] : []));
  const closest = missing.sort((a, b) => a.length - b.length)[0] ?? [];
  const widest = [...candidates].sort((a, b) => b.filter(Boolean).length - a.filter(Boolean).length)[0] ?? [];
  const seen = widest.filter(Boolean).map(quoted).join(", ");
  if (seen === "") return { what: "không có chữ nào (tệp trống?)" };
  return {
    what: `không tìm thấy cột ${closest.map(quoted).join(", ")} trong 20 dòng đầu; các cột có: ${seen}`,
  };
}

function headerAt(titles: Titles, at: number, mapping: Mapping | undefined): Header | { missing: readonly string[] } {
  if (mapping) {
    const { places, missing } = placeMapped(titles, mapping);
    return missing.length > 0 ? { missing } : { ...titles, at, places, unsure: [] };
  }
  const { places, unsure } = guessPlaces(titles);
  const missing = [...(places.has("code") ? [] : ["Mã thủ tục"]), ...(places.has("name") ? [] : ["Tên thủ tục"])];
  return missing.length > 0 ? { missing } : { ...titles, at, places, unsure };
}

function readRow(
  cells: readonly Cell[],
  line: number,
  header: Header,
  mapping: Mapping | undefined,
  savedOn: string,
): SheetRow | BrokenRow {
  const where = (column: Column) => columnName(header, header.places.get(column)?.[0] ?? 0);
  const wrong = (column: Column, what: string): BrokenRow => ({ line, what: `${where(column)}: ${what}` });
  const stray = cells.findIndex((cell, i) => i >= header.titles.length && textOf(cell) !== "");
  if (stray >= 0) return { line, what: `cột ${letter(stray)}: ô nằm ngoài các cột có tiêu đề (thiếu dấu ngoặc kép?)` };
  const failed = failedCell(cells, header);
  if (failed) return { line, what: failed };
  const value = (column: Column) => joinedValue(cells, header, mapping, column);
  const codeCell = cells[header.places.get("code")?.[0] ?? -1] ?? null;
  const code = codeOf(codeCell);
  const codeFault = codeFaultOf(code, cells, header);
  if (codeFault) return wrong("code", codeFault);
  const name = value("name");
  if (name === "") return wrong("name", "để trống");
  const asOf = dayIn(value("as_of") || savedOn);
  if (asOf === undefined) return wrong("as_of", noDay(value("as_of")));
  const reviewBy = value("review_by") === "" ? null : dayIn(value("review_by"));
  if (reviewBy === undefined) return wrong("review_by", noDay(value("review_by")));
  const level = levelOf(value("level"), mapping);
  const flags = isPadded(codeCell, code) ? ["code_padded"] : [];
  return { line, row: { ...published(value), code, name, level, as_of: asOf, review_by: reviewBy, flags } };
}

function codeFaultOf(code: string, cells: readonly Cell[], header: Header): string | undefined {
  if (code === "") return isLoose(cells, columnsOf(header)) ? LOOSE : "để trống";
  return CODE.test(code) ? undefined : `“${code.slice(0, 40)}” không phải mã thủ tục (ví dụ 1.001193)`;
}
const noDay = (text: string) => `“${text.slice(0, 40)}” không phải ngày (ví dụ 18/7/2026)`;
const LOOSE =
  "để trống; nếu dòng này nói tiếp dòng trên thì gộp ô mã trong Excel (các mục hai dòng cùng ghi tạm không được đọc)";

/** What is read as it stands; the others have forms of their own. */
const AS_THEY_STAND = COLUMNS.filter((column) => !["code", "name", "level", "as_of", "review_by"].includes(column));

function published(value: (column: Column) => string): Partial<PublishedRow> {
  return Object.fromEntries(AS_THEY_STAND.map((column) => [column, value(column) || null]));
}

/**
 * Of two fee columns each part keeps its title ("Phí: …", "Lệ phí: …"): without it "Miễn phí" would seem to be said of both. Those under one
 * title keep the way they are for, as the national catalogue writes it ("Trực tiếp: …; Trực tuyến: …").
 */
function joinedValue(cells: readonly Cell[], header: Header, mapping: Mapping | undefined, column: Column): string {
  const at = header.places.get(column) ?? [];
  const isByWay = at.length > 1 && at.every((i) => header.below[i]);
  const isLabelled = at.length > 1 && (column === "fee" || isByWay);
  const parts = at.flatMap((i) => {
    const cell = cells[i] ?? null;
    const isLink = column === "url" && typeof cell === "object" && cell !== null && "link" in cell;
    const text = isLink ? cell.link : textOf(cell).trim();
    return text === "" ? [] : [isLabelled ? `${header.below[i] || header.titles[i]}: ${text}` : text];
  });
  const defaults: Readonly<Partial<Record<Column, string>>> = mapping?.defaults ?? {};
  return parts.join(isByWay ? "; " : "\n") || (defaults[column] ?? "");
}

function failedCell(cells: readonly Cell[], header: Header): string | undefined {
  for (const at of [...header.places.values()].flat()) {
    const cell = cells[at];
    if (cell && typeof cell === "object" && "error" in cell)
      return `${columnName(header, at)}: công thức lỗi ${cell.error}`;
  }
  return undefined;
}

const CODE = /^\d{1,2}\.\d{5,6}$/;
/** The national code with the province's own tail, as provinces print it ("1.001193.000.00.00.H46"). */
const LONG_CODE = /^(\d{1,2}\.\d{6})(?:\.\d{2,3}){3}\.H\d{2}$/i;

/**
 * Published codes have six digits after the point: a code Excel took for a number has lost the zeros at its end, and in a
 * Vietnamese Excel its point has become a comma.
 */
function codeOf(cell: Cell): string {
  if (typeof cell === "number") return cell.toFixed(6);
  const text = textOf(cell).trim();
  const [, whole, rest] = /^(\d{1,2})[.,](\d{5,6})$/.exec(text) ?? [];
  return rest ? `${whole}.${rest.padEnd(6, "0")}` : (LONG_CODE.exec(text)?.[1] ?? text);
}

/** True for a code that had fewer digits than it has now; which they were, only its source knows. */
const isPadded = (cell: Cell, code: string) => textOf(cell).trim().length < code.length;

/** 1 January 2000 to 31 December 2099, as Excel counts days. */
const SERIALS = [36_526, 73_050] as const;
const EXCEL_DAY_0 = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** The day in a cell; one that Excel shows as a number is counted from 1900. */
function dayIn(text: string): string | undefined {
  const serial = /^\d{5}$/.test(text) ? Number(text) : 0;
  if (serial < SERIALS[0] || serial > SERIALS[1]) return dayOf(text);
  return new Date(EXCEL_DAY_0 + serial * DAY_MS).toISOString().slice(0, 10);
}

/** "18/7/2026", "2026-07-18" or "2026-07" as an ISO date or month; undefined: no day. */
export function dayOf(text: string): string | undefined {
  const [, d, m, y] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  const iso = y ? `${y}-${m?.padStart(2, "0")}-${d?.padStart(2, "0")}` : text;
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(iso)) return undefined;
  const full = iso.length === 7 ? `${iso}-01` : iso;
  const parsed = new Date(`${full}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(full) ? iso : undefined;
}

const LEVEL_WORDS: NonNullable<Mapping["levels"]> = { xã: "xã", phường: "xã", "đặc khu": "xã", tỉnh: "tỉnh", bộ: "bộ" };

/** Levels in the words of the national catalogue; what says no level stays as it is. */
function levelOf(text: string, mapping: Mapping | undefined): string | null {
  const words = Object.entries({ ...LEVEL_WORDS, ...mapping?.levels });
  const said = lower(text);
  const found = words.filter(([word]) => ` ${said.replace(/[^\p{L}]+/gu, " ")} `.includes(` ${lower(word)} `));
  const levels = [...new Set(found.map(([, level]) => `Cấp ${level}`))];
  return levels.join(", ") || text || null;
}

const quoted = (title: string) => `“${title}”`;
const titleOf = ({ titles, below }: Titles, at: number) => [titles[at], below[at]].filter(Boolean).join(": ");
const columnName = (header: Header, at: number) => `cột ${quoted(titleOf(header, at))} (${letter(at)})`;

/** 0 → A, 26 → AA, as Excel heads its columns. */
function letter(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : letter(Math.floor(at / 26) - 1) + letter(at % 26);
}
