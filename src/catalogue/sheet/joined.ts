import type { Cell } from "./rows.ts";

/** One row of a table with the number a clerk's program gives it, from 1. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly Cell[];
}

export interface Columns {
  readonly code: number;
  readonly name: number;
  /** Every column that is read. */
  readonly read: readonly number[];
}

/**
 * Brings the rows of one procedure together. Where the code's cell is merged with the one above, the row goes on with that
 * procedure. Where code and name are merely blank nobody can tell: what the row says is not read, and neither is what the row
 * above says in the same columns, because half the papers would be wrong papers.
 */
export function joinRows(rows: readonly TableRow[], columns: Columns): TableRow[] {
  const joined: TableRow[] = [];
  for (const row of rows) {
    const above = joined.at(-1);
    const isMore = isMerged(row.cells[columns.code]);
    if (above && isMore) joined[joined.length - 1] = { ...above, cells: appended(above.cells, row.cells) };
    if (isMore) continue;
    if (above && isLoose(row.cells, columns)) {
      joined[joined.length - 1] = { ...above, cells: emptied(above.cells, row.cells, columns) };
    }
    joined.push(row);
  }
  return joined;
}

const isMerged = (cell: Cell | undefined) => typeof cell === "object" && cell !== null && "above" in cell;

/** A row that says something and not of what. */
export function isLoose(cells: readonly Cell[], { code, name, read }: Columns): boolean {
  const isBlank = (at: number) => textOf(cells[at] ?? null).trim() === "";
  return isBlank(code) && isBlank(name) && read.some((at) => !isBlank(at));
}

function appended(above: readonly Cell[], more: readonly Cell[]): Cell[] {
  return Array.from({ length: Math.max(above.length, more.length) }, (_, at): Cell => {
    const [cell, next] = [above[at] ?? null, more[at] ?? null];
    if (isMerged(next) || textOf(next).trim() === "") return cell;
    return textOf(cell).trim() === "" ? next : `${textOf(cell)}\n${textOf(next)}`;
  });
}

const emptied = (above: readonly Cell[], loose: readonly Cell[], { read }: Columns): Cell[] =>
  above.map((cell, at) => (read.includes(at) && textOf(loose[at] ?? null).trim() !== "" ? null : cell));

export function textOf(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "object") return String(cell);
  if ("error" in cell) return cell.error;
  return "above" in cell ? textOf(cell.above) : cell.text;
}
