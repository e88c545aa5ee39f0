import { mkdir, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/** Brings the names in a folder to the disk; rejects when that failed. */
export type SyncFolder = (folder: string) => Promise<void>;

/** What says that a system cannot sync folders at all (Windows, some network drives), where the files' own sync has to do. */
const CANNOT = new Set(["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP"]);

export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!(error instanceof Error && "code" in error && CANNOT.has(String(error.code)))) throw error;
  }
}

/**
 * Makes a folder that only its owner may enter, and those above it that are missing. Durable when it resolves, also where somebody
 * else has made it a moment ago: each name is synced into the folder that holds it.
 */
export async function makeFolder(path: string, sync: SyncFolder = syncFolder): Promise<void> {
  const folder = resolve(path);
  const highest = resolve((await mkdir(folder, { recursive: true, mode: 0o700 })) ?? folder);
  for (let made = folder; ; made = dirname(made)) {
    await sync(dirname(made));
    if (made === highest) return;
  }
}
