import type { IndexData } from "./build.ts";

export interface Candidate {
  /** Number of the entry in the index. */
  readonly entry: number;
  readonly score: number;
}

/** Leaves in only what `keep` lets through. */
export function dropScores(scores: Float32Array, keep: (entry: number) => boolean): void {
  scores.forEach((score, entry) => {
    if (score > 0 && !keep(entry)) scores[entry] = 0;
  });
}

/** BM25F of every entry, by number; 0 where no term stands. */
export function bm25(
  index: IndexData,
  asked: readonly { readonly term: number; readonly weight: number }[],
): Float32Array {
  const scores = new Float32Array(index.ids.length);
  for (const { term, weight } of asked) {
    const idf = (index.idf[term] ?? 0) * weight;
    const end = index.postingStart[term + 1] ?? 0;
    for (let at = index.postingStart[term] ?? 0; at < end; at++) {
      const entry = index.postingEntry[at] as number;
      scores[entry] = (scores[entry] as number) + idf * (index.postingWeight[at] as number);
    }
  }
  return scores;
}

/** The `most` highest, best first; of equals the earlier entry. */
export function highest(scores: Float32Array, most: number): Candidate[] {
  const top: Candidate[] = [];
  let floor = 0;
  scores.forEach((score, entry) => {
    if (score <= floor) return;
    top.push({ entry, score });
    if (top.length < most * 4) return;
    top.sort((a, b) => b.score - a.score);
    top.length = most;
    floor = top[most - 1]?.score ?? 0;
  });
  return top.sort((a, b) => b.score - a.score).slice(0, most);
}
