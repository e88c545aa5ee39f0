import { fold, phonetic } from "../../text/index.ts";
import { rank } from "../rank.ts";
import type { Features, Hit, Query, Search, SearchFilter } from "../search.ts";
import type { VariantTable } from "../variants.ts";
import { bm25, type Candidate, dropScores, highest } from "./bm25.ts";
import type { IndexData, Label, Phrase } from "./build.ts";

/** How many entries are looked at closely. */
const CANDIDATES = 60;
const IMPLIED_WEIGHT = 0.6;
const SOUND_WEIGHT = 0.5;

interface Term {
  readonly term: number;
  readonly weight: number;
  /** How much of the question it is; implied words help but are not owed. */
  readonly owed: number;
  /** As typed, for the accent check; undefined for implied and sound-alike terms. */
  readonly typed?: string;
}

/** `admits` says whether a filter lets an entry (by id) through; without it filters are not heeded. */
export function embeddedSearch(index: IndexData, variants: VariantTable, admits?: (id: string, filter: SearchFilter) => boolean): Search {
  return {
    find: async (query, limit, filter) => find(index, variants, query, limit, filter && admits && ((id) => admits(id, filter))),
  };
}

export function find(index: IndexData, variants: VariantTable, query: Query, limit: number, admits?: (id: string) => boolean): Hit[] {
  const { asked, unknown } = termsOf(index, query);
  if (asked.length === 0) return [];
  const scores = bm25(index, asked);
  if (admits) dropScores(scores, (entry) => admits(index.ids[entry] ?? ""));
  return closely(index, variants, query, { asked, unknown }, highest(scores, CANDIDATES)).slice(0, limit);
}

/** Re-ranks entries (by number) that another index proposed, with the features `find` uses; unknown numbers are dropped. */
export function rankEntries(index: IndexData, variants: VariantTable, query: Query, entries: readonly number[], limit: number): Hit[] {
  const { asked, unknown } = termsOf(index, query);
  const scores = bm25(index, asked);
  const candidates = [...new Set(entries)]
    .filter((entry) => entry in index.ids)
    .map((entry) => ({ entry, score: scores[entry] ?? 0 }))
    .sort((a, b) => b.score - a.score || a.entry - b.entry);
  return closely(index, variants, query, { asked, unknown }, candidates).slice(0, limit);
}

/** What BM25 weighs each term of the question with; for an index that keeps only the records' side. */
export function weightedTerms(index: IndexData, query: Query): { readonly term: number; readonly weight: number }[] {
  return termsOf(index, query).asked.map(({ term, weight }) => ({ term, weight: (index.idf[term] ?? 0) * weight }));
}

function closely(index: IndexData, variants: VariantTable, query: Query, terms: Pick<Context, "asked" | "unknown">, candidates: readonly Candidate[]): Hit[] {
  const best = candidates[0]?.score || 1;
  const wanted = variants.ofQuestion(query.all, query.accented);
  const context: Context = { index, query, ...terms, wanted, denied: deniedTerms(index, query) };
  return candidates
    .map(({ entry, score }): Hit => {
      const features = featuresOf(context, entry, score / best);
      return {
        id: index.ids[entry] ?? "",
        kind: index.outside[entry] === 1 ? "outside" : "procedure",
        score: rank(features),
        features,
      };
    })
    .sort((a, b) => b.score - a.score);
}

interface Context {
  readonly index: IndexData;
  readonly query: Query;
  readonly asked: readonly Term[];
  /** Weight of question words that stand in no record at all. */
  readonly unknown: number;
  readonly wanted: number;
  readonly denied: ReadonlySet<number>;
}

/** The question's words as terms; a word no record has is taken for those that sound like it. */
function termsOf(index: IndexData, query: Query): { asked: Term[]; unknown: number } {
  const asked = new Map<number, Term>();
  const add = (term: Term) => {
    const known = asked.get(term.term);
    if (!known || known.weight < term.weight) asked.set(term.term, term);
  };
  let unknown = 0;
  query.words.forEach((word, i) => {
    const term = index.terms.get(fold(word));
    const weight = query.weights[i] ?? 1;
    if (term !== undefined) add({ term, weight, owed: weight, typed: word });
    else if (!soundAlikes(index, word, weight, add)) unknown += weight;
  });
  for (const word of query.implied) {
    const term = index.terms.get(fold(word));
    if (term !== undefined) add({ term, weight: IMPLIED_WEIGHT, owed: 0 });
  }
  return { asked: [...asked.values()], unknown };
}

function soundAlikes(index: IndexData, word: string, weight: number, add: (term: Term) => void): boolean {
  const alike = (index.sounds.get(phonetic(fold(word))) ?? []).slice(0, 3);
  for (const term of alike) add({ term, weight: SOUND_WEIGHT * weight, owed: weight / alike.length });
  return alike.length > 0;
}

function deniedTerms(index: IndexData, query: Query): Set<number> {
  return new Set(query.denied.flatMap((word) => index.terms.get(fold(word)) ?? []));
}

