import { describe, expect, test } from "vitest";
import { differences, type Procedure, type RecordEvent, readBy, usedAt } from "../../../src/catalogue/index.ts";
import { type Incoming, type InUse, isBefore, planOf, wordsOf } from "../../../src/catalogue/versions/version.ts";
import { shipped } from "../../fakes/search-office.ts";

const incoming = (code: string, digest: string, checkedOn = "2026-07", label = "1/QĐ-BTP"): Incoming => ({
  code,
  label,
  checkedOn,
  digest,
});
const inUse = (code: string, digest: string, version = "1/QĐ-BTP", checkedOn = "2026-07"): InUse => ({
  code,
  version,
  checkedOn,
  digest,
});
const known = (used: readonly InUse[], versions: Record<string, Record<string, string>> = {}) => ({
  inUse: new Map(used.map((one) => [one.code, one])),
  gone: new Map([["z", "2026-07"]]),
  versions: new Map(Object.entries(versions).map(([code, byDigest]) => [code, new Map(Object.entries(byDigest))])),
});
const A = { a: { x: "1/QĐ-BTP" } };

describe("what an import changes", () => {
  test("a record never seen is added under the number of its decision", () => {
    expect(planOf([incoming("a", "x")], known([]), true).changes).toEqual([
      { code: "a", kind: "added", version: "1/QĐ-BTP", before: null, digest: "x", checkedOn: "2026-07" },
    ]);
  });

  test("one that came back word for word makes nothing, or only a newer day of reading", () => {
    const before = known([inUse("a", "x")], A);
    expect(planOf([incoming("a", "x")], before, true)).toEqual({ changes: [], unchanged: 1, kept: 0 });
    const again = planOf([incoming("a", "x", "2026-09", "2/QĐ-BTP")], before, true);
    expect(again).toMatchObject({ changes: [{ kind: "rechecked", version: "1/QĐ-BTP", checkedOn: "2026-09" }] });
    expect(again.unchanged).toBe(1);
  });

  test("other words under the same decision are told apart by a number", () => {
    const [change] = planOf([incoming("a", "y")], known([inUse("a", "x")], A), true).changes;
    expect(change).toMatchObject({ kind: "changed", version: "1/QĐ-BTP #2", before: "1/QĐ-BTP", digest: "y" });
  });

  test("words that return take up their version again", () => {
    const before = known([inUse("a", "y", "1/QĐ-BTP #2")], { a: { x: "1/QĐ-BTP", y: "1/QĐ-BTP #2" } });
    const [change] = planOf([incoming("a", "x", "2026-09")], before, true).changes;
    expect(change).toMatchObject({ kind: "changed", version: "1/QĐ-BTP" });
    expect(change).not.toHaveProperty("digest");
  });

  test("an older state of a published file is kept and not used; files edited by hand stand as they are", () => {
    const older = [incoming("a", "y", "2026-06", "0/QĐ-BTP")];
    expect(planOf(older, known([inUse("a", "x")], A), true).changes).toMatchObject([
      { kind: "older", version: "0/QĐ-BTP" },
    ]);
    expect(planOf(older, known([inUse("a", "x")], A), false).changes).toMatchObject([{ kind: "changed" }]);
  });

  test("what the file no longer holds is gone as of the day the file was read", () => {
    const plan = planOf([incoming("b", "x", "2026-09-18")], known([inUse("a", "x")], A), true);
    expect(plan.changes).toContainEqual(
      expect.objectContaining({ code: "a", kind: "gone", version: null, before: "1/QĐ-BTP", checkedOn: "2026-09-18" }),
    );
  });

  test("but not when the record in use was read after the file", () => {
    const plan = planOf([incoming("b", "x", "2026-06")], known([inUse("a", "x")], A), true);
    expect(plan.changes.map(({ kind }) => kind)).toEqual(["added"]);
    expect(plan.kept).toBe(1);
  });

  test("an older file does not bring back what a newer one left out", () => {
    const kinds = (checkedOn: string) => planOf([incoming("z", "x", checkedOn)], known([]), true).changes[0]?.kind;
    expect(kinds("2026-06")).toBe("older");
    expect(kinds("2026-08")).toBe("added");
  });
});

