import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { importWithout } from "../../../src/platform/index.ts";

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const require = createRequire(import.meta.url);

function written(name: string, source: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
  return file;
}

const ASKING = `const gone = require("made-up-package");
class Own extends gone.Client {}
exports.Own = Own;
exports.named = typeof gone.anything.at.all;
exports.keyed = Object.keys({ [gone.KEY]: 1 });
exports.call = () => gone.connect();
exports.build = () => new gone.Client();
`;

test("what is left out may be named and extended, and throws when it is called or built", async () => {
  const file = written("asking.cjs", ASKING);
  const asking = await importWithout(/^made-up-package$/, /asking\.cjs$/, async () => require(file));
  expect(asking).toMatchObject({ named: "function", keyed: ["absent"] });
  expect(asking.call).toThrow(/left out/);
  expect(asking.build).toThrow(/left out/);
  expect(() => new asking.Own()).toThrow(/left out/);
});

test("who is not named as asking, and who asks later, gets the package itself", async () => {
  const other = written("beside/other.cjs", 'require("made-up-package");');
  const later = written("later/asking.cjs", 'require("made-up-package");');
  await importWithout(/^made-up-package$/, /asking\.cjs$/, async () => {
    expect(() => require(other)).toThrow(/Cannot find module 'made-up-package'/);
  });
  expect(() => require(later)).toThrow(/Cannot find module 'made-up-package'/);
});
