import type { Query } from "../search.ts";
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
  readonly asked: readonly Term[];
  readonly unknown: number;
  readonly accented: boolean;
  readonly wanted: number;
  readonly denied: readonly number[];
  /** Term → 1 + its place in `asked`, 0 when it is not asked. */
  readonly placeOf: Uint16Array;
  /** Per asked term: how much of it is there; a light word counts in full when a name or alias has it too. */
  readonly present: readonly number[];
  /** Per asked term: the number of the word as typed, -1 where no name has it so. */
  readonly typed: readonly number[];
  /** Neighbours in the question → how often; and how many there are. */
  readonly pairs: ReadonlyMap<number, number>;
  readonly pairCount: number;
  /** Per asked term: what is found of it in the candidate looked at (features.ts). */
  readonly found: Uint8Array;
}

/** Kept from question to question: an array as long as the index has terms, all 0 but for the question before. */
interface Places {
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
  query: Query,
  { asked, unknown, inOrder }: Terms,
  wanted: number,
  denied: readonly number[],
): Context {
  const placeOf = placesOf(index, asked);
  const pairs = new Map<number, number>();
  for (let i = 0; i + 1 < inOrder.length; i++) {
    const pair = pairOf(inOrder[i] as number, inOrder[i + 1] as number);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return {
    index,
    asked,
    unknown,
    accented: query.accented,
    wanted,
    denied: denied.filter((term) => placeOf[term] === 0),
    placeOf,
    present: asked.map(({ weight, typed }) => (typed === undefined ? weight : 1)),
    typed: asked.map(({ typed }) => (typed === undefined ? -1 : (index.spoken.get(typed) ?? -1))),
    pairs,
    pairCount: Math.max(0, inOrder.length - 1),
    found: new Uint8Array(asked.length),
  };
}

/** A number for two neighbouring terms. */
export const pairOf = (first: number, second: number): number => first * 1_000_003 + second;
