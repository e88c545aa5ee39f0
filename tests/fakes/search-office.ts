import { resolve } from "node:path";
import {
  type Catalogue,
  catalogueOf,
  type Knowledge,
  loadKnowledge,
  loadStarterProcedures,
  openQdrantIndex,
  type Procedure,
  type QdrantIndex,
  type Query,
  readQuestion,
} from "../../src/catalogue/index.ts";
import { type Clock, createLog, systemClock } from "../../src/platform/index.ts";
import type { QdrantFake } from "./qdrant.ts";

const KNOWLEDGE = resolve(import.meta.dirname, "../../knowledge");

export const knowledge: Knowledge = loadKnowledge(KNOWLEDGE);
export const shipped: readonly Procedure[] = loadStarterProcedures(KNOWLEDGE);
export const shippedCatalogue: Catalogue = catalogueOf("kho kiến thức", shipped, knowledge);

/** A question as search takes it. */
export const ask = (text: string): Query => readQuestion(text, knowledge.lexicon).query;

type Options = Partial<Omit<Parameters<typeof openQdrantIndex>[0], "url" | "now">> & { readonly clock?: Clock };

/** The real index on this fake, over the shipped procedures unless told otherwise. */
export function indexOn(fake: QdrantFake, options: Options = {}): QdrantIndex {
  const { clock = systemClock, ...rest } = options;
  return openQdrantIndex({
    url: fake.url,
    catalogue: shippedCatalogue,
    variants: knowledge.variants,
    log: createLog("silent"),
    now: () => clock.now(),
    retryMs: [10],
    ...rest,
  });
}
