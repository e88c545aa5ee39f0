import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../app.ts";
import {
  expiredBy,
  importFile,
  loadKnowledge,
  loadMapping,
  mappingFileOf,
  openCatalogue,
  type Reading,
  type Recorded,
  readVersions,
  recordReading,
} from "../catalogue/index.ts";
import { type Config, readConfig } from "../config.ts";
import { importPlaces } from "./import-places.ts";
import {
  brokenLines,
  type ChangedRecord,
  changedRecords,
  changeLines,
  columnLines,
  defectLines,
  futureLines,
  reportCsv,
} from "./import-report.ts";

const HELP = `lang-nghe import FILE.jsonl[.gz] | FILE.csv | FILE.xlsx … [--mapping MAPPING.yaml] [--codes FILE.txt]
lang-nghe import --places FILE.csv

Đọc danh mục thủ tục đã công bố, xét từng giá trị, so với lần nhập trước, lập chỉ mục trong DATA_DIR và ghi báo cáo.
CSV và Excel: cột nào là mục nào được đoán theo tiêu đề, hoặc ghi trong MAPPING.yaml (xem knowledge/README.md).
--places: nạp bảng xã, phường mới và cũ của cả nước (hoặc một tỉnh), báo chỗ cần soát, dùng từ lần khởi động sau.
Sau đó chạy: CATALOGUE=FILE npm start. Mọi bản cũ được giữ lại: xem bằng lệnh catalogue; bỏ lần nhập này: catalogue undo.
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      mapping: { type: "string" },
      codes: { type: "string" },
      places: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help || (positionals.length === 0 && values.places === undefined)) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const config = readConfig(process.env);
  if (values.places !== undefined) await importPlaces(values.places, config);
  const codes = values.codes ? codesIn(values.codes) : undefined;
  for (const file of positionals) {
    if (!existsSync(file)) throw new Error(`không có tệp ${file}`);
    await importOne(file, config, { mapping: values.mapping, codes });
  }
  return 0;
}

const codesIn = (file: string): ReadonlySet<string> => new Set(readFileSync(file, "utf8").split(/\s+/).filter(Boolean));
const print = (lines: readonly string[]) => process.stdout.write(lines.map((line) => `${line}\n`).join(""));

interface Options {
  readonly mapping: string | undefined;
  readonly codes: ReadonlySet<string> | undefined;
}

async function importOne(file: string, config: Config, options: Options): Promise<void> {
  const { codes } = options;
  const started = performance.now();
  print([`Đang đọc ${basename(file)} …`]);
  const cacheDirectory = join(config.dataDirectory, "catalogue");
  const remembered = mappingFileOf(file, cacheDirectory);
  const mappingFile = options.mapping ?? (existsSync(remembered) ? remembered : undefined);
  const report = await importFile(file, { mapping: mappingFile ? loadMapping(mappingFile) : undefined, codes });
  mkdirSync(cacheDirectory, { recursive: true });
  if (options.mapping) copyFileSync(options.mapping, remembered);
  print([...columnLines(report, mappingFile), ...brokenLines(report)]);
  if (report.procedures.length === 0)
    throw new Error(`${basename(file)}: không đọc được thủ tục nào; chưa thay đổi gì.`);
  print([`Đang lập chỉ mục ${report.procedures.length} thủ tục …`]);
  const { knowledgeDirectory } = config;
  const knowledge = loadKnowledge(knowledgeDirectory);
  const { reading } = await openCatalogue({
    file,
    ...(codes ? { codes } : {}),
    cacheDirectory,
    knowledge,
    knowledgeDirectory,
  });
  const { recorded, changed } = await setDown(config, reading);
  const defects = [...report.defects, ...expiredBy(today(), report.procedures)];
  const reportFile = join(cacheDirectory, `bao-cao-${basename(file).replace(/\..*$/, "")}.csv`);
  writeFileSync(reportFile, reportCsv(report, defects, changed));
  print([
    `${report.read} dòng đọc, ${report.procedures.length} thủ tục dùng được, ${report.broken.length} dòng hỏng (${((performance.now() - started) / 1000).toFixed(1)} giây).`,
    ...changeLines(recorded, changed),
    ...futureLines(report.procedures, today()),
    ...defectLines(defects),
    `Báo cáo chi tiết: ${reportFile}`,
  ]);
}

/** ISO day in Hanoi. */
const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

async function setDown(
  config: Config,
  reading: Reading | undefined,
): Promise<{ recorded: Recorded; changed: readonly ChangedRecord[] }> {
  if (!reading) return { recorded: { kind: "known", changes: [], unchanged: 0, kept: 0 }, changed: [] };
  const db = await openDatabase(config);
  try {
    const recorded = await recordReading(db, reading, Date.now(), true);
    const compared = recorded.changes.filter(({ kind }) => kind === "changed" || kind === "older");
    const before = compared.flatMap(({ code, before: version }) => (version === null ? [] : [{ code, version }]));
    const changed = changedRecords(recorded.changes, await readVersions(db, before), reading.records());
    return { recorded, changed };
  } finally {
    await db.close();
  }
}
