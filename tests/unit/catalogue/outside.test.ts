import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chooseMatch } from "../../../src/answers/index.ts";
import { type Catalogue, catalogueOf, type Hit, importFile, readQuestion } from "../../../src/catalogue/index.ts";
import { fold } from "../../../src/text/index.ts";
import { CATALOGUE_FILE, CODES_FILE, hasTestData } from "../../fakes/published.ts";
import { knowledge, shipped, shippedCatalogue } from "../../fakes/search-office.ts";

const ids = new Set(knowledge.outside.map(({ id }) => id));

/** What a question finds, typed with accents and without. */
async function found(catalogue: Catalogue, text: string) {
  const question = readQuestion(text, knowledge.lexicon);
  const hits = await catalogue.search.find(question.query, 20);
  return {
    hits,
    match: chooseMatch(
      { text, question, hits, practical: [], understood: { leaning: 0 }, hitsInContext: [] },
      catalogue,
    ),
  };
}

const bothWays = (text: string) => [text, fold(text)];
const scoreOf = (hits: readonly Hit[], wanted: (hit: Hit) => boolean) => hits.find(wanted)?.score ?? 0;

/** Wordings of held procedures that a matter of another office outranks, or is taken for. */
async function lostWordings(catalogue: Catalogue) {
  const lost: string[] = [];
  let asked = 0;
  for (const code of catalogue.codes()) {
    for (const wording of (knowledge.aliases[code]?.say ?? []).flatMap(bothWays)) {
      const { hits, match } = await found(catalogue, wording);
      const other = scoreOf(hits, ({ id }) => ids.has(id));
      const isTaken = match.kind === "outside" && ids.has(match.id);
      if (isTaken || other > scoreOf(hits, ({ id }) => id === code)) lost.push(`${code}: ${wording}`);
      asked += 1;
    }
  }
  return { lost, asked };
}

describe("the matters other offices handle", () => {
  test("are many, each under a name of its own", () => {
    expect(knowledge.outside.length).toBeGreaterThanOrEqual(170);
    expect(ids.size).toBe(knowledge.outside.length);
  });

  test.each(knowledge.outside)(
    "$id says who handles it, and no fee, no number of days, no number to call but 11x",
    (matter) => {
      expect(matter.direction).toBe(matter.direction.normalize("NFC"));
      expect(matter.direction).toMatch(/^\p{Lu}.*\.$/u);
      expect(matter.direction.length).toBeLessThanOrEqual(240);
      expect((matter.direction.match(/\d+/g) ?? []).filter((number) => !/^11[1-5]$/.test(number))).toEqual([]);
      expect(new Set(matter.say.map(fold)).size).toBe(matter.say.length);
    },
  );

  test("are found by their own wordings", async () => {
    const shown = knowledge.outside.filter(({ id }) => shippedCatalogue.index.ids.includes(id));
    const missed: string[] = [];
    let asked = 0;
    for (const { id, say } of shown) {
      for (const wording of say.flatMap(bothWays)) {
        const { match } = await found(shippedCatalogue, wording);
        if (match.kind !== "outside" || match.id !== id) missed.push(`${id}: ${wording}`);
        asked += 1;
      }
    }
    expect(missed.length / asked, missed.join("\n")).toBeLessThanOrEqual(0.05);
  }, 240_000);

  test.each([
    "bảo hiểm",
    "giấy phép",
    "xin giấy phép",
    "hợp đồng",
    "trợ cấp",
    "công ty",
    "nhà",
    "đất",
    "xe",
    "tiền",
    "chào bạn",
    "tôi không hiểu",
    "thôi được rồi",
    "giờ tôi phải làm sao",
    "dạ cảm ơn bạn đã trả lời",
    "mình đang ở sài gòn",
  ])("are not thought of at an everyday word: %s", async (text) => {
    for (const typed of bothWays(text)) {
      const { match } = await found(shippedCatalogue, typed);
      expect(match.kind === "outside" && ids.has(match.id) ? match.id : "").toBe("");
    }
  });
});

describe("a wording of a procedure finds the procedure, not a matter of another office", () => {
  test("in the shipped knowledge", async () => {
    const { lost, asked } = await lostWordings(shippedCatalogue);
    expect(asked).toBeGreaterThan(1000);
    expect(lost.length / asked, lost.join("\n")).toBeLessThanOrEqual(0.01);
  });

  test.skipIf(!hasTestData())("in the published catalogue of a commune", { timeout: 180_000 }, async () => {
    const codes = new Set(readFileSync(CODES_FILE, "utf8").split(/\s+/).filter(Boolean));
    const { procedures } = await importFile(CATALOGUE_FILE, { codes });
    const { lost, asked } = await lostWordings(catalogueOf("published", procedures, knowledge));
    expect(asked).toBeGreaterThan(5000);
    expect(lost.length / asked, lost.join("\n")).toBeLessThanOrEqual(0.01);
  });
});

test("a record for the districts that are no more yields to its twin, and is answered by its code", async () => {
  const [record] = shipped;
  if (!record) throw new Error("no shipped record");
  const name = "Trình báo mất thẻ đi lại (thực hiện tại cấp";
  const district = { ...record, code: "1.999991", name: `${name} huyện)` };
  const commune = { ...record, code: "1.999992", name: `${name} xã)` };
  const alone = { ...record, code: "1.999993", name: "Cấp phép họp chợ (thực hiện tại cấp huyện)" };
  const catalogue = catalogueOf("thử", [district, commune, alone], knowledge);
  const ids = async (text: string) => (await found(catalogue, text)).hits.map(({ id }) => id);
  expect(await ids(district.name)).toContain(commune.code);
  expect(await ids(district.name)).not.toContain(district.code);
  expect(await ids(alone.name)).toContain(alone.code);
  expect(catalogue.procedure(district.code)?.name).toBe(district.name);
});
