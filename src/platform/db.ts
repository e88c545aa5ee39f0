import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import {
  type CreateTableBuilder,
  Kysely,
  PostgresDialect,
  type SchemaModule as SchemaBuilder,
  type SqliteDatabase,
  SqliteDialect,
  sql,
} from "kysely";
import { type Migration, Migrator } from "kysely/migration";

/** A handle for queries; a store narrows it to its own tables with `withTables`. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own way to say "no tables known here"
export type Queries = Kysely<{}>;

export type DatabaseKind = "sqlite" | "postgres";

/** Steps that build the schema, by name; names sort in the order they are applied ("001_inbox"). */
export type Migrations = Readonly<Record<string, (schema: SchemaBuilder, kind: DatabaseKind) => Promise<void>>>;

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
  /** Committed state only. */
  readonly read: Queries;
  /**
   * Runs `work` in a transaction and resolves when it is durable; whatever `work` throws rolls back that work alone.
   * On SQLite, works that arrive together share one fsync (group commit), so `work` may await nothing but queries.
   */
  write<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

async function migrate(connection: Queries, migrations: Migrations, kind: DatabaseKind): Promise<void> {
  const steps = Object.entries(migrations).map(([name, build]): [string, Migration] => [
    name,
    { up: (db) => build(db.schema, kind) },
  ]);
  const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => Object.fromEntries(steps) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new Error(`the ${kind} database could not be brought up to date`, { cause: error });
}

interface Pending {
  run(tx: Queries): Promise<void>;
  /** Called once the batch that holds this work is on disk. */
  settle(): void;
  fail(error: unknown): void;
}

/** How many works share one fsync at most, so that a batch never holds the event loop for long. */
const BATCH = 64;

/** Opens (and creates) a SQLite file in WAL mode with full durability: one writer, readers beside it. */
export async function openSqlite(file: string, migrations: Migrations): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;";
  const writerFile = new DatabaseSync(file);
  writerFile.exec(pragmas);
  const writer = kyselyOn(writerFile);
  const readerFile = new DatabaseSync(file);
  readerFile.exec(pragmas);
  const reader = kyselyOn(readerFile);

  let queue: Pending[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      await commitTogether(writerFile, writer, batch);
      // Lets I/O callbacks in between two batches under load.
      if (queue.length > 0) await new Promise(setImmediate);
    }
    flushing = undefined;
  }

  function schedule(): void {
    flushing ??= new Promise((resolve) => setImmediate(() => void flush().then(resolve)));
  }

  const db: Database = {
    kind: "sqlite",
    read: reader,
    write(work) {
      return new Promise((resolve, reject) => {
        let result: Awaited<ReturnType<typeof work>>;
        queue.push({
          async run(tx) {
            result = await work(tx);
          },
          settle: () => resolve(result),
          fail: reject,
        });
        schedule();
      });
    },
    async close() {
      await flushing;
      await reader.destroy();
      await writer.destroy();
    },
  };
  await migrate(writer, migrations, "sqlite");
  return db;
}

async function commitTogether(file: DatabaseSync, tx: Queries, batch: readonly Pending[]): Promise<void> {
  const done: Pending[] = [];
  try {
    file.exec("BEGIN IMMEDIATE");
    for (const item of batch) {
      file.exec("SAVEPOINT item");
      try {
        await item.run(tx);
        file.exec("RELEASE item");
        done.push(item);
      } catch (error) {
        file.exec("ROLLBACK TO item");
        file.exec("RELEASE item");
        item.fail(error);
      }
    }
    file.exec("COMMIT");
    for (const item of done) item.settle();
  } catch (error) {
    // BEGIN or COMMIT itself failed (disk full, I/O error): nothing of this batch is durable.
    if (file.isTransaction) file.exec("ROLLBACK");
    for (const item of batch) item.fail(error);
  }
}

function kyselyOn(file: DatabaseSync): Queries {
  return new Kysely({ dialect: new SqliteDialect({ database: asKyselyDatabase(file) }) });
}

/** Kysely wants four methods a statement; node:sqlite has them under slightly different signatures. Statements are kept
 * because a bot runs the same few dozen queries for ever. */
function asKyselyDatabase(file: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const known = statements.get(text);
    if (known) return known;
    const statement = file.prepare(text);
    if (statements.size < 500) statements.set(text, statement);
    return statement;
  };
  return {
    close: () => file.close(),
    prepare(text) {
      const statement = prepare(text);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

/** Opens PostgreSQL; several servers and workers may share it. */
export async function openPostgres(url: string, migrations: Migrations): Promise<Database> {
  const { default: pg } = await import("pg");
  // bigint columns hold epoch milliseconds and counts, both far below 2^53.
  pg.types.setTypeParser(20, Number);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on("error", () => undefined); // an idle connection that broke is replaced at its next use
  const queries: Queries = new Kysely({ dialect: new PostgresDialect({ pool }) });
  const db: Database = {
    kind: "postgres",
    read: queries,
    write: (work) => queries.transaction().execute(work),
    close: () => queries.destroy(),
  };
  await migrate(queries, migrations, "postgres");
  return db;
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
