import { fold, isAccented } from "../text/index.ts";

/**
 * Takes out of a citizen's question what could tell who is meant: every number, names, addresses, links. It takes out too
 * much rather than too little: the text only lends its tone to an answer that is already decided.
 */
export function maskPersonal(text: string): string {
  const plain = text
    .normalize("NFC")
    .slice(0, LONGEST)
    .replace(/\S+@\S+|https?:\/\/\S+|www\.\S+/giu, "[…]")
    .replace(/\S*\d[\d.,/:-]*\S*/gu, "[số]");
  return masked(plain.split(/\s+/).filter(Boolean))
    .join(" ")
    .replace(/(\[\p{L}+\])(?:\s+\1)+/gu, "$1");
}

const LONGEST = 400;

/** Family names that are no everyday word, and middle names that make any word before them one. */
const SURNAMES = "nguyễn trần phạm huỳnh bùi đặng ngô đỗ võ vũ phan hoàng trịnh đinh lâm châu";
const MIDDLE_NAMES = "văn thị";
/** Words a name follows, and words an address follows. */
const BEFORE_NAME = "tên ông bà chú bác bé";
const BEFORE_PLACE = "thôn xóm ấp làng ngõ hẻm ngách phường huyện quận";
const DIGIT_WORDS = "không một hai ba bốn tư năm lăm sáu bảy tám chín mười linh lẻ";
const NAME_WORDS = 4;
const PLACE_WORDS = 2;
const SPOKEN_DIGITS = 4;

/** A word list as it is typed: with accents, or without when the whole text has none. */
function typed(list: string, accented: boolean): ReadonlySet<string> {
  return new Set((accented ? list : fold(list)).split(" "));
}

interface Hiding {
  readonly from: number;
  readonly count: number;
  readonly mark: string;
}

function masked(words: readonly string[]): string[] {
  const lists = listsFor(isAccented(words.join(" ")));
  const hidden = new Map<number, string>();
  for (const { from, count, mark } of words.flatMap((_, i) => hidingsAt(words, i, lists))) {
    const end = words.findIndex((word, i) => i >= from && endsPhrase(word));
    const last = Math.min(from + count, words.length, end < 0 ? words.length : end + 1);
    for (let i = from; i < last; i++) hidden.set(i, mark);
  }
  return words.map((word, i) => hidden.get(i) ?? word);
}

type Lists = ReturnType<typeof listsFor>;

function listsFor(accented: boolean) {
  return {
    surnames: typed(SURNAMES, accented),
    middleNames: typed(MIDDLE_NAMES, accented),
    beforeName: typed(BEFORE_NAME, accented),
    beforePlace: typed(BEFORE_PLACE, accented),
    digits: typed(DIGIT_WORDS, accented),
  };
}

/** What the word at `i` gives away: itself, or what follows it. */
function hidingsAt(words: readonly string[], i: number, lists: Lists): Hiding[] {
  const word = words[i] ?? "";
  const bare = bareOf(word);
  const name = (from: number, count: number): Hiding => ({ from, count, mark: "[tên]" });
  const follows = !endsPhrase(word);
  const digits = runLength(words, i, lists.digits);
  return [
    ...(isNameByCapital(words, i) ? [name(i, 1)] : []),
    ...(lists.surnames.has(bare) ? [name(i, NAME_WORDS - 1)] : []),
    ...(lists.middleNames.has(bare) && i > 0 ? [name(i - 1, NAME_WORDS - 1)] : []),
    ...(lists.beforeName.has(bare) && follows ? [name(i + 1, nameLength(words, i + 1))] : []),
    ...(lists.beforePlace.has(bare) && follows ? [{ from: i + 1, count: PLACE_WORDS, mark: "[nơi]" }] : []),
    ...(digits >= SPOKEN_DIGITS ? [{ from: i, count: digits, mark: "[số]" }] : []),
  ];
}

const bareOf = (word: string) => word.toLowerCase().replace(/[^\p{L}]/gu, "");
const endsPhrase = (word: string) => /[.,;!?]$/.test(word);
const isCapital = (word: string) => /^[^\p{L}]*\p{Lu}/u.test(word);

/** A capital within a sentence, or two words with capitals at its start. */
function isNameByCapital(words: readonly string[], i: number): boolean {
  const previous = words[i - 1];
  const startsSentence = previous === undefined || /[.!?]$/.test(previous);
  return isCapital(words[i] ?? "") && (!startsSentence || isCapital(words[i + 1] ?? ""));
}

/** "tên là …" is followed by a whole name, "tên …" and "ông …" at least by one word of it. */
function nameLength(words: readonly string[], from: number): number {
  return bareOf(words[from] ?? "") === "là" || bareOf(words[from] ?? "") === "la" ? NAME_WORDS : 1;
}

function runLength(words: readonly string[], from: number, list: ReadonlySet<string>): number {
  let count = 0;
  while (list.has(bareOf(words[from + count] ?? ""))) count += 1;
  return count;
}
