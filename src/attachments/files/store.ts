import { open, readdir, readFile, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder, type SyncFolder, sha256, syncFolder } from "../../platform/index.ts";

/** Bytes by their own SHA-256, so that the same picture sent by ten people is kept once. */
export interface FileStore {
  /** Durable when it resolves; the hash, hex. Rejects when the disk does not take it. */
  keep(bytes: Uint8Array): Promise<string>;
  /** Undefined when it is not there, or is no longer what its name says. */
  read(hash: string): Promise<Buffer<ArrayBuffer> | undefined>;
  /** Removes what `isWanted` does not know and nobody wrote for an hour, and pieces a crash left; how many. */
  sweep(now: number, isWanted: (hash: string) => Promise<boolean>): Promise<number>;
}

const HASH = /^[0-9a-f]{64}$/;
const STRAY_MS = 3_600_000;

export function openFiles(folder: string, sync: SyncFolder = syncFolder): FileStore {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  const folders = folderMaker(folder, sync);
  let written = 0;
  return {
    async keep(bytes) {
      const hash = sha256(bytes);
      const path = pathOf(hash);
      await folders.make(dirname(path));
      // Written even where it is there already: its new time keeps a sweep away until its row stands.
      written += 1;
      const draft = `${path}.${process.pid}-${written}.part`;
      try {
        await writeDurably(draft, bytes);
        await rename(draft, path);
      } catch (error) {
        folders.makeAnew();
        await rm(draft, { force: true }).catch(() => undefined);
        throw error;
      }
      await sync(dirname(path));
      return hash;
    },
    async read(hash) {
      if (!HASH.test(hash)) return undefined;
      const bytes = await readFile(pathOf(hash)).catch(() => undefined);
      return bytes && sha256(bytes) === hash ? bytes : undefined;
    },
    async sweep(now, isWanted) {
      let removed = 0;
      for (const path of await everyFile(folder)) {
        const name = path.split("/").at(-1) ?? "";
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
        if (now - mtimeMs < STRAY_MS || (HASH.test(name) && (await isWanted(name)))) continue;
        await unlink(path).catch(() => undefined);
        removed += 1;
      }
      return removed;
    },
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes folders within `folder`, which is made at their first use; each is synced once, whoever made it. */
function folderMaker(folder: string, sync: SyncFolder) {
  const made = new Map<string, Promise<void>>();
  const once = (path: string) => {
    const making = made.get(path) ?? makeFolder(path, sync);
    made.set(path, making);
    making.catch(() => made.delete(path));
    return making;
  };
  return {
    async make(within: string): Promise<void> {
      await once(folder);
      await once(within);
    },
    /** Somebody may have taken one away. */
    makeAnew: () => made.clear(),
  };
}

async function everyFile(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
