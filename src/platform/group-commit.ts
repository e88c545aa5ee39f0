import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import type { Queries } from "./db.ts";
import { type Steps, transactionSteps } from "./transaction.ts";

/** Something to be made durable. */
export interface Pending {
  /** One statement, run within the call: SQLite undoes what fails of it by itself, so it needs no savepoint. */
  readonly isOneStatement: boolean;
  run(tx: Queries): Promise<void> | void;
  /** Called once the transaction that holds this work is on disk. */
  settle(): void;
  fail(error: unknown): void;
  /** When it was asked for, on the clock of `performance`. */
  readonly since: number;
}

export interface Commits {
  add(item: Pending): void;
  /** Resolves when everything added so far is settled. */
  drained(): Promise<void>;
}

/** How many works share one fsync at most, so that a batch never holds the event loop for long. */
const BATCH = 64;

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/**
 * Collects works until the event loop has taken in what else arrived, then commits them together, batch after batch. While
 * another process has the file locked they wait, each for `patienceMs` at most, and the loop goes on with other things; so it does
 * while `sync` brings what is committed to the disk, before which no work is settled and no other batch begun.
 */
export function groupCommit(
  file: DatabaseSync,
  tx: Queries,
  { patienceMs, sync }: { readonly patienceMs: number; readonly sync: () => Promise<void> },
): Commits {
  const steps = transactionSteps(file);
  let queue: Pending[] = [];
  let flushing: Promise<void> | undefined;
  let trouble: Refused | undefined;

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      // Lets I/O callbacks in, before the first batch and between two.
      await new Promise(setImmediate);
      const locked = trouble ?? (await lockFile());
      const batch = queue.slice(0, BATCH);
      queue = queue.slice(BATCH);
      if (locked.kind === "ours") await keep(batch);
      else for (const item of batch) item.fail(locked.error);
    }
    flushing = undefined;
  }

  /**
   * Commits and syncs. After a sync that failed nobody can tell what the disk holds (a second one may report success for what is
   * lost), so everything later is refused until the file is opened anew.
   */
  async function keep(batch: readonly Pending[]): Promise<void> {
    const { done, isWritten } = await commitTogether(steps, tx, batch);
    try {
      if (isWritten) await sync();
    } catch (error) {
      trouble = { kind: "refused", error };
      for (const item of done) item.fail(error);
      return;
    }
    for (const item of done) item.settle();
  }

  /** Tries again for as long as any work is willing to wait. */
  async function lockFile(): Promise<Lock> {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      const locked = lock(steps);
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
    drained() {
      if (flushing === undefined) return Promise.resolve();
      // Works are taken in order, so one that does nothing is settled, or fails, after all before it.
      return new Promise((resolve) => {
        queue.push({
          isOneStatement: true,
          run() {},
          settle: resolve,
          fail: () => resolve(),
          since: performance.now(),
        });
      });
    },
  };
}

interface Refused {
  readonly kind: "refused";
  readonly error: unknown;
}

type Lock =
  | { readonly kind: "ours" }
  /** Another process writes: it may be over in a moment. */
  | { readonly kind: "elsewhere"; readonly error: unknown }
  | Refused;

/** SQLite's result code SQLITE_BUSY; its finer codes have it in their low byte. */
const BUSY = 5;

function lock({ begin }: Steps): Lock {
  try {
    begin();
    return { kind: "ours" };
  } catch (error) {
    const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
    return { kind: (code & 0xff) === BUSY ? "elsewhere" : "refused", error };
  }
}

/** Works that are committed, and whether there was anything to write. */
interface Outcome {
  readonly done: readonly Pending[];
  readonly isWritten: boolean;
}

/** Ends the transaction that was begun for it. Never throws: what is not in the outcome has failed and was told. */
async function commitTogether(steps: Steps, tx: Queries, batch: readonly Pending[]): Promise<Outcome> {
  const done: Pending[] = [];
  try {
    steps.lookFirst();
    const isAlone = batch.length === 1;
    for (const item of batch) {
      const isDone = item.isOneStatement
        ? runStatement(steps, tx, item, isAlone)
        : await runOne(steps, tx, item, isAlone);
      if (isDone) done.push(item);
    }
    // Asked while all can still be undone: a commit nobody knows the extent of would be neither synced nor told.
    const isWritten = steps.isWritten();
    steps.commit();
    return { done, isWritten };
  } catch (error) {
    // The file is full or broken, or the only work of the batch failed: nothing of this batch is durable.
    rollBack(steps);
    for (const item of batch) item.fail(error);
    return { done: [], isWritten: false };
  }
}

/** Runs one work; false when it threw and was undone. Throws when the whole transaction is lost, or is to be undone with it. */
async function runOne(steps: Steps, tx: Queries, item: Pending, isAlone: boolean): Promise<boolean> {
  if (!isAlone) steps.savepoint();
  try {
    await item.run(tx);
  } catch (error) {
    if (isLost(steps, isAlone)) throw error;
    steps.undoItem();
    steps.release();
    item.fail(error);
    return false;
  }
  if (!isAlone) steps.release();
  return true;
}

/** The same for a work of one statement, at once: to wait for what is no promise would cost each message a turn of the microtasks. */
function runStatement(steps: Steps, tx: Queries, item: Pending, isAlone: boolean): boolean {
  try {
    void item.run(tx);
    return true;
  } catch (error) {
    if (isLost(steps, isAlone)) throw error;
    item.fail(error);
    return false;
  }
}

/** On a full disk or an I/O error SQLite may undo the whole transaction by itself (sqlite.org/lang_transaction.html §3). */
const isLost = (steps: Steps, isAlone: boolean) => isAlone || !steps.isOpen();

function rollBack(steps: Steps): void {
  steps.lookAnew();
  try {
    if (steps.isOpen()) steps.undoAll();
  } catch {
    // The error that led here is the one to report; a file this broken refuses the next BEGIN too.
  }
}
