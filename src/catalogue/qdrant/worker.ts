import { setTimeout as sleep } from "node:timers/promises";
import type { Schemas } from "@qdrant/js-client-rest";
import type { Logger } from "../../platform/index.ts";
import type { Catalogue } from "../load.ts";
import type { FallbackReason } from "../resilient.ts";
import type { QdrantServer } from "./client.ts";
import { type Dense, type Edition, editionOf, textsOf } from "./load.ts";
import { MEANING, PAYLOAD_INDEXES, payloadOf, sparseVectors, termNumbers, WORDS } from "./points.ts";

/** The name everybody searches under; each edition is a collection of its own behind it. */
export const ALIAS = "procedures";
const PREFIX = "procedures-";
const BATCH = 256;
const STOP_MS = 1000;
const RETRY_MS = [1000, 2000, 5000, 10_000, 30_000];

export interface IndexingOptions {
  readonly server: QdrantServer;
  readonly catalogue: Catalogue;
  readonly dense?: Dense | undefined;
  readonly log: Pick<Logger, "info" | "warn">;
  /** Waits between attempts to reach the server, in milliseconds; the last is repeated. */
  readonly retryMs?: readonly number[];
}

/** Keeps Qdrant filled with this catalogue, in the background. */
export interface Indexing {
  /** The edition that stands behind the alias, once it does. */
  edition(): Edition | undefined;
  /** Why Qdrant cannot be searched yet; undefined when it can. */
  notYet(): FallbackReason | undefined;
  /** Qdrant failed several times: looks whether our points are still there, and fills it again when nobody else has. */
  recheck(): void;
  /** Resolves when no filling is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export function keepIndexed(options: IndexingOptions): Indexing {
  const stopping = new AbortController();
  let live: Edition | undefined;
  let trouble: FallbackReason | undefined = "building";
  let work: Promise<void> = Promise.resolve();
  let isWorking = false;

  function begin(task: () => Promise<void>): void {
    if (isWorking || stopping.signal.aborted) return;
    isWorking = true;
    work = persist(task).finally(() => {
      isWorking = false;
    });
  }

  /** Until it succeeds, or we stop. */
  async function persist(task: () => Promise<void>): Promise<void> {
    const waits = options.retryMs ?? RETRY_MS;
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      const failure = await task().then(() => undefined, nameOf);
      if (failure === undefined || stopping.signal.aborted) return;
      trouble = "unreachable";
      options.log.warn({ attempt, error: failure }, "qdrant.unreachable");
      await pause(waits[Math.min(attempt, waits.length - 1)] ?? 0, stopping.signal);
    }
  }

  async function takeOver(): Promise<void> {
    const edition = live ?? (await prepare(options));
    trouble = "building";
    await serve(edition);
    if (options.dense && !edition.meanings) void addMeanings(options.dense);
  }

  async function serve(edition: Edition): Promise<void> {
    const before = await options.server.aliasTarget(ALIAS);
    await install(edition, before, options, stopping.signal);
    if (stopping.signal.aborted) return;
    live = edition;
    trouble = undefined;
    await clear(PREFIX + edition.name, options);
  }

  /** The embedding service did not answer at the start: words alone serve until it does. */
  async function addMeanings(dense: Dense): Promise<void> {
    const waits = options.retryMs ?? RETRY_MS;
    for (let attempt = 0; !stopping.signal.aborted && live && !live.meanings; attempt++) {
      await pause(waits[Math.min(attempt, waits.length - 1)] ?? 0, stopping.signal);
      const edition = stopping.signal.aborted ? undefined : await withMeanings(options.catalogue, dense);
      if (edition) begin(() => serve(edition));
      await work;
    }
  }

  async function look(): Promise<void> {
    const ours = live && PREFIX + live.name;
    const target = await options.server.aliasTarget(ALIAS);
    if (target !== undefined && target !== ours) {
      // Another server serves a newer catalogue: two that keep taking over from each other would serve nobody.
      trouble = "other_edition";
      return;
    }
    const size = target && (await options.server.size(target));
    if (size !== options.catalogue.index.ids.length) await takeOver();
  }

  begin(takeOver);
  return {
    edition: () => live,
    notYet: () => trouble,
    recheck: () => begin(look),
    settled: () => work,
    async stop() {
      stopping.abort();
      // A call that hangs must not keep the office from closing; what it leaves unfinished the next start takes up.
      await Promise.race([work, sleep(STOP_MS, undefined, { ref: false })]);
    },
  };
}

