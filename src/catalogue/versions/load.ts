import { createHash } from "node:crypto";
import type { Database } from "../../platform/index.ts";
import type { LeftOut } from "../entries.ts";
import { keyOf, readKept } from "../kept/load.ts";
import type { Knowledge } from "../knowledge/load.ts";
import { type Catalogue, keepIndexed, openKept } from "../load.ts";
import type { Procedure } from "../procedure.ts";
import { pack } from "../records/load.ts";
import { readVersions } from "./archive/store.ts";
import { type Reading, type Recorded, recordReading, recordStart, recordsInUse } from "./store.ts";
import { wordsOf } from "./version.ts";

export interface ServeOptions {
  readonly knowledge: Knowledge;
  readonly knowledgeDirectory: string;
  readonly cacheDirectory: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Sets down what a catalogue says and serves from what is in use: the file's records under the names of their versions, the
 * newer one where the file holds an older state, and those before it where its import was undone.
 */
export async function serveVersions(
  db: Database,
  catalogue: Catalogue,
  options: ServeOptions,
): Promise<{ readonly catalogue: Catalogue; readonly recorded: Recorded }> {
  const { reading, title } = catalogue;
  if (!reading) return { catalogue, recorded: { kind: "known", changes: [], unchanged: catalogue.size, kept: 0 } };
  const recorded = await recordReading(db, reading, options.at, false);
  await recordStart(db, { series: reading.series, at: options.at });
  const inUse = await recordsInUse(db, reading.series);
  if (recorded.kind !== "undone" && isAsRead(inUse, reading)) return { catalogue, recorded };
  const own = new Map(reading.records().map((record) => [record.code, record]));
  const records = await inUseOf(db, inUse, recorded.kind === "undone" ? new Map() : own);
  const leftOut = [...catalogue.leftOut.values()];
  const served = haveWordsOf(own, records)
    ? openKept(title, { records: pack(records), leftOut, index: catalogue.index }, options.knowledge)
    : openRecords(title, records, leftOut, options);
  return { catalogue: { ...served, reading }, recorded };
}

type InUse = Awaited<ReturnType<typeof recordsInUse>>;

/** True when what is in use is what was read, and nothing else. */
function isAsRead(inUse: InUse, { heads }: Reading): boolean {
  const own = new Map(heads.map((head) => [head.code, head]));
  return inUse.length === own.size && inUse.every((one) => isSame(own.get(one.code), one));
}

type Stamp = Pick<Procedure, "version" | "checkedOn">;
const isSame = (one: Stamp | undefined, other: Stamp) =>
  one?.version === other.version && one.checkedOn === other.checkedOn;

/** Every record in use; those of `own` that are in use as they were read come back as the same objects. */
async function inUseOf(db: Database, inUse: InUse, own: ReadonlyMap<string, Procedure>): Promise<readonly Procedure[]> {
  const asRead = (one: InUse[number]) => (isSame(own.get(one.code), one) ? own.get(one.code) : undefined);
  const others = inUse.filter((one) => !asRead(one));
  const kept = new Map((await readVersions(db, others)).map((record) => [record.code, record]));
  return inUse.flatMap((one) => {
    const other = kept.get(one.code);
    const record = other ? { ...other, checkedOn: one.checkedOn } : asRead(one);
    return record ? [record] : [];
  });
}

/** True when only names of versions and days of reading differ, so that the same index serves. */
function haveWordsOf(own: ReadonlyMap<string, Procedure>, records: readonly Procedure[]): boolean {
  if (records.length !== own.size) return false;
  return records.every((record) => {
    const read = own.get(record.code);
    return read === record || (read !== undefined && wordsOf(read) === wordsOf(record));
  });
}

/** A catalogue no file holds; its index is kept like a file's. */
function openRecords(
  title: string,
  records: readonly Procedure[],
  leftOut: readonly LeftOut[],
  options: ServeOptions,
): Catalogue {
  const { knowledge, knowledgeDirectory, cacheDirectory } = options;
  const hash = createHash("sha256");
  for (const { code, version, checkedOn } of records) hash.update(`${code} ${version} ${checkedOn}\n`);
  const key = keyOf(hash.digest("hex"), knowledgeDirectory);
  const kept = readKept(cacheDirectory, key) ?? keepIndexed(cacheDirectory, key, records, knowledge, leftOut);
  return openKept(title, kept, knowledge);
}
