import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadDirectory } from "../../../src/departments/index.ts";
import { loadDeadlines, RECORD_TYPES } from "../../../src/tickets/index.ts";

describe("the directory of units and topics", () => {
  test("has the units the decree names, at both levels, and more than 35 topics", async () => {
    const { departments, topics, commune, province } = await loadDirectory("knowledge");
    expect([commune, province]).toEqual(["Tuyên Bình", "Quảng Trị"]);
    for (const id of [
      "van-phong-xa",
      "phong-kinh-te",
      "phong-vh-xh",
      "ttpvhcc-xa",
      "cong-an-xa",
      "ban-chqs-xa",
      "thue-co-so",
      "bhxh-co-so",
      "cn-vpdkdd",
      "thanh-tra-tinh",
    ])
      expect(departments.has(id), id).toBe(true);
    expect(topics.size).toBeGreaterThan(35);
  });

  test("gives no telephone number and no address that the office has not filled in", async () => {
    const { departments } = await loadDirectory("knowledge");
    expect(departments.size).toBeGreaterThan(0);
    for (const { phone, address } of departments.values()) expect([phone, address]).toEqual([null, null]);
  });

  test("no word points to two topics", async () => {
    const { topics } = await loadDirectory("knowledge");
    const owners = new Map<string, string[]>();
    for (const { id, words } of topics.values())
      for (const word of new Set(words)) owners.set(word, [...(owners.get(word) ?? []), id]);
    expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
  });

  test("every record type that tickets know has a deadline", async () => {
    expect(Object.keys((await loadDeadlines("knowledge")).byType).sort()).toEqual([...RECORD_TYPES].sort());
  });
});

describe("a mistake an editor makes", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "lang-nghe-directory-"));
    for (const file of ["departments.yaml", "topics.yaml"]) cpSync(join("knowledge", file), join(directory, file));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test.each([
    ["topics.yaml", "unit: dien-luc", "unit: dien-lucc", "dien-lucc"],
    ["departments.yaml", "parent: ubnd-xa", "parent: ubnd-xaa", "ubnd-xaa"],
    ["departments.yaml", "kind: vertical", "kind: doc", "kind"],
    ["topics.yaml", "id: rac-thai", "id: Rác thải", "id"],
    ["topics.yaml", "id: so-do", "id: rac-thai", "rac-thai"],
  ])("in %s (%s → %s) is told with its line", async (file, right, wrong, named) => {
    const path = join(directory, file);
    const text = readFileSync(path, "utf8").replace(right, wrong);
    writeFileSync(path, text);
    const error = await loadDirectory(directory).then(() => undefined, String);
    const line = Number(/yaml:(\d+) /.exec(error ?? "")?.[1]);
    expect(error).toContain(file);
    expect(error).toContain(named);
    expect(text.split("\n")[line - 1]).toMatch(wrong.split(": ")[1] ?? "");
  });
});
