import type { DatabaseSync } from "node:sqlite";

/** Commits after which carrying the log over is worth a pause. */
const MANY = 100;
/** So long nobody may have written: what comes next will not come just now either. */
const QUIET_MS = 300;

/**
 * Carries SQLite's log over into its file when nobody writes. Left to SQLite a commit does it, now and then, and whoever waits for
 * that commit waits several times as long. What nobody writes for long enough to do here, a commit still does in the end.
 * What is not known to be on the disk is not carried over: after a sync that failed, nothing ever is.
 */
export function quietCheckpoints(file: DatabaseSync) {
  const checkpoint = file.prepare("PRAGMA wal_checkpoint(PASSIVE)");
  let commits = 0;
  let isSyncing = false;
  let timer: NodeJS.Timeout | undefined;

  function carryOver(): void {
    if (commits < MANY || isSyncing) return;
    // Not in the middle of somebody's work, which then writes and starts the wait anew.
    if (file.isTransaction) return;
    commits = 0;
    try {
      checkpoint.get();
    } catch {
      // Nothing is lost: the log holds it all, and the next quiet moment tries again.
    }
  }

  return {
    /** Around each sync; one that fails is never followed by `committed`. */
    syncing(): void {
      isSyncing = true;
    },
    committed(): void {
      isSyncing = false;
      commits += 1;
      timer = timer?.refresh() ?? setTimeout(carryOver, QUIET_MS).unref();
    },
    stop: () => clearTimeout(timer),
  };
}
