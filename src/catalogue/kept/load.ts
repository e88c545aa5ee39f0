import { createHash, type Hash } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { IndexData } from "../embedded/build.ts";
import { ownCopy, withOwnArrays } from "../embedded/own-copy.ts";
import type { LeftOut } from "../entries.ts";
import type { PackedRecords } from "../records/load.ts";

/** What is kept of a catalogue in `DATA_DIR/catalogue`: read back in one go at the next start. */
export interface Kept {
  readonly records: PackedRecords;
  readonly leftOut: readonly LeftOut[];
  readonly index: IndexData;
}

/** The judging and indexing code and the word lists: when one of their files changes, what was made with it is made anew. */
const SOURCES = ["..", "../../text"].map((folder) => resolve(import.meta.dirname, folder));
const WORD_LISTS = ["aliases", "families.yaml", "outside", "sentences.txt", "variants.yaml", "words.yaml"];

/** A fingerprint of the code that judges records and indexes them. */
export function codeKey(): string {
  const hash = createHash("sha256");
  for (const folder of SOURCES) hashPath(hash, "", folder);
  return hash.digest("hex").slice(0, 24);
}

/** A name for what is made from these records with these word lists by this code; no date and no path is part of it. */
export function keyOf(records: string, knowledgeDirectory: string): string {
  const hash = createHash("sha256").update(`${records}|${codeKey()}|`);
  for (const name of WORD_LISTS) hashPath(hash, name, join(knowledgeDirectory, name));
  return hash.digest("hex").slice(0, 24);
}

function hashPath(hash: Hash, name: string, path: string): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) hash.update(`${name}|`).update(readFileSync(path));
  else for (const one of readdirSync(path).sort()) hashPath(hash, `${name}/${one}`, join(path, one));
}

const fileOf = (directory: string, key: string) => join(directory, `catalogue-${key}.bin`);

/** Undefined when nothing is kept under this name, or what is kept cannot be read: it is then made anew. */
export function readKept(directory: string, key: string): Kept | undefined {
  const file = fileOf(directory, key);
  if (!existsSync(file)) return undefined;
  try {
    const bytes = readFileSync(file);
    if (!isWhole(bytes)) return undefined;
    const { records, leftOut, index } = deserialize(bytes.subarray(0, -CHECK_BYTES)) as Kept;
    const kept = { records: withOwnArrays(records), leftOut, index: ownCopy(index) };
    // Tens of megabytes that would stay until the next full collection. A small Buffer shares its memory with others.
    if (bytes.buffer.byteLength === bytes.byteLength && bytes.buffer instanceof ArrayBuffer) bytes.buffer.transfer(0);
    markUsed(file);
    return kept;
  } catch {
    return undefined;
  }
}

/** Behind what is kept stands its checksum: a single changed byte may be a digit of a fee. */
const CHECK_BYTES = 4;

function checkOf(bytes: Buffer): Buffer {
  const check = Buffer.alloc(CHECK_BYTES);
  check.writeUInt32LE(crc32(bytes));
  return check;
}

const isWhole = (bytes: Buffer): boolean =>
  bytes.length > CHECK_BYTES && checkOf(bytes.subarray(0, -CHECK_BYTES)).equals(bytes.subarray(-CHECK_BYTES));

/** A folder that may not be written to only loses the mark. */
function markUsed(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {}
}

/** Keeps it for the next start, and lets go of what has not been used for longest. */
export function keep(directory: string, key: string, kept: Kept): void {
  mkdirSync(directory, { recursive: true });
  const file = fileOf(directory, key);
  // Two processes may build the same at once: each writes a file of its own, and either of the two is right.
  const part = `${file}.${process.pid}.part`;
  const bytes = serialize(kept);
  writeFileSync(part, bytes);
  appendFileSync(part, checkOf(bytes));
  renameSync(part, file);
  prune(directory);
}

/** The present one and the one before it, narrowed and whole, and room for a trial. */
const MOST = 6;
const ABANDONED_MS = 3_600_000;

function prune(directory: string): void {
  const found = readdirSync(directory).filter((name) => /^catalogue-[0-9a-f]{24}\.bin/.test(name));
  const files = found.map((name) => ({ name, at: usedAt(join(directory, name)) })).sort((a, b) => b.at - a.at);
  const whole = files.filter(({ name }) => name.endsWith(".bin"));
  const parts = files.filter(({ name, at }) => name.endsWith(".part") && at < Date.now() - ABANDONED_MS);
  // `force`: another process may have taken it away. One that is reading it has the whole file open already.
  for (const { name } of [...whole.slice(MOST), ...parts]) rmSync(join(directory, name), { force: true });
}

/** Epoch milliseconds; 0 for a file that is gone. */
const usedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
