import { DatabaseSync, type StatementSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Queries } from "../../../src/platform/db.ts";
import { groupCommit } from "../../../src/platform/group-commit.ts";

/** A real file whose count of changes cannot be read the `nth` time, as on a disk that is going. */
function countingBadly(file: DatabaseSync, nth: number): DatabaseSync {
  let asked = 0;
  const failing = (statement: StatementSync) =>
    new Proxy(statement, {
      get(target, name) {
        if (name === "get" && ++asked === nth) throw new Error("disk I/O error");
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return new Proxy(file, {
    get(target, name) {
      if (name === "prepare")
        return (sql: string) => (sql.includes("total_changes") ? failing(target.prepare(sql)) : target.prepare(sql));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test("a batch whose extent cannot be told is undone and refused, and the next one is kept", async () => {
  for (const nth of [1, 2]) {
    const file = new DatabaseSync(":memory:");
    file.exec("CREATE TABLE notes (word TEXT)");
    let synced = 0;
    const commits = groupCommit(countingBadly(file, nth), {} as Queries, {
      patienceMs: 100,
      async sync() {
        synced += 1;
      },
    });
    const write = (word: string) =>
      new Promise<string>((resolve) =>
        commits.add({
          isOneStatement: true,
          run: () => void file.prepare("INSERT INTO notes VALUES (?)").run(word),
          settle: () => resolve("kept"),
          fail: (error) => resolve(String(error)),
          since: performance.now(),
        }),
      );
    expect(await Promise.all([write("một"), write("hai")])).toEqual(Array(2).fill("Error: disk I/O error"));
    expect([file.isTransaction, file.prepare("SELECT * FROM notes").all(), synced]).toEqual([false, [], 0]);
    expect(await write("ba")).toBe("kept");
    expect([file.prepare("SELECT word FROM notes").all(), synced]).toEqual([[{ word: "ba" }], 1]);
    await commits.drained();
    file.close();
  }
});

/** The file, whose disk is full at the first commit. */
function fullAtFirst(file: DatabaseSync): DatabaseSync {
  let commits = 0;
  const prepare = (sql: string) => {
    const statement = file.prepare(sql);
    if (sql !== "COMMIT") return statement;
    return {
      run() {
        commits += 1;
        if (commits === 1) throw new Error("database or disk is full");
        return statement.run();
      },
    };
  };
  return new Proxy(file, {
    get(target, name) {
      if (name === "prepare") return prepare;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test("a schema that was undone with its batch and is then built after all is synced", async () => {
  const file = new DatabaseSync(":memory:");
  let synced = 0;
  const commits = groupCommit(fullAtFirst(file), {} as Queries, {
    patienceMs: 100,
    async sync() {
      synced += 1;
    },
  });
  const build = () =>
    new Promise<string>((resolve) =>
      commits.add({
        isOneStatement: true,
        run: () => file.exec("CREATE TABLE notes (word TEXT)"),
        settle: () => resolve("kept"),
        fail: (error) => resolve(String(error)),
        since: performance.now(),
      }),
    );
  expect([await build(), synced]).toEqual(["Error: database or disk is full", 0]);
  expect([await build(), synced]).toEqual(["kept", 1]);
  await commits.drained();
  file.close();
});
