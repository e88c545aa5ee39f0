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

/** One array an index, as long as it has entries: a new one for each question is work for the collector. */
const kept = new WeakMap<IndexData, Float32Array>();

/** BM25F of every entry, by number; 0 where no term stands. Good until the next question is put to the same index. */
export function bm25(
  index: IndexData,
  asked: readonly { readonly term: number; readonly weight: number }[],
): Float32Array {
  const scores = kept.get(index)?.fill(0) ?? new Float32Array(index.ids.length);
  kept.set(index, scores);
  const { postingEntry, postingWeight } = index;
  for (const { term, weight } of asked) {
    const idf = (index.idf[term] ?? 0) * weight;
    const end = index.postingStart[term + 1] ?? 0;
    for (let at = index.postingStart[term] ?? 0; at < end; at++) {
      const entry = postingEntry[at] as number;
      scores[entry] = (scores[entry] as number) + idf * (postingWeight[at] as number);
    }
  }
  return scores;
}

/** The highest of each group (by number), as many as `most` says of it, best first; of equals the earlier entry. */
export function highest(
  scores: Float32Array,
  most: readonly number[],
  groupOf: (entry: number) => number,
): readonly (readonly Candidate[])[] {
  const tops: Candidate[][] = most.map(() => []);
  const floors = most.map(() => 0);
  for (let entry = 0; entry < scores.length; entry++) {
    const score = scores[entry] as number;
    if (score === 0) continue;
    const group = groupOf(entry);
    if (score <= (floors[group] as number)) continue;
    const top = tops[group] as Candidate[];
    const size = most[group] as number;
    insert(top, { entry, score });
    if (top.length > size) top.pop();
    if (top.length === size) floors[group] = top[size - 1]?.score ?? 0;
  }
  return tops;
}

/** Behind all that are as high. */
function insert(top: Candidate[], one: Candidate): void {
  let at = top.length;
  while (at > 0 && (top[at - 1] as Candidate).score < one.score) at -= 1;
  top.splice(at, 0, one);
}
