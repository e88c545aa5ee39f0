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
  /** Which of the asked terms stand in it: a bit each, the first 32 of every entry, then the next 32 of every entry, and so on. */
  readonly held: Int32Array;
}

const BITS = 32;
const LANE = Math.log2(BITS);

/** The same arrays for each question to an index: new ones are work for the collector. */
const kept = new WeakMap<IndexData, Scores>();

function emptied(index: IndexData, terms: number): Scores {
  const entries = index.ids.length;
  const size = entries * Math.ceil(terms / BITS);
  const known = kept.get(index) ?? { bm25: new Float32Array(entries), held: new Int32Array(entries) };
  const held = known.held.length < size ? new Int32Array(size) : known.held;
  const scores = { bm25: known.bm25.fill(0), held: held.fill(0, 0, size) };
  kept.set(index, scores);
  return scores;
}

/** Reads the records of each asked term, once. */
export function scoresOf(
  index: IndexData,
  asked: readonly { readonly term: number; readonly weight: number }[],
): Scores {
  const scores = emptied(index, asked.length);
  for (let place = 0; place < asked.length; place++) {
    const { term, weight } = asked[place] as (typeof asked)[number];
    addRecords(index, term, (index.idf[term] ?? 0) * weight, place, scores);
  }
  return scores;
}

/** By itself, since it is where a search spends its time: a loop within another is compiled anew for each question. */
function addRecords(index: IndexData, term: number, worth: number, place: number, { bm25, held }: Scores): void {
  const { postingStart, postingEntry, postingWeight } = index;
  const first = firstOf(bm25, place);
  const bit = 1 << (place & (BITS - 1));
  const end = postingStart[term + 1] as number;
  for (let at = postingStart[term] as number; at < end; at++) {
    const entry = postingEntry[at] as number;
    bm25[entry] = (bm25[entry] as number) + worth * (postingWeight[at] as number);
    held[first + entry] = (held[first + entry] as number) | bit;
  }
}

/** Where in `held` the numbers begin that have the bit of an asked term. */
const firstOf = (bm25: Float32Array, place: number): number => (place >>> LANE) * bm25.length;

export const isHeld = ({ bm25, held }: Scores, entry: number, place: number): boolean =>
  ((held[firstOf(bm25, place) + entry] as number) & (1 << (place & (BITS - 1)))) !== 0;

/** Leaves in only what `keep` lets through. */
export function dropScores({ bm25 }: Scores, keep: (entry: number) => boolean): void {
  bm25.forEach((score, entry) => {
    if (score > 0 && !keep(entry)) bm25[entry] = 0;
  });
}

/** The best of one group, best first; a score of 0 where there are fewer. */
interface Top {
  readonly entries: Uint32Array;
  readonly scores: Float32Array;
}

/** The highest of each group (by number), as many as `most` says of it, best first; of equals the earlier entry. */
export function highest(
  { bm25 }: Scores,
  most: readonly number[],
  groups: ArrayLike<number>,
): readonly (readonly Candidate[])[] {
  const tops = most.map((size): Top => ({ entries: new Uint32Array(size), scores: new Float32Array(size) }));
  const floors = new Float32Array(most.length);
  for (let entry = 0; entry < bm25.length; entry++) {
    const score = bm25[entry] as number;
    const group = groups[entry] as number;
    if (score > (floors[group] as number)) floors[group] = insert(tops[group] as Top, entry, score);
  }
  return tops.map(({ entries, scores }) =>
    Array.from(scores.filter(Boolean), (score, i) => ({ entry: entries[i] as number, score })),
  );
}

/** Behind all that are as high; the last goes. The lowest score that is left. */
function insert({ entries, scores }: Top, entry: number, score: number): number {
  const last = scores.length - 1;
  let at = last;
  for (; at > 0 && (scores[at - 1] as number) < score; at--) {
    scores[at] = scores[at - 1] as number;
    entries[at] = entries[at - 1] as number;
  }
  scores[at] = score;
  entries[at] = entry;
  return scores[last] as number;
}
