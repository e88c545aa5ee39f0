import { fold, type Lexicon, phonetic, words } from "../../text/index.ts";
import { ENTRY_KINDS, type Entry } from "../search.ts";
import type { VariantTable } from "../variants.ts";
import { type Label, MARKS, type Phrase, type Phrases, packed } from "./phrases.ts";

/** The embedded index: plain arrays and maps, so that it can be written to disk as it is. */
export interface IndexData {
  readonly ids: readonly string[];
  /** Per entry: its place in ENTRY_KINDS. */
  readonly kinds: Uint8Array;
  /** Folded syllable → term number. */
  readonly terms: ReadonlyMap<string, number>;
  /** Per term: start in `postingEntry`; one more at the end. */
  readonly postingStart: Uint32Array;
  /** Per term the entries that have it, in order. */
  readonly postingEntry: Uint32Array;
  /** Length-normalised weighted frequency. */
  readonly postingWeight: Float32Array;
  /** Per term: idf over whole records, and over names and aliases. */
  readonly idf: Float32Array;
  readonly nameIdf: Float32Array;
  /** Phonetic key → terms that sound so and stand in names or aliases. */
  readonly sounds: ReadonlyMap<string, readonly number[]>;
  /** Per term: 1 where a name or alias has it. */
  readonly named: Uint8Array;
  /** Word with its accents → its number in `phrases`. */
  readonly spoken: ReadonlyMap<string, number>;
  readonly phrases: Phrases;
  /** Per entry: the variants its name carries, as a bit set. */
  readonly variants: Uint32Array;
}

const WEIGHTS = { name: 3, alias: 2.2, about: 0.8, body: 0.3 } as const;
const K1 = 1.2;
const B = 0.6;
/** Long steps add nothing to what a procedure is about. */
const BODY_WORDS = 400;

/** The part of an official name that names: without "Thủ tục" in front. */
export function shortName(name: string): string {
  return name.replace(/^\s*thủ tục\s+/i, "").trim();
}

export function buildIndex(
  entries: readonly Entry[],
  variants: VariantTable,
  lexicon: Pick<Lexicon, "isLight">,
): IndexData {
  const terms = new Map<string, number>();
  const spoken = new Map<string, number>();
  const termOf = (syllable: string) => numberOf(terms, syllable);
  const phrase = (text: string): Phrase => phraseOf(text, termOf, (word) => numberOf(spoken, word), lexicon);
  const labels = entries.map(
    (entry): Label => ({
      name: phrase(shortName(entry.name)),
      aliases: entry.aliases.map(phrase),
      not: entry.not.map(phrase),
    }),
  );
  const foldedTerms = (text: string, most: number) => words(fold(text)).slice(0, most).map(termOf);
  const frequencies = entries.map((entry, i) => {
    const label = labels[i] as Label;
    const counts = new Map<number, number>();
    const add = (list: Iterable<number>, weight: number) => {
      for (const term of list) counts.set(term, (counts.get(term) ?? 0) + weight);
    };
    add(label.name.terms, WEIGHTS.name);
    add(new Set(label.aliases.flatMap((alias) => [...alias.terms])), WEIGHTS.alias);
    add(foldedTerms(entry.about, 80), WEIGHTS.about);
    const body = new Map<number, number>();
    for (const term of foldedTerms(entry.body, BODY_WORDS)) body.set(term, Math.min(4, (body.get(term) ?? 0) + 1));
    for (const [term, count] of body) counts.set(term, (counts.get(term) ?? 0) + WEIGHTS.body * count);
    return counts;
  });
  // How telling a word is, procedures decide (held or not): what people ask besides must not make their words common.
  const own = entries.map(({ id }) => isCode(id));
  const idfOfNames = nameIdf(
    labels.filter((_, i) => own[i]),
    terms.size,
  );
  const named = namedTerms(labels, terms.size);
  return {
    ids: entries.map((entry) => entry.id),
    kinds: Uint8Array.from(entries, (entry) => ENTRY_KINDS.indexOf(entry.kind)),
    terms,
    ...postings(frequencies, own, terms.size),
    nameIdf: idfOfNames,
    named,
    sounds: soundsOf(named, terms),
    spoken,
    phrases: packed(labels, idfOfNames),
    variants: Uint32Array.from(entries, ({ name }) => variants.ofName(name)),
  };
}

