import { describe, expect, test } from "vitest";
import decisions from "../../../src/answers/decision-model.json" with { type: "json" };
import { optionsOf } from "../../../src/answers/options.ts";
import type { Talk } from "../../../src/answers/reading.ts";
import { readQuestion } from "../../../src/catalogue/index.ts";
import { knowledge, shippedCatalogue } from "../../fakes/search-office.ts";

async function optionsFor(text: string, talk: Talk) {
  const question = readQuestion(text, knowledge.lexicon);
  const hits = await shippedCatalogue.search.find(question.query, 60);
  return optionsOf(
    { text, question, hits, practical: [], understood: { leaning: 0 }, hitsInContext: [] },
    shippedCatalogue,
    talk,
  );
}
const featuresOf = async (text: string, talk: Talk) =>
  new Set((await optionsFor(text, talk)).flatMap(({ features }) => Object.keys(features)));

const TALK: Talk = {
  topics: ["1.004194", "1.001193"],
  offered: { codes: ["1.004194", "1.002755"], labels: ["Đăng ký tạm trú", "Gia hạn tạm trú"], facets: [] },
};

describe("the readings of a message", () => {
  test("in a talk hold what was spoken of and offered, asking back and nothing held", async () => {
    const meant = (await optionsFor("gia hạn thì sao", TALK)).map(({ meant }) => meant);
    expect(meant).toContainEqual({ kind: "procedure", code: "1.001193" });
    expect(meant).toContainEqual({ kind: "procedure", code: "1.002755" });
    expect(meant.slice(-2)).toEqual([{ kind: "ask" }, { kind: "elsewhere" }]);
  });

  test("tell a sibling of what was spoken of from the rest", async () => {
    const options = await optionsFor("gia hạn thì sao", { topics: ["1.004194"] });
    const kinOf = (code: string) =>
      options.find(({ meant }) => meant.kind === "procedure" && meant.code === code)?.features["kin"];
    expect(kinOf("1.002755")).toBe(1);
    expect(kinOf("1.004194")).toBeUndefined();
  });

  test("have a worth for every feature, and no worth is for a feature there is not", async () => {
    // A matter of the court comes before all that is held.
    const texts = ["gia hạn thì sao", "ly hôn đơn phương", "tạm trú"];
    const inTalk = new Set((await Promise.all(texts.map((text) => featuresOf(text, TALK)))).flatMap((one) => [...one]));
    expect(inTalk).toEqual(new Set(decisions.inTalk.features));
    for (const name of decisions.byItself.features) expect(inTalk).toContain(name);
  });
});
