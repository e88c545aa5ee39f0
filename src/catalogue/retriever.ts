import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import type { Lexicon } from "../text/index.ts";
import type { Catalogue } from "./load.ts";
import type { Procedure } from "./procedure.ts";
import { readQuestion } from "./question.ts";
import type { Hit, SearchFilter } from "./search.ts";

export interface RetrieverSources {
  readonly catalogue: Pick<Catalogue, "procedure" | "search">;
  readonly lexicon: Lexicon;
}

export interface RetrieverOptions {
  /** Documents at most. */
  readonly limit?: number;
  readonly filter?: SearchFilter;
}

/** What a found document says of itself. */
export type DocumentMetadata = {
  readonly code: string;
  readonly name: string;
  readonly score: number;
  readonly source: {
    readonly decision: string | null;
    readonly version: string;
    readonly checkedOn: string;
    readonly url: string | null;
  };
};

const LIMIT = 4;

/** The catalogue's search as a LangChain retriever: a question in, procedures with their stated lines out. */
export function createRetriever(sources: RetrieverSources, options: RetrieverOptions = {}): CatalogueRetriever {
  return new CatalogueRetriever(sources, options);
}

export class CatalogueRetriever extends BaseRetriever<DocumentMetadata> {
  override lc_namespace = ["lang_nghe", "catalogue"];
  readonly #sources: RetrieverSources;
  readonly #options: RetrieverOptions;

  constructor(sources: RetrieverSources, options: RetrieverOptions) {
    super();
    this.#sources = sources;
    this.#options = options;
  }

  static override lc_name(): string {
    return "CatalogueRetriever";
  }

  override async _getRelevantDocuments(question: string): Promise<Document<DocumentMetadata>[]> {
    const { catalogue, lexicon } = this.#sources;
    const { limit = LIMIT, filter } = this.#options;
    const { query } = readQuestion(question, lexicon);
    // Outside matters have no record: more are asked for, so that enough procedures are left.
    const hits = await catalogue.search.find(query, limit * 2, filter);
    return hits.flatMap((hit) => documentOf(hit, catalogue.procedure(hit.id))).slice(0, limit);
  }
}

function documentOf(hit: Hit, procedure: Procedure | undefined): Document<DocumentMetadata>[] {
  if (!procedure) return [];
  const { code, name, version, decision, checkedOn, url } = procedure;
  const source = { decision: decision ?? null, version, checkedOn, url: url ?? null };
  return [
    new Document({ id: code, pageContent: contentOf(procedure), metadata: { code, name, score: hit.score, source } }),
  ];
}

/** The name and every stated line; what is withheld stays out, and what names its own last day: nobody says here which day it is. */
function contentOf({ name, facts }: Procedure): string {
  const lasting = Object.values(facts).filter((fact) => fact.until === undefined);
  return [name, ...lasting.flatMap((fact) => (fact.state === "stated" ? fact.lines : []))].join("\n");
}
