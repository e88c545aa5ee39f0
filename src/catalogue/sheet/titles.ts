import { textOf } from "./joined.ts";
import type { Cell } from "./rows.ts";

/** The titles over a table: one row of them, or two where a title is over several columns ("Lệ phí" over "Trực tiếp", "Trực tuyến"). */
export interface Titles {
  readonly titles: readonly string[];
  /** Behind a title over several columns, which of them this is; "" elsewhere. */
  readonly below: readonly string[];
  /** Rows they stand in. */
  readonly rows: 1 | 2;
}

const LONGEST_TITLE = 60;

/** Reads the titles that begin in `row`; `next` is the row under it. */
export function titlesOf(row: readonly Cell[], next: readonly Cell[] | undefined): Titles {
  const titles = row.map((cell) => textOf(cell).trim());
  const under = (next ?? []).map((cell) => (isMerged(cell) ? "" : textOf(cell).trim()));
  const spans = titles.map((title, i) => title === "" || title === titles[i - 1] || isOverNext(titles, i));
  const named = under.flatMap((text, i) => (text === "" ? [] : [i]));
  const isSecondRow = named.length > 1 && named.every((i) => spans[i] && (under[i] ?? "").length <= LONGEST_TITLE);
  if (!isSecondRow) return { titles, below: titles.map(() => ""), rows: 1 };
  const over = titles.map((title, i) => (title === "" && named.includes(i) ? before(titles, i) : title));
  return { titles: over, below: over.map((_, i) => under[i] ?? ""), rows: 2 };
}

const isMerged = (cell: Cell | undefined) => typeof cell === "object" && cell !== null && "above" in cell;
const isOverNext = (titles: readonly string[], i: number) => titles[i + 1] === "" || titles[i + 1] === titles[i];
const before = (titles: readonly string[], i: number) => titles.slice(0, i).findLast((title) => title !== "") ?? "";
