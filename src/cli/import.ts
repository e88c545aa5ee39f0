import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import {
  type Defect,
  expiredBy,
  type ImportReport,
  importFile,
  loadKnowledge,
  loadMapping,
  mappingFileOf,
  openCatalogue,
} from "../catalogue/index.ts";
import { readConfig } from "../config.ts";

const HELP = `lang-nghe import FILE.jsonl[.gz] | FILE.csv | FILE.xlsx … [--mapping MAPPING.yaml] [--codes FILE.txt]

Đọc danh mục thủ tục đã công bố, xét từng giá trị, lập chỉ mục trong DATA_DIR và ghi báo cáo lỗi dữ liệu.
CSV và Excel: cột nào là mục nào được đoán theo tiêu đề, hoặc ghi trong MAPPING.yaml (xem knowledge/README.md).
Sau đó chạy: CATALOGUE=FILE npm start
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { mapping: { type: "string" }, codes: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help || positionals.length === 0) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  for (const file of positionals) {
    if (!existsSync(file)) throw new Error(`không có tệp ${file}`);
    await importOne(file, values.mapping, values.codes ? codesIn(values.codes) : undefined);
  }
  return 0;
}

const codesIn = (file: string): ReadonlySet<string> => new Set(readFileSync(file, "utf8").split(/\s+/).filter(Boolean));

async function importOne(
  file: string,
  mappingGiven: string | undefined,
  codes: ReadonlySet<string> | undefined,
): Promise<void> {
  const config = readConfig(process.env);
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const started = performance.now();
  process.stdout.write(`Đang đọc ${basename(file)} …\n`);
  const cacheDirectory = join(config.dataDirectory, "catalogue");
  const remembered = mappingFileOf(file, cacheDirectory);
  const mappingFile = mappingGiven ?? (existsSync(remembered) ? remembered : undefined);
  const mapping = mappingFile ? loadMapping(mappingFile) : undefined;
  const report = await importFile(file, { mapping, codes });
  const defects = [...report.defects, ...expiredBy(today, report.procedures)];
  mkdirSync(cacheDirectory, { recursive: true });
  if (mappingGiven) copyFileSync(mappingGiven, remembered);
  process.stdout.write(columnLines(report, mappingFile).join(""));
  const { knowledgeDirectory } = config;
  process.stdout.write(`Đang lập chỉ mục ${report.procedures.length} thủ tục …\n`);
  await openCatalogue({
    file,
    ...(codes ? { codes } : {}),
    cacheDirectory,
    knowledge: loadKnowledge(knowledgeDirectory),
    knowledgeDirectory,
  });
  const reportFile = join(cacheDirectory, `bao-cao-${basename(file).replace(/\..*$/, "")}.csv`);
  writeFileSync(reportFile, csv(defects));
  const lines = [
    `${report.read} dòng đọc, ${report.procedures.length} thủ tục dùng được, ${report.broken.length} dòng hỏng (${((performance.now() - started) / 1000).toFixed(1)} giây).`,
    ...report.broken.slice(0, 10).map(({ line, what }) => `  dòng ${line}: ${what}`),
    "Giá trị không được nói với người dân, theo lý do:",
    ...counts(defects).map(([rule, n]) => `  ${RULE_WORDS[rule] ?? rule}: ${n}`),
    `Báo cáo chi tiết: ${reportFile}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** What was taken for what, so that a wrong guess is seen before a citizen hears it. */
function columnLines({ sheet }: ImportReport, mappingFile: string | undefined): string[] {
  if (!sheet) return [];
  const isUndated = sheet.guessed && !sheet.columns.some(({ column }) => column === "as_of");
  const unsure = sheet.unsure.map((column) => `  ${column} ← KHÔNG ĐỌC: nhiều cột cùng nghĩa, ghi rõ bằng --mapping\n`);
  return [
    sheet.guessed ? "Đoán cột theo tiêu đề (sai thì dùng --mapping):\n" : `Cột theo ${mappingFile}:\n`,
    ...sheet.columns.map(({ column, titles }) => `  ${column} ← ${titles.map((title) => `“${title}”`).join(" + ")}\n`),
    ...unsure,
    ...(isUndated ? ["  as_of ← ngày lưu tệp (không có cột ngày đối chiếu)\n"] : []),
  ];
}

const RULE_WORDS: Readonly<Record<string, string>> = {
  set_by_province: "phí do Hội đồng nhân dân tỉnh quy định",
  conflicting: "các giá trị mâu thuẫn",
  no_unit: "con số không có đơn vị",
  expired: "đã hết hiệu lực",
  abolished_level: "còn ghi cấp huyện đã bỏ",
  not_readable: "chữ bị lỗi",
  no_code: "không có mã thủ tục (bỏ qua)",
  outdated: "bản cũ năm 2021 (bỏ qua)",
  not_nfc: "chữ chưa theo chuẩn NFC (đã sửa)",
  duplicate: "trùng mã (giữ bản sau)",
};

function counts(defects: readonly Defect[]): [string, number][] {
  const found = new Map<string, number>();
  for (const { rule } of defects) found.set(rule, (found.get(rule) ?? 0) + 1);
  return [...found].sort(([, a], [, b]) => b - a);
}

const quoted = (text: string) => `"${text.replaceAll('"', '""').replace(/^[=+\-@]/, "'$&")}"`;

/** For a spreadsheet; a leading = or + is defused. */
function csv(defects: readonly Defect[]): string {
  const rows = defects.map(({ code, field, rule, detail }) =>
    [code, field, RULE_WORDS[rule] ?? rule, detail].map(quoted).join(","),
  );
  return `\ufeffMã,Phần,Vấn đề,Nội dung công bố\n${rows.join("\n")}\n`;
}
