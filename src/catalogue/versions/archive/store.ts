import type { Database, Queries } from "../../../platform/index.ts";
import type { Procedure } from "../../procedure.ts";
import { inParts, type VersionTables } from "../tables.ts";
import type { ChangeKind, Import, RecordEvent, Start } from "../version.ts";

const versions = (queries: Queries) => queries.withTables<VersionTables>();

/** Every import, oldest first, with how many records it changed in which way. */
export async function listImports(
  db: Database,
): Promise<(Import & { readonly changes: Readonly<Partial<Record<ChangeKind, number>>> })[]> {
  const [rows, counts] = await Promise.all([
    versions(db.read).selectFrom("catalogue_imports").selectAll().orderBy("id").execute(),
    versions(db.read)
      .selectFrom("catalogue_events")
      .groupBy(["import_id", "kind"])
      .select(({ fn }) => ["import_id", "kind", fn.countAll<number>().as("n")])
      .execute(),
  ]);
  return rows.map(({ id, series, source, at, undone_at }) => {
    const own = counts.filter(({ import_id }) => import_id === id).map(({ kind, n }) => [kind, Number(n)]);
    return { id, series, source, at, undoneAt: undone_at, changes: Object.fromEntries(own) };
  });
}

/** Every start, oldest first. */
export function listStarts(db: Database): Promise<Start[]> {
  return versions(db.read).selectFrom("catalogue_starts").select(["series", "at"]).orderBy("id").execute();
}

/** What happened to one record, oldest first. */
export async function eventsOf(db: Database, code: string): Promise<RecordEvent[]> {
  const rows = await versions(db.read)
    .selectFrom("catalogue_events as e")
    .innerJoin("catalogue_imports as i", "i.id", "e.import_id")
    .where("e.code", "=", code)
    .orderBy("e.id")
    .select([
      "e.code",
      "e.kind",
      "e.version",
      "e.checked_on",
      "e.import_id",
      "i.series",
      "i.source",
      "i.at",
      "i.undone_at",
    ])
    .execute();
  return rows.map(({ checked_on, import_id, undone_at, ...rest }) => ({
    ...rest,
    checkedOn: checked_on,
    importId: import_id,
    undoneAt: undone_at,
  }));
}

/** The exact record a receipt's code and version name; undefined when no import ever held it. */
export async function resolveVersion(db: Database, code: string, version: string): Promise<Procedure | undefined> {
  return (await readVersions(db, [{ code, version }]))[0];
}

/** The records of these versions, in that order; those no import ever held are left out. */
export async function readVersions(
  db: Database,
  wanted: readonly { readonly code: string; readonly version: string }[],
): Promise<Procedure[]> {
  const found = new Map<string, string>();
  for (const some of inParts(wanted)) {
    const codes = some.map(({ code }) => code);
    const query = versions(db.read).selectFrom("catalogue_versions").where("code", "in", codes);
    for (const { code, version, record } of await query.selectAll().execute()) found.set(`${code} ${version}`, record);
  }
  return wanted.flatMap(({ code, version }) => {
    const record = found.get(`${code} ${version}`);
    return record === undefined ? [] : [JSON.parse(record) as Procedure];
  });
}

/** Every version of one record by its name, in the order they were first kept. */
export async function versionsOf(db: Database, code: string): Promise<ReadonlyMap<string, Procedure>> {
  const names = (await eventsOf(db, code)).flatMap(({ version }) => (version === null ? [] : [version]));
  const records = await readVersions(
    db,
    [...new Set(names)].map((version) => ({ code, version })),
  );
  return new Map(records.map((record) => [record.version, record]));
}
