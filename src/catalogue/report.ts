import type { Defect } from "./defects.ts";
import { FIELDS, type Procedure } from "./procedure.ts";
import { importRow, type PublishedRow } from "./published.ts";
import type { Column } from "./sheet/mapping.ts";

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
    readonly guessed: boolean;
  };
}

/** Judges rows in order. The last record of a code stands; that there were several is a defect. */
export function judgeRows(
  rows: readonly { readonly row: PublishedRow }[],
): Pick<ImportReport, "procedures" | "defects"> {
  const procedures = new Map<string, Procedure>();
  const defects: Defect[] = [];
  for (const { row } of rows) {
    const imported = importRow(row);
    defects.push(...imported.defects);
    if (imported.kind !== "procedure") continue;
    const { code, version } = imported.procedure;
    if (procedures.has(code)) defects.push({ code, field: "code", rule: "duplicate", detail: version });
    procedures.set(code, imported.procedure);
  }
  return { procedures: [...procedures.values()], defects };
}

/** Values whose own words ended them before `today` (ISO date): a defect of the day, not of the record. */
export function expiredBy(today: string, procedures: readonly Procedure[]): Defect[] {
  return procedures.flatMap(({ code, facts }) =>
    FIELDS.flatMap((field): Defect[] => {
      const { until } = facts[field];
      return until !== undefined && until < today ? [{ code, field, rule: "expired", detail: until }] : [];
    }),
  );
}
