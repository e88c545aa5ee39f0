/**
 * The records answers are checked against, read here once more and independently of src/catalogue: the published rows of
 * the optional test data (TEST_DATA_DIR, default ../shared/data) and the starter knowledge as its YAML files say it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";

const ROOT = resolve(import.meta.dirname, "../..");
const DATA = process.env["TEST_DATA_DIR"] ?? resolve(ROOT, "../shared/data");

export const CATALOGUE_FILE = join(DATA, "catalogue.jsonl.gz");
export const CODES_FILE = join(DATA, "catalogue.commune-codes.txt");
export const QUESTIONS_FILE = join(DATA, "questions.dev.jsonl");

/** False when the optional data is not there; says so, once a file. */
export function hasTestData(): boolean {
  const missing = [CATALOGUE_FILE, CODES_FILE, QUESTIONS_FILE].filter((file) => !existsSync(file));
  if (missing.length > 0) console.warn(`SKIPPED: no ${missing.join(", ")} (set TEST_DATA_DIR)`);
  return missing.length === 0;
}

/** One record as its source has it. */
export interface RawRecord {
  readonly code: string;
  readonly name: string;
  /** Field → the whole published text of it; "" when the source has none. */
  readonly fields: Readonly<Record<string, string>>;
  /** Code, decision, dates and addresses that name the record or its source. */
  readonly identity: readonly string[];
  /** Whole sentences the record adds besides its fields. */
  readonly asides: readonly string[];
  readonly flags: readonly string[];
  /** Field → why an editor says it is not known (starter knowledge only). */
  readonly silences: Readonly<Record<string, string>>;
  /** ISO date after which fee and time are not to be stated (starter knowledge only). */
  readonly reviewBy?: string;
}

export type Row = Readonly<Record<string, unknown>>;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function linesOf(value: unknown): string {
  if (!Array.isArray(value)) return textOf(value);
  return value.map((one: unknown) => (typeof one === "string" ? one : textOf((one as Row)["channel"]))).join("\n");
}

const FIELDS = [
  "agency",
  "place",
  "papers",
  "time_limit",
  "fee",
  "steps",
  "conditions",
  "legal_basis",
  "result",
  "forms",
  "channels",
  "level",
];

export function readPublishedRows(): Row[] {
  const lines = gunzipSync(readFileSync(CATALOGUE_FILE)).toString("utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Row);
}

export function readCommuneCodes(): ReadonlySet<string> {
  return new Set(readFileSync(CODES_FILE, "utf8").split(/\s+/).filter(Boolean));
}

export function rawRecordOf(row: Row): RawRecord {
  const identity = [row["code"], row["decision"], row["as_of"], row["url"]].map(textOf).filter(Boolean);
  return {
    code: textOf(row["code"]),
    name: textOf(row["name"]),
    fields: Object.fromEntries(FIELDS.map((field) => [field, linesOf(row[field])])),
    identity,
    asides: [],
    flags: (row["flags"] as string[] | undefined) ?? [],
    silences: {},
  };
}

/** The commune-level records of the published catalogue. */
export function readCommuneRecords(): RawRecord[] {
  const codes = readCommuneCodes();
  return readPublishedRows()
    .map(rawRecordOf)
    .filter(({ code }) => codes.has(code));
}

/** The procedures shipped with the software, as their files say them. */
export function readStarterRecords(): RawRecord[] {
  const folder = join(ROOT, "knowledge/procedures");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => starterRecordOf(parse(readFileSync(join(folder, name), "utf8")) as Row));
}

function starterRecordOf(file: Row): RawRecord {
  const facts = file["facts"] as Record<string, Row>;
  const sources = Object.values(file["sources"] as Record<string, Row>);
  const stated = (fact: Row | undefined) => linesOf(fact?.["lines"]) || textOf(fact?.["text"]);
  const asides = [
    ...((file["notes"] as string[] | undefined) ?? []),
    ...Object.values(facts).map((fact) => textOf(fact["note"])),
  ];
  return {
    code: String(file["code"]),
    name: textOf(file["name"]),
    fields: {
      ...Object.fromEntries(FIELDS.map((field) => [field, stated(facts[field])])),
      level: (file["level"] as string[]).map((level) => `Cấp ${level}`).join(", "),
    },
    identity: [
      String(file["code"]),
      ...sources.flatMap((source) => [source["decision"], source["checked_on"], source["url"]].map(textOf)),
    ].filter(Boolean),
    asides: asides.filter(Boolean),
    flags: [],
    silences: Object.fromEntries(
      Object.entries(facts).flatMap(([field, fact]) => (fact["unknown"] ? [[field, textOf(fact["unknown"])]] : [])),
    ),
    reviewBy: textOf(file["review_by"]),
  };
}
