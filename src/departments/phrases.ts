import { fold, isAccented, lower } from "../text/index.ts";

/** Phrases by their first folded word; built once. */
export type PhraseIndex = ReadonlyMap<string, readonly Phrase[]>;

interface Phrase {
  /** What it speaks of: a topic's or a unit's id. */
  readonly id: string;
  /** As the editor wrote it. */
  readonly text: string;
  /** The stretches between the gaps ("cây … đổ" has two). */
  readonly pieces: readonly Piece[];
  readonly syllables: number;
  /** Names people, who are spoken of in other matters too. */
  readonly isWeak: boolean;
}

interface Piece {
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
  /** Words of other phrases may stand in its gaps. */
  readonly hasGap: boolean;
  /** How much the match says, 0 and up: longer phrases say more, accents that do not agree say less. */
  readonly weight: number;
}

const WORD = /[\p{L}\p{N}]+/gu;

/** Words without their accents compared; every mark and sign between them is a gap. */
export function wordsOf(text: string): string[] {
  return lower(text).match(WORD) ?? [];
}

/** What may stand between two pieces of a phrase: "xe … quá tải" also means "xe ben chở quá tải". */
const GAP = "…";

/** What one id is spoken of by; `weak` phrases say half as much. */
interface Entry {
  readonly id: string;
  readonly phrases: readonly string[];
  readonly weak?: readonly string[];
}

export function indexPhrases(entries: readonly Entry[]): PhraseIndex {
  const index = new Map<string, Phrase[]>();
  for (const { id, phrases, weak = [] } of entries)
    for (const text of new Set([...phrases, ...weak])) {
      const phrase = phraseFrom(id, text, weak.includes(text));
      const first = phrase.pieces[0]?.folded[0];
      if (first !== undefined) index.set(first, [...(index.get(first) ?? []), phrase]);
    }
  return index;
}

function phraseFrom(id: string, text: string, isWeak: boolean): Phrase {
  const pieces = text
    .split(GAP)
    .map((piece) => wordsOf(piece))
    .filter((piece) => piece.length > 0)
    .map((accented) => ({ accented, folded: accented.map(fold) }));
  const syllables = pieces.reduce((sum, { folded }) => sum + folded.length, 0);
  return { id, text: lower(text), pieces, syllables, isWeak };
}

/** Words that say where something is: what follows is a landmark more often than the matter. */
const NEAR = "trước gần cạnh sau diện cổng bên cách kế lối đường vô vào ngang dọc đầu cuối".split(" ");
const NEAR_ACCENTED = new Set(NEAR);
/** Typed without accents, the others are also common words ("dau": đầu, đau, dầu). */
const NEAR_PLAIN = new Set(["truoc", "gan", "canh", "cong", "ben", "duong", "vao"]);

/** After "nhà" these say whose house. */
const NEIGHBOUR = new Set(["ben", "canh", "ke"]);

const LANDMARK = 0.35;

/** By number of syllables. */
const BASE_WEIGHT = [0, 1.3, 2.2, 3.2, 4];
/** "bhxh", "vneid", "karaoke": no Vietnamese syllable, so it means one thing. */
const UNMISTAKABLE = /^(?:[^aeiouy]{4,}|[a-z]{5,})$/;
const UNMISTAKABLE_WEIGHT = 1.9;
/** What comes first is more often the matter: at most this much more than at the end. */
const OPENING = 0.3;
/** Words between two pieces, at most. */
const WIDEST_GAP = 4;
/** A phrase with a gap says a little less, and little where accents do not tell its single syllables apart. */
const GAPPED = 0.9;
const GAPPED_PLAIN = 0.4;
const WEAK = 0.5;

interface Said {
  readonly accented: readonly string[];
  readonly folded: readonly string[];
  /** Typed without any accent. */
  readonly isPlain: boolean;
}

/**
 * Every phrase found in the text, without those that lie inside a longer one or share a word with one. A text typed
 * without accents is compared without them; single syllables then mean too many things and are left out.
 */
