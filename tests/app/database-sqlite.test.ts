import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Database, type Migrations, openSqlite, type Queries } from "../../src/platform/index.ts";

type Tables = { notes: { word: string } };

const migrations: Migrations = {
  "001_notes": async (schema) =>
    schema
      .createTable("notes")
      .addColumn("word", "text", (c) => c.notNull())
      .execute(),
};

const notes = (queries: Queries) => queries.withTables<Tables>();
const note = (word: string) => (tx: Queries) => notes(tx).insertInto("notes").values({ word }).execute();
const pragma = (text: string) => (tx: Queries) => sql.raw(`PRAGMA ${text}`).execute(tx);
const count = async (queries: Queries) => (await notes(queries).selectFrom("notes").select("word").execute()).length;
const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.map((o) => (o.status === "fulfilled" ? "kept" : (o.reason as { errcode?: number }).errcode));

const PLATFORM = new URL("../../src/platform/index.ts", import.meta.url).href;

/** Result codes of sqlite.org/rescode.html. */
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

describe("the SQLite file", () => {
  let directory: string;
  let file: string;
  let db: Database;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "lang-nghe-sqlite-"));
    file = join(directory, "data", "office.db");
    db = await openSqlite(file, migrations);
  });
  afterEach(async () => {
    await db.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test("a limit is given through a cast: for a plain value SQLite would prepare the statement anew each time", async () => {
    for (const word of ["một", "hai", "ba"]) await db.write(note(word));
    const some = notes(db.read).selectFrom("notes").select("word").limit(2).offset(1);
    expect(some.compile()).toMatchObject({
      sql: expect.stringMatching(/ limit cast\(\? as integer\) offset \?$/),
      parameters: [2, 1],
    });
    expect(await some.execute()).toEqual([{ word: "hai" }, { word: "ba" }]);
  });

  test("works that arrive together share commits; works that arrive apart do not", async () => {
    const atStart = pagesLogged(file);
    await Promise.all(Array.from({ length: 64 }, (_, i) => db.write(note(`chữ ${i}`))));
    const together = pagesLogged(file) - atStart;
    for (let i = 0; i < 64; i++) await db.write(note(`chữ ${i}`));
    const apart = pagesLogged(file) - atStart - together;
    expect(together).toBeLessThan(5);
    expect(apart).toBeGreaterThanOrEqual(64);
  });

  test("keeps a log, checks references, and only its owner may enter its folder", async () => {
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    const settings = await db.write(async (tx) => [
      (await pragma("journal_mode")(tx)).rows,
      (await pragma("foreign_keys")(tx)).rows,
    ]);
    expect(settings).toEqual([[{ journal_mode: "wal" }], [{ foreign_keys: 1 }]]);
  });

  test("the reading side refuses to write", async () => {
    await expect(note("lén")(db.read)).rejects.toThrow(/readonly/);
    expect(await count(db.read)).toBe(0);
  });

  test("a full disk rejects the write, keeps what was there, and takes writes again once there is room", async () => {
    await db.write(note("trước"));
    await db.write(pragma("max_page_count = 4"));
    const big = "đ".repeat(50_000);
    const outcomes = await Promise.allSettled([db.write(note(big)), db.write(note(big))]);
    expect(codesOf(outcomes)).toEqual([SQLITE_FULL, SQLITE_FULL]);
    expect(await count(db.read)).toBe(1);
    await db.write(note("nhỏ"));
    await db.write(pragma("max_page_count = 100000"));
    await db.write(note(big));
    expect(await count(db.read)).toBe(3);
  });

  test("a batch that hits the full disk is lost whole and every waiter is told, so nothing is half kept", async () => {
    await db.write(pragma("max_page_count = 4"));
    const outcomes = await Promise.allSettled([
      db.write(note("nhỏ")),
      db.write(note("đ".repeat(50_000))),
      db.write(note("nhỏ")),
    ]);
    const kept = codesOf(outcomes).filter((code) => code === "kept").length;
    expect(codesOf(outcomes)[1]).toBe(SQLITE_FULL);
    expect(await count(db.read)).toBe(kept);
  });

  test("while another process locks the file works wait, other things go on, and then every work is kept", async () => {
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    const writes = ["a", "b", "c"].map((word) => db.write(note(word)));
    let turnsOfTheLoop = 0;
    const ticking = setInterval(() => {
      turnsOfTheLoop += 1;
      if (turnsOfTheLoop === 20) other.exec("COMMIT");
    }, 1);
    // What is committed can be read all the while.
    expect(await count(db.read)).toBe(0);
    await Promise.all(writes);
    clearInterval(ticking);
    other.close();
    expect(turnsOfTheLoop).toBeGreaterThanOrEqual(20);
    expect(await count(db.read)).toBe(3);
  });

  test("when it is locked for longer than works wait each gets the error, and later writes succeed", async () => {
    const hasty = await openSqlite(file, migrations, { patienceMs: 20 });
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    const outcomes = await Promise.allSettled(["a", "b", "c"].map((word) => hasty.write(note(word))));
    expect(codesOf(outcomes)).toEqual([SQLITE_BUSY, SQLITE_BUSY, SQLITE_BUSY]);
    expect(await count(hasty.read)).toBe(0);
    other.exec("COMMIT");
    other.close();
    await Promise.all(["a", "b", "c"].map((word) => hasty.write(note(word))));
    expect(await count(hasty.read)).toBe(3);
    await hasty.close();
  });

  test("a commit that fails rejects every work of its batch", async () => {
    await db.write(async (tx) => {
      await sql`create table parents (id integer primary key)`.execute(tx);
      await sql`create table children (parent integer references parents (id) deferrable initially deferred)`.execute(
        tx,
      );
    });
    // A deferred reference to nobody is found out at COMMIT only.
    const orphan = (tx: Queries) => sql`insert into children (parent) values (7)`.execute(tx);
    const outcomes = await Promise.allSettled([db.write(note("a")), db.write(orphan), db.write(note("b"))]);
    expect(outcomes.map((o) => o.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await count(db.read)).toBe(0);
    await db.write(note("c"));
    expect(await count(db.read)).toBe(1);
  });

  test("closing leaves one file: nothing is left open that was never read", async () => {
    await db.write(note("một"));
    await db.close();
    expect(existsSync(file)).toBe(true);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  test("two processes that start at once on an empty folder both come up", async () => {
    const fresh = join(directory, "fresh", "office.db");
    const script = `
      const { openSqlite } = await import(${JSON.stringify(PLATFORM)});
      const build = { "001_notes": (schema) => schema.createTable("notes").addColumn("word", "text").execute() };
      const db = await openSqlite(${JSON.stringify(fresh)}, build);
      await db.write((tx) => tx.insertInto("notes").values({ word: String(process.pid) }).execute());
      await db.close();`;
    const run = promisify(execFile);
    await Promise.all([1, 2].map(() => run(process.execPath, ["--input-type=module", "-e", script])));
    const opened = await openSqlite(fresh, migrations);
    expect(await count(opened.read)).toBe(2);
    await opened.close();
  }, 20_000);

  test("a file that is not a database is refused with its cause", async () => {
    await expect(openSqlite(directory, migrations)).rejects.toThrow(/unable to open/);
  });
});

/** Pages written to the write-ahead log (sqlite.org/fileformat2.html §4): each commit appends at least one. */
function pagesLogged(file: string): number {
  return Math.floor((statSync(`${file}-wal`).size - 32) / (4096 + 24));
}
