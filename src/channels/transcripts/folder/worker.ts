import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { sha256 } from "../../../platform/index.ts";
import type { Accept } from "../../channel.ts";
import { readCallFile } from "../file.ts";

export interface FolderOptions {
  /** Holds in/, done/ and failed/, which are made where missing. */
  readonly folder: string;
  readonly accept: Accept;
  readonly now: () => number;
  /** What was done with a file; a name is not logged, for it may be a telephone number. */
  readonly report: (outcome: "taken" | "seen_before" | "refused" | "not_kept", error?: unknown) => void;
  /** Default five seconds. */
  readonly everyMs?: number;
}

export interface WatchedFolder {
  /** Looks once: takes up every file that has stood unchanged since the look before. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 5000;
const LARGEST_BYTES = 16 * 1024 * 1024;
/** Names that programs give to what they are still writing. */
const UNFINISHED = /^[.~]|\.(?:part|partial|tmp|crdownload|filepart)$/i;

/**
 * Takes in transcripts laid into a folder: each goes to done/ once it is kept, or to failed/ with the reason beside it. A crash in
 * between leaves the file where it was, and the same bytes are one message.
 */
export function watchFolder(options: FolderOptions): WatchedFolder {
  const seen = new Map<string, string>();
  let looking: Promise<void> | undefined;
  const look = () => {
    looking ??= lookOnce(options, seen)
      .catch((error: unknown) => options.report("not_kept", error))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const timer = setInterval(() => void look(), options.everyMs ?? EVERY_MS);
  timer.unref();
  void look();
  return {
    look,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

async function lookOnce(options: FolderOptions, seen: Map<string, string>): Promise<void> {
  const inFolder = join(options.folder, "in");
  for (const name of ["in", "done", "failed"]) await mkdir(join(options.folder, name), { recursive: true });
  const entries = await readdir(inFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !UNFINISHED.test(entry.name)).map(({ name }) => name);
  for (const name of [...seen.keys()]) if (!names.includes(name)) seen.delete(name);
  for (const name of names.sort()) {
    const { size, mtimeMs } = await stat(join(inFolder, name));
    const mark = `${size} ${mtimeMs}`;
    if (seen.get(name) === mark) await takeUp(options, name, size, mark);
    else seen.set(name, mark);
  }
}

/** One file that could not be kept waits for the next look; the others go on. */
async function takeUp(options: FolderOptions, name: string, size: number, mark: string): Promise<void> {
  const { folder, accept, now, report } = options;
  const path = join(folder, "in", name);
  try {
    if (size > LARGEST_BYTES) return await refuse(options, name, sha256(mark), "Tệp lớn hơn 16 MB.");
    const bytes = await readFile(path);
    const read = readCallFile(name, bytes, now());
    if (!read.ok) return await refuse(options, name, sha256(bytes), read.why);
    const receipt = await accept(read.message);
    await rename(path, join(folder, "done", unlike(name, sha256(bytes))));
    report(receipt === "new" ? "taken" : "seen_before");
  } catch (error) {
    report("not_kept", error);
  }
}

async function refuse({ folder, report }: FolderOptions, name: string, hash: string, why: string): Promise<void> {
  const kept = unlike(name, hash);
  await writeFile(join(folder, "failed", `${kept}.ly-do.txt`), `${why}\n`);
  await rename(join(folder, "in", name), join(folder, "failed", kept));
  report("refused");
}

/** File systems take 255 bytes, and a Vietnamese letter has up to three: room is left for the hash and for ".ly-do.txt". */
const LONGEST_STEM = 50;
const LONGEST_ENDING = 10;
const shortened = (text: string, most: number) => [...text].slice(0, most).join("");

/** Two files of one name must not overwrite each other; the same bytes may. */
function unlike(name: string, hash: string): string {
  const { name: stem, ext } = parse(name);
  return `${shortened(stem, LONGEST_STEM)}.${hash.slice(0, 8)}${shortened(ext, LONGEST_ENDING)}`;
}
