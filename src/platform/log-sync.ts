import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";

/** Brings an open file to the disk; rejects when that failed. */
export type Sync = (descriptor: number) => Promise<void>;

/** A way to sync that remembers its first failure: from then on nobody can tell what the disk holds. */
export interface WatchedSync {
  readonly sync: Sync;
  readonly isBroken: () => boolean;
  /** Throws what broke it; does nothing while all is well. */
  readonly check: () => void;
}

/** `onBroken` is told once, before whoever waited for the sync is. */
export function watchedSync(sync: Sync, onBroken: (error: unknown) => void): WatchedSync {
  let broken: { readonly error: unknown } | undefined;
  return {
    async sync(descriptor) {
      try {
        await sync(descriptor);
      } catch (error) {
        if (!broken) onBroken(error);
        broken ??= { error };
        throw error;
      }
    },
    isBroken: () => broken !== undefined,
    check() {
      if (broken) throw broken.error;
    },
  };
}

const PIECE_BYTES = 1024 * 1024;

/**
 * Writes the bytes of a log over themselves and syncs them. Whoever left it may have ended because a sync failed: the system then
 * takes pages for written that are not on the disk, and no later sync would write them. Nobody else may be writing to it.
 */
export async function writeAnew(path: string, sync: Sync): Promise<void> {
  const log = openSync(path, "r+");
  try {
    const piece = Buffer.alloc(PIECE_BYTES);
    let length = 0;
    for (let read = readSync(log, piece, 0, PIECE_BYTES, 0); read > 0; ) {
      writeWhole(log, piece.subarray(0, read), length);
      length += read;
      read = readSync(log, piece, 0, PIECE_BYTES, length);
    }
    if (length > 0) await sync(log);
  } finally {
    closeSync(log);
  }
}

function writeWhole(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
}

const leftOpen: DatabaseSync[] = [];

/**
 * Leaves files open until the process ends. SQLite carries the log over as the last connection closes, and closes what the garbage
 * collector finds; `process.exit` does neither, while a process that merely runs out of work closes them all.
 */
export function leaveOpen(...files: readonly DatabaseSync[]): void {
  leftOpen.push(...files);
}
