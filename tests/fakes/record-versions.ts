import { type Procedure, type Reading, recordReading } from "../../src/catalogue/index.ts";
import type { Database } from "../../src/platform/index.ts";
import { shipped } from "./search-office.ts";

/** A record whose fee changed between two files; `name` is what it is called. */
export const RECORD = { code: "9.000001", name: shipped[0]?.name ?? "" } as const;
const JULY = Date.parse("2026-07-20T08:00:00+07:00");
const model = shipped[0] as Procedure;
const fee = (line: string) => ({ state: "stated", lines: [line], confidence: "published" }) as const;
const record = (line: string, checkedOn: string): Procedure => ({
  ...model,
  code: RECORD.code,
  version: "1/QĐ-BTP",
  checkedOn,
  facts: { ...model.facts, fee: fee(line) },
});
const reading = (source: string, one: Procedure): Reading => ({
  series: "published",
  source,
  content: source,
  code: "1",
  heads: [one],
  records: () => [one],
});

/** Sets down two imports of the record, read in July and in September. */
export async function recordTwice(db: Database): Promise<void> {
  await recordReading(db, reading("7.jsonl", record("8.000 <đồng>", "2026-07")), JULY, false);
  await recordReading(db, reading("9.jsonl", record("9.000 đồng", "2026-09")), JULY + 1, false);
}
