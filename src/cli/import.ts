import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "../app.ts";
import {
  expiredBy,
  type ImportReport,
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

const HELP = `lang-nghe import FILE.jsonl[.gz] | FILE.csv | FILE.xlsx … [--mapping MAPPING.yaml] [--codes FILE.txt] [--skip-broken]
lang-nghe import --places FILE.csv

Đọc danh mục thủ tục đã công bố, xét từng giá trị, so với lần nhập trước, lập chỉ mục trong DATA_DIR và ghi báo cáo.
CSV và Excel: cột nào là mục nào được đoán theo tiêu đề, hoặc ghi trong MAPPING.yaml (xem knowledge/README.md).
Tệp JSON Lines có dòng hỏng thì không nhập gì; --skip-broken: bỏ các dòng ấy, nhập phần còn lại.
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
      "skip-broken": { type: "boolean" },
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
  requireFiles([...positionals, ...(values.mapping ? [values.mapping] : [])]);
  for (const file of positionals)
    await importOne(file, config, { mapping: values.mapping, codes, skipsBroken: values["skip-broken"] === true });
  return 0;
}

/** Half of what was asked for is not to be imported: every file is looked for first. */
function requireFiles(files: readonly string[]): void {
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new Error(`không có tệp ${missing}`);
}

const codesIn = (file: string): ReadonlySet<string> => new Set(readFileSync(file, "utf8").split(/\s+/).filter(Boolean));
const print = (lines: readonly string[]) => process.stdout.write(lines.map((line) => `${line}\n`).join(""));

interface Options {
  readonly mapping: string | undefined;
  readonly codes: ReadonlySet<string> | undefined;
  /** Lines of JSON that cannot be read are left out; else nothing of the file is imported. */
  readonly skipsBroken: boolean;
}

async function importOne(file: string, config: Config, options: Options): Promise<void> {
  const { codes } = options;
  const started = performance.now();
  print([`Đang đọc ${basename(file)} …`]);
  const cacheDirectory = join(config.dataDirectory, "catalogue");
  const remembered = mappingFileOf(file, cacheDirectory);
  const mappingFile = options.mapping ?? (existsSync(remembered) ? remembered : undefined);
  const report = await importFile(file, { mapping: mappingFile ? loadMapping(mappingFile) : undefined, codes });
  print([...columnLines(report, mappingFile), ...brokenLines(report)]);
  const unfit = whyNotImported(report, options);
  if (unfit) throw new Error(`${basename(file)}: ${unfit}`);
  mkdirSync(cacheDirectory, { recursive: true });
  if (options.mapping) copyFileSync(options.mapping, remembered);
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

function whyNotImported({ sheet, broken, procedures }: ImportReport, { skipsBroken }: Options): string | undefined {
  if (sheet === undefined && broken.length > 0 && !skipsBroken)
    return `${broken.length} dòng hỏng; chưa thay đổi gì. Sửa các dòng trên (hoặc tải lại tệp) rồi nhập lại; muốn bỏ các dòng ấy mà nhập phần còn lại thì thêm --skip-broken.`;
  return procedures.length === 0 ? "không đọc được thủ tục nào; chưa thay đổi gì." : undefined;
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
