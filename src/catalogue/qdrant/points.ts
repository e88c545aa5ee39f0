import type { Schemas } from "@qdrant/js-client-rest";
import type { IndexData } from "../embedded/build.ts";
import { weightedTerms } from "../embedded/find.ts";
import type { Procedure } from "../procedure.ts";
import type { Query, SearchFilter } from "../search.ts";

/** Names of the two vectors of a point: folded words with BM25 weights, and an embedding. */
export const WORDS = "words";
export const MEANING = "meaning";

/** Keys a filter looks at, and how Qdrant indexes them. */
export const PAYLOAD_INDEXES = {
  edition: "keyword",
  kind: "keyword",
  levels: "keyword",
  scope: "keyword",
  valid_until: "integer",
} as const;

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A term's place in the sparse vectors: FNV-1a over its code units, the same in every edition (unsigned 32 bits). */
export function termNumber(syllable: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < syllable.length; i++) hash = Math.imul(hash ^ syllable.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}

/** The same for every term of an index, by the index's own numbers. */
export function termNumbers(index: IndexData): Uint32Array {
  const numbers = new Uint32Array(index.terms.size);
  for (const [syllable, term] of index.terms) numbers[term] = termNumber(syllable);
  return numbers;
}

/** The sparse vectors of `count` entries from `first` on. Two terms that share a number share a weight. */
export function sparseVectors(index: IndexData, numbers: Uint32Array, first: number, count: number): SparseVector[] {
  const weights = Array.from({ length: count }, () => new Map<number, number>());
  numbers.forEach((number, term) => {
    const end = index.postingStart[term + 1] ?? 0;
    for (let at = firstPosting(index, term, first); at < end; at++) {
      const vector = weights[(index.postingEntry[at] as number) - first];
      if (!vector) break;
      vector.set(number, (vector.get(number) ?? 0) + (index.postingWeight[at] as number));
    }
  });
  return weights.map(toSparse);
}

/** The first of a term's postings whose entry is not before `entry`. */
function firstPosting(index: IndexData, term: number, entry: number): number {
  let low = index.postingStart[term] ?? 0;
  let high = index.postingStart[term + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((index.postingEntry[middle] as number) < entry) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function queryVector(index: IndexData, numbers: Uint32Array, query: Query): SparseVector {
  const weights = new Map<number, number>();
  for (const { term, weight } of weightedTerms(index, query)) {
    const number = numbers[term] as number;
    weights.set(number, (weights.get(number) ?? 0) + weight);
  }
  return toSparse(weights);
}

const toSparse = (weights: ReadonlyMap<number, number>): SparseVector => ({
  indices: [...weights.keys()],
  values: [...weights.values()],
});

/** Later than any review date: what has none is in force on every day. */
const NEVER = 99991231;

const dayNumber = (isoDate: string): number => Number(isoDate.slice(0, 10).replaceAll("-", "").padEnd(8, "0"));

/** What a point says about its entry. `procedure` is absent for a matter the office does not handle. */
export function payloadOf(edition: string, id: string, procedure: Procedure | undefined) {
  return {
    edition,
    code: id,
    kind: procedure ? "procedure" : "outside",
    name: procedure?.name ?? id,
    levels: procedure?.levels ?? [],
    scope: procedure?.scope ?? "",
    valid_until: procedure?.reviewBy ? dayNumber(procedure.reviewBy) : NEVER,
  };
}

/** Only points of our own edition, and of those what `wanted` admits; outside matters always. */
export function filterOf(edition: string, wanted: SearchFilter | undefined): Schemas["Filter"] {
  const ours = { key: "edition", match: { value: edition } };
  const conditions = wanted ? conditionsOf(wanted) : [];
  if (conditions.length === 0) return { must: [ours] };
  return { must: [ours, { should: [{ key: "kind", match: { value: "outside" } }, { must: conditions }] }] };
}

function conditionsOf({ levels, scopes, validOn }: SearchFilter): Schemas["FieldCondition"][] {
  return [
    ...(levels ? [{ key: "levels", match: { any: [...levels] } }] : []),
    ...(scopes ? [{ key: "scope", match: { any: [...scopes] } }] : []),
    ...(validOn ? [{ key: "valid_until", range: { gte: dayNumber(validOn) } }] : []),
  ];
}
