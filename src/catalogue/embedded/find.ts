import { fold, phonetic } from "../../text/index.ts";
import { rank } from "../rank.ts";
import { ENTRY_KINDS, type Hit, type Query, type Search, type SearchFilter } from "../search.ts";
import type { VariantTable } from "../variants.ts";
import { type Candidate, dropScores, highest, type Scores, scoresOf } from "./bm25.ts";
import { type IndexData, isCode } from "./build.ts";
import { contextOf, type Term, type Terms } from "./context.ts";
import { featuresOf } from "./features.ts";

/** How many entries of each kind are looked at closely; none takes another's place for having shorter or longer wordings. */
const CANDIDATES = { procedure: 50, outside: 20, family: 15 } as const;
const IMPLIED_WEIGHT = 0.6;
const SOUND_WEIGHT = 0.5;

/** `admits` says whether a filter lets an entry (by id) through; without it filters are not heeded. */
export function embeddedSearch(
  index: IndexData,
  variants: VariantTable,
  admits?: (id: string, filter: SearchFilter) => boolean,
): Search {
  return {
    find: async (query, limit, filter) =>
      find(index, variants, query, limit, filter && admits && ((id) => admits(id, filter))),
  };
}

export function find(
  index: IndexData,
  variants: VariantTable,
  query: Query,
  limit: number,
  admits?: (id: string) => boolean,
): Hit[] {
  const terms = termsOf(index, query);
  if (terms.asked.length === 0) return [];
  const scores = scoresOf(index, terms.asked);
  if (admits) dropScores(scores, (entry) => admits(index.ids[entry] ?? ""));
  return closely(index, variants, query, { terms, scores }, candidatesOf(index, scores)).slice(0, limit);
}

function candidatesOf({ kinds }: IndexData, scores: Scores): Candidate[] {
  const most = ENTRY_KINDS.map((kind) => CANDIDATES[kind]);
  return highest(scores, most, kinds)
    .flat()
    .sort((a, b) => b.score - a.score);
}

/** Re-ranks entries (by number) that another index proposed, with the features `find` uses; unknown numbers are dropped. */
export function rankEntries(
  index: IndexData,
  variants: VariantTable,
  query: Query,
  entries: readonly number[],
  limit: number,
): Hit[] {
  const terms = termsOf(index, query);
  const scores = scoresOf(index, terms.asked);
  const candidates = [...new Set(entries)]
    .filter((entry) => entry in index.ids)
    .map((entry) => ({ entry, score: scores.bm25[entry] ?? 0 }))
    .sort((a, b) => b.score - a.score || a.entry - b.entry);
  return closely(index, variants, query, { terms, scores }, candidates).slice(0, limit);
}

/** What BM25 weighs each term of the question with; for an index that keeps only the records' side. */
export function weightedTerms(index: IndexData, query: Query): { readonly term: number; readonly weight: number }[] {
  return termsOf(index, query).asked.map(({ term, weight }) => ({ term, weight: (index.idf[term] ?? 0) * weight }));
}

function closely(
  index: IndexData,
  variants: VariantTable,
  query: Query,
  { terms, scores }: { readonly terms: Terms; readonly scores: Scores },
  candidates: readonly Candidate[],
): Hit[] {
  const wanted = variants.ofQuestion(query.all);
  const context = contextOf(index, terms, {
    best: candidates[0]?.score || 1,
    scores,
    wanted,
    denied: deniedTerms(index, query),
  });
  return candidates
    .map((candidate): Hit => {
      const { entry } = candidate;
      const features = featuresOf(context, candidate);
      return {
        id: index.ids[entry] ?? "",
        kind: ENTRY_KINDS[index.kinds[entry] ?? 0] ?? "procedure",
        score: rank(features),
        features,
      };
    })
    .filter(isMeant)
    .sort((a, b) => b.score - a.score);
}

/** How much of a wording, or of its name, must be said before a matter of another office is thought of. */
const MEANT = { alias: 0.25, named: 0.7, accents: 0.6 } as const;

/**
 * A matter handled elsewhere is short and plainly worded, so any everyday word finds one ("bảo hiểm", "nhà", "tôi không hiểu").
 * It counts only where most of one of its wordings was said. Procedures this catalogue lacks (their id is a code) always count.
 */
function isMeant({ id, kind, features }: Hit): boolean {
  if (kind !== "outside" || isCode(id)) return true;
  // "hiểu" is not "hiệu".
  return features.accents >= MEANT.accents && (features.alias >= MEANT.alias || features.named >= MEANT.named);
}

/**
 * The question's words as terms. A word that no name has is taken for those that sound like it: one that stands only in long
 * texts may be a slip of theirs.
 */
function termsOf(index: IndexData, query: Query): Terms {
  const asked = new Map<number, Term>();
  const add = (term: Term) => {
    const known = asked.get(term.term);
    if (!known || known.weight < term.weight) asked.set(term.term, term);
  };
  let unknown = 0;
  const inOrder: number[] = [];
  query.words.forEach((word, i) => {
    const term = index.terms.get(fold(word));
    inOrder.push(term ?? -1);
    const weight = query.weights[i] ?? 1;
    if (term !== undefined && index.named[term] === 1) add({ term, weight, owed: weight, typed: word });
    else if (soundAlikes(index, word, weight, add)) return;
    else if (term !== undefined) add({ term, weight, owed: weight, typed: word });
    else unknown += weight;
  });
  for (const word of query.implied) {
    const term = index.terms.get(fold(word));
    if (term !== undefined) add({ term, weight: IMPLIED_WEIGHT, owed: 0 });
  }
  return { asked: [...asked.values()], unknown, inOrder };
}

function soundAlikes(index: IndexData, word: string, weight: number, add: (term: Term) => void): boolean {
  const alike = (index.sounds.get(phonetic(fold(word))) ?? []).slice(0, 3);
  for (const term of alike) add({ term, weight: SOUND_WEIGHT * weight, owed: weight / alike.length });
  return alike.length > 0;
}

function deniedTerms(index: IndexData, query: Query): number[] {
  return [...new Set(query.denied.flatMap((word) => index.terms.get(fold(word)) ?? []))];
}
