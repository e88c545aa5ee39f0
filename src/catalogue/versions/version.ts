import type { Procedure } from "../procedure.ts";

/** What an import did to one record. `older`: it read an older state than the one in use, which stays in use. */
export type ChangeKind = "added" | "changed" | "rechecked" | "gone" | "older";

/** Shipped records are edited by hand and stand as they are; a published file may be older than the one before it. */
export type Series = "shipped" | "published";

/** One thing that happened to one record. */
export interface RecordEvent {
  readonly code: string;
  readonly kind: ChangeKind;
  /** Null when the record is gone. */
  readonly version: string | null;
  /** ISO date or month on which the source was read. */
  readonly checkedOn: string;
  readonly importId: number;
  readonly series: Series;
  /** Name of the file. */
  readonly source: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly undoneAt: number | null;
}

/** What is in use of one record. */
export interface InUse {
  readonly code: string;
  readonly version: string;
  readonly checkedOn: string;
  readonly digest: string;
}

/** A record of an import, without its words. */
export interface Incoming {
  readonly code: string;
  /** The decision, or the day it was read where no decision is named. */
  readonly label: string;
  readonly checkedOn: string;
  readonly digest: string;
}

export interface Change {
  readonly code: string;
  readonly kind: ChangeKind;
  /** Null when the record is gone. */
  readonly version: string | null;
  /** The version in use before; null for a record that is new. */
  readonly before: string | null;
  readonly checkedOn: string;
  /** Set when these words were never seen before. */
  readonly digest?: string;
}

/** The words of a record, in one order of keys: equal when nothing a citizen could be told differs. Days of reading are not words. */
export function wordsOf(procedure: Procedure): string {
  return JSON.stringify(procedure, (key, value: unknown) => {
    if (key === "version" || key === "checkedOn") return undefined;
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** True when `one` is surely before `other`; a month and a day within it are not. Both ISO, either may be only a month. */
export function isBefore(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length) < other.slice(0, length);
}

/** code → digest → version, of everything ever kept. */
export type KnownVersions = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Known {
  readonly inUse: ReadonlyMap<string, InUse>;
  /** Records that are gone: code → when a file without them was read. */
  readonly gone: ReadonlyMap<string, string>;
  readonly versions: KnownVersions;
}

export interface Plan {
  readonly changes: readonly Change[];
  /** Records whose words are as they were. */
  readonly unchanged: number;
  /** Records the file leaves out and that were read later than it: they stay. */
  readonly kept: number;
}

/**
 * What an import changes. A record that came back word for word makes no version; one that returned to earlier words takes
 * up their version again. `keepsNewer`: what was read earlier than what is in use is kept, and does not take its place.
 */
export function planOf(incoming: readonly Incoming[], known: Known, keepsNewer: boolean): Plan {
  const { inUse, versions } = known;
  const changes = incoming.flatMap((record): Change[] => {
    const kind = kindOf(record, known, keepsNewer);
    if (!kind) return [];
    const version = versionOf(record, versions.get(record.code));
    return [{ ...version, kind, before: inUse.get(record.code)?.version ?? null, checkedOn: record.checkedOn }];
  });
  const codes = new Set(incoming.map(({ code }) => code));
  const readOn = incoming.reduce((latest, { checkedOn }) => (isBefore(latest, checkedOn) ? checkedOn : latest), "0000");
  const missing = [...inUse.values()].filter(({ code }) => !codes.has(code));
  const gone = missing.filter(({ checkedOn }) => !(keepsNewer && isBefore(readOn, checkedOn)));
  return {
    changes: [
      ...changes,
      ...gone.map(
        ({ code, version }): Change => ({ code, kind: "gone", version: null, before: version, checkedOn: readOn }),
      ),
    ],
    unchanged: incoming.length - changes.filter(({ kind }) => kind !== "rechecked").length,
    kept: missing.length - gone.length,
  };
}

function kindOf(record: Incoming, { inUse, gone }: Known, keepsNewer: boolean): ChangeKind | undefined {
  const before = inUse.get(record.code);
  const isOlder = keepsNewer && isBefore(record.checkedOn, before?.checkedOn ?? gone.get(record.code) ?? "0000");
  if (before?.digest === record.digest) return isBefore(before.checkedOn, record.checkedOn) ? "rechecked" : undefined;
  if (isOlder) return "older";
  return before ? "changed" : "added";
}

/** The version of these words: the one they have, else their decision's number, told apart where that names other words already. */
function versionOf(
  { code, label, digest }: Incoming,
  known: ReadonlyMap<string, string> | undefined,
): Pick<Change, "code" | "version" | "digest"> {
  const same = known?.get(digest);
  if (same !== undefined) return { code, version: same };
  const taken = new Set(known?.values());
  let version = label;
  for (let n = 2; taken.has(version); n += 1) version = `${label} #${n}`;
  return { code, version, digest };
}

/** The state of a record by the day its source was read: what it said on `day` (ISO), as far as any import knows. */
export function readBy(day: string, events: readonly RecordEvent[]): RecordEvent | undefined {
  const known = events.filter(({ undoneAt, checkedOn }) => undoneAt === null && checkedOn <= day);
  return known.sort((a, b) => daysOrder(a.checkedOn, b.checkedOn) || a.importId - b.importId).at(-1);
}

function daysOrder(one: string, other: string): number {
  if (isBefore(one, other)) return -1;
  return isBefore(other, one) ? 1 : 0;
}

/** One reading of a catalogue file. */
export interface Import {
  readonly id: number;
  readonly series: Series;
  /** Name of the file. */
  readonly source: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly undoneAt: number | null;
}

/** A start of the system: from then on it answered from what was in use at that instant. */
export interface Start {
  readonly series: Series;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What the bot answered from at that instant (epoch milliseconds), undone imports included while they stood. Lists oldest first. */
export function usedAt(at: number, events: readonly RecordEvent[], starts: readonly Start[]): RecordEvent | undefined {
  const start = starts.findLast((one) => one.at <= at);
  if (!start) return undefined;
  const stood = ({ at: since, undoneAt }: RecordEvent) =>
    since <= start.at && (undoneAt === null || undoneAt > start.at);
  return events.findLast((event) => event.kind !== "older" && event.series === start.series && stood(event));
}

/** What is in use of a record now, or will be once the system starts again. `series`: the one the bot answers from, if it ever did. */
export function inUseNow(events: readonly RecordEvent[], series: Series | undefined): RecordEvent | undefined {
  const standing = events.filter(({ kind, undoneAt }) => kind !== "older" && undoneAt === null);
  return standing.findLast((event) => event.series === series) ?? standing.at(-1);
}
