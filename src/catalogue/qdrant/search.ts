import type { Schemas } from "@qdrant/js-client-rest";
import { rankEntries } from "../embedded/find.ts";
import type { Search, SearchFilter } from "../search.ts";
import type { VariantTable } from "../variants.ts";
import type { QdrantServer } from "./client.ts";
import type { Dense, Edition } from "./load.ts";
import { filterOf, MEANING, queryVector, type SparseVector, termNumbers, WORDS } from "./points.ts";
import { ALIAS } from "./worker.ts";

/** How many each vector proposes; words so many that those the embedded index looks at closely are among them. */
const BY_WORDS = 160;
const BY_MEANING = 30;

/** Qdrant proposes, our own features rank. Throws when Qdrant does not answer. */
export function qdrantSearch(server: QdrantServer, edition: Edition, variants: VariantTable, dense?: Dense): Search {
  const { index } = edition.catalogue;
  const numbers = termNumbers(index);
  return {
    async find(query, limit, filter) {
      const words = queryVector(index, numbers, query);
      if (words.indices.length === 0) return [];
      const meaning = edition.meanings ? await dense?.embedQuery(query.words.join(" ")) : undefined;
      const proposed = await server.query(ALIAS, requestOf(words, meaning, edition.name, filter));
      return rankEntries(index, variants, query, proposed, limit);
    },
  };
}

function requestOf(
  words: SparseVector,
  meaning: number[] | undefined,
  edition: string,
  wanted: SearchFilter | undefined,
): Schemas["QueryRequest"] {
  const filter = filterOf(edition, wanted);
  const byWords = { query: words, using: WORDS, limit: BY_WORDS, filter };
  if (!meaning) return { ...byWords, with_payload: false };
  return {
    prefetch: [byWords, { query: meaning, using: MEANING, limit: BY_MEANING, filter }],
    query: { fusion: "rrf" },
    limit: BY_WORDS + BY_MEANING,
    with_payload: false,
  };
}
