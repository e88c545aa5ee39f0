import type { Procedure } from "../procedure.ts";
import { differences, type PartDifference } from "./difference.ts";
import type { RecordEvent } from "./version.ts";

/** One thing that happened to a record, with what it changed in the version before it. */
export interface HistoryStep {
  readonly event: RecordEvent;
  /** Empty for the first version, and where nothing a citizen sees changed. */
  readonly parts: readonly PartDifference[];
}

/** The life of one record, oldest first. `records`: its versions by name. */
export function historyOf(
  events: readonly RecordEvent[],
  records: ReadonlyMap<string, Procedure>,
): readonly HistoryStep[] {
  const inUse = new Map<string, Procedure>();
  return events.map((event): HistoryStep => {
    const { series, kind, version } = event;
    const before = inUse.get(series);
    const after = version === null ? undefined : records.get(version);
    // An older state is compared with the one in use, and does not take its place; nor does what was undone.
    if (after && kind !== "older" && event.undoneAt === null) inUse.set(series, after);
    return { event, parts: before && after ? differences(before, after) : [] };
  });
}
