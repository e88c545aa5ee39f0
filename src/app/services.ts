import { type LanguageModel, openLanguageModel } from "../answers/index.ts";
import { type Embeddings, openEmbeddings, openQdrantIndex, type QdrantIndex } from "../catalogue/index.ts";
import type { Config } from "../config.ts";
import { type Office, openDossierDesk } from "../conversation/index.ts";
import type { Clock, Logger, Metrics } from "../platform/index.ts";

/** The optional services around the embedded index and the plain answers. Each may fail at any time. */
export interface Services {
  /** The office with the services that are switched on. */
  readonly office: Office;
  /** For /readyz: what answers just now. */
  state(): {
    readonly index: string;
    readonly embeddings: string;
    readonly languageModel: string;
    readonly oneStop: string;
  };
  /** Resolves when Qdrant holds the catalogue, or holds it no less than it is going to. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export function startServices(
  config: Config,
  office: Office,
  around: { readonly clock: Clock; readonly log: Logger; readonly metrics: Metrics },
): Services {
  const { metrics, clock, log } = around;
  const now = () => clock.now();
  if (config.embeddings.url || config.languageModel.url) forbidTracing();
  const dense = embeddingsOf(config, now, metrics);
  const index = qdrantOf(config, office, dense, { now, log, metrics });
  const languageModel = languageModelOf(config, now, metrics);
  const { url: oneStopUrl, token } = config.oneStop;
  const dossiers = oneStopUrl === undefined ? undefined : openDossierDesk({ url: oneStopUrl, token, now });
  return {
    office: {
      ...office,
      ...(index ? { catalogue: { ...office.catalogue, search: index.search } } : {}),
      languageModel,
      dossiers,
    },
    state: () => ({
      index: indexState(index),
      embeddings: embeddingState(config, dense),
      languageModel: modelState(languageModel),
      oneStop: dossiers === undefined ? "off" : dossiers.isWell() ? "on" : "sent to the look-up page (unreachable)",
    }),
    settled: async () => index?.settled(),
    stop: async () => index?.stop(),
  };
}

function embeddingsOf({ qdrant, embeddings }: Config, now: () => number, metrics: Metrics): Embeddings | undefined {
  if (!embeddings.url || !qdrant.url) return undefined;
  return openEmbeddings({
    ...embeddings,
    url: embeddings.url,
    now,
    onFailure: () => metrics.count("lang_nghe_embedding_failures_total"),
  });
}

function qdrantOf(
  { qdrant }: Config,
  office: Office,
  dense: Embeddings | undefined,
  around: { now: () => number; log: Logger; metrics: Metrics },
): QdrantIndex | undefined {
  if (!qdrant.url) return undefined;
  return openQdrantIndex({
    url: qdrant.url,
    apiKey: qdrant.apiKey,
    catalogue: office.catalogue,
    variants: office.knowledge.variants,
    dense,
    now: around.now,
    log: around.log,
    onFallback: (reason) => around.metrics.count("lang_nghe_search_fallbacks_total", { reason }),
  });
}

function languageModelOf({ languageModel }: Config, now: () => number, metrics: Metrics): LanguageModel | undefined {
  if (!languageModel.url) return undefined;
  return openLanguageModel({
    ...languageModel,
    url: languageModel.url,
    now,
    onPhrasing: (outcome) => metrics.count("lang_nghe_phrasings_total", { outcome }),
    onRewriting: (outcome) => metrics.count("lang_nghe_rewritings_total", { outcome }),
  });
}

function indexState(index: QdrantIndex | undefined): string {
  const trouble = index?.search.trouble();
  return index === undefined ? "embedded" : trouble === undefined ? "qdrant" : `embedded (qdrant ${trouble})`;
}

function embeddingState({ qdrant, embeddings }: Config, dense: Embeddings | undefined): string {
  if (!embeddings.url) return "off";
  if (!qdrant.url) return "off: QDRANT_URL is not set";
  return dense?.isWell() ? "on" : "words only (embeddings unreachable)";
}

function modelState(model: LanguageModel | undefined): string {
  return model === undefined ? "off" : model.isWell() ? "on" : "plain answers (model unreachable)";
}

/** LangChain sends every prompt to a tracing service where one of these is set: citizens' words must not leave that way. */
function forbidTracing(): void {
  for (const name of [
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_TRACING_V2",
    "LANGCHAIN_VERBOSE",
  ])
    delete process.env[name];
}
