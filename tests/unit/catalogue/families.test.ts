import { describe, expect, test } from "vitest";
import { catalogueOf } from "../../../src/catalogue/index.ts";
import { FamiliesFile } from "../../../src/catalogue/knowledge/files.ts";
import { hasTestData, readPublishedRows } from "../../fakes/published.ts";
import { knowledge, shipped, shippedCatalogue } from "../../fakes/search-office.ts";

const { families, outside } = knowledge;

describe("families of procedures", () => {
  test("have names of their own, which no matter of another office has", () => {
    const ids = [...families, ...outside].map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test("each wording leads to one family", () => {
    const wordings = families.flatMap(({ say }) => say);
    expect(wordings.filter((wording, i) => wordings.indexOf(wording) !== i)).toEqual([]);
  });

  test("two families never ask about the same procedures", () => {
    const family = {
      id: "mot",
      ask: "Anh/Chị cần gì ạ?",
      say: ["một"],
      choices: { "1.000001": "Một", "1.000002": "Hai" },
    };
    const other = { ...family, id: "hai", say: ["hai"] };
    const larger = { ...other, choices: { ...family.choices, "1.000003": "Ba" } };
    expect(FamiliesFile.safeParse([family, larger]).success).toBe(true);
    const { error } = FamiliesFile.safeParse([
      family,
      larger,
      { ...other, choices: { "1.000002": "Hai", "1.000001": "Một" } },
    ]);
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [[2, "choices"], "nhóm mot và nhóm hai hỏi về cùng những thủ tục: gộp lại"],
    ]);
  });

  test.each(families)("$id asks one short polite question, and its choices read differently", ({ ask, choices }) => {
    const labels = Object.values(choices);
    expect(ask).toMatch(/^\p{Lu}.*\?$/u);
    expect(ask).not.toMatch(/(?<!\p{L})([Mm]ình|[Bb]ác|[Bb]ạn)(?!\p{L})/u);
    expect([ask, ...labels].map((text) => text.normalize("NFC"))).toEqual([ask, ...labels]);
    expect(labels.length).toBeGreaterThan(1);
    expect(new Set(labels).size).toBe(labels.length);
    // No label may state what only a record may: amounts, days, laws.
    expect(labels.filter((label) => /\d ?(?:đồng|đ|ngày)(?!\p{L})|nghị định|thông tư/iu.test(label))).toEqual([]);
  });

  test.skipIf(!hasTestData())("name procedures that are published, and none of the crawl of 2021", () => {
    const codes = new Set(
      readPublishedRows()
        .filter((row) => !String(row["flags"]).includes("outdated_2021"))
        .map((row) => row["code"] ?? row["id"]),
    );
    const unknown = families.flatMap(({ id, choices }) =>
      Object.keys(choices)
        .filter((code) => !codes.has(code))
        .map((code) => `${id}: ${code}`),
    );
    expect(unknown).toEqual([]);
  });

  test("offer only what the catalogue holds, and are not known where it holds fewer than two", () => {
    const [family] = families;
    const codes = Object.keys(family?.choices ?? {});
    const held = shipped.filter(({ code }) => code === codes[0]);
    const one = catalogueOf("một", held, knowledge);
    expect(Object.keys(one.family(family?.id ?? "")?.choices ?? {})).toEqual(held.map(({ code }) => code));
    expect(one.index.ids).not.toContain(family?.id);
    for (const { id } of families)
      for (const code of Object.keys(shippedCatalogue.family(id)?.choices ?? {}))
        expect(shippedCatalogue.procedure(code)?.code).toBe(code);
  });
});
