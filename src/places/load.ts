import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { parseYaml } from "../platform/index.ts";
import { type Built, buildTable, overlay } from "./build.ts";
import type { Home, PlaceTable, Province } from "./place.ts";
import { createPlaces, type Places } from "./resolve.ts";
import { readRows } from "./rows.ts";
import { compileWords, PlaceWordsFile } from "./words.ts";

const name = z.string().min(2);
const ProvincesFile = z
  .array(z.strictObject({ code: z.string().regex(/^\d\d$/), name, former: z.array(name), also: z.array(name) }))
  .min(1);

/** knowledge/provinces.yaml; empty for knowledge that has none. Throws FileMistake. */
export function loadProvinces(knowledgeDirectory: string): readonly Province[] {
  const path = join(knowledgeDirectory, "provinces.yaml");
  return existsSync(path) ? parseYaml("provinces.yaml", readFileSync(path, "utf8"), ProvincesFile) : [];
}

export interface TableFile extends Built {
  /** What was taken for what. */
  readonly columns: readonly string[];
  readonly rows: number;
}

/** Reads a table of places (CSV). Throws an error a clerk can act on. */
export async function readPlaceTable(file: string, provinces: readonly Province[]): Promise<TableFile> {
  const { parse } = await import("csv-parse/sync");
  const text = utf8(file).replace(/^\uFEFF/, "");
  const delimiter = (text.split("\n", 1)[0] ?? "").includes(";") ? ";" : ",";
  const cells = csv(file, () => parse(text, { delimiter, relax_column_count: true }) as string[][]);
  const read = readRows(cells);
  if (read.kind === "no_header")
    throw new Error(
      `${basename(file)}: không thấy cột ${read.missing.join(", ")} ở dòng đầu (ví dụ: Tỉnh; Phường, xã mới)`,
    );
  return { ...buildTable(read.rows, provinces), columns: read.columns, rows: read.rows.length };
}

function csv(file: string, parse: () => string[][]): string[][] {
  try {
    return parse();
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    throw new Error(`${basename(file)}: dòng ${line ?? "?"}: không đọc được CSV (dấu ngoặc kép không khép?)`);
  }
}

function utf8(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch {
    throw new Error(`${basename(file)}: chữ không phải UTF-8. Trong Excel chọn lưu kiểu “CSV UTF-8”.`);
  }
}

/** Where an installation keeps the table it imported. */
export const importedPlacesFile = (dataDirectory: string): string => join(dataDirectory, "places", "places.csv");

/** The shipped places, and over them those of `imported` where that file exists. */
export async function loadPlaces(knowledgeDirectory: string, home: Home | null, imported?: string): Promise<Places> {
  const words = "place-words.yaml";
  const compiled = compileWords(
    parseYaml(words, readFileSync(join(knowledgeDirectory, words), "utf8"), PlaceWordsFile),
  );
  return createPlaces(await loadTable(knowledgeDirectory, imported), compiled, home);
}

async function loadTable(knowledgeDirectory: string, imported: string | undefined): Promise<PlaceTable> {
  const provinces = loadProvinces(knowledgeDirectory);
  const file = join(knowledgeDirectory, "places.csv");
  const shipped = existsSync(file) ? (await readPlaceTable(file, provinces)).table : { provinces, units: [] };
  if (imported === undefined || !existsSync(imported)) return shipped;
  return overlay(shipped, (await readPlaceTable(imported, provinces)).table);
}
