import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parseYaml } from "../../platform/index.ts";
import { Mapping } from "./mapping.ts";
import { type Cell, readTable, type SheetRead } from "./rows.ts";

export const isSheet = (file: string): boolean => /\.(csv|tsv|xlsx)$/i.test(file);

/** Reads a mapping file. Throws FileMistake. */
export function loadMapping(file: string): Mapping {
  return parseYaml(basename(file), readFileSync(file, "utf8"), Mapping);
}

/** Reads a CSV or Excel table of procedures; without a mapping the columns are guessed. Throws an error a clerk can act on. */
export async function loadSheet(file: string, mapping?: Mapping): Promise<Extract<SheetRead, { kind: "read" }>> {
  const table = /\.xlsx$/i.test(file) ? await xlsxTable(file, mapping?.sheet) : await csvTable(file);
  const read = readTable(table, mapping, savedOn(file));
  if (read.kind === "no_header") throw new Error(`${basename(file)}: ${read.what}. Ghi tên cột bằng --mapping.`);
  return read;
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
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch {
    throw new Error(`${basename(file)}: chữ không phải UTF-8. Trong Excel chọn lưu kiểu “CSV UTF-8”, hoặc lưu .xlsx.`);
  }
}

async function xlsxTable(file: string, sheetName: string | undefined): Promise<Cell[][]> {
  const { default: excel } = await import("exceljs");
  const workbook = new excel.Workbook();
  await workbook.xlsx.readFile(file).catch(() => {
    throw new Error(`${basename(file)}: không mở được như tệp Excel .xlsx (tệp hỏng, hoặc .xls đổi đuôi?)`);
  });
  const names = workbook.worksheets.map(({ name }) => `“${name}”`).join(", ");
  const sheet = sheetName ? workbook.getWorksheet(sheetName) : workbook.worksheets[0];
  if (!sheet) throw new Error(`${basename(file)}: không có trang tính “${sheetName ?? ""}”; có: ${names}`);
  const table: Cell[][] = [];
  sheet.eachRow({ includeEmpty: true }, (row) => {
    const cells: Cell[] = [];
    row.eachCell({ includeEmpty: true }, (cell) => cells.push(cellOf(cell.value)));
    table.push(cells);
  });
  return table;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return isoDay(value.getTime());
  if (typeof value === "number") return value;
  if (typeof value !== "object") return String(value);
  if ("error" in value) return { error: String(value.error) };
  if ("richText" in value) return (value.richText as { text: string }[]).map(({ text }) => text).join("");
  if ("formula" in value || "sharedFormula" in value) return cellOf("result" in value ? value.result : null);
  return "text" in value ? cellOf(value.text) : null;
}

/** ISO day on which the file was last written. */
export const savedOn = (file: string): string => isoDay(statSync(file).mtimeMs);

/** Excel's days are without a time zone; exceljs gives them as UTC. */
const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);
