import type { Features } from "./search.ts";

/** Weights of the linear re-ranker. Fitted by tests/bench/fit-rank.ts; figures in docs/quality.md. */
export const RANK_WEIGHTS: Readonly<Record<keyof Features, number>> = {
  bm25: 0.232,
  asked: 0.509,
  askedAnywhere: 0.179,
  named: 0.514,
  alias: 0.775,
  exact: 0.3,
  called: 0,
  pairs: 0.613,
  accents: 0.48,
  variants: 0.059,
  missed: 0,
  missedAnywhere: 0,
  denied: -0.492,
};

const NAMES = Object.keys(RANK_WEIGHTS) as (keyof Features)[];

export function rank(features: Features): number {
  let score = 0;
  for (const name of NAMES) score += RANK_WEIGHTS[name] * features[name];
  return score;
}
