import type { Features, Query } from "../search.ts";
import type { IndexData, Label, Phrase } from "./build.ts";

/** One word of a question as the index knows it. */
export interface Term {
  readonly term: number;
  readonly weight: number;
  /** How much of the question it is; implied words help but are not owed. */
  readonly owed: number;
  /** As typed, for the accent check; undefined for implied and sound-alike terms. */
  readonly typed?: string;
}

/** A question seen from the index, worked out once for all candidates. */
export interface Context {
  readonly index: IndexData;
  readonly asked: readonly Term[];
  /** Weight of question words that stand in no record at all. */
  readonly unknown: number;
  readonly accented: boolean;
  readonly wanted: number;
  readonly denied: readonly number[];
  /** Term → how much of it is there; a light word counts in full when a name or alias has it too. */
  readonly present: ReadonlyMap<number, number>;
  readonly telling: ReadonlySet<number>;
  readonly pairs: readonly number[];
}

export function contextOf(
  index: IndexData,
  query: Query,
  terms: { readonly asked: readonly Term[]; readonly unknown: number; readonly inOrder: readonly number[] },
  wanted: number,
  denied: readonly number[],
): Context {
  const { asked, unknown } = terms;
  return {
    index,
    asked,
    unknown,
    accented: query.accented,
    wanted,
    denied: denied.filter((term) => !asked.some((one) => one.term === term)),
    present: new Map(asked.map(({ term, weight, typed }) => [term, typed === undefined ? weight : 1])),
    telling: new Set(asked.filter(({ owed }) => owed === 1).map(({ term }) => term)),
    pairs: pairsOf(terms.inOrder),
  };
}

export function featuresOf(context: Context, entry: number, bm25: number): Features {
  const { index } = context;
  const label = index.labels[entry] as Label;
  const known = digestOf(index, label);
  return {
    bm25,
    asked: shareFound(context, (term) => known.terms.has(term)),
    askedAnywhere: shareFound(context, (term) => hasPosting(index, term, entry)),
    named: coverage(known.name, context.present),
    alias: bestAlias(known, context.present),
    exact: isExact(context, label) ? 1 : 0,
    pairs:
      context.pairs.length === 0
        ? 0
        : context.pairs.filter((pair) => known.pairs.has(pair)).length / context.pairs.length,
    accents: accentShare(known, context),
    variants: variantBalance(label.variants, context.wanted),
    missed: mostMissed(context, (term) => known.terms.has(term)),
    missedAnywhere: mostMissed(context, (term) => hasPosting(index, term, entry)),
    denied: deniedShare(known, context),
  };
}

/** A phrase's distinct terms with their idf, and their sum. */
interface Weighed {
  readonly terms: readonly (readonly [term: number, idf: number])[];
  readonly weight: number;
}

/** What the features ask of a label again and again. */
interface Digest {
  readonly terms: ReadonlySet<number>;
  readonly spoken: ReadonlySet<string>;
  readonly pairs: ReadonlySet<number>;
  readonly nameTerms: ReadonlySet<number>;
  readonly name: Weighed;
  readonly aliases: readonly Weighed[];
  readonly not: readonly Weighed[];
}

const digests = new WeakMap<Label, Digest>();

function digestOf(index: IndexData, label: Label): Digest {
  const known = digests.get(label);
  if (known) return known;
  const phrases = [label.name, ...label.aliases];
  const digest: Digest = {
    terms: new Set(phrases.flatMap((phrase) => [...phrase.terms])),
    spoken: new Set(phrases.flatMap((phrase) => [...phrase.accented])),
    pairs: new Set(phrases.flatMap((phrase) => pairsOf(phrase.terms))),
    nameTerms: new Set(label.name.terms),
    name: weigh(index, label.name),
    aliases: label.aliases.map((alias) => weigh(index, alias)),
    not: label.not.map((phrase) => weigh(index, phrase)),
  };
  digests.set(label, digest);
  return digest;
}

function weigh(index: IndexData, phrase: Phrase): Weighed {
  const terms = [...new Set(phrase.terms)].map((term): [number, number] => [term, index.nameIdf[term] ?? 0]);
  return { terms, weight: terms.reduce((sum, [, idf]) => sum + idf, 0) };
}

export function pairsOf(terms: ArrayLike<number>): number[] {
  const pairs: number[] = [];
  for (let i = 0; i + 1 < terms.length; i++) pairs.push((terms[i] as number) * 1_000_003 + (terms[i + 1] as number));
  return pairs;
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

/** Idf of a word that stands in one name of a few thousand. */
const RARE = 8;

function mostMissed({ index, asked, unknown }: Context, found: (term: number) => boolean): number {
  let most = unknown >= 1 ? 1 : 0;
  for (const { term, owed } of asked) {
    if (owed < 1 || found(term)) continue;
    most = Math.max(most, Math.min(1, (index.nameIdf[term] ?? 0) / RARE));
  }
  return most;
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

function coverage({ terms, weight }: Weighed, present: ReadonlyMap<number, number>): number {
  let have = 0;
  for (const [term, idf] of terms) have += idf * (present.get(term) ?? 0);
  return weight === 0 ? 0 : have / weight;
}

/** An alias counts by how much of it is there, squared (half an alias is little), and by how much it tells. */
function bestAlias({ aliases }: Digest, present: ReadonlyMap<number, number>): number {
  let best = 0;
  for (const alias of aliases) {
    const there = coverage(alias, present);
    best = Math.max(best, there * there * (alias.weight / (alias.weight + 6)));
  }
  return best;
}

/** The question's telling words and those of the official name are the same, and no variant is left over. */
function isExact({ telling, unknown, accented, wanted }: Context, label: Label): boolean {
  if (unknown >= 1 || telling.size === 0 || (label.variants & ~wanted) !== 0) return false;
  const own = accented ? label.name.telling : label.name.tellingFolded;
  return own.length > 0 && own.every((term) => telling.has(term)) && [...telling].every((term) => own.includes(term));
}

function accentShare({ terms, spoken }: Digest, { asked, accented }: Context): number {
  if (!accented) return 1;
  let matched = 0;
  let asTyped = 0;
  for (const { term, typed } of asked) {
    if (typed === undefined || !terms.has(term)) continue;
    matched += 1;
    if (spoken.has(typed)) asTyped += 1;
  }
  return matched === 0 ? 0 : asTyped / matched;
}

function variantBalance(has: number, wanted: number): number {
  return bitCount(has & wanted) - bitCount(has & ~wanted) - 0.8 * bitCount(wanted & ~has);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function deniedShare({ not, nameTerms }: Digest, { denied, present }: Context): number {
  const ruledOut = not.some((phrase) => phrase.terms.length > 0 && coverage(phrase, present) > 0.99) ? 1 : 0;
  if (denied.length === 0) return ruledOut;
  return Math.max(ruledOut, denied.filter((term) => nameTerms.has(term)).length / denied.length);
}
