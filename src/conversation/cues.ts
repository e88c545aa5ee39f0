import { fold, words } from "../text/index.ts";

export type Typing = "accented" | "folded";

/** One reading of a text, padded with spaces, and its words. */
export interface Hay {
  readonly text: string;
  readonly has: ReadonlySet<string>;
}

export const hayOf = (list: readonly string[]): Hay => ({ text: ` ${list.join(" ")} `, has: new Set(list) });

interface Matcher {
  /** For each place of the phrase the words one of which has to be there: looked up before the phrase is sought. */
  readonly places: readonly (readonly string[])[];
  /** As it stands in a padded text; a pattern, up to the space behind it, where words may vary or a gap may be. */
  readonly sought: string | RegExp;
}

/** A phrase that means something, for texts with accents and for those without. */
export interface Cue {
  readonly shown: string;
  readonly accented: Matcher;
  readonly folded: Matcher;
}

export const cueOf = (shown: string): Cue => ({ shown, accented: matcher(shown), folded: matcher(fold(shown)) });

/** The same without what is another, common word where no accents are typed. */
export const carefulCueOf = (shown: string): Cue => ({ ...cueOf(shown), folded: matcher(fold(telling(shown))) });

/** What these letters usually mean where no accents are typed: "cho hoi" is no market that smells, "cong nhan" no culvert. */
const USUAL = new Map<string, Set<string>>();
for (const word of (
  "cho hỏi có thế thể thẻ là tôi làm nay này công cần bạn bản mà con còn đang đăng thì không chưa được đã về của các với " +
  "người đi lại ra vào ở đó hay như nào sao gì đâu giờ xin muốn phải nộp giấy tờ sơ cấp đơn phí lệ hộ xã em anh chị cô chú"
).split(" "))
  USUAL.set(fold(word), new Set([...(USUAL.get(fold(word)) ?? []), word]));

const isTelling = (word: string): boolean => USUAL.get(fold(word))?.has(word) ?? true;

/** A phrase with a gap as it may be looked for in unaccented text: its lone words without those that usually mean another; "" when one is left empty. */
function telling(phrase: string): string {
  const parts = phrase.split(" .. ");
  if (parts.length === 1) return phrase;
  const kept = parts.map((part) => (part.includes(" ") ? part : part.split("|").filter(isTelling).join("|")));
  return kept.includes("") ? "" : kept.join(" .. ");
}

/** "nhà .. cháy|sập": at most three words may stand between, and either word may end it. */
function matcher(phrase: string): Matcher {
  const parts = phrase.split(" .. ").map((part) => part.split(/\s+/).flatMap(alternatives));
  const [only = []] = parts;
  const places = parts.flat();
  if (parts.length === 1 && only.every((place) => place.length === 1)) return { places, sought: ` ${only.join(" ")} ` };
  const source = parts.map((part) => part.map((one) => `(?:${one.join("|")})`).join(" ")).join(" (?:\\S+ ){0,3}?");
  return { places, sought: new RegExp(` ${source}(?= )`, "u") };
}

/** The words a place in a phrase takes: several for "a|b", and a place each for what words() cuts apart. */
const alternatives = (place: string): string[][] =>
  place.includes("|") ? [place.split("|").flatMap(words)] : words(place).map((word) => [word]);

/** List of cues → those of them, in order, of which some hay holds the rarest word. Most texts hold that of few, and the others need no closer look. */
export type Near = ReadonlyMap<readonly Cue[], readonly Cue[]>;

/** Made once for the lists; then asked of each text. All cues stand in one row, list after list, and go by their places in it. */
export function nearIn(lists: readonly (readonly Cue[])[], typing: Typing): (hays: readonly Hay[]) => Near {
  const row = [...new Set(lists)].flatMap((list) => list.map((cue) => ({ list, cue })));
  const rarest = rarestOf(row.map(({ cue }) => cue[typing]));
  const byWord = new Map<string, number[]>();
  for (const [place, { cue }] of row.entries()) {
    for (const word of new Set(rarest(cue[typing]))) {
      const places = byWord.get(word);
      if (places) places.push(place);
      else byWord.set(word, [place]);
    }
  }
  return (hays) => {
    const near = new Map<readonly Cue[], Cue[]>();
    let before = -1;
    for (const place of placesOf(hays, byWord)) {
      if (place === before) continue;
      before = place;
      const { list, cue } = row[place] as (typeof row)[number];
      const known = near.get(list);
      if (known) known.push(cue);
      else near.set(list, [cue]);
    }
    return near;
  };
}

/** Tells the place of a phrase whose words stand in the fewest of `phrases`. */
function rarestOf(phrases: readonly Matcher[]): (phrase: Matcher) => readonly string[] {
  const often = new Map<string, number>();
  for (const word of phrases.flatMap(({ places }) => places.flat())) often.set(word, (often.get(word) ?? 0) + 1);
  const uses = (place: readonly string[]) => place.reduce((sum, word) => sum + (often.get(word) ?? 0), 0);
  return ({ places: [first = [], ...others] }) =>
    others.reduce((best, place) => (uses(place) < uses(best) ? place : best), first);
}

const NOWHERE: readonly number[] = [];

/** In order; one that several words or readings lead to stands there as often. */
function placesOf(hays: readonly Hay[], byWord: ReadonlyMap<string, readonly number[]>): Uint32Array {
  const found: number[] = [];
  for (const { has } of hays)
    for (const word of has) for (const place of byWord.get(word) ?? NOWHERE) found.push(place);
  return new Uint32Array(found).sort();
}

function isIn({ places, sought }: Matcher, { has, text }: Hay): boolean {
  const isThere = (word: string) => has.has(word);
  if (!places.every((place) => place.some(isThere))) return false;
  return typeof sought === "string" ? text.includes(sought) : sought.test(text);
}

/** A text as its readings, and the cues worth looking for in it. */
export interface Reading {
  readonly hays: readonly Hay[];
  readonly typing: Typing;
  readonly near: Near;
}

/** The first of `cues` that stands in a reading. */
export function firstIn(cues: readonly Cue[], { hays, typing, near }: Reading): Cue | undefined {
  return near.get(cues)?.find((cue) => hays.some((hay) => isIn(cue[typing], hay)));
}

/** The text as if `cues` were not in it. */
export function without(cues: readonly Cue[], reading: Reading): Reading {
  const others = reading.near.get(cues);
  if (!others) return reading;
  const cut = (hay: Hay) => others.reduce((left, cue) => cutOut(left, cue[reading.typing]), hay);
  return { ...reading, hays: reading.hays.map(cut) };
}

function cutOut(hay: Hay, other: Matcher): Hay {
  if (!isIn(other, hay)) return hay;
  const { sought } = other;
  const text = typeof sought === "string" ? hay.text.replace(sought, " · ") : hay.text.replace(sought, " ·");
  return cutOut({ ...hay, text }, other);
}
