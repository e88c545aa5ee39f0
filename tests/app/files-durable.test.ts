import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openFiles } from "../../src/attachments/files/store.ts";
import { sha256, syncFolder } from "../../src/platform/index.ts";

describe("a file is kept once its name is on the disk, and", () => {
  const bytes = Buffer.from("%PDF-1.7\n");
  const hash = sha256(bytes);
  let base: string;
  let folder: string;
  let within: string;
  let synced: string[];

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "lang-nghe-files-"));
    folder = join(base, "data", "attachments");
    within = join(folder, hash.slice(0, 2));
    synced = [];
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const sync = async (path: string) => {
    await syncFolder(path);
    synced.push(path);
  };

  test("so are the names of the folders made for it", async () => {
    const files = openFiles(folder, sync);
    await files.keep(bytes);
    expect(synced).toEqual([join(base, "data"), base, folder, within]);
    synced = [];
    await files.keep(bytes);
    expect(synced).toEqual([within]);
  });

  test("of those somebody else made a moment ago", async () => {
    mkdirSync(within, { recursive: true });
    await openFiles(folder, sync).keep(bytes);
    expect(synced).toEqual([join(base, "data"), folder, within]);
  });

  test("of two kept at once neither is told before the folder both need is there", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const files = openFiles(folder, (path) => (path === folder ? held : Promise.resolve()));
    let kept = 0;
    const both = [1, 2].map(() => files.keep(bytes).then(() => kept++));
    await vi.waitFor(() => expect(existsSync(within)).toBe(true));
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(kept).toBe(0);
    release();
    await Promise.all(both);
    expect(kept).toBe(2);
  });

  test("a folder somebody took away is made again for the next try", async () => {
    const files = openFiles(folder, sync);
    await files.keep(bytes);
    rmSync(folder, { recursive: true });
    await expect(files.keep(bytes)).rejects.toThrow("ENOENT");
    expect(await files.keep(bytes)).toBe(hash);
  });

  test("a folder that cannot be synced fails it, until it can", async () => {
    let isBroken = true;
    const files = openFiles(folder, async (path) => {
      if (isBroken && path === folder) throw new Error("EIO");
    });
    await expect(files.keep(bytes)).rejects.toThrow("EIO");
    isBroken = false;
    expect(await files.keep(bytes)).toBe(hash);
  });
});
