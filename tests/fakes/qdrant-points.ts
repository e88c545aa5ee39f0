import { admitsPoint, type Filter, keysOf } from "./qdrant-filter.ts";

interface Sparse {
  readonly indices: number[];
  readonly values: number[];
}
type Vector = Sparse | number[];

export interface Point {
  readonly id: number;
  readonly vector: Readonly<Record<string, Vector>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface SearchBody {
  readonly prefetch?: readonly SearchBody[];
  readonly query: Vector | { readonly fusion: string };
  readonly using?: string;
  readonly limit?: number;
  readonly filter?: Filter;
}

export interface Collection {
  readonly sparse: ReadonlySet<string>;
  readonly dense: ReadonlyMap<string, number>;
  readonly indexed: Set<string>;
  readonly points: Map<number, Point>;
}

/** The server refuses the call: HTTP status and its words. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function upsert(collection: Collection, points: readonly Point[]): void {
  for (const point of points) {
    if (!Number.isSafeInteger(point.id) || point.id < 0)
      throw new Refusal(400, "Format error in JSON body: value is not a valid point ID");
    for (const [name, vector] of Object.entries(point.vector)) checkVector(collection, name, vector);
    collection.points.set(point.id, point);
  }
}

function checkVector(collection: Collection, name: string, vector: Vector): void {
  if (Array.isArray(vector)) {
    const size = collection.dense.get(name);
    if (size === undefined) throw new Refusal(400, `Wrong input: Not existing vector name error: ${name}`);
    if (size !== vector.length)
      throw new Refusal(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${vector.length}`);
    return;
  }
  if (!collection.sparse.has(name)) throw new Refusal(400, `Wrong input: Not existing vector name error: ${name}`);
  const { indices, values } = vector;
  if (indices.length !== values.length) throw new Refusal(422, "Validation error: must be the same length as indices");
  if (new Set(indices).size !== indices.length) throw new Refusal(422, "Validation error: indices must be unique");
  if (indices.some((index) => !Number.isInteger(index) || index < 0 || index > 0xffffffff))
    throw new Refusal(400, "Format error in JSON body: expected u32");
}

interface Scored {
  readonly id: number;
  readonly version: 0;
  readonly score: number;
}

/** One query, or the fusion of its prefetches. Filters may only look at payload that is indexed, as in strict mode. */
export function search(collection: Collection, body: SearchBody): Scored[] {
  const { query, prefetch = [], using = "", filter, limit = 10 } = body;
  for (const key of keysOf(filter))
    if (!collection.indexed.has(key)) throw new Refusal(400, `Bad request: Index required but not found for "${key}"`);
  if (typeof query === "object" && "fusion" in query)
    return fuse(prefetch.map((one) => search(collection, one).slice(0, one.limit ?? 10)));
  checkVector(collection, using, query);
  const scored = [...collection.points.values()]
    .filter(({ payload }) => admitsPoint(filter, payload))
    .flatMap(({ id, vector }): Scored[] => {
      const score = similarity(query, vector[using]);
      return score === undefined ? [] : [{ id, version: 0, score }];
    });
  return scored.sort((a, b) => b.score - a.score).slice(0, limit);
}

/** Dot product over shared indices (no shared index: not found), or cosine. */
function similarity(query: Vector, vector: Vector | undefined): number | undefined {
  if (vector === undefined) return undefined;
  if (Array.isArray(query) && Array.isArray(vector)) return cosine(query, vector);
  if (Array.isArray(query) || Array.isArray(vector)) return undefined;
  const weights = new Map(vector.indices.map((index, i) => [index, vector.values[i] ?? 0]));
  const shared = query.indices.filter((index) => weights.has(index));
  if (shared.length === 0) return undefined;
  return query.indices.reduce((sum, index, i) => sum + (query.values[i] ?? 0) * (weights.get(index) ?? 0), 0);
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1);
}

const RRF_K = 2;

function fuse(lists: readonly (readonly Scored[])[]): Scored[] {
  const scores = new Map<number, number>();
  for (const list of lists)
    list.forEach(({ id }, rank) => void scores.set(id, (scores.get(id) ?? 0) + 1 / (RRF_K + rank)));
  return [...scores].map(([id, score]): Scored => ({ id, version: 0, score })).sort((a, b) => b.score - a.score);
}
