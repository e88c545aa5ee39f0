import { setTimeout } from "node:timers/promises";
import { CompiledQuery, Kysely, PostgresDialect } from "kysely";
import { type Database, type Migrations, migrate, type Queries } from "./db.ts";

/** How long a query may wait for a connection before it fails, in milliseconds: a citizen's webhook must not hang. */
const CONNECT_LIMIT_MS = 10_000;

/** Opens PostgreSQL; several servers and workers may share it. Throws when it cannot be reached or brought up to date. */
export async function openPostgres(url: string, migrations: Migrations): Promise<Database> {
  const { default: pg } = await import("pg");
  // bigint columns hold epoch milliseconds and counts, both far below 2^53.
  pg.types.setTypeParser(20, Number);
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  // A connection that breaks fails the query it carries and is replaced at the next use. Without a listener on each
  // client (not only on the pool, which listens to idle ones) Node would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  const queries: Queries = new Kysely({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(queries, migrations, "postgres");
  } catch (error) {
    await queries.destroy();
    throw error;
  }
  let closing: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    // A pool that is ended forgets those still waiting for a connection: they would wait for ever.
    while (pool.waitingCount > 0) await setTimeout(10);
    await queries.destroy();
  }
  return {
    kind: "postgres",
    read: queries,
    async write(work) {
      if (closing !== undefined) throw new Error("the database is closed");
      return queries.transaction().execute(work);
    },
    scrub: () => Promise.resolve(true),
    isBroken: () => false,
    async change({ sql, parameters }) {
      if (closing !== undefined) throw new Error("the database is closed");
      const { numAffectedRows } = await queries.executeQuery(CompiledQuery.raw(sql, [...parameters]));
      return Number(numAffectedRows ?? 0n);
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
