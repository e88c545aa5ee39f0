import {
  CHANGE_WORDS,
  type Change,
  type Defect,
  differences,
  type ImportReport,
  isBefore,
  PART_WORDS,
  type PartDifference,
  type PartState,
  type Procedure,
  type Recorded,
  RULE_ADVICE,
  RULE_WORDS,
} from "../catalogue/index.ts";

/** One record an import changed, with the parts that differ from the version in use before. */
export interface ChangedRecord {
  readonly change: Change;
  readonly parts: readonly PartDifference[];
}

/** `before`: the versions that were in use. */
export function changedRecords(
  changes: readonly Change[],
  before: readonly Procedure[],
  now: readonly Procedure[],
): ChangedRecord[] {
  const old = new Map(before.map((record) => [record.code, record]));
  const read = new Map(now.map((record) => [record.code, record]));
  return changes.map((change) => {
    const [one, other] = [old.get(change.code), read.get(change.code)];
    return { change, parts: one && other ? differences(one, other) : [] };
  });
}

/** What was taken for what, so that a wrong guess is seen before a citizen hears it. */
export function columnLines({ sheet }: ImportReport, mappingFile: string | undefined): string[] {
  if (!sheet) return [];
  const isUndated = sheet.guessed && !sheet.columns.some(({ column }) => column === "as_of");
  const unsure = sheet.unsure.map((column) => `  ${column} ← KHÔNG ĐỌC: nhiều cột cùng nghĩa, ghi rõ bằng --mapping`);
  const { name, unread, ignored } = sheet;
  return [
    ...(name === undefined ? [] : [`Trang tính “${name}”.`]),
    ...unread.map((other) => `  Trang tính “${other}” KHÔNG ĐỌC: ghi tên trang cần đọc bằng --mapping (sheet: …)`),
    sheet.guessed ? "Đoán cột theo tiêu đề (sai thì dùng --mapping):" : `Cột theo ${mappingFile}:`,
    ...sheet.columns.map(({ column, titles }) => `  ${column} ← ${titles.map((title) => `“${title}”`).join(" + ")}`),
    ...unsure,
    ...(ignored.length > 0 ? [`  KHÔNG ĐỌC các cột: ${ignored.map((title) => `“${title}”`).join(", ")}`] : []),
    ...(isUndated ? ["  as_of ← ngày lưu tệp (không có cột ngày đối chiếu)"] : []),
  ];
}

export function defectLines(defects: readonly Defect[]): string[] {
  if (defects.length === 0) return [];
  const found = [...Map.groupBy(defects, ({ rule }) => rule)].sort(([, a], [, b]) => b.length - a.length);
  return [
    "Chỗ cần soát, theo lý do (giá trị sai không được nói với người dân):",
    ...found.map(([rule, of]) => `  ${RULE_WORDS[rule]}: ${of.length} (${codesOf(of)}) → ${RULE_ADVICE[rule]}`),
  ];
}

function codesOf(defects: readonly Defect[]): string {
  const codes = [...new Set(defects.map(({ code, detail }) => code || `“${detail.slice(0, 40)}”`))];
  return [...codes.slice(0, 3), ...(codes.length > 3 ? ["…"] : [])].join(", ");
}

const SHOWN = 10;

export function brokenLines({ broken }: ImportReport): string[] {
  const left = broken.length - SHOWN;
  return [
    ...broken.slice(0, SHOWN).map(({ line, what }) => `  dòng ${line}: ${what}`),
    ...(left > 0 ? [`  … và ${left} dòng hỏng nữa, xem báo cáo`] : []),
  ];
}

/** A day that is yet to come would make every later file an older one. `today`: ISO date. */
export function futureLines(records: readonly Procedure[], today: string): string[] {
  const [first, ...others] = records.filter(({ checkedOn }) => isBefore(today, checkedOn));
  if (!first) return [];
  return [
    `${others.length + 1} thủ tục ghi ngày đối chiếu Ở TƯƠNG LAI (${first.code}: ${first.checkedOn}): các tệp sau sẽ bị coi là cũ hơn. Nếu ghi nhầm: catalogue undo, sửa, nhập lại.`,
  ];
}

