import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { openRehearsal, type Rehearsal } from "../../src/cli/rehearsal.ts";
import { makeNoise, NOISES, type Noise } from "../fakes/noise.ts";
import { type Labelled, labelledQuestions, type NoiseScore, scoreNoise } from "../fakes/noise-run.ts";
import { hasTestData, QUESTIONS_FILE } from "../fakes/published.ts";
import { AUDIT_DAY, openPublished } from "../fakes/truth-run.ts";

const MINUTES = 60_000;
/** Points right-first may lose. The goal of the product is 2 without accents (3.7 were lost when this was set) and 5 under the others. */
const MAY_LOSE: Readonly<Record<Noise, number>> = {
  clean: 0,
  unaccented: 5,
  teencode: 12,
  slips: 12,
  regional: 12,
  asr: 12,
};

/** The way people say each starter procedure, asked for its papers. */
function starterQuestions(rehearsal: Rehearsal): Labelled[] {
  const folder = resolve(import.meta.dirname, "../../knowledge/aliases");
  const aliases = readdirSync(folder).flatMap((name) =>
    Object.entries(parse(readFileSync(resolve(folder, name), "utf8")) as Record<string, { say: string[] }>),
  );
  return aliases.flatMap(([code, { say }]) =>
    rehearsal.hasProcedure(code)
      ? say
          .slice(0, 1)
          .map((text) => ({ id: code, text: `cho em hỏi ${text} cần giấy tờ gì`, outcome: "answered", codes: [code] }))
      : [],
  );
}

async function allScores(questions: readonly Labelled[], rehearsal: Rehearsal): Promise<Map<Noise, NoiseScore>> {
  const scores = new Map<Noise, NoiseScore>();
  for (const noise of NOISES)
    scores.set(noise, await scoreNoise(noise, questions, rehearsal, noise === "clean" ? [1] : [1, 2]));
  return scores;
}

function expectLittleLost(scores: ReadonlyMap<Noise, NoiseScore>): void {
  const clean = scores.get("clean")?.rightFirst ?? 0;
  for (const [noise, { rightFirst, misses }] of scores) {
    expect((clean - rightFirst) * 100, `${noise}\n${misses.join("\n")}`).toBeLessThanOrEqual(MAY_LOSE[noise]);
  }
}

describe("people are understood however they write", () => {
  test("everyday names of the starter procedures", { timeout: 3 * MINUTES }, async () => {
    const rehearsal = await openRehearsal({ now: AUDIT_DAY });
    onTestFinished(() => rehearsal.close());
    const questions = starterQuestions(rehearsal);
    expect(questions.length).toBeGreaterThan(50);
    const scores = await allScores(questions, rehearsal);
    expect(scores.get("clean")?.rightFirst).toBeGreaterThan(0.95);
    expectLittleLost(scores);
  });

  test.skipIf(!hasTestData())(
    "the labelled questions on the published catalogue",
    { timeout: 4 * MINUTES },
    async () => {
      const rehearsal = await openPublished();
      onTestFinished(() => rehearsal.close());
      const questions = labelledQuestions(QUESTIONS_FILE, rehearsal.hasProcedure);
      expect(questions.length).toBeGreaterThan(100);
      const scores = await allScores(questions, rehearsal);
      expect(scores.get("clean")?.rightFirst).toBeGreaterThan(0.9);
      expectLittleLost(scores);
    },
  );
});

describe("the noise", () => {
  const TEXT = "Tôi muốn đăng ký khai sinh cho con, không biết lệ phí bao nhiêu?";

  test.each(NOISES.filter((noise) => noise !== "clean"))(
    "%s changes the text, the same way for the same seed",
    (noise) => {
      expect(makeNoise(noise, TEXT, 7)).toBe(makeNoise(noise, TEXT, 7));
      expect([1, 2, 3, 4, 5].some((seed) => makeNoise(noise, TEXT, seed) !== TEXT)).toBe(true);
    },
  );

  test("without accents no mark is left", () => {
    expect(makeNoise("unaccented", TEXT, 1)).toBe("Toi muon dang ky khai sinh cho con, khong biet le phi bao nhieu?");
  });

  test("a recogniser writes no punctuation but keeps a code whole", () => {
    expect(makeNoise("asr", "Mã 1.004222, ở đâu?", 1)).toContain("1.004222");
    expect(makeNoise("asr", TEXT, 3)).not.toMatch(/[,?]/);
  });
});
