import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type OfficeKey, officeKey } from "../receipts/sign.ts";

const FILE = "office-key.pem";

/**
 * The key this server signs receipts and seals with: DATA_DIR/office-key.pem, made at the first start. It lies outside the database,
 * so that whoever can write there cannot sign. Throws when the file holds no key.
 */
export function loadOfficeKey(dataDirectory: string): OfficeKey {
  const file = join(dataDirectory, FILE);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync("ed25519");
  try {
    // On the disk before anything is signed with it.
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    // Usual: it was made before, perhaps by a second process a moment ago.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return officeKey(readFileSync(file, "utf8"));
}
