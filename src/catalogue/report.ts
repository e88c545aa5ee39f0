import type { Defect } from "./defects.ts";
import { FIELDS, type Procedure } from "./procedure.ts";
import { importRow, type PublishedRow } from "./published.ts";
import type { Column } from "./sheet/mapping.ts";
import { isBefore } from "./versions/version.ts";

/** What came of reading a catalogue file. */
export interface ImportReport {
  readonly read: number;
  readonly procedures: readonly Procedure[];
  readonly defects: readonly Defect[];
  /** Lines that are no record, with their number and why, for the clerk. */
  readonly broken: readonly { readonly line: number; readonly what: string }[];
  /** How a table's columns were read; absent for JSON Lines. */
  readonly sheet?: {
    readonly columns: readonly { readonly column: Column; readonly titles: readonly string[] }[];
    readonly unsure: readonly Column[];
    readonly ignored: readonly string[];
    readonly guessed: boolean;
    /** The Excel sheet that was read. */
    readonly name?: string;
    /** Other sheets that look like a table of procedures, and were not read. */
    readonly unread: readonly string[];
  };
}

/** Judges rows in order. Of several records of a code the one read last stands, else the last; that there were several is a defect. */
export function judgeRows(
  rows: readonly { readonly row: PublishedRow }[],
): Pick<ImportReport, "procedures" | "defects"> {
  const procedures = new Map<string, Procedure>();
  const defects: Defect[] = [];
  for (const { row } of rows) {
    const imported = importRow(row);
    defects.push(...imported.defects);
    if (imported.kind !== "procedure") continue;
    const { code, version, checkedOn } = imported.procedure;
    const before = procedures.get(code);
    if (before) defects.push({ code, field: "code", rule: "duplicate", detail: `${before.version}; ${version}` });
    if (!before || !isBefore(checkedOn, before.checkedOn)) procedures.set(code, imported.procedure);
  }
  return { procedures: [...procedures.values()], defects };
}

/** What its own words or its day of review ended before `today` (ISO date): defects of the day, not of the record. */
export function expiredBy(today: string, procedures: readonly Procedure[]): Defect[] {
  return procedures.flatMap(({ code, facts, reviewBy }) => [
    ...FIELDS.flatMap((field): Defect[] => {
      const { until } = facts[field];
      return until !== undefined && until < today ? [{ code, field, rule: "expired", detail: until }] : [];
    }),
    ...(reviewBy !== undefined && reviewBy < today
      ? [{ code, field: "review_by", rule: "past_review" as const, detail: reviewBy }]
      : []),
  ]);
}