function featuresOf(context: Context, entry: number, bm25: number): Features {
  const { index, query, asked } = context;
  const label = index.labels[entry] as Label;
  const inLabel = new Set([...label.name.terms, ...label.aliases.flatMap((alias) => [...alias.terms])]);
  // A light word the question has is fully there when a name or alias has it too.
  const askedTerms = new Map(asked.map((term) => [term.term, term.typed === undefined ? term.weight : 1]));
  return {
    bm25,
    asked: shareFound(context, (term) => inLabel.has(term)),
    askedAnywhere: shareFound(context, (term) => hasPosting(index, term, entry)),
    named: coverage(index, label.name, askedTerms),
    alias: bestAlias(index, label, askedTerms),
    exact: isExact(context, label) ? 1 : 0,
    pairs: pairShare(index, label, query),
    accents: accentShare(label, asked, query.accented),
    variants: variantBalance(label.variants, context.wanted),
    denied: deniedShare(label, context),
  };
}

/** Idf-weighted share of the question that `found` accounts for; implied words help but are not owed. */
function shareFound({ index, asked, unknown }: Context, found: (term: number) => boolean): number {
  let have = 0;
  let all = unknown * 4;
  for (const { term, weight, owed } of asked) {
    const idf = index.nameIdf[term] ?? 0;
    const isFound = found(term);
    if (isFound) have += idf * weight;
    all += idf * (owed === 0 && isFound ? weight : owed);
  }
  return all === 0 ? 0 : Math.min(1, have / all);
}

function hasPosting(index: IndexData, term: number, entry: number): boolean {
  let low = index.postingStart[term] ?? 0;
  let high = (index.postingStart[term + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = index.postingEntry[middle] as number;
    if (at === entry) return true;
    if (at < entry) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function coverage(index: IndexData, phrase: Phrase, askedTerms: ReadonlyMap<number, number>): number {
  let have = 0;
  let all = 0;
  for (const term of new Set(phrase.terms)) {
    const idf = index.nameIdf[term] ?? 0;
    all += idf;
    have += idf * (askedTerms.get(term) ?? 0);
  }
  return all === 0 ? 0 : have / all;
}

/** An alias counts by how much of it is there, squared (half an alias is little), and by how much it tells. */
function bestAlias(index: IndexData, label: Label, askedTerms: ReadonlyMap<number, number>): number {
  let best = 0;
  for (const alias of label.aliases) {
    const there = coverage(index, alias, askedTerms);
    const telling = weightOf(index, alias);
    best = Math.max(best, there * there * (telling / (telling + 6)));
  }
  return best;
}

/** The question's telling words and those of the name (or an alias) are the same, and no variant is left over. */
function isExact({ asked, unknown, query, wanted }: Context, label: Label): boolean {
  if (unknown >= 1 || (label.variants & ~wanted) !== 0) return false;
  const telling = new Set(asked.filter(({ owed }) => owed === 1).map(({ term }) => term));
  if (telling.size === 0) return false;
  return [label.name].some((phrase) => {
    const own = query.accented ? phrase.telling : phrase.tellingFolded;
    return own.length > 0 && own.every((term) => telling.has(term)) && [...telling].every((term) => own.includes(term));
  });
}

function weightOf(index: IndexData, phrase: Phrase): number {
  let weight = 0;
  for (const term of new Set(phrase.terms)) weight += index.nameIdf[term] ?? 0;
  return weight;
}

function pairShare(index: IndexData, label: Label, query: Query): number {
  const terms = query.words.map((word) => index.terms.get(fold(word)) ?? -1);
  if (terms.length < 2) return 0;
  const known = new Set([label.name, ...label.aliases].flatMap((phrase) => pairsOf(phrase.terms)));
  const asked = pairsOf(terms);
  return asked.filter((pair) => known.has(pair)).length / asked.length;
}

function pairsOf(terms: ArrayLike<number>): number[] {
  const pairs: number[] = [];
  for (let i = 0; i + 1 < terms.length; i++) pairs.push((terms[i] as number) * 1_000_003 + (terms[i + 1] as number));
  return pairs;
}

function accentShare(label: Label, asked: readonly Term[], accented: boolean): number {
  if (!accented) return 1;
  const spoken = new Set([label.name, ...label.aliases].flatMap((phrase) => [...phrase.accented]));
  const inLabel = new Set([label.name, ...label.aliases].flatMap((phrase) => [...phrase.terms]));
  const matched = asked.filter(({ term, typed }) => typed !== undefined && inLabel.has(term));
  if (matched.length === 0) return 0;
  return matched.filter(({ typed }) => spoken.has(typed as string)).length / matched.length;
}

function variantBalance(has: number, wanted: number): number {
  return bitCount(has & wanted) - bitCount(has & ~wanted) - 0.8 * bitCount(wanted & ~has);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function deniedShare(label: Label, { index, denied, asked }: Context): number {
  const askedTerms = new Map(asked.map((term) => [term.term, term.weight]));
  const ruledOut = label.not.some((phrase) => phrase.terms.length > 0 && coverage(index, phrase, askedTerms) > 0.99) ? 1 : 0;
  if (denied.size === 0) return ruledOut;
  const only = [...denied].filter((term) => !askedTerms.has(term));
  if (only.length === 0) return ruledOut;
  const inName = new Set(label.name.terms);
  return Math.max(ruledOut, only.filter((term) => inName.has(term)).length / only.length);
}
