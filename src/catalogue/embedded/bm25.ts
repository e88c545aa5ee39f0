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
  const bit = 1 << (place % BITS);
  const end = postingStart[term + 1] as number;
  for (let at = postingStart[term] as number; at < end; at++) {
    const entry = postingEntry[at] as number;
    bm25[entry] = (bm25[entry] as number) + worth * (postingWeight[at] as number);
    held[first + entry] = (held[first + entry] as number) | bit;
  }
}

/** Where in `held` the numbers begin that have the bit of an asked term. */
const firstOf = (bm25: Float32Array, place: number): number => Math.floor(place / BITS) * bm25.length;

export const isHeld = ({ bm25, held }: Scores, entry: number, place: number): boolean =>
  ((held[firstOf(bm25, place) + entry] as number) & (1 << (place % BITS))) !== 0;

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
