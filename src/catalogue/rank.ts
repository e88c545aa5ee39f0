import type { Features } from "./search.ts";

/** Weights of the linear re-ranker. They were fitted by tests/bench/fit-rank.ts on development questions; ADR-0009. */
export const RANK_WEIGHTS: Readonly<Record<keyof Features, number>> = {
  bm25: 0.3,
  asked: 0.3,
  askedAnywhere: 0.1,
  named: 0.3,
  alias: 0.5,
  pairs: 0.2,
  accents: 0.1,
  variants: 0.12,
  denied: -0.6,
};

export function rank(features: Features): number {
  let score = 0;
  for (const name of Object.keys(RANK_WEIGHTS) as (keyof Features)[]) score += RANK_WEIGHTS[name] * features[name];
  return score;
}
