import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Config } from "../config.ts";
import {
  DEFECTS,
  type Defect,
  type DefectKind,
  importedPlacesFile,
  loadProvinces,
  readPlaceTable,
} from "../places/index.ts";
import { quoted } from "./import-report.ts";

/** Takes a table of places over into the installation, and says what to look at. Throws an error a clerk can act on. */
export async function importPlaces(file: string, { dataDirectory, knowledgeDirectory }: Config): Promise<void> {
  if (!existsSync(file)) throw new Error(`không có tệp ${file}`);
  const read = await readPlaceTable(file, loadProvinces(knowledgeDirectory));
  const { units } = read.table;
  if (units.length === 0) throw new Error(`${basename(file)}: không đọc được đơn vị nào; chưa thay đổi gì.`);
  const kept = importedPlacesFile(dataDirectory);
  const report = join(dirname(kept), "bao-cao.csv");
  const defects = read.defects();
  mkdirSync(dirname(kept), { recursive: true });
  copyFileSync(file, kept);
  writeFileSync(report, defectCsv(defects));
  const provinces = new Set(units.map(({ province }) => province)).size;
  const formers = units.reduce((sum, unit) => sum + unit.formers.length, 0);
  const lines = [
    "Cột theo tiêu đề:",
    ...read.columns.map((column) => `  ${column}`),
    `${read.rows} dòng đọc: ${units.length} đơn vị của ${provinces} tỉnh, thành phố; ${formers} đơn vị cũ.`,
    ...defectLines(defects),
    `Báo cáo chi tiết: ${report}`,
    "Bảng được dùng từ lần khởi động sau.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function defectLines(defects: readonly Defect[]): string[] {
  const count = new Map<DefectKind, number>();
  for (const { kind } of defects) count.set(kind, (count.get(kind) ?? 0) + 1);
  if (count.size === 0) return ["Không có chỗ nào cần soát."];
  const sorted = [...count].sort(([, a], [, b]) => b - a);
  return ["Chỗ cần soát:", ...sorted.map(([kind, n]) => `  ${DEFECTS[kind]}: ${n}`)];
}

function defectCsv(defects: readonly Defect[]): string {
  const rows = defects.map(({ kind, line, province, name }) =>
    [line === 0 ? "" : String(line), province, name, DEFECTS[kind]].map(quoted).join(","),
  );
  return `\ufeffDòng,Tỉnh,Đơn vị,Cần soát\n${rows.join("\n")}\n`;
}