test.each([
  ["2026-06", "2026-07", true],
  ["2026-07", "2026-07-18", false],
  ["2026-07-18", "2026-07", false],
  ["2026-07-17", "2026-07-18", true],
  ["2026-08", "2026-07-18", false],
])("%s is before %s: %s", (one, other, is) => {
  expect(isBefore(one, other)).toBe(is);
});

const model = shipped[0] as Procedure;

describe("the words of a record", () => {
  test("are the same however its keys are ordered and whenever it was read", () => {
    const turned = Object.fromEntries(Object.entries(model).reverse()) as unknown as Procedure;
    expect(wordsOf({ ...turned, checkedOn: "2030-01-01", version: "x" })).toBe(wordsOf(model));
  });

  test("differ when any line does", () => {
    const fee = { state: "stated", lines: ["1 đồng"], confidence: "published" } as const;
    expect(wordsOf({ ...model, facts: { ...model.facts, fee } })).not.toBe(wordsOf(model));
  });
});

test("differences name the parts that changed, line by line, and silence with its reason", () => {
  const papers = { state: "stated", lines: ["Tờ khai", "Ảnh"], confidence: "published" } as const;
  const before: Procedure = { ...model, facts: { ...model.facts, papers } };
  const after: Procedure = {
    ...before,
    name: "Tên mới",
    facts: {
      ...before.facts,
      papers: { ...papers, lines: ["Tờ khai", "Thẻ căn cước"] },
      result: { state: "withheld", reason: "not_readable" },
    },
  };
  expect(differences(before, before)).toEqual([]);
  const found = differences(before, after);
  expect(found.map(({ part }) => part)).toEqual(["name", "papers", "result"]);
  expect(found[1]).toMatchObject({ removed: ["Ảnh"], added: ["Thẻ căn cước"] });
  expect(found[2]?.after).toEqual({ lines: [], reason: "not_readable" });
});

describe("as of a day", () => {
  const event = (importId: number, checkedOn: string, more: Partial<RecordEvent> = {}): RecordEvent => ({
    code: "a",
    kind: "changed",
    version: `v${importId}`,
    checkedOn,
    importId,
    series: "published",
    source: "x.jsonl",
    at: importId * 100,
    undoneAt: null,
    ...more,
  });
  // The third is an older file, imported later; the fourth was undone.
  const events = [
    event(1, "2026-05"),
    event(2, "2026-08"),
    event(3, "2026-06-15", { kind: "older" }),
    event(4, "2026-09", { undoneAt: 450 }),
  ];
  const starts = [100, 250, 350, 410, 500].map((at) => ({ at, series: "published" as const }));

  test.each([
    ["2026-04-30", undefined],
    ["2026-05-01", "v1"],
    ["2026-06-14", "v1"],
    ["2026-06-15", "v3"],
    ["2026-10-01", "v2"],
  ])("the record read by %s is %s, whichever was imported first", (day, version) => {
    expect(readBy(day, events)?.version).toBe(version);
  });

  test.each([
    [99, undefined],
    [220, "v1"],
    [250, "v2"],
    [350, "v2"],
    [420, "v4"],
    [460, "v4"],
    [500, "v2"],
  ])("what was answered from at %s is %s: never an older state, and nothing before a start", (at, version) => {
    expect(usedAt(at, events, starts)?.version).toBe(version);
  });

  test("an office that goes over to its own records answers from those", () => {
    const own = event(5, "2026-01", { series: "shipped" });
    const all = [...starts, { at: 600, series: "shipped" as const }];
    expect(usedAt(599, [...events, own], all)?.version).toBe("v2");
    expect(usedAt(600, [...events, own], all)?.version).toBe("v5");
  });
});
