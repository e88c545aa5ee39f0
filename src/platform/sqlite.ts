import { closeSync, fdatasync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { promisify } from "node:util";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import { quietCheckpoints } from "./checkpoints.ts";
import { type Database, type Migrations, migrate, type Queries } from "./db.ts";
import { makeFolder, syncFolder } from "./folders.ts";
import { groupCommit, type Pending } from "./group-commit.ts";
import { leaveOpen, type Sync, watchedSync, writeAnew } from "./log-sync.ts";
import { sqliteQueries } from "./sqlite-dialect.ts";

/** How long a work waits for a file that another process has locked. */
const PATIENCE_MS = 5000;

const PRAGMAS =
  "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;";
/**
 * With FULL SQLite itself syncs its log at each commit, and holds the whole process meanwhile. So the writer leaves that out (NORMAL
 * still syncs around checkpoints) and we sync the same log beside the thread; no work is settled before. ADR 0028.
 */
const SYNCED_BY_US = "PRAGMA synchronous=NORMAL;";
/** Pages of log after which a commit carries it over into the file, where there was no quiet moment for it. */
const CHECKPOINT = "PRAGMA wal_autocheckpoint=4000;";

/**
 * SQLite waits by holding the whole process, which is well while it starts. Afterwards who writes waits between tries of its
 * own; who reads is kept waiting by no writer, but for the moment in which another process repairs the file after a crash.
 */
const WRITING = `PRAGMA busy_timeout=0; ${SYNCED_BY_US} ${CHECKPOINT}`;
const READING = "PRAGMA busy_timeout=500; PRAGMA query_only=ON;";

export interface SqliteOptions {
  readonly patienceMs?: number;
  readonly sync?: Sync;
  /**
   * Called once, when the log could not be synced. Nothing is kept or carried over any more, and the process should end by
   * `process.exit`, which closes no file. ADR 0028.
   */
  readonly onBroken?: (error: unknown) => void;
}

/** Opens (and creates) a SQLite file in WAL mode with full durability: one writer, readers beside it. */
export async function openSqlite(
  file: string,
  migrations: Migrations,
  { patienceMs = PATIENCE_MS, sync = promisify(fdatasync), onBroken = () => undefined }: SqliteOptions = {},
): Promise<Database> {
  await makeFolder(dirname(file));
  const writerFile = openFile(file, PRAGMAS);
  const writer = kyselyOn(writerFile);
  const disk = watchedSync(sync, onBroken);
  try {
    await alone(writerFile, async () => {
      await writeAnew(`${file}-wal`, disk.sync);
      await migrate(writer.queries, migrations, "sqlite");
    });
  } catch (error) {
    if (disk.isBroken()) leaveOpen(writerFile);
    else writerFile.close();
    throw error;
  }
  writerFile.exec(WRITING);
  const readerFile = openFile(file, `${PRAGMAS} ${READING}`);
  // Nothing is locked through the log, so closing it here takes no lock away from SQLite.
  const log = openSync(`${file}-wal`, "r+");
  await syncFolder(dirname(file));
  const checkpoints = quietCheckpoints(writerFile);
  const toDisk = async () => {
    checkpoints.syncing();
    await disk.sync(log);
    checkpoints.committed();
  };
  const commits = groupCommit(writerFile, writer.queries, { patienceMs, sync: toDisk });
  let closing: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    await commits.drained();
    checkpoints.stop();
    closeSync(log);
    if (disk.isBroken()) return leaveOpen(readerFile, writerFile);
    // Not through Kysely, which leaves a file open that it was never asked to read.
    readerFile.close();
    writerFile.close();
  }
  /** Resolves with what `run` left, once that is on disk. */
  function durable<T>(work: Pick<Pending, "isOneStatement" | "run">, result: () => T): Promise<T> {
    if (closing !== undefined) return Promise.reject(new Error("the database is closed"));
    return new Promise((resolve, reject) => {
      commits.add({ ...work, settle: () => resolve(result()), fail: reject, since: performance.now() });
    });
  }
  return {
    kind: "sqlite",
    read: kyselyOn(readerFile).queries,
    write<T>(work: (tx: Queries) => Promise<T>) {
      let result: T;
      const run = async (tx: Queries) => {
        result = await work(tx);
      };
      return durable({ isOneStatement: false, run }, () => result);
    },
    change({ sql, parameters }) {
      let changed = 0;
      const run = () => {
        changed = Number(writer.prepare(sql).run(parameters).changes);
      };
      return durable({ isOneStatement: true, run }, () => changed);
    },
    async scrub() {
      await commits.drained();
      disk.check();
      return closing === undefined && emptyLog(writerFile);
    },
    isBroken: disk.isBroken,
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

/** Carries the whole log over and empties it; false when somebody's reading or writing kept it from its end. */
function emptyLog(file: DatabaseSync): boolean {
  return file.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0;
}

/** All of it or nothing, and nobody else writes meanwhile: a crash in the middle must not leave half a schema. */
async function alone(file: DatabaseSync, work: () => Promise<void>): Promise<void> {
  file.exec("BEGIN IMMEDIATE");
  try {
    await work();
    file.exec("COMMIT");
  } catch (error) {
    if (file.isTransaction) file.exec("ROLLBACK");
    throw error;
  }
}

function kyselyOn(file: DatabaseSync): { readonly queries: Queries; readonly prepare: SqliteDatabase["prepare"] } {
  const database = asKyselyDatabase(file);
  return { queries: sqliteQueries(database), prepare: database.prepare };
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
