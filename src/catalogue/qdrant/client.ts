import type { QdrantClient, Schemas } from "@qdrant/js-client-rest";

export interface QdrantSettings {
  readonly url: string;
  readonly apiKey?: string | undefined;
  /** How long one search may take, in milliseconds. */
  readonly searchMs: number;
}

/** The calls we make of a Qdrant server (its REST API, 1.10 and later). Each throws when the server is down or refuses. */
export interface QdrantServer {
  /** Numbers of the points found, best first. */
  query(collection: string, request: Schemas["QueryRequest"]): Promise<number[]>;
  aliasTarget(alias: string): Promise<string | undefined>;
  /** Names of all collections no alias means. */
  unaliased(): Promise<string[]>;
  /** Points in a collection; undefined when there is no such collection. */
  size(collection: string): Promise<number | undefined>;
  create(collection: string, shape: Schemas["CreateCollection"]): Promise<void>;
  indexPayload(collection: string, fields: Readonly<Record<string, "keyword" | "integer">>): Promise<void>;
  upsert(collection: string, points: Schemas["PointStruct"][]): Promise<void>;
  /** Lets `alias` mean `collection`, in one step for everybody who searches. */
  switchAlias(alias: string, collection: string, from: string | undefined): Promise<void>;
  drop(collection: string): Promise<void>;
}

const BUILD_MS = 60_000;
const QDRANT_PORT = 6333;

/** The client package is loaded when the first call needs it. */
export function openQdrant(settings: QdrantSettings): QdrantServer {
  let loaded: Promise<{ search: QdrantClient; manage: QdrantClient }> | undefined;
  const clients = () => {
    loaded ??= connect(settings);
    return loaded;
  };
  const manage = async () => (await clients()).manage;
  return {
    async query(collection, request) {
      const { points } = await (await clients()).search.query(collection, request);
      return points.map(({ id }) => Number(id));
    },
    async aliasTarget(alias) {
      const { aliases } = await (await manage()).getAliases();
      return aliases.find((one) => one.alias_name === alias)?.collection_name;
    },
    async unaliased() {
      const client = await manage();
      const [{ collections }, { aliases }] = [await client.getCollections(), await client.getAliases()];
      const meant = new Set(aliases.map((one) => one.collection_name));
      return collections.map(({ name }) => name).filter((name) => !meant.has(name));
    },
    async size(collection) {
      const client = await manage();
      const { exists } = await client.collectionExists(collection);
      return exists ? (await client.count(collection, { exact: true })).count : undefined;
    },
    async create(collection, shape) {
      await (await manage()).createCollection(collection, shape);
    },
    async indexPayload(collection, fields) {
      const client = await manage();
      for (const [field_name, field_schema] of Object.entries(fields)) {
        await client.createPayloadIndex(collection, { field_name, field_schema, wait: true });
      }
    },
    async upsert(collection, points) {
      await (await manage()).upsert(collection, { wait: true, points });
    },
    async switchAlias(alias, collection, from) {
      const forget = from === undefined ? [] : [{ delete_alias: { alias_name: alias } }];
      await (await manage()).updateCollectionAliases({
        actions: [...forget, { create_alias: { alias_name: alias, collection_name: collection } }],
      });
    },
    async drop(collection) {
      await (await manage()).deleteCollection(collection);
    },
  };
}

async function connect({
  url,
  apiKey,
  searchMs,
}: QdrantSettings): Promise<{ search: QdrantClient; manage: QdrantClient }> {
  const { QdrantClient: Client } = await import("@qdrant/js-client-rest");
  // A compatibility check would call the server from the constructor and print to the console.
  const shared = { ...addressOf(url), ...(apiKey ? { apiKey } : {}), checkCompatibility: false };
  return { search: new Client({ ...shared, timeout: searchMs }), manage: new Client({ ...shared, timeout: BUILD_MS }) };
}

/** The client takes a path only as `prefix`, and forgets a port that is its scheme's own (":443"). */
export function addressOf(url: string): { url: string; port: number; prefix?: string } {
  const { origin, pathname, port, protocol } = new URL(url);
  const path = pathname.replace(/\/+$/, "");
  const own = protocol === "https:" ? ":443" : ":80";
  const isOwnPort = new RegExp(`^https?://[^/]*${own}(/|$)`, "i").test(url);
  return {
    url: origin,
    port: Number(port || (isOwnPort ? own.slice(1) : QDRANT_PORT)),
    ...(path ? { prefix: path } : {}),
  };
}
