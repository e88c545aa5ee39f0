import { describe, expect, test } from "vitest";
import { fieldsFor, partOf } from "../../../src/answers/facts.ts";
import { type Fact, FIELDS, type Procedure } from "../../../src/catalogue/index.ts";

const stated = (...lines: string[]): Fact => ({ state: "stated", lines, confidence: "published" });
const silent: Fact = { state: "withheld", reason: "not_published" };

function procedureWith(facts: Partial<Procedure["facts"]>, reviewBy?: string): Procedure {
  const all = Object.fromEntries(FIELDS.map((field) => [field, facts[field] ?? silent])) as Procedure["facts"];
  return {
    code: "1.000001",
    version: "1/QĐ-BTP",
    name: "Thử",
    field: "",
    levels: ["xã"],
    checkedOn: "2026-07",
    scope: "national",
    facts: all,
    notes: [],
    related: [],
    ...(reviewBy ? { reviewBy } : {}),
  };
}
const TODAY = { today: "2026-08-01", page: 0 };

describe("one part of a record", () => {
  test("is its lines, each with a receipt that names code, version and field", () => {
    expect(partOf(procedureWith({ fee: stated("8.000 đồng") }), "fee", TODAY)).toEqual({
      field: "fee",
      kind: "stated",
      receipts: [{ text: "8.000 đồng", code: "1.000001", version: "1/QĐ-BTP", field: "fee" }],
    });
  });

  test("is whole: how much of it is shown at once is a matter of wording", () => {
    const papers = stated(...Array.from({ length: 20 }, (_, i) => `Giấy ${i}`));
    const part = partOf(procedureWith({ papers }), "papers", TODAY);
    expect(part.kind === "stated" && part.receipts.length).toBe(20);
  });

  test.each([
    ["fee", "2026-07-31", "withheld"],
    ["time_limit", "2026-07-31", "withheld"],
    ["fee", "2026-08-01", "stated"],
    ["papers", "2026-07-31", "stated"],
  ] as const)("%s of a record to be reviewed by %s is %s", (field, reviewBy, kind) => {
    expect(partOf(procedureWith({ [field]: stated("1 ngày") }, reviewBy), field, TODAY).kind).toBe(kind);
  });

  test.each([
    ["2026-07-31", { kind: "withheld", reason: "expired" }],
    ["2026-08-01", { kind: "stated" }],
  ])("whose own words end it on %s is judged on the day of the answer", (until, expected) => {
    expect(partOf(procedureWith({ fee: { ...stated("8.000 đồng"), until } }), "fee", TODAY)).toMatchObject(expected);
  });
});

test("where: the place and the authority that are published, else the authority's silence", () => {
  expect(fieldsFor(procedureWith({ place: stated("UBND xã"), agency: stated("UBND xã") }), "place")).toEqual([
    "place",
    "agency",
  ]);
  expect(fieldsFor(procedureWith({ agency: stated("UBND xã") }), "place")).toEqual(["agency"]);
  expect(fieldsFor(procedureWith({}), "place")).toEqual(["agency"]);
});
