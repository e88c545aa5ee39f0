import { fold, isAccented, lower } from "../text/index.ts";

/** Phrases by their first folded word; built once. */
export type PhraseIndex = ReadonlyMap<string, readonly Phrase[]>;

interface Phrase {
  /** What it speaks of: a topic's or a unit's id. */
  readonly id: string;
  readonly accented: readonly string[];
  readonly folded: readonly string[];
}

export interface PhraseMatch {
  readonly id: string;
  /** As the editor wrote it. */
  readonly phrase: string;
  /** Word positions in the text; `to` is the last word's. */
  readonly from: number;
  readonly to: number;
  /** How much the match says, 0 and up: longer phrases say more, accents that do not agree say less. */
  readonly weight: number;
}

const WORD = /[\p{L}\p{N}]+/gu;

/** Words without their accents compared; every mark and sign between them is a gap. */
export function wordsOf(text: string): string[] {
  return lower(text).match(WORD) ?? [];
}

export function indexPhrases(entries: readonly { id: string; phrases: readonly string[] }[]): PhraseIndex {
  const index = new Map<string, Phrase[]>();
  for (const { id, phrases } of entries)
    for (const text of new Set(phrases)) {
      const accented = wordsOf(text);
      const folded = accented.map(fold);
      const first = folded[0];
      if (first !== undefined) index.set(first, [...(index.get(first) ?? []), { id, accented, folded }]);
    }
  return index;
}

/** Words that say where something is: what follows is a landmark more often than the matter. */
const NEAR = new Set(["trước", "gần", "cạnh", "sau", "diện", "cổng", "bên", "cách", "kế", "lối", "đường"]);

const LANDMARK = 0.35;

/** By number of syllables. */
const BASE_WEIGHT = [0, 1.3, 2.2, 3.2, 4];
/** "bhxh", "vneid", "karaoke": no Vietnamese syllable, so it means one thing. */
const UNMISTAKABLE = /^(?:[^aeiouy]{4,}|[a-z]{5,})$/;
const UNMISTAKABLE_WEIGHT = 1.9;
/** What comes first is more often the matter: at most this much more than at the end. */
const OPENING = 0.3;

/**
 * Every phrase found in the text, without those that lie inside a longer one. A text typed without accents is compared
 * without them; single syllables then mean too many things and are left out.
 */
export function findPhrases(text: string, index: PhraseIndex): PhraseMatch[] {
  const accented = wordsOf(text);
  const folded = accented.map(fold);
  const plain = !isAccented(text);
  const found: PhraseMatch[] = [];
  folded.forEach((word, from) => {
    for (const phrase of index.get(word) ?? []) {
      const weight = weigh(phrase, accented, folded, from, plain);
      if (weight > 0)
        found.push({
          id: phrase.id,
          phrase: phrase.accented.join(" "),
          from,
          to: from + phrase.folded.length - 1,
          weight,
        });
    }
  });
  return found.filter((match) => !found.some((other) => contains(other, match)));
}

function weigh(
  phrase: Phrase,
  accented: readonly string[],
  folded: readonly string[],
  from: number,
  plain: boolean,
): number {
  const length = phrase.folded.length;
  if (!phrase.folded.every((word, i) => folded[from + i] === word)) return 0;
  const exact = phrase.accented.every((word, i) => accented[from + i] === word);
  if (!exact && length === 1) return 0;
  const agreement = exact ? 1 : plain ? 0.9 : 0.4;
  const landmark = NEAR.has(accented[from - 1] ?? "") ? LANDMARK : 1;
  const opening = 1 + OPENING * (1 - from / folded.length);
  return baseOf(phrase) * agreement * landmark * opening;
}

function baseOf({ accented }: Phrase): number {
  if (accented.length === 1 && UNMISTAKABLE.test(accented[0] ?? "")) return UNMISTAKABLE_WEIGHT;
  return BASE_WEIGHT[Math.min(accented.length, BASE_WEIGHT.length - 1)] ?? 0;
}

function contains(outer: PhraseMatch, inner: PhraseMatch): boolean {
  return outer.from <= inner.from && outer.to >= inner.to && outer.to - outer.from > inner.to - inner.from;
}
