import { fold, isAccented, isMarked, lower } from "../text/index.ts";
import { ASKS } from "./asking.ts";

/** Features are hashed into this many places; two that share one share a weight. */
export const BUCKETS = 2 ** 15;

/** knowledge/emergency-words.yaml, turned round. */
export interface Kinds {
  /** What a phrase of one to three words, folded, may be; nothing where it is only the end of one. */
  readonly of: ReadonlyMap<string, readonly Phrase[]>;
  readonly names: readonly string[];
  /** The place of each pair of kinds, `first * names.length + second`, and of a kind alone where both are the same. */
  readonly places: Uint16Array;
}

/** Words as they are spelt, and the number of their kind. */
interface Phrase {
  readonly words: readonly string[];
  readonly kind: number;
}

/** Stands in a text that is put as a question. */
const ASKING = "?";

export function kindsOf(file: Readonly<Record<string, readonly string[]>>): Kinds {
  const names = [...Object.keys(file), ASKING];
  const of = new Map<string, Phrase[]>();
  for (const [kind, phrases] of Object.values(file).entries())
    for (const phrase of phrases) {
      const plain = fold(phrase);
      of.set(plain, [...(of.get(plain) ?? []), { words: lower(phrase).split(" "), kind }]);
      for (const end of endsOf(plain)) of.set(end, of.get(end) ?? []);
    }
  const places = names.flatMap((first) => names.map((second) => bucket(hash(`${first}+${second}`))));
  return { of, names, places: Uint16Array.from(places) };
}

/** "nha bi chay": "bi chay", "chay". */
const endsOf = (phrase: string): string[] => Array.from(phrase.matchAll(/ /g), ({ index }) => phrase.slice(index + 1));

/** The places of what stands in a text, and how much each counts; a place two families share stands twice. */
export interface Features {
  readonly places: Uint16Array;
  readonly worth: Float32Array;
}

const LONGEST_READ = 1200;
const WORTH = { words: 1, kinds: 0.7, letters: 0.3, cue: 0.15 } as const;

/**
 * Four families: words and pairs of words, without accents and, where they were typed, with them; kinds of words and pairs
 * of kinds; runs of four letters; and the emergency a phrase of intents.yaml has sighted, if any. Each family counts the
 * less for each of its members the more there are, so that a long text is not surer for being long.
 */
export function featuresOf(text: string, kinds: Kinds, cue: string | undefined): Features {
  const typed = wordsOf(text);
  const plain = typed.map(plainly);
  const families = [
    { of: once(wordPlaces(plain, isAccented(text) ? typed : [])), worth: WORTH.words },
    { of: once(kindPlaces(text, { typed, plain }, kinds)), worth: WORTH.kinds },
    { of: once(letterPlaces(` ${plain.join(" ")} `)), worth: WORTH.letters },
    { of: cue ? [bucket(hash(`cue ${cue}`))] : [], worth: WORTH.cue },
  ];
  const size = families.reduce((sum, { of }) => sum + of.length, 0);
  const features = { places: new Uint16Array(size), worth: new Float32Array(size) };
  let at = 0;
  for (const { of, worth } of families) {
    features.places.set(of, at);
    features.worth.fill(worth / Math.sqrt(Math.max(1, of.length)), at, at + of.length);
    at += of.length;
  }
  return features;
}

function once(places: readonly number[]): Uint16Array {
  const sorted = new Uint16Array(places).sort();
  let kept = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i] as number;
  return sorted.subarray(0, kept);
}

const CHILDS_AGE = /(?<![\d.,])(?:[1-9]|1[0-7]) ?(?:tuổi|tuoi|t)(?![\p{L}\d])/gu;

/** Lower case, "cháyyyy" as "cháy", any number as "0", a child's age as one word. */
function wordsOf(text: string): string[] {
  const said = lower(text.slice(0, LONGEST_READ));
  const numbered = /\d/.test(said) ? said.replace(CHILDS_AGE, "nhotuoi").replace(/\d+/g, "0") : said;
  const spelt = /(.)\1\1/u.test(numbered) ? numbered.replace(/(\p{L})\1{2,}/gu, "$1") : numbered;
  return spelt.match(/\p{L}+|0/gu) ?? [];
}

