import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { Worksheet } from "exceljs";
import { parseYaml } from "../../platform/index.ts";
import { textOf } from "./joined.ts";
import { Mapping } from "./mapping.ts";
import { type Cell, readTable, type SheetRead } from "./rows.ts";

export const isSheet = (file: string): boolean => /\.(csv|tsv|xlsx)$/i.test(file);

/** Reads a mapping file. Throws FileMistake. */
export function loadMapping(file: string): Mapping {
  return parseYaml(basename(file), readFileSync(file, "utf8"), Mapping);
}

interface Table {
  /** Name of the Excel sheet; undefined: a CSV file. */
  readonly name?: string;
  readonly cells: readonly (readonly Cell[])[];
}

export type SheetFile = Extract<SheetRead, { kind: "read" }> & {
  /** The Excel sheet that was read. */
  readonly name?: string;
  /** Other sheets that hold a table of procedures, and were not read. */
  readonly unread: readonly string[];
};

/** Reads a CSV or Excel table of procedures; without a mapping the columns are guessed. Throws an error a clerk can act on. */
export async function loadSheet(file: string, mapping?: Mapping): Promise<SheetFile> {
  const tables = /\.xlsx$/i.test(file) ? await xlsxTables(file, mapping?.sheet) : [{ cells: await csvTable(file) }];
  const reads = tables.map(({ name, cells }) => ({ name, read: readTable(cells, mapping, savedOn(file)) }));
  const [found, ...others] = reads.flatMap(({ name, read }) => (read.kind === "read" ? [{ name, read }] : []));
  if (found) {
    const unread = others.flatMap(({ name }) => (name === undefined ? [] : [name]));
    return { ...found.read, ...(found.name === undefined ? {} : { name: found.name }), unread };
  }
  const [first] = reads;
  const what = first?.read.kind === "no_header" ? first.read.what : "không có trang tính nào";
  throw new Error(`${basename(file)}: ${what}. Ghi tên cột bằng --mapping.`);
}

async function csvTable(file: string): Promise<string[][]> {
  const { parse } = await import("csv-parse/sync");
  const text = utf8(file);
  try {
    return parse(text, { delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    throw new Error(`${basename(file)}: dòng ${line ?? "?"}: không đọc được CSV (dấu ngoặc kép không khép?)`);
  }
}

/** The mark that stands most often in the first lines: Excel in Vietnamese writes ";", others ",". */
function delimiterOf(text: string): string {
  const head = text
    .split("\n")
    .slice(0, 5)
    .join("\n")
    .replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => ({ mark, n: head.split(mark).length - 1 }));
  return counts.sort((a, b) => b.n - a.n).find(({ n }) => n > 0)?.mark ?? ",";
}

function utf8(file: string): string {
  const bytes = readFileSync(file);
  // Excel's “Unicode Text” is UTF-16 and says so in its first two bytes.
  const mark = bytes.subarray(0, 2).toString("hex");
  const encoding = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${basename(file)}: chữ không phải UTF-8. Trong Excel chọn lưu kiểu “CSV UTF-8”, hoặc lưu .xlsx.`);
  }
}

/** The sheet of that name, or all that are not hidden. */
async function xlsxTables(file: string, sheetName: string | undefined): Promise<Table[]> {
  const { default: excel } = await import("exceljs");
  const workbook = new excel.Workbook();
  await workbook.xlsx.readFile(file).catch(() => {
    throw new Error(`${basename(file)}: không mở được như tệp Excel .xlsx (tệp hỏng, hoặc .xls đổi đuôi?)`);
  });
  const sheets = workbook.worksheets.filter(({ name, state }) =>
    sheetName === undefined ? state === "visible" : name === sheetName,
  );
  if (sheets.length > 0) return sheets.map((sheet) => ({ name: sheet.name, cells: cellsOf(sheet) }));
  const names = workbook.worksheets.map(({ name }) => `“${name}”`).join(", ");
  throw new Error(`${basename(file)}: không có trang tính “${sheetName ?? ""}”; có: ${names}`);
}

function cellsOf(sheet: Worksheet): Cell[][] {
  const table: Cell[][] = [];
  sheet.eachRow({ includeEmpty: true }, (row) => {
    const cells: Cell[] = [];
    row.eachCell({ includeEmpty: true }, (cell) => {
      const isBelow = cell.isMerged && Number(cell.master.row) < Number(cell.row);
      cells.push(isBelow ? belowOf(cell.master.value) : cellOf(cell.value));
    });
    table.push(cells);
  });
  return table;
}

function belowOf(master: unknown): Cell {
  const cell = cellOf(master);
  return { above: typeof cell === "object" ? textOf(cell) : cell };
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return isoDay(value.getTime());
  if (typeof value === "number") return value;
  return typeof value === "object" ? richCellOf(value) : String(value);
}

function richCellOf(value: object): Cell {
  if ("error" in value) return { error: String(value.error) };
  if ("richText" in value) return (value.richText as { text: string }[]).map(({ text }) => text).join("");
  if ("formula" in value || "sharedFormula" in value) return cellOf("result" in value ? value.result : null);
  if (!("text" in value)) return null;
  const shown = cellOf(value.text);
  return "hyperlink" in value ? { text: textOf(shown), link: String(value.hyperlink) } : shown;
}

/** ISO day on which the file was last written. */
export const savedOn = (file: string): string => isoDay(statSync(file).mtimeMs);

/** Excel's days are without a time zone; exceljs gives them as UTC. */
const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);
