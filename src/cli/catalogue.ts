import { parseArgs } from "node:util";
import { openDatabase } from "../app.ts";
import {
  CHANGE_WORDS,
  dayOf,
  eventsOf,
  type HistoryStep,
  historyOf,
  inUseNow,
  listImports,
  listStarts,
  PART_WORDS,
  PARTS,
  type PartDifference,
  type PartState,
  type Procedure,
  partState,
  type RecordEvent,
  RULE_WORDS,
  readBy,
  resolveVersion,
  undoImport,
  usedAt,
  versionsOf,
} from "../catalogue/index.ts";
import { readConfig } from "../config.ts";
import type { Database } from "../platform/index.ts";
import { printInstant } from "../tickets/index.ts";

const HELP = `lang-nghe catalogue imports                       các lần nhập danh mục
lang-nghe catalogue history MÃ                    các bản của một thủ tục, khác nhau ở đâu
lang-nghe catalogue show MÃ                       bản mới nhất, từng phần
lang-nghe catalogue show MÃ --as-of 2025-09-01    bản đã đối chiếu đến ngày đó, và bản bot dùng ngày đó
lang-nghe catalogue show MÃ --version "163/QĐ-BTP"   đúng bản ghi trong một câu trả lời cũ
lang-nghe catalogue undo                          bỏ lần nhập cuối, dùng lại lần trước (sau khi khởi động lại)
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { "as-of": { type: "string" }, version: { type: "string" }, help: { type: "boolean" } },
  });
  const [command, code] = positionals;
  const isAsked = command === "imports" || command === "undo" || code !== undefined;
  if (values.help || !isAsked) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const db = await openDatabase(readConfig(process.env));
  try {
    const lines = await answer(db, command, code ?? "", { asOf: values["as-of"], version: values.version });
    process.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return 0;
  } finally {
    await db.close();
  }
}

interface Wanted {
  readonly asOf: string | undefined;
  readonly version: string | undefined;
}

async function answer(db: Database, command: string | undefined, code: string, wanted: Wanted): Promise<string[]> {
  switch (command) {
    case "imports":
      return importLines(db);
    case "undo":
      return undoLines(db);
    case "history":
      return historyLines(code, await knownEvents(db, code), await versionsOf(db, code));
    case "show":
      return showLines(db, code, wanted);
    default:
      throw new Error(`không có lệnh "${command ?? ""}"; xem: lang-nghe catalogue --help`);
  }
}

async function knownEvents(db: Database, code: string): Promise<RecordEvent[]> {
  const events = await eventsOf(db, code);
  if (events.length === 0)
    throw new Error(`chưa lần nhập nào có thủ tục mã ${code} (xem: lang-nghe catalogue imports)`);
  return events;
}

async function importLines(db: Database): Promise<string[]> {
  const imports = await listImports(db);
  if (imports.length === 0) return ["Chưa nhập danh mục nào."];
  const rows = imports.map(({ at, source, changes, undoneAt }) => [
    printInstant(at),
    source,
    String(changes.added ?? 0),
    String(changes.changed ?? 0),
    String(changes.gone ?? 0),
    String(changes.older ?? 0),
    undoneAt === null ? "" : `đã bỏ ${printInstant(undoneAt)}`,
  ]);
  return table(["Lúc", "Tệp", "Mới", "Đổi", "Không còn", "Cũ hơn", ""], rows);
}

async function undoLines(db: Database): Promise<string[]> {
  const undone = await undoImport(db, Date.now());
  switch (undone.kind) {
    case "undone":
      return [`Đã bỏ lần nhập ${undone.source}; dùng lại ${undone.backTo}. Có hiệu lực khi khởi động lại.`];
    case "first":
      throw new Error("đây là lần nhập đầu tiên: không có lần nào trước đó để dùng lại");
    case "none":
      throw new Error("chưa nhập danh mục nào");
    default:
      return undone satisfies never;
  }
}

function historyLines(code: string, events: readonly RecordEvent[], records: ReadonlyMap<string, Procedure>): string[] {
  const steps = historyOf(events, records);
  const name = [...records.values()].at(-1)?.name ?? "";
  return [`${code} ${name}`, ...steps.flatMap((step) => ["", ...stepLines(step)])];
}

function stepLines({ event, parts }: HistoryStep): string[] {
  const { at, source, kind, version, checkedOn, undoneAt } = event;
  const undone = undoneAt === null ? "" : ` [đã bỏ ${printInstant(undoneAt)}]`;
  const which = version === null ? "" : ` · bản ${version} · đối chiếu ${checkedOn}`;
  return [`${printInstant(at)} ${CHANGE_WORDS[kind]}${which} · ${source}${undone}`, ...parts.flatMap(differenceLines)];
}

function differenceLines({ part, before, after, removed, added }: PartDifference): string[] {
  if (before.reason === undefined && after.reason === undefined && removed.length + added.length === 0) {
    return [`  ${PART_WORDS[part]}: chỉ đổi thứ tự`];
  }
  const silent = (state: PartState) => (state.reason === undefined ? [] : [`(không nói: ${reasonOf(state)})`]);
  return [
    `  ${PART_WORDS[part]}:`,
    ...[...silent(before), ...removed].map((line) => `    - ${line}`),
    ...[...silent(after), ...added].map((line) => `    + ${line}`),
  ];
}

const reasonOf = ({ reason }: PartState) => (RULE_WORDS as Readonly<Record<string, string>>)[reason ?? ""] ?? reason;

async function showLines(db: Database, code: string, { asOf, version }: Wanted): Promise<string[]> {
  const events = await knownEvents(db, code);
  if (version !== undefined) {
    const record = await resolveVersion(db, code, version);
    if (record) return recordLines(record);
    const names = [...(await versionsOf(db, code)).keys()].map((name) => `“${name}”`).join(", ");
    throw new Error(`thủ tục ${code} không có bản “${version}”; có: ${names}`);
  }
  const starts = await listStarts(db);
  if (asOf === undefined) return stateLines(db, code, inUseNow(events, starts.at(-1)?.series));
  const day = dayOf(asOf);
  if (day?.length !== 10) throw new Error(`“${asOf}” không phải ngày; ví dụ: --as-of 2025-09-01`);
  const used = usedLine(usedAt(Date.parse(`${day}T23:59:59.999+07:00`), events, starts));
  const read = readBy(day, events);
  if (read) return [...(await stateLines(db, code, read)), used];
  const [earliest] = events.map(({ checkedOn }) => checkedOn).sort();
  return [`Không biết ${code} ghi gì vào ngày ${day}: bản sớm nhất được đối chiếu ${earliest}.`, used];
}

async function stateLines(db: Database, code: string, state: RecordEvent | undefined): Promise<string[]> {
  if (state?.version == null)
    return [`${code} không còn trong danh mục đối chiếu ${state?.checkedOn} (${state?.source}).`];
  const record = await resolveVersion(db, code, state.version);
  return record ? recordLines({ ...record, checkedOn: state.checkedOn }) : [];
}

const usedLine = (used: RecordEvent | undefined) =>
  used?.version == null
    ? "Cuối ngày đó bot không trả lời thủ tục này."
    : `Cuối ngày đó bot trả lời theo bản ${used.version} (đối chiếu ${used.checkedOn}).`;

function recordLines(record: Procedure): string[] {
  const parts = PARTS.flatMap((part) => {
    const state = partState(record, part);
    if (state.reason !== undefined) return [`${PART_WORDS[part]}: (không nói: ${reasonOf(state)})`];
    if (part === "name" || state.lines.length === 0) return [];
    const [only, ...more] = state.lines;
    return more.length === 0
      ? [`${PART_WORDS[part]}: ${only}`]
      : [`${PART_WORDS[part]}:`, ...state.lines.map((line) => `  ${line}`)];
  });
  return [`${record.code} ${record.name}`, `Bản ${record.version} · đối chiếu ${record.checkedOn}`, ...parts];
}

/** Columns as wide as their widest cell. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((row) => (row[i] ?? "").length)));
  return all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
