import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { serialize } from "node:v8";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aliasesOf } from "../../../src/catalogue/embedded/phrases.ts";
import { loadKnowledge, openCatalogue } from "../../../src/catalogue/index.ts";
import { knowledge } from "../../fakes/search-office.ts";

const KNOWLEDGE = resolve(import.meta.dirname, "../../../knowledge");
const LINE = { code: "1.000001", name: "Đăng ký thử nghiệm", fee: "8.000 đồng", as_of: "2026-07" };

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lang-nghe-kept-"));
  cache = join(folder, "cache");
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, row: object = LINE): string {
  const file = join(folder, name);
  writeFileSync(file, `${JSON.stringify(row)}\n`);
  return file;
}

const open = (file: string, knowledgeDirectory = KNOWLEDGE) =>
  openCatalogue({ file, cacheDirectory: cache, knowledge, knowledgeDirectory });
const kept = () => readdirSync(cache).sort();

describe("the kept index of a catalogue", () => {
  test("is the same for the same content, whatever the file is called and whenever it was saved", async () => {
    await open(written("a.jsonl"));
    const [name] = kept();
    const again = written("b.jsonl");
    utimesSync(again, new Date("2020-01-01"), new Date("2020-01-01"));
    expect((await open(again)).title).toBe("b.jsonl");
    expect(kept()).toEqual([name]);
  });

  test("is another for another content, other codes and other words", async () => {
    const file = written("a.jsonl");
    await open(file);
    await open(written("a.jsonl", { ...LINE, fee: "9.000 đồng" }));
    expect((await open(file)).procedure("1.000001")?.facts.fee).toMatchObject({ lines: ["9.000 đồng"] });
    await openCatalogue({
      file,
      codes: new Set(["1.000001"]),
      cacheDirectory: cache,
      knowledge,
      knowledgeDirectory: KNOWLEDGE,
    });
    const other = join(folder, "knowledge");
    cpSync(KNOWLEDGE, other, { recursive: true });
    writeFileSync(join(other, "aliases/z.yaml"), '"1.000001": { say: [chuyện lạ] }\n');
    const catalogue = await openCatalogue({
      file,
      cacheDirectory: cache,
      knowledge: loadKnowledge(other),
      knowledgeDirectory: other,
    });
    expect(aliasesOf(catalogue.index.phrases, [...catalogue.index.spoken.keys()], 0)).toEqual(["chuyện lạ"]);
    expect(kept()).toHaveLength(4);
  });

  test("is one of six at most: what has not been used for longest goes, and what a dead process left half done", async () => {
    mkdirSync(cache);
    const old = "0".repeat(24);
    for (const name of [`catalogue-${old}.bin`, `catalogue-${old}.bin.part`, "bao-cao-a.csv"]) {
      writeFileSync(join(cache, name), "");
      utimesSync(join(cache, name), new Date("2026-01-01"), new Date("2026-01-01"));
    }
    const first = written("a.jsonl");
    await open(first);
    const [used] = kept().filter((name) => name.endsWith(".bin") && statSync(join(cache, name)).size > 0);
    for (const fee of ["1.000 đồng", "2.000 đồng", "3.000 đồng", "4.000 đồng", "5.000 đồng"]) {
      utimesSync(join(cache, used as string), new Date("2026-02-01"), new Date("2026-02-01"));
      await open(written("n.jsonl", { ...LINE, fee }));
      await open(first);
    }
    await open(written("n.jsonl", { ...LINE, fee: "6.000 đồng" }));
    expect(kept().filter((name) => name.startsWith("catalogue-"))).toHaveLength(6);
    expect(kept()).toContain(used);
    expect(kept()).toContain("bao-cao-a.csv");
    expect(kept().join()).not.toContain(old);
  });

  test("is made anew when it was cut short", async () => {
    const file = written("a.jsonl");
    await open(file);
    const [name = ""] = kept();
    truncateSync(join(cache, name), 100);
    expect((await open(file)).procedure("1.000001")?.name).toBe("Đăng ký thử nghiệm");
    expect(statSync(join(cache, name)).size).toBeGreaterThan(100);
  });

  test("is made anew when any byte of it changed on the disk, or it is another program's file", async () => {
    const file = written("a.jsonl");
    await open(file);
    const [name = ""] = kept();
    const whole = readFileSync(join(cache, name));
    const step = Math.ceil(whole.length / 10);
    const damaged = Array.from({ length: 10 }, (_, i) => {
      const bytes = Buffer.from(whole);
      bytes[i * step] = (bytes[i * step] ?? 0) ^ 1;
      return bytes;
    });
    for (const bytes of [...damaged, serialize({ records: 1, index: {} }), Buffer.from("not ours"), Buffer.alloc(0)]) {
      writeFileSync(join(cache, name), bytes);
      expect((await open(file)).procedure("1.000001")?.facts.fee).toMatchObject({ lines: ["8.000 đồng"] });
      expect(readFileSync(join(cache, name)).equals(whole)).toBe(true);
    }
  });
});
