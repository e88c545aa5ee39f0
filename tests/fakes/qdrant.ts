import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, bodyOf, listen } from "./listen.ts";
import { admitsPoint, type Filter, keysOf } from "./qdrant-filter.ts";

/** A Qdrant server's REST API as far as we use it (published API 1.10 and later), in memory. It is a fake, not a Qdrant. */
export interface QdrantFake {
  readonly url: string;
  /** Every call, refused ones too. */
  readonly calls: readonly QdrantCall[];
  /** Bodies of the searches, in order. */
  searches(): readonly SearchBody[];
  collections(): readonly string[];
  aliases(): Readonly<Record<string, string>>;
  points(collection: string): readonly Point[];
  /** How every call from now on goes: well, with an outage page, never answered, or late. */
  behave(mood: Mood): void;
  /** The same only for calls whose path and method fit. */
  behaveAt(method: string, path: RegExp, mood: Mood): void;
  /** Loses everything, as when the server starts on an empty disk. */
  wipe(): void;
  /** Loses a collection's points, and keeps the collection. */
  empty(collection: string): void;
  /** Puts the alias on an empty collection, as another program would. */
  occupy(alias: string, collection: string): void;
  close(): Promise<void>;
}

export type Mood = "well" | "down" | "hang" | { readonly delayMs: number };

export interface QdrantCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

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

interface Collection {
  readonly sparse: ReadonlySet<string>;
  readonly dense: ReadonlyMap<string, number>;
  readonly indexed: Set<string>;
  readonly points: Map<number, Point>;
}

/** The server refuses the call: HTTP status and its words. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function startQdrantFake(options: { readonly apiKey?: string } = {}): Promise<QdrantFake> {
  const collections = new Map<string, Collection>();
  const aliases = new Map<string, string>();
  const calls: QdrantCall[] = [];
  const moods: { method: string; path: RegExp; mood: Mood }[] = [];
  let general: Mood = "well";

  const named = (name: string): Collection => {
    const found = collections.get(aliases.get(name) ?? name);
    if (!found) throw new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`);
    return found;
  };

  const routes: readonly [string, RegExp, (name: string, body: never) => unknown][] = [
    [
      "GET",
      /^\/aliases$/,
      () => ({ aliases: [...aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name })) }),
    ],
    ["POST", /^\/collections\/aliases$/, (_, body: { actions: AliasAction[] }) => changeAliases(body.actions)],
    ["GET", /^\/collections\/([^/]+)\/exists$/, (name) => ({ exists: collections.has(aliases.get(name) ?? name) })],
    ["PUT", /^\/collections\/([^/]+)$/, (name, body: NewCollection) => create(name, body)],
    ["DELETE", /^\/collections\/([^/]+)$/, (name) => drop(name)],
    [
      "PUT",
      /^\/collections\/([^/]+)\/index$/,
      (name, body: { field_name: string }) => void named(name).indexed.add(body.field_name),
    ],
    ["PUT", /^\/collections\/([^/]+)\/points$/, (name, body: { points: Point[] }) => upsert(named(name), body.points)],
    ["POST", /^\/collections\/([^/]+)\/points\/count$/, (name) => ({ count: named(name).points.size })],
    [
      "POST",
      /^\/collections\/([^/]+)\/points\/query$/,
      (name, body: SearchBody) => ({ points: search(named(name), body).slice(0, body.limit ?? 10) }),
    ],
  ];

  function create(name: string, { vectors = {}, sparse_vectors = {} }: NewCollection): boolean {
    if (collections.has(name)) throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`);
    const dense = new Map(Object.entries(vectors).map(([key, { size }]) => [key, size]));
    collections.set(name, {
      sparse: new Set(Object.keys(sparse_vectors)),
      dense,
      indexed: new Set(),
      points: new Map(),
    });
    return true;
  }

  function drop(name: string): boolean {
    for (const [alias, target] of aliases) if (target === name) aliases.delete(alias);
    return collections.delete(name);
  }

  function changeAliases(actions: readonly AliasAction[]): boolean {
    const next = new Map(aliases);
    for (const action of actions) {
      if ("delete_alias" in action) {
        if (!next.delete(action.delete_alias.alias_name)) throw new Refusal(404, "Not found: Alias does not exist!");
      } else {
        const { alias_name, collection_name } = action.create_alias;
        if (!collections.has(collection_name))
          throw new Refusal(404, `Not found: Collection \`${collection_name}\` doesn't exist!`);
        next.set(alias_name, collection_name);
      }
    }
    aliases.clear();
    for (const [alias, target] of next) aliases.set(alias, target);
    return true;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const path = new URL(request.url ?? "/", "http://fake").pathname;
    const method = request.method ?? "";
    const text = await bodyOf(request);
    const body: unknown = text ? JSON.parse(text) : undefined;
    calls.push({ method, path, body });
    const mood = moods.find((one) => one.method === method && one.path.test(path))?.mood ?? general;
    if (mood === "hang") return;
    if (mood === "down") return void response.writeHead(503).end("<html>made-up outage</html>");
    if (typeof mood === "object") await new Promise((resolve) => setTimeout(resolve, mood.delayMs));
    const time = () => (performance.now() - started) / 1000;
    try {
      if (options.apiKey && request.headers["api-key"] !== options.apiKey)
        throw new Refusal(401, "Must provide an API key or an Authorization bearer token");
      const route = routes.find(([verb, pattern]) => verb === method && pattern.test(path));
      if (!route) throw new Refusal(404, "");
      const name = decodeURIComponent(route[1].exec(path)?.[1] ?? "");
      answerJson(response, 200, {
        result: route[2](name, body as never) ?? { operation_id: calls.length, status: "completed" },
        status: "ok",
        time: time(),
      });
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      answerJson(response, status, { status: { error: String(error) }, time: time() });
    }
  }

  const server = await listen((request, response) => void serve(request, response));
  return {
    url: server.url,
    calls,
    searches: () => calls.filter(({ path }) => path.endsWith("/points/query")).map(({ body }) => body as SearchBody),
    collections: () => [...collections.keys()],
    aliases: () => Object.fromEntries(aliases),
    points: (name) => [...(collections.get(aliases.get(name) ?? name)?.points.values() ?? [])],
    behave(mood) {
      general = mood;
      moods.length = 0;
    },
    behaveAt: (method, path, mood) => void moods.unshift({ method, path, mood }),
    wipe() {
      collections.clear();
      aliases.clear();
    },
    empty: (name) => named(name).points.clear(),
    occupy(alias, collection) {
      if (!collections.has(collection)) create(collection, {});
      aliases.set(alias, collection);
    },
    close: server.close,
  };
}

interface NewCollection {
  readonly vectors?: Readonly<Record<string, { size: number; distance: string }>>;
  readonly sparse_vectors?: Readonly<Record<string, object>>;
}

type AliasAction =
  | { readonly delete_alias: { readonly alias_name: string } }
  | { readonly create_alias: { readonly alias_name: string; readonly collection_name: string } };

function upsert(collection: Collection, points: readonly Point[]): void {
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
function search(collection: Collection, body: SearchBody): Scored[] {
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
