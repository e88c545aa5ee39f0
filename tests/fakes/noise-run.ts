/** Scores the labelled questions as they are and under each noise. */
import { readCases } from "../../src/cli/cases.ts";
import type { Rehearsal } from "../../src/cli/rehearsal.ts";
import { makeNoise, type Noise } from "./noise.ts";

/** One labelled question with one turn. */
export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly outcome: string;
  readonly codes: readonly string[];
}

const ORIGINS = new Set(["pseudo_real", "dev_written", "templated"]);

/** The questions whose expected procedures this catalogue has (those of one turn: noise is measured on words, not on dialogue). */
export function labelledQuestions(file: string, has: (code: string) => boolean): Labelled[] {
  return readCases(file).flatMap(({ id, origin, turns: [first, ...more] }): Labelled[] => {
    const outcome = first?.expect?.outcome;
    if (!first || more.length > 0 || !outcome || !ORIGINS.has(origin ?? "")) return [];
    const expected = first.expect?.codes ?? [];
    const codes = expected.filter(has);
    return expected.length > 0 && codes.length === 0 ? [] : [{ id, text: first.text, outcome, codes }];
  });
}

export interface NoiseScore {
  readonly answerable: number;
  /** Share of answerable questions whose first procedure is an expected one. */
  readonly rightFirst: number;
  /** Share of all questions whose outcome, and its procedure, is the expected. */
  readonly rightOutcome: number;
  readonly misses: readonly string[];
}

export async function scoreNoise(noise: Noise, questions: readonly Labelled[], rehearsal: Rehearsal, seeds: readonly number[]): Promise<NoiseScore> {
  let right = 0;
  let first = 0;
  let answerable = 0;
  const misses: string[] = [];
  for (const seed of seeds) {
    for (const [i, question] of questions.entries()) {
      const text = makeNoise(noise, question.text, seed * 1000 + i);
      const { trace } = await rehearsal.say({ channel: "zalo", id: `${noise}-${seed}-${i}`, account: "noise" }, text);
      const best = trace.codes?.[0] ?? trace.candidates?.[0] ?? "";
      const isFirst = question.codes.includes(best);
      if (question.outcome === "answered") answerable += 1;
      if (question.outcome === "answered" && isFirst) first += 1;
      if (isRight(question, trace)) right += 1;
      else misses.push(`${question.id} "${text}" (${question.text}) want ${question.outcome} ${question.codes.slice(0, 3).join(",")} got ${trace.intent} ${trace.outcome} ${(trace.codes ?? []).slice(0, 3).join(",")}`);
    }
  }
  const asked = questions.length * seeds.length;
  return { answerable, rightFirst: first / answerable, rightOutcome: right / asked, misses };
}

function isRight({ outcome, codes }: Labelled, trace: { outcome: string; codes?: readonly string[] }): boolean {
  if (trace.outcome !== outcome) return false;
  if (outcome === "answered") return codes.includes(trace.codes?.[0] ?? "");
  return outcome !== "clarify" || (trace.codes ?? []).some((code) => codes.includes(code));
}
