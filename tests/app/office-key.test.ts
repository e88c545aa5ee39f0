import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadOfficeKey } from "../../src/tickets/index.ts";

const SOURCE = resolve(import.meta.dirname, "../../src/tickets/keys/load.ts");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lang-nghe-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process of its own that loads the key when `at` (epoch ms) has come; the key's name. */
async function loadElsewhere(at: number): Promise<string> {
  const script = `const { loadOfficeKey } = await import(${JSON.stringify(SOURCE)});
while (Date.now() < ${at}) ;
process.stdout.write((await loadOfficeKey(${JSON.stringify(folder)})).id);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return said;
}

test("processes that start at once agree on one key, and nothing else is left", async () => {
  const at = Date.now() + 1500;
  const ids = await Promise.all([loadElsewhere(at), loadElsewhere(at), loadElsewhere(at)]);
  expect(ids).toEqual([ids[0], ids[0], ids[0]]);
  expect(ids[0]).toMatch(/^[\w-]{8}$/);
  expect((await loadOfficeKey(folder)).id).toBe(ids[0]);
  expect(readdirSync(folder)).toEqual(["office-key.pem"]);
  expect(statSync(join(folder, "office-key.pem")).mode & 0o777).toBe(0o600);
});

test("what a crash left of a key that was being made stands in nobody's way", async () => {
  writeFileSync(join(folder, "office-key.pem.0b9e.new"), "-----BEGIN PRIV");
  const { id } = await loadOfficeKey(folder);
  expect((await loadOfficeKey(folder)).id).toBe(id);
});

test("a file without a key is never replaced: what was signed with it would be nobody's", async () => {
  writeFileSync(join(folder, "office-key.pem"), "");
  await expect(loadOfficeKey(folder)).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(["office-key.pem"]);
});
