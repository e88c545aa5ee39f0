import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { compose } from "../../../src/answers/index.ts";
import {
  applyOverrides,
  catalogueOf,
  type Fact,
  FIELDS,
  Overrides,
  type Procedure,
} from "../../../src/catalogue/index.ts";
import { loadScript } from "../../../src/conversation/index.ts";
import { parseYaml } from "../../../src/platform/index.ts";
import { knowledge } from "../../fakes/search-office.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const { wording } = loadScript(resolve(HOUSE, "flows"));
const stated = (...lines: string[]): Fact => ({ state: "stated", lines, confidence: "published" });
const silent: Fact = { state: "withheld", reason: "set_by_province" };

function record(facts: Partial<Procedure["facts"]>, more: Partial<Procedure> = {}): Procedure {
  const all = Object.fromEntries(FIELDS.map((field) => [field, facts[field] ?? silent])) as Procedure["facts"];
  const shared = { field: "", checkedOn: "2026-07", scope: "national", notes: [], related: [] };
  return { ...shared, code: "1.000001", version: "1/QĐ-BTP", name: "Thử", levels: ["xã"], facts: all, ...more };
}

const read = (text: string) => parseYaml("overrides.yaml", text, Overrides);
const proof = 'source: "Trang thử", decision: "12/2026/NQ-HĐND", checked_on: 2026-10-01';
const feeDecided = (more = "") =>
  read(`one_stop: { address: null, hours: null }
procedures:
  "1.000001":
    fee: { text: "5.000 đồng/việc", ${proof}${more} }
`);
const oneStop = read(`one_stop:
  address: { text: "Trung tâm thử, thôn Thử", ${proof} }
  hours: { text: "7 giờ đến 11 giờ", ${proof} }
procedures: {}
`);
const on = (today: string) => ({ today, page: 0 });

describe("a fee the province decreed", () => {
  test("stands in place of the national record's silence, with the decree as its source", () => {
    const { fee } = applyOverrides(record({}), feeDecided()).facts;
    expect(fee).toMatchObject({ state: "stated", lines: ["5.000 đồng/việc"] });
    expect(fee.state === "stated" && fee.local?.[0]).toEqual({
      decision: "12/2026/NQ-HĐND",
      source: "Trang thử",
      checkedOn: "2026-10-01",
    });
  });

  test("is answered with a receipt that names the decree, and the citizen is told which", () => {
    const answer = compose([applyOverrides(record({}), feeDecided())], ["fee"], wording, on("2026-11-01"));
    expect(answer.outcome === "answered" && answer.receipts).toEqual(
      expect.arrayContaining([
        { text: "5.000 đồng/việc", code: "1.000001", version: "12/2026/NQ-HĐND", field: "fee" },
        { text: "12/2026/NQ-HĐND", code: "1.000001", version: "12/2026/NQ-HĐND", field: "fee" },
      ]),
    );
    expect(answer.replies[0]?.text).toContain("theo 12/2026/NQ-HĐND (Trang thử), đối chiếu ngày 1/10/2026");
  });

  test("leaves every other part and every other record as published", () => {
    const papers = stated("Tờ khai");
    const decided = applyOverrides(record({ papers }), feeDecided());
    expect(decided.facts.papers).toEqual(papers);
    const other = record({}, { code: "1.000002" });
    expect(applyOverrides(other, feeDecided())).toEqual(other);
  });

  test.each([
    ["the decree itself is past review", feeDecided(", review_by: 2026-10-31"), undefined, "record"],
    ["only the national record is past review", feeDecided(), "2026-01-01", "5.000 đồng/việc"],
  ])("when %s", (_, overrides, reviewBy, said) => {
    const local = applyOverrides(record({}, reviewBy ? { reviewBy } : {}), overrides);
    const answer = compose([local], ["fee"], wording, on("2026-11-01"));
    const isTold = answer.replies[0]?.text.includes("5.000 đồng/việc");
    expect(isTold).toBe(said !== "record");
  });

  test("is what an opened catalogue answers", () => {
    const catalogue = catalogueOf("thử", [record({})], { ...knowledge, overrides: feeDecided() });
    expect(catalogue.procedure("1.000001")?.facts.fee.state).toBe("stated");
  });
});

describe("the one-stop's address and hours", () => {
  test("are said after the published place, each line with its own version", () => {
    const local = applyOverrides(record({ place: stated("Ủy ban nhân dân cấp xã nơi cư trú") }), oneStop);
    const answer = compose([local], ["place"], wording, on("2026-11-01"));
    const places = answer.outcome === "answered" ? answer.receipts.filter(({ field }) => field === "place") : [];
    expect(places.map(({ text, version }) => [text, version])).toEqual([
      ["Ủy ban nhân dân cấp xã nơi cư trú", "1/QĐ-BTP"],
      ["Trung tâm thử, thôn Thử", "12/2026/NQ-HĐND"],
      ["7 giờ đến 11 giờ", "12/2026/NQ-HĐND"],
      ["12/2026/NQ-HĐND", "12/2026/NQ-HĐND"],
    ]);
  });

  test.each([
    ["the police take these papers", record({ agency: stated("Công an cấp xã") })],
    ["the province takes these papers", record({ place: stated("Ủy ban nhân dân xã") }, { levels: ["tỉnh"] })],
    ["nothing published says where", record({})],
  ])("are not said where %s", (_, procedure) => {
    expect(applyOverrides(procedure, oneStop)).toEqual(procedure);
  });

  test("fill in a place the source leaves out, when the authority is the commune's committee", () => {
    const local = applyOverrides(record({ agency: stated("Ủy ban nhân dân cấp xã") }), oneStop);
    expect(local.facts.place).toMatchObject({
      state: "stated",
      lines: ["Trung tâm thử, thôn Thử", "7 giờ đến 11 giờ"],
    });
  });
});

describe("knowledge/overrides.yaml", () => {
  test("as shipped invents nothing", () => {
    const shipped = read(readFileSync(resolve(HOUSE, "knowledge/overrides.yaml"), "utf8"));
    expect(shipped).toEqual({ one_stop: { address: null, hours: null }, procedures: {} });
    expect(knowledge.overrides).toEqual(shipped);
  });

  test.each([
    ["no decision", 'fee: { text: "1 đồng", source: a, checked_on: 2026-01-01 }'],
    ["an unknown field", `price: { text: "1 đồng", ${proof} }`],
    ["no text", `fee: { text: " ", ${proof} }`],
  ])("is refused with %s", (_, fact) => {
    expect(() => read(`one_stop: { address: null, hours: null }\nprocedures:\n  "1.000001":\n    ${fact}\n`)).toThrow(
      /^overrides\.yaml:4/,
    );
  });
});
