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

/** Asks every question once a seed, each in a conversation of its own. */
export async function scoreNoise(
  noise: Noise,
  questions: readonly Labelled[],
  rehearsal: Rehearsal,
  seeds: readonly number[],
): Promise<NoiseScore> {
  const asked: Asked[] = [];
  for (const seed of seeds) {
    for (const [i, question] of questions.entries()) {
      const text = makeNoise(noise, question.text, seed * 1000 + i);
      const from = { channel: "zalo", id: `${noise}-${seed}-${i}`, account: "noise" } as const;
      asked.push({ question, text, trace: (await rehearsal.say(from, text)).trace });
    }
  }
  const answerable = asked.filter(({ question }) => question.outcome === "answered");
  const misses = asked.filter((one) => !isRight(one));
  return {
    answerable: answerable.length,
    rightFirst: answerable.filter(isFirst).length / answerable.length,
    rightOutcome: 1 - misses.length / asked.length,
    misses: misses.map(describeMiss),
  };
}

interface Asked {
  readonly question: Labelled;
  readonly text: string;
  readonly trace: Awaited<ReturnType<Rehearsal["say"]>>["trace"];
}

const isFirst = ({ question, trace }: Asked) =>
  question.codes.includes(trace.codes?.[0] ?? trace.candidates?.[0] ?? "");

function isRight({ question: { outcome, codes }, trace }: Asked): boolean {
  if (trace.outcome !== outcome) return false;
  if (outcome === "answered") return codes.includes(trace.codes?.[0] ?? "");
  return outcome !== "clarify" || (trace.codes ?? []).some((code) => codes.includes(code));
}

const few = (codes: readonly string[] = []) => codes.slice(0, 3).join(",");

function describeMiss({ question, text, trace }: Asked): string {
  const wanted = `want ${question.outcome} ${few(question.codes)}`;
  return `${question.id} "${text}" (${question.text}) ${wanted} got ${trace.intent} ${trace.outcome} ${few(trace.codes)}`;
}
