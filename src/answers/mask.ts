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

function masked(words: readonly string[]): string[] {
  const accented = isAccented(words.join(" "));
  const lists = {
    surnames: typed(SURNAMES, accented),
    middle: typed(MIDDLE_NAMES, accented),
    beforeName: typed(BEFORE_NAME, accented),
    beforePlace: typed(BEFORE_PLACE, accented),
    digits: typed(DIGIT_WORDS, accented),
  };
  const hidden = new Map<number, string>();
  const hide = (from: number, count: number, mark: string) => {
    for (let i = from; i < Math.min(from + count, words.length); i++) {
      hidden.set(i, mark);
      if (endsPhrase(words[i] ?? "")) return;
    }
  };
  words.forEach((word, i) => {
    const bare = bareOf(word);
    if (isNameByCapital(words, i)) hide(i, 1, "[tên]");
    if (lists.surnames.has(bare)) hide(i, NAME_WORDS - 1, "[tên]");
    if (lists.middle.has(bare) && i > 0) hide(i - 1, NAME_WORDS - 1, "[tên]");
    if (lists.beforeName.has(bare) && !endsPhrase(word)) hide(i + 1, nameLength(words, i + 1), "[tên]");
    if (lists.beforePlace.has(bare) && !endsPhrase(word)) hide(i + 1, PLACE_WORDS, "[nơi]");
    const run = runLength(words, i, lists.digits);
    if (run >= SPOKEN_DIGITS) hide(i, run, "[số]");
  });
  return words.map((word, i) => hidden.get(i) ?? word);
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
