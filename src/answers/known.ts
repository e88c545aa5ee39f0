import type { Hit, Question } from "../catalogue/index.ts";
import { tellingShare } from "./telling.ts";

/** Probability that the first hit is about what was asked at all, 0 … 1. */
export const knownProbability = (question: Question, hits: readonly Hit[]) =>
  logistic(KNOWN, knownFeatures(question, hits));

/** One number a feature. */
export type Weights<F> = { readonly [K in keyof F]: number };

/** Probability by a logistic regression, 0 … 1. */
export function logistic<F extends object>(weights: Weights<F>, features: F): number {
  let z = 0;
  for (const name of Object.keys(features) as (keyof F)[]) z += weights[name] * (features[name] as number);
  return 1 / (1 + Math.exp(-z));
}

/** What tells whether the first hit is about what was asked at all, or only shares some words with it. */
export function knownFeatures(question: Question, hits: readonly Hit[]) {
  const features = hits[0]?.features;
  return {
    bias: 1,
    asked: features?.asked ?? 0,
    askedAnywhere: features?.askedAnywhere ?? 0,
    named: features?.named ?? 0,
    alias: features?.alias ?? 0,
    exact: features?.exact ?? 0,
    pairs: features?.pairs ?? 0,
    missed: features?.missed ?? 0,
    missedAnywhere: features?.missedAnywhere ?? 0,
    lead: (hits[0]?.score ?? 0) - (hits[1]?.score ?? 0),
    telling: tellingShare(question),
    matched: (features?.asked ?? 0) * tellingShare(question),
  };
}

/** Fitted by tests/bench/fit-known.ts. */
const KNOWN: Weights<ReturnType<typeof knownFeatures>> = {
  bias: -2.5,
  asked: 1.7,
  askedAnywhere: 1.2,
  named: 1.82,
  alias: 2.73,
  exact: 0.14,
  pairs: 0.02,
  missed: 0.2,
  missedAnywhere: 0.48,
  lead: 1.32,
  telling: -0.74,
  matched: 0.04,
};
