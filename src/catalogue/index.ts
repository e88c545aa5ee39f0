import type { Migrations } from "../platform/index.ts";
import type { RetrieverOptions, RetrieverSources } from "./retriever.ts";
import { versionMigrations } from "./versions/tables.ts";
import { withheldMigrations } from "./withheld/store.ts";

export type { Defect } from "./defects.ts";
export { isCode } from "./embedded/build.ts";
export { type Embeddings, openEmbeddings } from "./embeddings.ts";
export type { LeftOut } from "./entries.ts";
export { paperApart } from "./file-names.ts";
export { importJsonl } from "./jsonl/load.ts";
export type { Family, Outside } from "./knowledge/files.ts";
export { type Knowledge, loadKnowledge } from "./knowledge/load.ts";
export {
  type Catalogue,
  catalogueOf,
  importFile,
  loadStarterProcedures,
  mappingFileOf,
  openCatalogue,
  starterCatalogue,
} from "./load.ts";
export { applyOverrides, Overrides } from "./overrides.ts";
export type { Practicality } from "./practicalities.ts";
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
export { type Question, readQuestion, tellingOf } from "./question.ts";
export { expiredBy, type ImportReport } from "./report.ts";
export { type FallbackReason, type ResilientSearch, resilientSearch } from "./resilient.ts";
export type { DocumentMetadata, RetrieverOptions, RetrieverSources } from "./retriever.ts";
export type { Features, Hit, Query, Search, SearchFilter } from "./search.ts";
export { loadMapping } from "./sheet/load.ts";
export { dayOf } from "./sheet/rows.ts";
export {
  eventsOf,
  listImports,
  listStarts,
  readVersions,
  resolveVersion,
  versionsOf,
} from "./versions/archive/store.ts";
export { differences, PARTS, type PartDifference, type PartState, partState } from "./versions/difference.ts";
export { type HistoryStep, historyOf } from "./versions/history.ts";
export { serveVersions } from "./versions/load.ts";
export {
  type Reading,
  type Recorded,
  recordReading,
  type Undone,
  undoImport,
} from "./versions/store.ts";
export {
  type Change,
  type ChangeKind,
  type Import,
  inUseNow,
  isBefore,
  type RecordEvent,
  readBy,
  usedAt,
} from "./versions/version.ts";
export { openWithheld, type WithheldRecord, type WithheldRecords } from "./withheld/store.ts";
export { CHANGE_WORDS, PART_WORDS, RULE_ADVICE, RULE_WORDS } from "./words.ts";

export const catalogueMigrations: Migrations = { ...withheldMigrations, ...versionMigrations };

/** The catalogue's search for LangChain programs. LangChain takes a quarter of a second to load: only who asks pays. */
export async function openRetriever(sources: RetrieverSources, options?: RetrieverOptions) {
  return (await import("./retriever.ts")).createRetriever(sources, options);
}
