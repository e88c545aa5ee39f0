import type { Logger } from "../../platform/index.ts";
import type { Catalogue } from "../load.ts";
import { type FallbackReason, type ResilientSearch, resilientSearch } from "../resilient.ts";
import type { Search } from "../search.ts";
import type { VariantTable } from "../variants.ts";
import { openQdrant } from "./client.ts";
import type { Dense } from "./load.ts";
import { qdrantSearch } from "./search.ts";
import { type Indexing, keepIndexed } from "./worker.ts";

export type { Dense } from "./load.ts";

export interface QdrantOptions {
  readonly url: string;
  readonly apiKey?: string | undefined;
  readonly catalogue: Catalogue;
  readonly variants: VariantTable;
  readonly dense?: Dense | undefined;
  readonly log: Pick<Logger, "info" | "warn">;
  readonly now: () => number;
  readonly onFallback?: (reason: FallbackReason) => void;
  readonly retryMs?: readonly number[];
  /** How long Qdrant may take before the embedded index answers, in milliseconds. */
  readonly timeoutMs?: number;
}

export interface QdrantIndex {
  readonly search: ResilientSearch;
  /** Resolves when no filling of Qdrant is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const TIMEOUT_MS = 300;

/** Search on Qdrant that fills itself in the background, with the catalogue's embedded index behind it at every moment. */
export function openQdrantIndex(options: QdrantOptions): QdrantIndex {
  const { catalogue, variants, dense, timeoutMs = TIMEOUT_MS } = options;
  const server = openQdrant({ url: options.url, apiKey: options.apiKey, searchMs: timeoutMs });
  const indexing = keepIndexed({
    server,
    catalogue,
    dense,
    log: options.log,
    ...(options.retryMs ? { retryMs: options.retryMs } : {}),
  });
  const primary = lazily(indexing, (edition) => qdrantSearch(server, edition, variants, dense));
  const search = resilientSearch(primary, catalogue.search, {
    timeoutMs,
    now: options.now,
    notYet: indexing.notYet,
    onFallback(reason, opened) {
      options.onFallback?.(reason);
      if (opened) indexing.recheck();
    },
  });
  return { search, settled: indexing.settled, stop: indexing.stop };
}

/** The search over the live edition, made anew when that changes. */
function lazily(indexing: Indexing, make: (edition: NonNullable<ReturnType<Indexing["edition"]>>) => Search): Search {
  let made: { readonly search: Search; readonly edition: unknown } | undefined;
  return {
    async find(query, limit, filter) {
      const edition = indexing.edition();
      if (!edition) throw new Error("no edition stands in Qdrant yet");
      if (made?.edition !== edition) made = { search: make(edition), edition };
      return made.search.find(query, limit, filter);
    },
  };
}
