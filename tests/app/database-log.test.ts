import { fstatSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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
const count = async (queries: Queries) => (await notes(queries).selectFrom("notes").select("word").execute()).length;

describe("the log of the SQLite file", () => {
  let directory: string;
  let disk: ReturnType<typeof slowDisk>;
  let file: string;
  let watched: Database;
  let told: unknown[];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "lang-nghe-log-"));
    file = join(directory, "watched.db");
    disk = slowDisk();
    told = [];
    watched = await openSqlite(file, migrations, { sync: disk.sync, onBroken: (error) => told.push(error) });
  });
  afterEach(async () => {
    disk.fast();
    await watched.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test("no work is settled before the log with it is", async () => {
    const settled: string[] = [];
    const works = ["một", "hai"].map((word) => watched.write(note(word)).then(() => settled.push(word)));
    await vi.waitFor(() => expect(disk.asked()).toHaveLength(1));
    // The commit is there for all to see, and still nobody was told.
    expect([await count(watched.read), settled]).toEqual([2, []]);
    disk.done();
    await Promise.all(works);
    expect(settled).toEqual(["một", "hai"]);
  });

  test("it is the log that is", async () => {
    const kept = watched.write(note("một"));
    await vi.waitFor(() => expect(disk.asked()).toHaveLength(1));
    expect(disk.asked()).toEqual([statSync(`${file}-wal`).ino]);
    disk.done();
    await kept;
  });

  test("what changes nothing costs no sync, and rests on nothing that is not there yet", async () => {
    disk.fast();
    expect(await watched.change(notes(watched.read).deleteFrom("notes").compile())).toBe(0);
    expect(disk.asked()).toEqual([]);
    disk.slow();
    const insert = notes(watched.read).insertInto("notes").values({ word: "một" }).compile();
    const first = watched.change(insert);
    await vi.waitFor(() => expect(disk.asked()).toHaveLength(1));
    let isSecondDone = false;
    const second = watched
      .change(notes(watched.read).updateTable("notes").set({ word: "x" }).where("word", "=", "không có").compile())
      .then(() => {
        isSecondDone = true;
      });
    expect(await count(watched.read)).toBe(1);
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    expect(isSecondDone).toBe(false);
    disk.fast();
    await Promise.all([first, second]);
  });

  test("when that fails the works are told, and nothing more is taken until the file is opened anew", async () => {
    const works = [watched.write(note("một")), watched.write(note("hai"))];
    await vi.waitFor(() => expect(disk.asked()).toHaveLength(1));
    disk.fail();
    const outcomes = await Promise.allSettled(works);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    disk.fast();
    await expect(watched.write(note("ba"))).rejects.toThrow("the disk is broken");
    await expect(watched.change(notes(watched.read).deleteFrom("notes").compile())).rejects.toThrow(
      "the disk is broken",
    );
    await watched.close();
    const again = await openSqlite(file, migrations);
    await again.write(note("ba"));
    await again.close();
  });

  /** Enough commits to be carried over at the next quiet moment, and then one whose sync fails. */
  async function breakAfterMany(): Promise<void> {
    disk.fast();
    for (let nth = 0; nth < 120; nth++) await watched.write(note("trước"));
    disk.slow();
    const lost = watched.write(note("một"));
    await vi.waitFor(() => expect(disk.asked()).toHaveLength(121));
    disk.fail();
    await expect(lost).rejects.toThrow("the disk is broken");
    disk.fast();
  }

  test("when that fails it is said once, and the log is never carried over: not in quiet, not by a scrub, not by closing", async () => {
    const atStart = readFileSync(file);
    expect(watched.isBroken()).toBe(false);
    await breakAfterMany();
    const log = readFileSync(`${file}-wal`);
    await expect(watched.write(note("hai"))).rejects.toThrow("the disk is broken");
    expect([told.length, String(told[0]), watched.isBroken()]).toEqual([1, "Error: the disk is broken", true]);
    await sleep(600); // twice as long as it has to be quiet
    await expect(watched.scrub()).rejects.toThrow("the disk is broken");
    await watched.close();
    expect([readFileSync(file).equals(atStart), readFileSync(`${file}-wal`).equals(log)]).toEqual([true, true]);
  });

  test("a log somebody left is written anew and synced before anything else; when that fails the file is not opened", async () => {
    await breakAfterMany();
    const left = statSync(`${file}-wal`, { bigint: true });
    await expect(
      openSqlite(file, migrations, { sync: () => Promise.reject(new Error("still broken")) }),
    ).rejects.toThrow("still broken");
    const written = statSync(`${file}-wal`, { bigint: true });
    expect([written.ino, written.size, written.mtimeNs > left.mtimeNs]).toEqual([left.ino, left.size, true]);
    const asked: number[] = [];
    const again = await openSqlite(file, migrations, {
      sync: async (descriptor) => void asked.push(fstatSync(descriptor).ino),
    });
    expect(asked).toEqual([Number(left.ino)]);
    expect(await count(again.read)).toBe(121);
    await again.close();
  });

  test("a scrub waits for what was asked for before it, not for what goes on arriving", async () => {
    disk.fast();
    let written = 0;
    let isScrubbed = false;
    const writing = [1, 2, 3].map(async () => {
      for (; !isScrubbed && written < 3000; written++) await watched.write(note("một"));
    });
    await vi.waitFor(() => expect(written).toBeGreaterThan(3));
    expect(await watched.scrub()).toBe(true);
    isScrubbed = true;
    await Promise.all(writing);
    expect(written).toBeLessThan(3000);
  });

  test("a scrub that somebody's reading keeps from its end says so", async () => {
    disk.fast();
    await watched.write(note("một"));
    const reader = new DatabaseSync(file);
    reader.exec("BEGIN; SELECT * FROM notes");
    await watched.write(note("hai"));
    expect(await watched.scrub()).toBe(false);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    reader.close();
    expect(await watched.scrub()).toBe(true);
    expect(statSync(`${file}-wal`).size).toBe(0);
  });
});

test("the log is carried over into the file once nobody writes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-log-"));
  const file = join(folder, "busy.db");
  const db = await openSqlite(file, migrations);
  const before = statSync(file).size;
  const long = "đ".repeat(4000);
  for (let nth = 0; nth < 150; nth++) await db.write(note(long));
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(before + 150 * 4000), { timeout: 8000 });
  expect(await count(db.read)).toBe(150);
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A disk that answers when told to; `asked` are the files it was to sync, by inode. */
function slowDisk() {
  const asked: number[] = [];
  const waiting: { done(): void; fail(error: Error): void }[] = [];
  let isFast = false;
  const settle = (how: "done" | "fail") => {
    for (const one of waiting.splice(0)) one[how](new Error("the disk is broken"));
  };
  return {
    asked: () => asked,
    sync(descriptor: number): Promise<void> {
      asked.push(fstatSync(descriptor).ino);
      return isFast ? Promise.resolve() : new Promise((done, fail) => waiting.push({ done, fail }));
    },
    done: () => settle("done"),
    fail: () => settle("fail"),
    fast() {
      isFast = true;
      settle("done");
    },
    slow() {
      isFast = false;
    },
  };
}
