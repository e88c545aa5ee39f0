import { fold } from "../text/index.ts";

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

/** Words after which a name or an address follows, folded, and how many words of it are hidden at most. */
const BEFORE_NAME = new Set([
  "ten",
  "ong",
  "ba",
  "chu",
  "bac",
  "be",
  "chau",
  "con",
  "em",
  "vo",
  "chong",
  "bo",
  "me",
  "cha",
  "ma",
]);
const BEFORE_PLACE = new Set([
  "thon",
  "xom",
  "ap",
  "to",
  "khu",
  "duong",
  "ngo",
  "hem",
  "ngach",
  "nha",
  "ban",
  "lang",
  "xa",
  "phuong",
  "huyen",
  "tinh",
  "quan",
]);
const SURNAMES = new Set(
  "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh mai dao truong lam ha luu cao luong to thai chau ta phung nong hua la vuong quach".split(
    " ",
  ),
);
const DIGIT_WORDS = new Set("khong mot hai ba bon tu nam lam sau bay tam chin muoi linh le".split(" "));
const NAME_WORDS = 4;
const PLACE_WORDS = 3;
const SPOKEN_DIGITS = 4;

function masked(words: readonly string[]): string[] {
  const hidden = words.map((): string | undefined => undefined);
  const hide = (from: number, count: number, mark: string) => {
    for (let i = from; i < Math.min(from + count, words.length); i++) hidden[i] = mark;
  };
  words.forEach((word, i) => {
    const bare = bareOf(word);
    const previous = words[i - 1];
    const startsSentence = previous === undefined || /[.!?]$/.test(previous);
    if (isCapital(word) && (!startsSentence || isCapital(words[i + 1] ?? ""))) hide(i, 1, "[tên]");
    if (SURNAMES.has(bare)) hide(i, NAME_WORDS, "[tên]");
    if (bare === "ten") hide(i + 1, NAME_WORDS, "[tên]");
    else if (BEFORE_NAME.has(bare)) hide(i + 1, bareOf(words[i + 1] ?? "") === "la" ? NAME_WORDS : 1, "[tên]");
    if (BEFORE_PLACE.has(bare)) hide(i + 1, PLACE_WORDS, "[nơi]");
    if (spokenDigits(words, i) >= SPOKEN_DIGITS) hide(i, spokenDigits(words, i), "[số]");
  });
  return words.map((word, i) => hidden[i] ?? word);
}

const bareOf = (word: string) => fold(word).replace(/[^a-z]/g, "");
const isCapital = (word: string) => /^[^\p{L}]*\p{Lu}/u.test(word);

function spokenDigits(words: readonly string[], from: number): number {
  let count = 0;
  while (DIGIT_WORDS.has(bareOf(words[from + count] ?? ""))) count += 1;
  return count;
}
