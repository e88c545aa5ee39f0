import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { channelNamed, readCases } from "../../../src/cli/cases.ts";
import { mistakeOf } from "../../../src/cli/mistakes.ts";

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (text: string): string => {
  const file = join(folder, "cases.jsonl");
  writeFileSync(file, text);
  return file;
};
const main = resolve(import.meta.dirname, "../../../src/cli/main.ts");
const lang = (...args: readonly string[]) => spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });

describe("a command called wrongly says what to do, in Vietnamese", () => {
  test("an option there is not", () => {
    const { stderr, status } = lang("import", "--bogus", "x");
    expect([stderr, status]).toEqual(["không có tùy chọn --bogus. Xem: lang-nghe import --help\n", 2]);
  });

  test("a command there is not", () => {
    const { stderr, status } = lang("reprot");
    expect([stderr.trim(), status]).toEqual(["không có lệnh “reprot”", 2]);
  });

  test("a file that is not there, and one that is a folder", () => {
    const fault = (code: string) => mistakeOf(Object.assign(new Error("x"), { code, path: "a.jsonl" }), "converse");
    expect(fault("ENOENT")).toEqual({ told: "không có tệp: a.jsonl", code: 1 });
    expect(fault("EISDIR").told).toBe("là thư mục, không phải tệp: a.jsonl");
  });

  test("a month there is not", () => {
    expect(lang("costs", "--from", "2026-13").stderr).toContain("“2026-13” không phải tháng");
  });
});

describe("conversations in a file", () => {
  test.each([
    ["", /không có hội thoại nào/],
    ['{"id":"a","turns":[{"text":"x"}]}\n{hong\n', /:2 không phải JSON/],
    ['{"id":"a","turns":[]}', /:1 turns/],
    ['{"id":"a","turns":[{"text":"x","expect":{"outcome":"answerd"}}]}', /:1 turns\.0\.expect\.outcome/],
  ])("%s is refused", (text, message) => {
    expect(() => readCases(written(text))).toThrow(message);
  });

  test("are held on a channel there is", () => {
    expect(channelNamed("sms")).toBe("sms");
    expect(() => channelNamed("fax")).toThrow(/không có kênh “fax”; các kênh: zalo, sms/);
  });
});
