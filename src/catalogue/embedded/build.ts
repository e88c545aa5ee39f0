import { fold, type Lexicon, phonetic, words } from "../../text/index.ts";
import type { Entry } from "../search.ts";
import type { VariantTable } from "../variants.ts";

/** The embedded index: plain arrays and maps, so that it can be written to disk as it is. */
export interface IndexData {
  readonly ids: readonly string[];
  readonly outside: Uint8Array;
  /** Folded syllable → term number. */
  readonly terms: ReadonlyMap<string, number>;
  /** Per term: start in `postingEntry`; one more at the end. */
  readonly postingStart: Uint32Array;
  readonly postingEntry: Uint32Array;
  /** Length-normalised weighted frequency. */
  readonly postingWeight: Float32Array;
  /** Per term: idf over whole records, and over names and aliases. */
  readonly idf: Float32Array;
  readonly nameIdf: Float32Array;
  /** Phonetic key → terms that sound so and stand in names or aliases. */
  readonly sounds: ReadonlyMap<string, readonly number[]>;
  readonly labels: readonly Label[];
}

/** What is known of an entry's name and aliases: folded terms in order, and the same with accents. */
export interface Label {
  readonly name: Phrase;
  readonly aliases: readonly Phrase[];
  readonly not: readonly Phrase[];
  readonly variants: number;
}

export interface Phrase {
  readonly terms: Uint32Array;
  /** Those of `terms` that are no light words; as seen in a question typed with accents, and without. */
  readonly telling: Uint32Array;
  readonly tellingFolded: Uint32Array;
  readonly accented: readonly string[];
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
  const termOf = (syllable: string): number => {
    const known = terms.get(syllable);
    if (known !== undefined) return known;
    terms.set(syllable, terms.size);
    return terms.size - 1;
  };
  const phrase = (text: string): Phrase => {
    const accented = words(text);
    return {
      terms: Uint32Array.from(accented, (word) => termOf(fold(word))),
      telling: Uint32Array.from(
        accented.filter((word) => !lexicon.isLight(word, true)).map((word) => termOf(fold(word))),
      ),
      tellingFolded: Uint32Array.from(
        accented.filter((word) => !lexicon.isLight(fold(word), false)).map((word) => termOf(fold(word))),
      ),
      accented,
    };
  };
  const labels = entries.map(
    (entry): Label => ({
      name: phrase(shortName(entry.name)),
      aliases: entry.aliases.map(phrase),
      not: entry.not.map(phrase),
      variants: variants.ofName(entry.name),
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
  return {
    ids: entries.map((entry) => entry.id),
    outside: Uint8Array.from(entries, (entry) => (entry.kind === "outside" ? 1 : 0)),
    terms,
    ...postings(frequencies, terms.size),
    nameIdf: nameIdf(labels, terms.size),
    sounds: soundsOf(labels, terms),
    labels,
  };
}

function postings(frequencies: readonly ReadonlyMap<number, number>[], termCount: number) {
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
  const average = lengths.reduce((a, b) => a + b, 0) / Math.max(1, lengths.length);
  frequencies.forEach((counts, entry) => {
    const norm = K1 * (1 - B + (B * (lengths[entry] ?? 0)) / average);
    for (const [term, weight] of counts) {
      const at = next[term] ?? 0;
      next[term] = at + 1;
      postingEntry[at] = entry;
      postingWeight[at] = (weight * (K1 + 1)) / (weight + norm);
    }
  });
  const idf = Float32Array.from({ length: termCount }, (_, t) => idfOf(documentCounts[t + 1] ?? 0, frequencies.length));
  return { postingStart, postingEntry, postingWeight, idf };
}

function idfOf(inDocuments: number, documents: number): number {
  return Math.log(1 + (documents - inDocuments + 0.5) / (inDocuments + 0.5));
}

function nameIdf(labels: readonly Label[], termCount: number): Float32Array {
  const counts = new Uint32Array(termCount);
  for (const label of labels) {
    const seen = new Set([...label.name.terms, ...label.aliases.flatMap((alias) => [...alias.terms])]);
    for (const term of seen) counts[term] = (counts[term] ?? 0) + 1;
  }
  return Float32Array.from(counts, (count) => idfOf(count, labels.length));
}

function soundsOf(labels: readonly Label[], terms: ReadonlyMap<string, number>): Map<string, number[]> {
  const used = new Set(labels.flatMap((label) => [...label.name.terms, ...label.aliases.flatMap((a) => [...a.terms])]));
  const sounds = new Map<string, number[]>();
  for (const [syllable, term] of terms) {
    if (!used.has(term)) continue;
    const key = phonetic(syllable);
    sounds.set(key, [...(sounds.get(key) ?? []), term]);
  }
  return sounds;
}
