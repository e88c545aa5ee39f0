import type { IndexData } from "./build.ts";

export interface Candidate {
  /** Number of the entry in the index. */
  readonly entry: number;
  readonly score: number;
}

/** What the asked terms find, per entry by its number; good until the next question is put to the same index. */
export interface Scores {
  /** BM25F; 0 where no term stands. */
  readonly bm25: Float32Array;
  /** Which of the asked terms stand in it: a bit each, in `lanes` numbers an entry. */
  readonly held: Uint32Array;
  readonly lanes: number;
}

const BITS = 32;

/** The same arrays for each question to an index: new ones are work for the collector. */
const kept = new WeakMap<IndexData, Scores>();

function emptied(index: IndexData, terms: number): Scores {
  const lanes = Math.ceil(terms / BITS);
  const entries = index.ids.length;
  const known = kept.get(index) ?? { bm25: new Float32Array(entries), held: new Uint32Array(entries) };
  const { bm25 } = known;
  const held = known.held.length < entries * lanes ? new Uint32Array(entries * lanes) : known.held;
  const scores = { bm25: bm25.fill(0), held: held.fill(0, 0, entries * lanes), lanes };
  kept.set(index, scores);
  return scores;
}

/** Reads the records of each asked term, once. */
export function scoresOf(
  index: IndexData,
  asked: readonly { readonly term: number; readonly weight: number }[],
): Scores {
  const scores = emptied(index, asked.length);
  const { bm25, held, lanes } = scores;
  const { postingEntry, postingWeight } = index;
  for (const [place, { term, weight }] of asked.entries()) {
    const idf = (index.idf[term] ?? 0) * weight;
    const lane = Math.floor(place / BITS);
    const bit = 1 << (place % BITS);
    const end = index.postingStart[term + 1] ?? 0;
    for (let at = index.postingStart[term] ?? 0; at < end; at++) {
      const entry = postingEntry[at] as number;
      bm25[entry] = (bm25[entry] as number) + idf * (postingWeight[at] as number);
      held[entry * lanes + lane] = (held[entry * lanes + lane] as number) | bit;
    }
  }
  return scores;
}

export const isHeld = ({ held, lanes }: Scores, entry: number, place: number): boolean =>
  ((held[entry * lanes + (place >>> 5)] as number) & (1 << (place & 31))) !== 0;

/** Leaves in only what `keep` lets through. */
export function dropScores({ bm25 }: Scores, keep: (entry: number) => boolean): void {
  bm25.forEach((score, entry) => {
    if (score > 0 && !keep(entry)) bm25[entry] = 0;
  });
}

/** The best of one group, best first. */
interface Top {
  readonly entries: number[];
  readonly scores: number[];
}

/** The highest of each group (by number), as many as `most` says of it, best first; of equals the earlier entry. */
export function highest(
  { bm25 }: Scores,
  most: readonly number[],
  groups: ArrayLike<number>,
): readonly (readonly Candidate[])[] {
  const tops = most.map((): Top => ({ entries: [], scores: [] }));
  const floors = new Float32Array(most.length);
  for (let entry = 0; entry < bm25.length; entry++) {
    const score = bm25[entry] as number;
    const group = groups[entry] as number;
    if (score <= (floors[group] as number)) continue;
    const top = tops[group] as Top;
    const size = most[group] as number;
    insert(top, size, entry, score);
    if (top.scores.length === size) floors[group] = top.scores[size - 1] as number;
  }
  return tops.map(({ entries, scores }) => entries.map((entry, i) => ({ entry, score: scores[i] as number })));
}

/** Behind all that are as high; where there are `size` already, the last goes. */
function insert({ entries, scores }: Top, size: number, entry: number, score: number): void {
  let at = Math.min(scores.length, size - 1);
  for (; at > 0 && (scores[at - 1] as number) < score; at--) {
    scores[at] = scores[at - 1] as number;
    entries[at] = entries[at - 1] as number;
  }
  scores[at] = score;
  entries[at] = entry;
}
