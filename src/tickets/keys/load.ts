import { generateKeyPairSync, randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, syncFolder } from "../../platform/index.ts";
import { type OfficeKey, officeKey } from "../receipts/sign.ts";

const FILE = "office-key.pem";

/**
 * The key this server signs receipts and seals with: DATA_DIR/office-key.pem, made at the first start. It lies outside the database,
 * so that whoever can write there cannot sign. Rejects when the file holds no key.
 */
export async function loadOfficeKey(dataDirectory: string): Promise<OfficeKey> {
  const file = join(dataDirectory, FILE);
  try {
    return officeKey(await readFile(file, "utf8"));
  } catch (error) {
    if (!isCode(error, "ENOENT")) throw error;
  }
  await makeFolder(dataDirectory);
  await makeKey(file);
  // Its name is on the disk before anything is signed with it.
  await syncFolder(dataDirectory);
  return officeKey(await readFile(file, "utf8"));
}

/** The file appears whole or not at all; of several processes that start at once, the first one's stays. */
async function makeKey(file: string): Promise<void> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const written = `${file}.${randomUUID()}.new`;
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  try {
    await writeFile(written, pem, { mode: 0o600, flag: "wx", flush: true });
    await link(written, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    await rm(written, { force: true });
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
