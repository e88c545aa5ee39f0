import type { Hit, Question } from "../catalogue/index.ts";

/** Which record a question is about, or that it is about several, or that we cannot tell. */
export type Match =
  | { readonly kind: "one"; readonly code: string }
  | { readonly kind: "unsure"; readonly codes: readonly [string, string, ...string[]] }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "none" };

/** Limits of the decision, on the re-ranker's scale; chosen together with its weights (docs/quality.md). */
export const LIMITS = {
  /** Below this nothing is offered. */
  none: 0.62,
  /** How far behind the first a choice may be and still be offered. */
  offered: 0.75,
  choices: 4,
  /** From this probability on, the first is answered without asking back. */
  clear: 0.55,
} as const;

export function chooseMatch(question: Question, hits: readonly Hit[], known: (code: string) => boolean): Match {
  const [written] = question.codes.filter(known);
  if (written) return { kind: "one", code: written };
  const [first] = hits;
  if (!first || first.score < LIMITS.none || accountsForLittle(first)) return { kind: "none" };
  if (first.kind === "outside") return { kind: "outside", id: first.id };
  const procedures = hits.filter((hit) => hit.kind === "procedure");
  const rivals = procedures.filter((hit) => first.score - hit.score < LIMITS.offered);
  const [, second] = rivals;
  const isNamed = first.features.exact === 1 && second?.features.exact !== 1;
  if (!second || isNamed || clearness(question, procedures) >= LIMITS.clear) return { kind: "one", code: first.id };
  const [a, b, ...rest] = rivals.slice(0, LIMITS.choices).map((hit) => hit.id);
  return { kind: "unsure", codes: [a as string, b as string, ...rest] };
}

/** A record that shares a few stray words with the question is no find, however far it leads. */
function accountsForLittle({ features }: Hit): boolean {
  return features.alias < 0.2 && features.named < 0.35 && features.asked < 0.4;
}

/**
 * How likely the first is what is meant and the citizen need not be asked: a logistic model over the first hit, its lead and
 * the length of the question, fitted on the development questions that are labelled "answered" or "clarify".
 */
export function clearness(question: Question, hits: readonly Hit[]): number {
  const [first, second] = hits;
  if (!first || !second) return 1;
  const fourth = hits[3] ?? hits[2] ?? second;
  const telling = Math.min(8, question.query.weights.filter((weight) => weight === 1).length) / 8;
  const z =
    CLEAR.bias +
    CLEAR.lead * (first.score - second.score) +
    CLEAR.leadOfFourth * (first.score - fourth.score) +
    CLEAR.named * first.features.named +
    CLEAR.namedLead * (first.features.named - second.features.named) +
    CLEAR.asked * first.features.asked +
    CLEAR.alias * first.features.alias +
    CLEAR.aliasLead * (first.features.alias - second.features.alias) +
    CLEAR.telling * telling +
    CLEAR.facet * (question.facets.length > 0 ? 1 : 0);
  return 1 / (1 + Math.exp(-z));
}

const CLEAR = {
  bias: -0.98,
  lead: 0.6,
  leadOfFourth: 2.34,
  named: 2.51,
  namedLead: -1.37,
  asked: -3.76,
  alias: 2.41,
  aliasLead: 1.58,
  telling: 1.6,
  facet: 0.74,
} as const;
