import { type Database, type Queries, sha256 } from "../../platform/index.ts";
import type { Procedure } from "../procedure.ts";
import type { Head } from "../records/load.ts";
import { inParts, type VersionTables } from "./tables.ts";
import {
  type Change,
  type Incoming,
  type InUse,
  type Known,
  type Plan,
  planOf,
  type Series,
  type Start,
  wordsOf,
} from "./version.ts";

/** A catalogue as read, to be set down. */
export interface Reading {
  readonly series: Series;
  /** Name of the file. */
  readonly source: string;
  /** Fingerprint of the file. */
  readonly content: string;
  /** Fingerprint of the code that judged it: another release may say the same file otherwise. */
  readonly code: string;
  readonly heads: readonly Head[];
  /** Every record with its words: many megabytes, so that it is asked for once and not held. */
  readonly records: () => readonly Procedure[];
}

export interface Recorded extends Plan {
  /** `known`: this file is what is in use. `undone`: somebody has gone back behind it. */
  readonly kind: "recorded" | "known" | "undone";
}

const versions = (queries: Queries) => queries.withTables<VersionTables>();

const NOTHING: Plan = { changes: [], unchanged: 0, kept: 0 };

/**
 * Sets down what an import says, keeping what earlier ones said. `insists`: a person asks for it, so that an import that was
 * undone is made again. `at`: epoch milliseconds.
 */
export async function recordReading(db: Database, reading: Reading, at: number, insists: boolean): Promise<Recorded> {
  for (;;) {
    const recorded = await tryRecord(db, reading, at, insists);
    if (recorded) return recorded;
  }
}

/** Undefined when another server has recorded one meanwhile. */
async function tryRecord(db: Database, reading: Reading, at: number, insists: boolean): Promise<Recorded | undefined> {
  const rows = await versions(db.read).selectFrom("catalogue_imports").selectAll().orderBy("id").execute();
  const same = rows.findLast(({ series, content }) => series === reading.series && content === reading.content);
  if (same?.undone_at != null && !insists) return { kind: "undone", ...NOTHING };
  const last = rows.findLast(({ series, undone_at }) => series === reading.series && undone_at === null);
  const isLast = same !== undefined && same.id === last?.id;
  if (isLast && same.code === reading.code) return { kind: "known", ...NOTHING };
  const records = reading.records();
  const incoming = records.map(incomingOf);
  const plan = planOf(incoming, await knownOf(db, reading.series), reading.series === "published");
  if (isLast && plan.changes.length === 0) {
    await db.write((tx) =>
      versions(tx).updateTable("catalogue_imports").set({ code: reading.code }).where("id", "=", same.id).execute(),
    );
    return { kind: "known", ...NOTHING };
  }
  const follows = rows.findLast(({ series }) => series === reading.series)?.id ?? 0;
  const written = await db.write((tx) => write(tx, reading, records, { at, follows, changes: plan.changes }));
  return written ? { kind: "recorded", ...plan } : undefined;
}

const incomingOf = (record: Procedure): Incoming => ({
  code: record.code,
  label: record.version,
  checkedOn: record.checkedOn,
  digest: sha256(wordsOf(record)),
});

async function knownOf(db: Database, series: Series): Promise<Known> {
  const rows = await versions(db.read).selectFrom("catalogue_versions").select(["code", "version", "digest"]).execute();
  const known = new Map<string, Map<string, string>>();
  for (const { code, version, digest } of rows) known.set(code, (known.get(code) ?? new Map()).set(digest, version));
  const digestOf = new Map(rows.map(({ code, version, digest }) => [`${code} ${version}`, digest]));
  const states = await statesOf(db, series);
  return {
    versions: known,
    inUse: new Map(
      states
        .filter(isInUse)
        .map((one) => [one.code, { ...one, digest: digestOf.get(`${one.code} ${one.version}`) ?? "" }]),
    ),
    gone: new Map(states.flatMap(({ code, version, checkedOn }) => (version === null ? [[code, checkedOn]] : []))),
  };
}

/** Where one record stands; gone without a version. */
interface State {
  readonly code: string;
  readonly version: string | null;
  readonly checkedOn: string;
}
const isInUse = (state: State): state is Omit<InUse, "digest"> => state.version !== null;

/** Which version of each record is in use. */
export async function recordsInUse(db: Database, series: Series): Promise<Omit<InUse, "digest">[]> {
  return (await statesOf(db, series)).filter(isInUse);
}

async function statesOf(db: Database, series: Series): Promise<State[]> {
  const last = versions(db.read)
    .selectFrom("catalogue_events as e")
    .innerJoin("catalogue_imports as i", "i.id", "e.import_id")
    .where("i.series", "=", series)
    .where("i.undone_at", "is", null)
    .where("e.kind", "<>", "older")
    .groupBy("e.code")
    .select(({ fn }) => fn.max("e.id").as("id"));
  const rows = await versions(db.read)
    .selectFrom("catalogue_events")
    .where("id", "in", last)
    .select(["code", "version", "checked_on"])
    .orderBy("code")
    .execute();
  return rows.map(({ code, version, checked_on }) => ({ code, version, checkedOn: checked_on }));
}

async function write(
  tx: Queries,
  { series, source, content, code }: Reading,
  records: readonly Procedure[],
  { at, follows, changes }: { at: number; follows: number; changes: readonly Change[] },
): Promise<boolean> {
  const inserted = await versions(tx)
    .insertInto("catalogue_imports")
    .values({ series, follows, source, content, code, at, undone_at: null })
    .onConflict((conflict) => conflict.columns(["series", "follows"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!inserted) return false;
  const byCode = new Map(records.map((record) => [record.code, record]));
  for (const some of inParts(changes)) {
    const fresh = some.flatMap(({ code, version, digest }) => {
      const record = byCode.get(code);
      if (digest === undefined || version === null || !record) return [];
      return [{ code, version, digest, record: JSON.stringify({ ...record, version }) }];
    });
    if (fresh.length > 0) await versions(tx).insertInto("catalogue_versions").values(fresh).execute();
    const events = some.map(({ code, kind, version, checkedOn }) => ({
      import_id: inserted.id,
      code,
      kind,
      version,
      checked_on: checkedOn,
    }));
    await versions(tx).insertInto("catalogue_events").values(events).execute();
  }
  return true;
}

/** Sets down that a system started and answers from this series. `at`: epoch milliseconds. */
export async function recordStart(db: Database, start: Start): Promise<void> {
  await db.write((tx) => versions(tx).insertInto("catalogue_starts").values(start).execute());
}

export type Undone =
  | { readonly kind: "undone"; readonly source: string; readonly backTo: string }
  /** There is nothing before it to go back to. */
  | { readonly kind: "first" }
  | { readonly kind: "none" };

/** Goes back behind the last import of published catalogues that still stands. What it said is kept for those it was said to. */
export function undoImport(db: Database, at: number): Promise<Undone> {
  return db.write(async (tx): Promise<Undone> => {
    const [last, before] = await versions(tx)
      .selectFrom("catalogue_imports")
      .where("series", "=", "published")
      .where("undone_at", "is", null)
      .orderBy("id", "desc")
      .limit(2)
      .selectAll()
      .execute();
    if (!last) return { kind: "none" };
    if (!before) return { kind: "first" };
    await versions(tx).updateTable("catalogue_imports").set({ undone_at: at }).where("id", "=", last.id).execute();
    return { kind: "undone", source: last.source, backTo: before.source };
  });
}