/** What is new against the import before. */
export function changeLines({ kind, unchanged, kept }: Recorded, changed: readonly ChangedRecord[]): string[] {
  if (kind === "known") return ["So với lần nhập trước: không có gì thay đổi."];
  const of = (wanted: Change["kind"]) => changed.filter(({ change }) => change.kind === wanted);
  const counts = `${of("added").length} mới, ${of("changed").length} thay đổi, ${of("gone").length} không còn, ${unchanged} giữ nguyên`;
  const older = of("older").length;
  const told = changed.filter(({ change }) => change.before !== null && change.kind !== "rechecked");
  return [
    `So với lần nhập trước: ${counts}.`,
    ...(older > 0 ? [`${older} thủ tục trong tệp CŨ HƠN bản đang dùng: lưu lại, không thay bản đang dùng.`] : []),
    ...(kept > 0 ? [`${kept} thủ tục không có trong tệp, nhưng bản đang dùng MỚI HƠN tệp: vẫn dùng.`] : []),
    ...told.slice(0, SHOWN).map((one) => `  ${one.change.code} ${CHANGE_WORDS[one.change.kind]}${partsOf(one)}`),
    ...(told.length > SHOWN ? [`  … và ${told.length - SHOWN} thủ tục nữa, xem báo cáo`] : []),
  ];
}

const partsOf = ({ parts }: ChangedRecord) =>
  parts.length > 0 ? `: ${parts.map(({ part }) => PART_WORDS[part]).join(", ")}` : "";

/** A cell of a CSV file, safe to open in a spreadsheet program. */
export const quoted = (text: string) => `"${text.replaceAll('"', '""').replace(/^[=+\-@\t\r]/, "'$&")}"`;

/** For a spreadsheet; a leading = or + is defused. */
export function reportCsv(
  { broken }: ImportReport,
  defects: readonly Defect[],
  changed: readonly ChangedRecord[],
): string {
  const unread = broken.map(({ line, what }) => [
    "",
    `dòng ${line}`,
    "không đọc được",
    what,
    "sửa dòng này rồi nhập lại",
  ]);
  const changes = changed.flatMap(({ change, parts }) => {
    if (change.before === null || change.kind === "rechecked") return [];
    const row = [change.code, CHANGE_WORDS[change.kind]] as const;
    if (parts.length === 0) return [[row[0], "", row[1], ""]];
    return parts.map(({ part, before, after }) => [
      row[0],
      PART_WORDS[part],
      row[1],
      `${said(before)} → ${said(after)}`,
    ]);
  });
  const found = defects.map(({ code, field, rule, detail }) => [
    code,
    partWord(field),
    RULE_WORDS[rule],
    detail,
    RULE_ADVICE[rule],
  ]);
  const rows = [...unread, ...changes.map((row) => [...row, ""]), ...found].map((row) => row.map(quoted).join(","));
  return `\ufeffMã,Phần,Vấn đề,Nội dung công bố,Nên làm\n${rows.join("\n")}\n`;
}

const OTHER_PARTS: Readonly<Record<string, string>> = { code: "Mã", as_of: "Ngày đối chiếu", status: "Tình trạng" };
const partWord = (field: string) =>
  (PART_WORDS as Readonly<Record<string, string>>)[field] ?? OTHER_PARTS[field] ?? field;

/** A cell of Excel holds 32,767 characters. */
const CELL = 15_000;

function said({ lines, reason }: PartState): string {
  const text = lines.join("\n") || (RULE_WORDS as Readonly<Record<string, string>>)[reason ?? ""] || "(trống)";
  return text.length > CELL ? `${text.slice(0, CELL)}…` : text;
}
