import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import { type Database, type Migrations, migrate, type Queries } from "./db.ts";

interface Pending {
  run(tx: Queries): Promise<void>;
  /** Called once the batch that holds this work is on disk. */
  settle(): void;
  fail(error: unknown): void;
}

/** How many works share one fsync at most, so that a batch never holds the event loop for long. */
const BATCH = 64;

const PRAGMAS = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;";

/** Opens (and creates) a SQLite file in WAL mode with full durability: one writer, readers beside it. */
export async function openSqlite(file: string, migrations: Migrations): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writerFile = openFile(file, PRAGMAS);
  const writer = kyselyOn(writerFile);
  try {
    await migrateWhole(writerFile, writer, migrations);
  } catch (error) {
    writerFile.close();
    throw error;
  }
  const readerFile = openFile(file, `${PRAGMAS} PRAGMA query_only=ON;`);
  const commits = groupCommit((batch) => commitTogether(writerFile, writer, batch));
  let closing: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    await commits.drained();
    // Not through Kysely, which leaves a file open that it was never asked to read.
    readerFile.close();
    writerFile.close();
  }
  return {
    kind: "sqlite",
    read: kyselyOn(readerFile),
    write(work) {
      if (closing !== undefined) return Promise.reject(new Error("the database is closed"));
      return new Promise((resolve, reject) => {
        let result: Awaited<ReturnType<typeof work>>;
        commits.add({
          async run(tx) {
            result = await work(tx);
          },
          settle: () => resolve(result),
          fail: reject,
        });
      });
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

function openFile(file: string, pragmas: string): DatabaseSync {
  const opened = new DatabaseSync(file);
  opened.exec(pragmas);
  return opened;
}

/** All steps or none: a crash in the middle must not leave half a schema. */
async function migrateWhole(file: DatabaseSync, tx: Queries, migrations: Migrations): Promise<void> {
  file.exec("BEGIN IMMEDIATE");
  try {
    await migrate(tx, migrations, "sqlite");
    file.exec("COMMIT");
  } catch (error) {
    rollBack(file);
    throw error;
  }
}

interface Commits {
  add(item: Pending): void;
  /** Resolves when everything added so far is settled. */
  drained(): Promise<void>;
}

/** Collects works until the event loop has taken in what else arrived, then commits them together, batch after batch. */
function groupCommit(commit: (batch: readonly Pending[]) => Promise<void>): Commits {
  let queue: Pending[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      // Lets I/O callbacks in, before the first batch and between two.
      await new Promise(setImmediate);
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      await commit(batch);
    }
    flushing = undefined;
  }

  return {
    add(item) {
      queue.push(item);
      flushing ??= flush();
    },
    async drained() {
      await flushing;
    },
  };
}

/** Never throws: every item is settled or failed. */
async function commitTogether(file: DatabaseSync, tx: Queries, batch: readonly Pending[]): Promise<void> {
  const done: Pending[] = [];
  try {
    file.exec("BEGIN IMMEDIATE");
    for (const item of batch) if (await runAlone(file, tx, item)) done.push(item);
    file.exec("COMMIT");
  } catch (error) {
    // The file is locked, full or broken: nothing of this batch is durable.
    rollBack(file);
    for (const item of batch) item.fail(error);
    return;
  }
  for (const item of done) item.settle();
}

/** Runs one work inside a savepoint; false when it threw and was undone. Throws when the whole transaction is lost. */
async function runAlone(file: DatabaseSync, tx: Queries, item: Pending): Promise<boolean> {
  file.exec("SAVEPOINT item");
  try {
    await item.run(tx);
  } catch (error) {
    // On a full disk or an I/O error SQLite may undo the whole transaction by itself (sqlite.org/lang_transaction.html §3).
    if (!file.isTransaction) throw error;
    file.exec("ROLLBACK TO item; RELEASE item");
    item.fail(error);
    return false;
  }
  file.exec("RELEASE item");
  return true;
}

function rollBack(file: DatabaseSync): void {
  try {
    if (file.isTransaction) file.exec("ROLLBACK");
  } catch {
    // The error that led here is the one to report; a file this broken refuses the next BEGIN too.
  }
}

function kyselyOn(file: DatabaseSync): Queries {
  return new Kysely({ dialect: new SqliteDialect({ database: asKyselyDatabase(file) }) });
}

/** Kysely wants four methods a statement; node:sqlite has them under slightly different signatures. Statements are kept
 * because a bot runs the same few dozen queries for ever. */
function asKyselyDatabase(file: DatabaseSync): SqliteDatabase {
  const known = new Map<string, SqliteStatement>();
  return {
    close: () => file.close(),
    prepare(text) {
      const statement = known.get(text) ?? prepare(file, text);
      if (known.size < 500) known.set(text, statement);
      return statement;
    },
  };
}

function prepare(file: DatabaseSync, text: string): SqliteStatement {
  const statement = file.prepare(text);
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