export function findPhrases(text: string, index: PhraseIndex): PhraseMatch[] {
  const accented = wordsOf(text);
  const said: Said = { accented, folded: accented.map(fold), isPlain: !isAccented(text) };
  const found = said.folded.flatMap((word, from) =>
    (index.get(word) ?? []).flatMap((phrase) => matchAt(phrase, said, from) ?? []),
  );
  return found.filter((match) => !found.some((other) => outdoes(other, match)));
}

function matchAt(phrase: Phrase, said: Said, from: number): PhraseMatch | undefined {
  const at = piecesFrom(phrase, said, from);
  if (at === undefined) return undefined;
  const weight = weigh(phrase, said, at);
  const last = phrase.pieces.length - 1;
  const to = (at[last] ?? from) + (phrase.pieces[last]?.folded.length ?? 1) - 1;
  return weight > 0 ? { id: phrase.id, phrase: phrase.text, from, to, hasGap: last > 0, weight } : undefined;
}

/** Where each piece begins, the first at `from`; undefined when one is missing. */
function piecesFrom({ pieces }: Phrase, { folded }: Said, from: number): number[] | undefined {
  const begins: number[] = [];
  let earliest = from;
  for (const piece of pieces) {
    const latest = begins.length === 0 ? from : earliest + WIDEST_GAP;
    const begin = firstAt(piece.folded, folded, earliest, latest);
    if (begin === undefined) return undefined;
    begins.push(begin);
    earliest = begin + piece.folded.length;
  }
  return begins;
}

function firstAt(piece: readonly string[], words: readonly string[], earliest: number, latest: number) {
  for (let begin = earliest; begin <= latest; begin++)
    if (piece.every((word, i) => words[begin + i] === word)) return begin;
  return undefined;
}

function weigh(phrase: Phrase, said: Said, begins: readonly number[]): number {
  const from = begins[0] ?? 0;
  const isExact = phrase.pieces.every(({ accented }, nth) =>
    accented.every((word, i) => said.accented[(begins[nth] ?? 0) + i] === word),
  );
  if (!isExact && phrase.syllables === 1) return 0;
  const agreement = isExact ? 1 : said.isPlain ? 0.9 : 0.4;
  const landmark = isLandmark(said, from) ? LANDMARK : 1;
  const opening = 1 + OPENING * (1 - from / said.folded.length);
  const told = phrase.isWeak ? WEAK : 1;
  return baseOf(phrase) * agreement * landmark * opening * told * gapOf(phrase, said);
}

/** "nhà bên nuôi gà" is about a neighbour, "bên trường học" about where. */
function isLandmark({ accented, folded, isPlain }: Said, from: number): boolean {
  const before = folded[from - 1] ?? "";
  const isNear = isPlain ? NEAR_PLAIN.has(before) : NEAR_ACCENTED.has(accented[from - 1] ?? "");
  return isNear && !(NEIGHBOUR.has(before) && folded.slice(Math.max(0, from - 3), from - 1).includes("nha"));
}

function gapOf({ pieces }: Phrase, { isPlain }: Said): number {
  if (pieces.length === 1) return 1;
  return isPlain && pieces.every(({ folded }) => folded.length === 1) ? GAPPED_PLAIN : GAPPED;
}

function baseOf({ pieces, syllables }: Phrase): number {
  if (syllables === 1 && UNMISTAKABLE.test(pieces[0]?.accented[0] ?? "")) return UNMISTAKABLE_WEIGHT;
  return BASE_WEIGHT[Math.min(syllables, BASE_WEIGHT.length - 1)] ?? 0;
}

/**
 * The other holds this one, or takes a word of it into a longer phrase: one word is part of one of them. What a phrase
 * with a gap says again of the same matter adds nothing.
 */
function outdoes(other: PhraseMatch, match: PhraseMatch): boolean {
  const overlap = other.from <= match.to && match.from <= other.to;
  if (!overlap || other === match) return false;
  if (match.hasGap) return other.id === match.id && other.weight > match.weight;
  return !other.hasGap && other.to - other.from > match.to - match.from;
}
