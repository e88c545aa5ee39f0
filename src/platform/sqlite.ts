import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import { type Database, type Migrations, migrate, type Queries } from "./db.ts";

interface Pending {
  run(tx: Queries): Promise<void>;
  /** Called once the batch that holds this work is on disk. */
  settle(): void;
  fail(error: unknown): void;
  /** When it was asked for, on the clock of `performance`. */
  readonly since: number;
}

/** How many works share one fsync at most, so that a batch never holds the event loop for long. */
const BATCH = 64;

/** How long a work waits for a file that another process has locked. */
const PATIENCE_MS = 5000;
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

const PRAGMAS =
  "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;";
/**
 * SQLite waits by holding the whole process, which is well while it starts. Afterwards who writes waits between tries of its
 * own; who reads is kept waiting by no writer, but for the moment in which another process repairs the file after a crash.
 */
const WRITING = "PRAGMA busy_timeout=0;";
const READING = "PRAGMA busy_timeout=500; PRAGMA query_only=ON;";

/** Opens (and creates) a SQLite file in WAL mode with full durability: one writer, readers beside it. */
export async function openSqlite(
  file: string,
  migrations: Migrations,
  { patienceMs = PATIENCE_MS }: { readonly patienceMs?: number } = {},
): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writerFile = openFile(file, PRAGMAS);
  const writer = kyselyOn(writerFile);
  try {
    await migrateWhole(writerFile, writer, migrations);
  } catch (error) {
    writerFile.close();
    throw error;
  }
  writerFile.exec(WRITING);
  const readerFile = openFile(file, `${PRAGMAS} ${READING}`);
  const commits = groupCommit(
    () => begin(writerFile),
    (batch) => commitTogether(writerFile, writer, batch),
    patienceMs,
  );
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
          since: performance.now(),
        });
      });
    },
    async scrub() {
      await commits.drained();
      if (closing === undefined) writerFile.exec("PRAGMA wal_checkpoint(TRUNCATE)");
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

/**
 * Collects works until the event loop has taken in what else arrived, then commits them together, batch after batch. While
 * another process has the file locked they wait, each for `patienceMs` at most, and the loop goes on with other things.
 */
function groupCommit(
  lock: () => Lock,
  commit: (batch: readonly Pending[]) => Promise<void>,
  patienceMs: number,
): Commits {
  let queue: Pending[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      // Lets I/O callbacks in, before the first batch and between two.
      await new Promise(setImmediate);
      const locked = await lockFile();
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      if (locked.kind === "ours") await commit(batch);
      else for (const item of batch) item.fail(locked.error);
    }
    flushing = undefined;
  }

  /** Tries again for as long as any work is willing to wait. */
  async function lockFile(): Promise<Lock> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      const locked = lock();
      if (locked.kind !== "elsewhere") return locked;
      giveUp(performance.now() - patienceMs, locked.error);
      if (queue.length === 0) return locked;
      await sleep(pauseMs);
    }
  }

  function giveUp(before: number, error: unknown): void {
    const impatient = queue.filter(({ since }) => since <= before);
    queue = queue.filter(({ since }) => since > before);
    for (const item of impatient) item.fail(error);
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

type Lock =
  | { readonly kind: "ours" }
  /** Another process writes: it may be over in a moment. */
  | { readonly kind: "elsewhere"; readonly error: unknown }
  | { readonly kind: "refused"; readonly error: unknown };

/** SQLite's result code SQLITE_BUSY; its finer codes have it in their low byte. */
const BUSY = 5;

function begin(file: DatabaseSync): Lock {
  try {
    file.exec("BEGIN IMMEDIATE");
    return { kind: "ours" };
  } catch (error) {
    const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
    return { kind: (code & 0xff) === BUSY ? "elsewhere" : "refused", error };
  }
}

/** Ends the transaction that was begun for it. Never throws: every item is settled or failed. */
async function commitTogether(file: DatabaseSync, tx: Queries, batch: readonly Pending[]): Promise<void> {
  const done: Pending[] = [];
  try {
    for (const item of batch) if (await runAlone(file, tx, item)) done.push(item);
    file.exec("COMMIT");
  } catch (error) {
    // The file is full or broken: nothing of this batch is durable.
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
