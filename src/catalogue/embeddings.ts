import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import { createCircuit } from "../platform/index.ts";
import type { Dense } from "./qdrant/index.ts";

export interface EmbeddingSettings {
  /** Base of an OpenAI-compatible API, as in http://127.0.0.1:8000/v1. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How long the embedding of one question may take, in milliseconds. */
  readonly queryMs?: number;
  readonly onFailure?: () => void;
}

export interface Embeddings extends Dense {
  /** False while the service fails: questions are then searched by words alone. */
  isWell(): boolean;
}

/** Well below what a whole search may take, so that a search by words still fits in. */
const QUERY_MS = 150;
const DOCUMENTS_MS = 60_000;
const BATCH = 64;
const FAILURES = 3;
const OPEN_MS = 30_000;

/** An embedding service through LangChain's Embeddings interface. The package is loaded when first needed. */
export function openEmbeddings(settings: EmbeddingSettings): Embeddings {
  const { model, now } = settings;
  const circuit = createCircuit({ failures: FAILURES, openMs: OPEN_MS });
  let isWell = true;
  /** Of the documents; a question of another length would be refused by the whole search. */
  let length: number | undefined;
  let loaded: Promise<Models> | undefined;
  const models = () => {
    loaded ??= load(settings);
    return loaded;
  };
  return {
    model,
    isWell: () => isWell,
    async embedDocuments(texts) {
      try {
        const vectors = checked(await (await models()).documents.embedDocuments(texts), texts.length);
        length = vectors[0]?.length;
        isWell = true;
        return vectors;
      } catch (error) {
        isWell = false;
        settings.onFailure?.();
        throw error;
      }
    },
    async embedQuery(text) {
      if (!circuit.allows(now())) return undefined;
      try {
        const vector = await (await models()).query.embedQuery(text);
        checked([vector], 1, length);
        circuit.succeeded();
        isWell = true;
        return vector;
      } catch {
        circuit.failed(now());
        isWell = false;
        settings.onFailure?.();
        return undefined;
      }
    },
  };
}

interface Models {
  readonly documents: EmbeddingsInterface<number[]>;
  readonly query: EmbeddingsInterface<number[]>;
}

async function load({ url, model, apiKey = "none", queryMs = QUERY_MS }: EmbeddingSettings): Promise<Models> {
  const { OpenAIEmbeddings } = await import("@langchain/openai");
  const shared = { model, apiKey, encodingFormat: "float" as const, configuration: { baseURL: url } };
  return {
    documents: new OpenAIEmbeddings({ ...shared, batchSize: BATCH, timeout: DOCUMENTS_MS, maxRetries: 2 }),
    query: new OpenAIEmbeddings({ ...shared, timeout: queryMs, maxRetries: 0 }),
  };
}

/** A service may answer with less than it was asked: one vector a text, all of one length, is what a collection takes. */
function checked(vectors: number[][], count: number, length = vectors[0]?.length ?? 0): number[][] {
  const isSound =
    vectors.length === count &&
    length > 0 &&
    vectors.every((one) => one.length === length && one.every(Number.isFinite));
  if (!isSound) throw new Error("the embedding service answered with something else than vectors");
  return vectors;
}