/** Of an error only its name goes to the log: its words may quote what was sent. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);

/** The edition to write: with embeddings when the service gives them, else words only. */
async function prepare({ catalogue, dense, log }: IndexingOptions): Promise<Edition> {
  if (!dense) return editionOf(catalogue);
  const edition = await withMeanings(catalogue, dense);
  if (!edition) log.warn({ model: dense.model }, "embeddings.unreachable");
  return edition ?? editionOf(catalogue);
}

async function withMeanings(catalogue: Catalogue, dense: Dense): Promise<Edition | undefined> {
  const meanings = await dense.embedDocuments(textsOf(catalogue)).catch(() => undefined);
  return meanings && editionOf(catalogue, dense.model, meanings);
}

/** Drops what fillings left behind that were broken off. A server that is filling one of them just now begins again. */
async function clear(ours: string, { server, log }: IndexingOptions): Promise<void> {
  const left = await server.unaliased().catch(() => []);
  for (const collection of left.filter((name) => name.startsWith(PREFIX) && name !== ours)) {
    await server.drop(collection).catch(() => undefined);
    log.info({ collection }, "qdrant.dropped");
  }
}

/** Builds the edition beside the one in use, switches the alias, then drops what the alias meant before. */
async function install(
  edition: Edition,
  before: string | undefined,
  { server, log }: IndexingOptions,
  signal: AbortSignal,
): Promise<void> {
  const collection = PREFIX + edition.name;
  const wanted = edition.catalogue.index.ids.length;
  const size = await server.size(collection);
  if (size === undefined) await server.create(collection, shapeOf(edition));
  // Also where a filling broke off: it may have done so before every key was indexed.
  if (size !== wanted) await server.indexPayload(collection, PAYLOAD_INDEXES);
  if (size !== wanted) await fill(collection, edition, { server, log, signal });
  if (signal.aborted) return;
  if ((await server.size(collection)) !== wanted) throw new Error("the collection does not hold every entry");
  if (before !== collection) await server.switchAlias(ALIAS, collection, before);
  log.info({ collection, points: wanted, replaced: before ?? null }, "qdrant.serving");
  if (before?.startsWith(PREFIX) && before !== collection) await server.drop(before);
}

function shapeOf({ meanings }: Edition): Schemas["CreateCollection"] {
  const size = meanings?.[0]?.length;
  return {
    sparse_vectors: { [WORDS]: {} },
    ...(size === undefined ? {} : { vectors: { [MEANING]: { size, distance: "Cosine" } } }),
  };
}

async function fill(
  collection: string,
  edition: Edition,
  { server, log, signal }: { server: QdrantServer; log: IndexingOptions["log"]; signal: AbortSignal },
): Promise<void> {
  const { index } = edition.catalogue;
  const numbers = termNumbers(index);
  for (let first = 0; first < index.ids.length && !signal.aborted; first += BATCH) {
    const points = batchOf(edition, numbers, first, Math.min(BATCH, index.ids.length - first));
    await server.upsert(collection, points);
    log.info({ collection, done: first + points.length, of: index.ids.length }, "qdrant.indexing");
  }
}

/** A point's number is the entry's number in the index the edition was made from. */
function batchOf(edition: Edition, numbers: Uint32Array, first: number, count: number): Schemas["PointStruct"][] {
  const { catalogue, meanings, name } = edition;
  return sparseVectors(catalogue.index, numbers, first, count).map((words, i) => {
    const id = catalogue.index.ids[first + i] ?? "";
    const meaning = meanings?.[first + i];
    return {
      id: first + i,
      vector: { [WORDS]: words, ...(meaning ? { [MEANING]: meaning } : {}) },
      payload: payloadOf(name, id, catalogue.procedure(id)),
    };
  });
}
