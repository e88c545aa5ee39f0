import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, bodyOf, listen } from "./listen.ts";
import { type Collection, type Point, Refusal, type SearchBody, search, upsert } from "./qdrant-points.ts";

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
  /** Takes an alias away, and leaves its collection. */
  forgetAlias(alias: string): void;
  close(): Promise<void>;
}

export type Mood = "well" | "down" | "hang" | { readonly delayMs: number };

export interface QdrantCall {
  readonly method: string;
  readonly path: string;
  /** Asked to be answered only when what it writes can be found. */
  readonly waits: boolean;
  readonly body: unknown;
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
    ["GET", /^\/collections$/, () => ({ collections: [...collections.keys()].map((name) => ({ name })) })],
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

  function create(name: string, { vectors, sparse_vectors = {} }: NewCollection): boolean {
    if (vectors && Object.keys(vectors).length === 0)
      throw new Refusal(422, "Validation error: vectors must not be empty");
    if (collections.has(name)) throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`);
    const dense = new Map(Object.entries(vectors ?? {}).map(([key, { size }]) => [key, size]));
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

  /** All of them or, when one is refused, none. */
  function changeAliases(actions: readonly AliasAction[]): boolean {
    const next = actions.reduce((before, action) => changed(before, action, collections), new Map(aliases));
    aliases.clear();
    for (const [alias, target] of next) aliases.set(alias, target);
    return true;
  }

  function result(method: string, path: string, body: unknown): unknown {
    const route = routes.find(([verb, pattern]) => verb === method && pattern.test(path));
    if (!route) throw new Refusal(404, "no such call");
    const name = decodeURIComponent(route[1].exec(path)?.[1] ?? "");
    return route[2](name, body as never) ?? { operation_id: calls.length, status: "completed" };
  }

  function answer(request: IncomingMessage, response: ServerResponse, call: QdrantCall): void {
    try {
      const isKnown = !options.apiKey || request.headers["api-key"] === options.apiKey;
      if (!isKnown) throw new Refusal(401, "Must provide an API key or an Authorization bearer token");
      answerJson(response, 200, { result: result(call.method, call.path, call.body), status: "ok", time: 0.001 });
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      answerJson(response, status, { status: { error: String(error) }, time: 0.001 });
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path } = new URL(request.url ?? "/", "http://fake");
    const method = request.method ?? "";
    const text = await bodyOf(request);
    const waits = new URL(request.url ?? "/", "http://fake").searchParams.get("wait") === "true";
    const call: QdrantCall = { method, path, waits, body: text ? JSON.parse(text) : undefined };
    calls.push(call);
    const mood = moods.find((one) => one.method === method && one.path.test(path))?.mood ?? general;
    if (mood === "hang") return;
    if (mood === "down") return void response.writeHead(503).end("<html>made-up outage</html>");
    if (mood !== "well") await new Promise((resolve) => setTimeout(resolve, mood.delayMs));
    answer(request, response, call);
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
    forgetAlias: (alias) => void aliases.delete(alias),
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

function changed(
  before: Map<string, string>,
  action: AliasAction,
  collections: ReadonlyMap<string, Collection>,
): Map<string, string> {
  if ("delete_alias" in action) {
    before.delete(action.delete_alias.alias_name);
    return before;
  }
  const { alias_name, collection_name } = action.create_alias;
  if (!collections.has(collection_name))
    throw new Refusal(404, `Not found: Collection \`${collection_name}\` doesn't exist!`);
  return before.set(alias_name, collection_name);
}
