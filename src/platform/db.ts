import {
  type CompiledQuery,
  type CreateTableBuilder,
  type DialectAdapter,
  type Kysely,
  type SchemaModule as SchemaBuilder,
  sql,
} from "kysely";
import { type Migration, Migrator } from "kysely/migration";

/** A handle for queries; a store narrows it to its own tables with `withTables`. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own way to say "no tables known here"
export type Queries = Kysely<{}>;

export type DatabaseKind = "sqlite" | "postgres";

/**
 * Steps that build the schema, by name; names sort in the order they are applied ("001_inbox"). `queries` is for what must be written
 * of rows that are there already.
 */
export type Migrations = Readonly<
  Record<string, (schema: SchemaBuilder, kind: DatabaseKind, queries: Queries) => Promise<void>>
>;

/** A column that numbers its rows: each engine has its own way. */
export function withAutoId<T extends string, C extends string>(
  table: CreateTableBuilder<T, C>,
  name: string,
  kind: DatabaseKind,
): CreateTableBuilder<T, C> {
  return kind === "postgres"
    ? table.addColumn(name as C, "bigserial", (c) => c.primaryKey())
    : table.addColumn(name as C, "integer", (c) => c.primaryKey().autoIncrement());
}

export interface Database {
  readonly kind: DatabaseKind;
  /** Committed state only; on SQLite it refuses to write. */
  readonly read: Queries;
  /**
   * Runs `work` in a transaction and resolves when it is durable; whatever `work` throws rolls back that work alone.
   * On SQLite, works that arrive together share one fsync (group commit), so `work` awaits nothing but its queries, awaits
   * all of them, and lets the error of a failed query out. A full disk or a failing commit rejects the whole batch.
   */
  write<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
  /**
   * Makes what was deleted unreadable in the files, as far as the engine can at once: on SQLite the log of changes is folded in
   * and emptied, and freed space is overwritten anyway. PostgreSQL does it in its own time (autovacuum, its archive's age).
   * False: somebody was reading or writing, and it is to be asked for again.
   */
  scrub(): Promise<boolean>;
  /** True once nobody can tell what the disk holds: nothing is kept any more until the process is started anew. */
  isBroken(): boolean;
  /**
   * Runs one statement as `write` runs a work, at a fraction of its cost, for what a provider waits for. Resolves, once that is
   * durable, with the number of rows changed.
   */
  change(statement: Pick<CompiledQuery, "sql" | "parameters">): Promise<number>;
  /** Waits for writes already asked for; those asked for later are rejected. May be called twice. */
  close(): Promise<void>;
}

/** Stands in a query built once where a value of that name goes. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

type Values = Readonly<Record<string, unknown>>;

/** What stands for a value of `V` while a query is built. */
export type ValueIn<V extends Values> = <K extends keyof V & string>(name: K) => V[K];

/**
 * A query built once for a database and a name for each of its values; they are put in where it is used, the same value anywhere
 * as often as it is named. Building one may cost more than running it. Not for a list of values, whose length is in the words.
 */
export function builtOnce<V extends Values, R>(
  build: (queries: Queries, value: ValueIn<V>) => CompiledQuery<R>,
): (queries: Queries, values: V) => CompiledQuery<R> {
  // What is built depends on the engine's words alone, and a transaction has its database's.
  const known = new WeakMap<DialectAdapter, CompiledQuery<R>>();
  const place = <K extends keyof V & string>(name: K) => new Place(name) as unknown as V[K];
  return (queries, values) => {
    const { adapter } = queries.getExecutor();
    const query = known.get(adapter) ?? build(queries, place);
    known.set(adapter, query);
    return { ...query, parameters: query.parameters.map((one) => (one instanceof Place ? values[one.name] : one)) };
  };
}

/** Brings the schema up to date. Throws when a step fails. */
export async function migrate(connection: Queries, migrations: Migrations, kind: DatabaseKind): Promise<void> {
  const steps = Object.entries(migrations).map(([name, build]): [string, Migration] => [
    name,
    { up: (db) => build(db.schema, kind, db) },
  ]);
  const migrator = new Migrator({
    db: connection,
    provider: { getMigrations: async () => Object.fromEntries(steps) },
    // Numbers are per folder, so a new "002_inbox" arrives at databases that already have "030_outbox".
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error(`the ${kind} database could not be brought up to date`, { cause: error });
}

/** True when the database answers a trivial query. */
export async function isReachable(db: Database): Promise<boolean> {
  try {
    await sql`select 1`.execute(db.read);
    return true;
  } catch {
    return false;
  }
}