/** Short spellings that mean one word whoever types them. */
const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    k: "khong",
    ko: "khong",
    kg: "khong",
    hok: "khong",
    dc: "duoc",
    r: "roi",
    zoi: "roi",
    nc: "nuoc",
    ng: "nguoi",
    mn: "moi nguoi",
    ck: "chong",
    vk: "vo",
    ny: "nguoi yeu",
    bt: "biet",
    mun: "muon",
    nx: "nua",
    vs: "voi",
    e: "em",
    a: "anh",
    c: "chi",
    dag: "dang",
    lm: "lam",
    qa: "qua",
    wa: "qua",
    tui: "toi",
    mk: "minh",
    h: "gio",
    ms: "moi",
    lun: "luon",
    dt: "dien thoai",
  }),
);

const plainly = (word: string): string => {
  const folded = fold(word);
  return SHORT.get(folded) ?? folded;
};

/** `accented` is as long as `plain`, or empty where the text was typed without accents. */
function wordPlaces(plain: readonly string[], accented: readonly string[]): number[] {
  const places: number[] = [];
  let before = 0;
  for (const [i, word] of plain.entries()) {
    const here = hash(word);
    places.push(bucket(here), bucket(Math.imul(before ^ 0x9e3779b9, 0x01000193) ^ here));
    const typed = accented[i];
    if (typed !== undefined && typed !== word) places.push(bucket(hash(typed)));
    before = here;
  }
  return places;
}

function letterPlaces(line: string): number[] {
  const places: number[] = [];
  for (let i = 0; i + 4 <= line.length; i++) {
    let sum = FNV_START ^ 4;
    for (let k = i; k < i + 4; k++) sum = Math.imul(sum ^ line.charCodeAt(k), FNV_PRIME);
    places.push(bucket(sum));
  }
  return places;
}

/** A text's words as typed, and without accents. */
interface Words {
  readonly typed: readonly string[];
  readonly plain: readonly string[];
}

/** The kinds of words that occur, each pair of them, roughly how long the text is, and whether it asks. */
function kindPlaces(text: string, words: Words, { of, names, places }: Kinds): number[] {
  const { plain } = words;
  const found = kindsIn(words, of);
  if (text.includes("?") || ASKS.test(` ${plain.join(" ")} `)) found.push(names.length - 1);
  const said = once(found);
  const length = Math.min(6, Math.floor(Math.log2(plain.length + 1) * 1.5));
  const pairs = [bucket(hash(`length ${length}`))];
  for (let i = 0; i < said.length; i++) {
    const row = (said[i] as number) * names.length;
    for (let k = i; k < said.length; k++) pairs.push(places[row + (said[k] as number)] as number);
  }
  return pairs;
}

const LONGEST_PHRASE = 3;

function kindsIn({ typed, plain }: Words, of: Kinds["of"]): number[] {
  const found: number[] = [];
  for (const [last, word] of plain.entries()) {
    let phrase = word;
    for (let from = last; from >= 0 && from > last - LONGEST_PHRASE; from--) {
      if (from < last) phrase = `${plain[from]} ${phrase}`;
      const meant = of.get(phrase);
      // Not even the end of one: no longer one is either.
      if (meant === undefined) break;
      found.push(...meant.filter(({ words }) => isSpelt(words, typed, from)).map(({ kind }) => kind));
    }
  }
  return found;
}

/** "mẫu" is no "máu": what was typed with accents has those of the phrase. */
const isSpelt = (words: readonly string[], typed: readonly string[], from: number): boolean =>
  words.every((word, i) => {
    const said = typed[from + i] ?? "";
    return said === word || !isMarked(said);
  });

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a. */
function hash(text: string): number {
  let sum = FNV_START;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), FNV_PRIME);
  return sum;
}

const bucket = (sum: number): number => ((sum >>> 15) ^ sum) & (BUCKETS - 1);
