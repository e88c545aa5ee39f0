import type { Defect } from "./defects.ts";
import type { Procedure } from "./procedure.ts";
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

/** Judges rows in order. The last record of a code stands; that there were several is a defect. `today`: ISO date. */
export function judgeRows(
  rows: readonly { readonly row: PublishedRow }[],
  today: string,
): Pick<ImportReport, "procedures" | "defects"> {
  const procedures = new Map<string, Procedure>();
  const defects: Defect[] = [];
  for (const { row } of rows) {
    const imported = importRow(row, today);
    defects.push(...imported.defects);
    if (imported.kind !== "procedure") continue;
    const { code, version } = imported.procedure;
    if (procedures.has(code)) defects.push({ code, field: "code", rule: "duplicate", detail: version });
    procedures.set(code, imported.procedure);
  }
  return { procedures: [...procedures.values()], defects };
}