/** Procedures go by their code; other matters have ids in letters. */
export const isCode = (id: string): boolean => /^\d/.test(id);

function numberOf(numbers: Map<string, number>, word: string): number {
  const known = numbers.get(word);
  if (known !== undefined) return known;
  numbers.set(word, numbers.size);
  return numbers.size - 1;
}

function phraseOf(
  text: string,
  termOf: (syllable: string) => number,
  spokenOf: (word: string) => number,
  lexicon: Pick<Lexicon, "isLight">,
): Phrase {
  const said = words(text);
  const terms = said.map((word) => termOf(fold(word)));
  const marks = said.map(
    (word, i) =>
      (terms.indexOf(terms[i] as number) < i ? MARKS.again : 0) | (lexicon.isLight(word) ? 0 : MARKS.telling),
  );
  return { terms, spoken: said.map(spokenOf), marks };
}

function postings(frequencies: readonly ReadonlyMap<number, number>[], own: readonly boolean[], termCount: number) {
  const documentCounts = new Uint32Array(termCount + 1);
  for (const counts of frequencies)
    for (const term of counts.keys()) documentCounts[term + 1] = (documentCounts[term + 1] ?? 0) + 1;
  const postingStart = Uint32Array.from(documentCounts);
  for (let t = 1; t <= termCount; t++) postingStart[t] = (postingStart[t] ?? 0) + (postingStart[t - 1] ?? 0);
  const total = postingStart[termCount] ?? 0;
  const postingEntry = new Uint32Array(total);
  const postingWeight = new Float32Array(total);
  const next = Uint32Array.from(postingStart);
  const lengths = frequencies.map((counts) => [...counts.values()].reduce((a, b) => a + b, 0));
  const ownLengths = lengths.filter((_, i) => own[i]);
  const average = ownLengths.reduce((a, b) => a + b, 0) / Math.max(1, ownLengths.length);
  frequencies.forEach((counts, entry) => {
    const norm = K1 * (1 - B + (B * (lengths[entry] ?? 0)) / average);
    for (const [term, weight] of counts) {
      const at = next[term] ?? 0;
      next[term] = at + 1;
      postingEntry[at] = entry;
      postingWeight[at] = (weight * (K1 + 1)) / (weight + norm);
    }
  });
  const inOwn = new Uint32Array(termCount);
  frequencies.forEach((counts, entry) => {
    if (own[entry]) for (const term of counts.keys()) inOwn[term] = (inOwn[term] ?? 0) + 1;
  });
  const idf = Float32Array.from(inOwn, (count) => idfOf(count, ownLengths.length));
  return { postingStart, postingEntry, postingWeight, idf };
}

function idfOf(inDocuments: number, documents: number): number {
  return Math.log(1 + (documents - inDocuments + 0.5) / (inDocuments + 0.5));
}

const termsOf = ({ name, aliases }: Label): number[] => [name, ...aliases].flatMap(({ terms }) => terms);

function nameIdf(labels: readonly Label[], termCount: number): Float32Array {
  const counts = new Uint32Array(termCount);
  for (const label of labels) for (const term of new Set(termsOf(label))) counts[term] = (counts[term] ?? 0) + 1;
  return Float32Array.from(counts, (count) => idfOf(count, labels.length));
}

function namedTerms(labels: readonly Label[], termCount: number): Uint8Array {
  const named = new Uint8Array(termCount);
  for (const label of labels) for (const term of termsOf(label)) named[term] = 1;
  return named;
}

function soundsOf(named: Uint8Array, terms: ReadonlyMap<string, number>): Map<string, number[]> {
  const sounds = new Map<string, number[]>();
  for (const [syllable, term] of terms) {
    if (named[term] !== 1) continue;
    const key = phonetic(syllable);
    sounds.set(key, [...(sounds.get(key) ?? []), term]);
  }
  return sounds;
}
