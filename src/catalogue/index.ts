import type { RetrieverOptions, RetrieverSources } from "./retriever.ts";

export type { Defect } from "./defects.ts";
export { type Embeddings, openEmbeddings } from "./embeddings.ts";
export { importJsonl } from "./jsonl/load.ts";
export type { Outside } from "./knowledge.ts";
export {
  type Catalogue,
  catalogueOf,
  importFile,
  type Knowledge,
  loadKnowledge,
  loadStarterProcedures,
  mappingFileOf,
  openCatalogue,
  starterCatalogue,
} from "./load.ts";
export { applyOverrides, Overrides } from "./overrides.ts";
export {
  type Fact,
  FIELDS,
  type Field,
  type LocalSource,
  type Procedure,
  type Receipt,
  WITHHELD_REASONS,
  type WithheldReason,
} from "./procedure.ts";
export { openQdrantIndex, type QdrantIndex } from "./qdrant/index.ts";
export { type Question, readQuestion } from "./question.ts";
export { expiredBy, type ImportReport } from "./report.ts";
export { type FallbackReason, type ResilientSearch, resilientSearch } from "./resilient.ts";
export type { DocumentMetadata, RetrieverOptions, RetrieverSources } from "./retriever.ts";
export type { Hit, Query, Search, SearchFilter } from "./search.ts";
export { loadMapping } from "./sheet/load.ts";
export { openWithheld, type WithheldRecord, type WithheldRecords, withheldMigrations } from "./withheld/store.ts";

/** The catalogue's search for LangChain programs. LangChain takes a quarter of a second to load: only who asks pays. */
export async function openRetriever(sources: RetrieverSources, options?: RetrieverOptions) {
  return (await import("./retriever.ts")).createRetriever(sources, options);
}
