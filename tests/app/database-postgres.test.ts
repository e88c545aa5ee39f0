import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isReachable, type Migrations, openPostgres, type Queries } from "../../src/platform/index.ts";
import { type PostgresServer, startPostgres } from "../fakes/postgres.ts";

// A real server on a busy machine may take its time.
vi.setConfig({ testTimeout: 20_000 });

const migrations: Migrations = {
  "001_notes": async (schema) =>
    schema
      .createTable("notes")
      .addColumn("word", "text", (c) => c.notNull())
      .execute(),
};

const notes = (queries: Queries) => queries.withTables<{ notes: { word: string } }>();
const note = (word: string) => (tx: Queries) => notes(tx).insertInto("notes").values({ word }).execute();
const words = async (queries: Queries) =>
  (await notes(queries).selectFrom("notes").select("word").execute()).map((row) => row.word);

describe("PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop(), 30_000);

  test("two servers that start at once on an empty database both come up", async () => {
    const url = await server.createDatabase();
    const both = await Promise.all([openPostgres(url, migrations), openPostgres(url, migrations)]);
    await Promise.all(both.map((one, i) => one.write(note(`từ ${i}`))));
    for (const one of both) {
      expect((await words(one.read)).toSorted()).toEqual(["từ 0", "từ 1"]);
      await one.close();
    }
  });

  test("a connection cut in the middle of a transaction fails that work alone, and the next one is served", async () => {
    const url = await server.createDatabase();
    const db = await openPostgres(url, migrations);
    const cut = db.write(async (tx) => {
      await note("dở dang")(tx);
      const row = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${row.rows[0]?.pid})`.execute(db.read);
      await note("sau khi đứt")(tx);
    });
    await expect(cut).rejects.toThrow();
    await db.write(note("tiếp"));
    expect(await words(db.read)).toEqual(["tiếp"]);
    await db.close();
  });

  test("an address where no server answers is an error at the start, not a server that hangs", async () => {
    const url = (await server.createDatabase()).replace(/:\d+\//, ":1/");
    await expect(openPostgres(url, migrations)).rejects.toThrow(/could not be brought up to date/);
  });

  test("is not reachable while the server is away, and writes are refused then, not kept waiting", async () => {
    const own = await startPostgres();
    const db = await openPostgres(await own.createDatabase(), migrations);
    expect(await isReachable(db)).toBe(true);
    await own.stop();
    expect(await isReachable(db)).toBe(false);
    await expect(db.write(note("mất điện"))).rejects.toThrow();
    await db.close();
  }, 30_000);
});
