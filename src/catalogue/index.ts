export type { Defect } from "./defects.ts";
export type { Outside } from "./knowledge.ts";
export {
  type Catalogue,
  catalogueOf,
  type ImportReport,
  importJsonl,
  type Knowledge,
  loadKnowledge,
  loadStarterProcedures,
  openCatalogue,
  starterCatalogue,
} from "./load.ts";
export { type Fact, FIELDS, type Field, type Procedure, type Receipt, type WithheldReason } from "./procedure.ts";
export { type Question, readQuestion } from "./question.ts";
export type { Hit, Query, Search } from "./search.ts";
