import type { Scores } from "./bm25.ts";
import type { IndexData } from "./build.ts";

/** One word of a question as the index knows it. */
export interface Term {
  readonly term: number;
  readonly weight: number;
  /** How much of the question it is; implied words help but are not owed. */
  readonly owed: number;
  /** As typed, for the accent check; undefined for implied and sound-alike terms. */
  readonly typed?: string;
}

/** A question's words; no term twice. */
export interface Terms {
  readonly asked: readonly Term[];
  /** Weight of question words that stand in no record at all. */
  readonly unknown: number;
  /** Per word of the question its term, or -1. */
  readonly inOrder: readonly number[];
}

/** A question seen from the index, worked out once for all candidates; good until the next question is. */
export interface Context {
  readonly index: IndexData;
  /** The highest BM25 score of a candidate. */
  readonly best: number;
  readonly scores: Scores;
  readonly asked: readonly Term[];
  readonly unknown: number;
  readonly wanted: number;
  readonly denied: readonly number[];
  /** Term → 1 + its place in `asked`, 0 when it is not asked. */
  readonly placeOf: Uint16Array;
  /** Per asked term: how much of it is there; a light word counts in full when a name or alias has it too. */
  readonly present: readonly number[];
  /** Per asked term: the number of the word as typed, -1 where no name has it so. */
  readonly typed: readonly number[];
  /** Per asked term: its idf among names. */
  readonly idf: Float64Array;
  readonly pairs: Pairs;
  /** Per asked term: what is found of it in the candidate looked at (features.ts). */
  readonly found: Uint8Array;
}

/** The neighbours in a question that are both asked for. */
export interface Pairs {
  /** Per asked term: its first pair, -1 for none; and per pair the next that begins with the same term. */
  readonly first: Int32Array;
  readonly next: readonly number[];
  /** Per pair: the place of the second term, and how often the two stand so. */
  readonly second: readonly number[];
  readonly often: readonly number[];
  /** Neighbours in all, whether asked for or not. */
  readonly count: number;
  /** Per pair: one more than the entry in which it was met last. */
  readonly metIn: Uint32Array;
  /** How many of them the entry looked at has. */
  met: number;
}

/** Kept from question to question: an array as long as the index has terms. */
interface Places {
  /** All 0 but for the terms of the question before. */
  readonly placeOf: Uint16Array;
  asked: readonly Term[];
}

const places = new WeakMap<IndexData, Places>();

function placesOf(index: IndexData, asked: readonly Term[]): Uint16Array {
  const kept = places.get(index) ?? { placeOf: new Uint16Array(index.terms.size), asked: [] };
  places.set(index, kept);
  for (const { term } of kept.asked) kept.placeOf[term] = 0;
  for (const [place, { term }] of asked.entries()) kept.placeOf[term] = place + 1;
  kept.asked = asked;
  return kept.placeOf;
}

export function contextOf(
  index: IndexData,
  { asked, unknown, inOrder }: Terms,
  { best, scores, wanted, denied }: Pick<Context, "best" | "scores" | "wanted" | "denied">,
): Context {
  const placeOf = placesOf(index, asked);
  return {
    index,
    best,
    scores,
    asked,
    unknown,
    wanted,
    denied: denied.filter((term) => placeOf[term] === 0),
    placeOf,
    present: asked.map(({ weight, typed }) => (typed === undefined ? weight : 1)),
    typed: asked.map(({ typed }) => (typed === undefined ? -1 : (index.spoken.get(typed) ?? -1))),
    idf: Float64Array.from(asked, ({ term }) => index.nameIdf[term] ?? 0),
    pairs: pairsOf(
      inOrder.map((term) => (term < 0 ? -1 : (placeOf[term] as number) - 1)),
      asked.length,
    ),
    found: new Uint8Array(asked.length),
  };
}

/** `places`: of the question's words one after the other, -1 for one that is not asked for. */
function pairsOf(places: readonly number[], size: number): Pairs {
  const first = new Int32Array(size).fill(-1);
  const pairs = { first, next: [] as number[], second: [] as number[], often: [] as number[] };
  for (let i = 0; i + 1 < places.length; i++) {
    const [a, b] = [places[i] as number, places[i + 1] as number];
    if (a < 0 || b < 0) continue;
    const known = pairAt(pairs, a, b);
    if (known >= 0) pairs.often[known] = (pairs.often[known] as number) + 1;
    else {
      pairs.next.push(first[a] as number);
      first[a] = pairs.second.push(b) - 1;
      pairs.often.push(1);
    }
  }
  return { ...pairs, count: Math.max(0, places.length - 1), metIn: new Uint32Array(pairs.second.length), met: 0 };
}

/** The number of the pair of two asked terms, by their places; -1 when the question has them nowhere side by side. */
export function pairAt(
  { first, next, second }: Pick<Pairs, "first" | "next" | "second">,
  a: number,
  b: number,
): number {
  let pair = first[a] as number;
  while (pair >= 0 && second[pair] !== b) pair = next[pair] as number;
  return pair;
}
