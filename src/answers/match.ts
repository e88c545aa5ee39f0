import type { Hit, Question } from "../catalogue/index.ts";

/** Which record a question is about, or that it is about several, or that we cannot tell. */
export type Match =
  | { readonly kind: "one"; readonly code: string }
  | { readonly kind: "unsure"; readonly codes: readonly [string, string, ...string[]] }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "none" };

/** Limits of the decision, on the re-ranker's scale; fitted together with its weights (docs/quality.md). */
export const LIMITS = {
  /** Below this nothing is offered. */
  none: 0.5,
  /** Below this a lone candidate is only offered, with its neighbours. */
  sure: 0.62,
  /** A second candidate this close makes the question ambiguous. */
  close: 0.12,
  /** How far behind the first a choice may be and still be offered. */
  offered: 0.4,
  choices: 4,
} as const;

export function chooseMatch(question: Question, hits: readonly Hit[], known: (code: string) => boolean): Match {
  const [written] = question.codes.filter(known);
  if (written) return { kind: "one", code: written };
  const [first] = hits;
  if (!first || first.score < LIMITS.none) return { kind: "none" };
  if (first.kind === "outside") return { kind: "outside", id: first.id };
  const rivals = hits.filter((hit) => hit.kind === "procedure" && first.score - hit.score < LIMITS.offered).slice(0, LIMITS.choices);
  const [, second] = rivals;
  if (!second) return first.score < LIMITS.sure ? { kind: "none" } : { kind: "one", code: first.id };
  if (isClear(question, first, second)) return { kind: "one", code: first.id };
  const [a, b, ...rest] = rivals.map((hit) => hit.id);
  return { kind: "unsure", codes: [a as string, b as string, ...rest] };
}

/** A first that stands clear of the second, or accounts for nearly all of the question while the second does not. */
function isClear(question: Question, first: Hit, second: Hit): boolean {
  const lead = first.score - second.score;
  if (lead >= LIMITS.close && first.score >= LIMITS.sure) return true;
  if (question.query.words.length <= 2) return false;
  return first.features.named > 0.95 && second.features.named < 0.8 && lead > 0;
}
