import { isAccented } from "../text/index.ts";
import { ACCENTED, isSyllable, type NameLists, UNACCENTED } from "./mask-words.ts";

/**
 * Takes out of a citizen's question what could tell who is meant: every number however written, names, addresses, accounts,
 * links, and whatever is not written like a Vietnamese word. It takes out too much rather than too little. A name that is an
 * everyday word, typed small and with nothing before it that announces a name, it cannot know.
 */
export function maskPersonal(text: string): string {
  const plain = text
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .slice(0, LONGEST)
    .replace(/\b(?:https?|www)\b\S*(?:\s*[:.]\s*\S+)*/giu, " […] ")
    .replace(TICKET_CODE, " [số] ")
    .replace(/(?<!\p{L})\p{L}(?: \p{L}){3,}(?!\p{L})/gu, " [tên] ");
  return masked(plain.split(/\s+/).filter(Boolean))
    .join(" ")
    .replace(/(\[[\p{L}…]+\])(?:\s+\1)+/gu, "$1");
}

const LONGEST = 400;
const TICKET_CODE = /(?<![\p{L}\d])pa[-\s]?[a-z0-9]{4}[-\s]?[a-z0-9]{4}(?![\p{L}\d])/giu;

const NAME_WORDS = 4;
const PLACE_WORDS = 2;
const ACCOUNT_WORDS = 3;
const SPOKEN_DIGITS = 3;
/** Behind these two spoken digits are enough: "thửa mười hai", "tờ bốn lăm". */
const BEFORE_NUMBER = new Set([
  "thửa",
  "thua",
  "tờ",
  "to",
  "lô",
  "lo",
  "số",
  "so",
  "ngõ",
  "ngo",
  "ngách",
  "ngach",
  "kiệt",
  "kiet",
]);

interface Hiding {
  readonly from: number;
  readonly count: number;
  readonly mark: string;
}

function masked(words: readonly string[]): string[] {
  const lists = isAccented(words.join(" ")) ? ACCENTED : UNACCENTED;
  const hidden = new Map<number, string>();
  for (const { from, count, mark } of words.flatMap((_, i) => hidingsAt(words, i, lists))) {
    const end = words.findIndex((word, i) => i >= from && endsPhrase(word));
    const last = Math.min(from + count, words.length, end < 0 ? words.length : end + 1);
    for (let i = Math.max(from, 0); i < last; i++) hidden.set(i, mark);
  }
  return words.map((word, i) => hidden.get(i) ?? word);
}

/** What the word at `i` gives away: itself, or what stands beside it. */
function hidingsAt(words: readonly string[], i: number, lists: NameLists): Hiding[] {
  return [...asItself(words, i, lists), ...asAnnouncement(words, i, lists)];
}

const hide = (from: number, count: number, mark: string): Hiding => ({ from, count, mark });

function asItself(words: readonly string[], i: number, lists: NameLists): Hiding[] {
  const word = words[i] ?? "";
  const bare = bareOf(word);
  const digits = runLength(words, i, lists);
  return [
    ...(/\p{N}/u.test(word) ? [hide(i, 1, "[số]")] : []),
    ...(isMark(word) || isWord(word) ? [] : [hide(i, 1, "[…]")]),
    ...(isNameByCapital(words, i) ? [hide(i, 1, "[tên]")] : []),
    ...(lists.surnames.has(bare) ? [hide(i, NAME_WORDS - 1, "[tên]")] : []),
    ...(lists.middleNames.has(bare) && i > 0 ? [hide(i - 1, NAME_WORDS - 1, "[tên]")] : []),
    ...(digits >= leastDigits(words[i - 1] ?? "") ? [hide(i, digits, "[số]")] : []),
    ...(/^@|@$|^gmail|^yahoo|còng/iu.test(word) ? [hide(i - ACCOUNT_WORDS + 1, ACCOUNT_WORDS * 2, "[…]")] : []),
  ];
}

const leastDigits = (before: string) => (BEFORE_NUMBER.has(bareOf(before)) ? 2 : SPOKEN_DIGITS);

/** The word announces a name, a place or an account. */
function asAnnouncement(words: readonly string[], i: number, lists: NameLists): Hiding[] {
  const word = words[i] ?? "";
  if (/[.,;!?]$/.test(word)) return [];
  const [bare, next] = [bareOf(word), bareOf(words[i + 1] ?? "")];
  const isOpen = !lists.ordinary.has(next);
  return [
    ...(lists.beforeName.has(bare) ? nameFrom(words, i + 1, isOpen, lists) : []),
    ...(lists.kin.has(bare) && lists.givenNames.has(next) ? [hide(i + 1, PLACE_WORDS, "[tên]")] : []),
    ...(lists.beforePlace.has(bare) && isOpen ? [hide(i + 1, PLACE_WORDS, "[nơi]")] : []),
    ...(lists.accounts.has(bare) ? [hide(i + 1, ACCOUNT_WORDS, "[…]")] : []),
  ];
}

/** "tên là …" is followed by a whole name, "tên …" by one word of it or two. */
function nameFrom(words: readonly string[], from: number, isOpen: boolean, { givenNames }: NameLists): Hiding[] {
  const [word, next] = [bareOf(words[from] ?? ""), bareOf(words[from + 1] ?? "")];
  if (word === "là" || word === "la") return [hide(from, NAME_WORDS, "[tên]")];
  return isOpen ? [hide(from, givenNames.has(next) ? 2 : 1, "[tên]")] : [];
}

const bareOf = (word: string) => word.toLowerCase().replace(/[^\p{L}]/gu, "");
const endsPhrase = (word: string) => /[.,;!?:]$/.test(word);
const isCapital = (word: string) => /^[^\p{L}]*\p{Lu}/u.test(word);
const isMark = (word: string) => /^(?:\[[\p{L}…]+\]|[^\p{L}\p{N}]+)$/u.test(word);

/** Vietnamese syllables, alone or as "vợ/chồng"; with dots or hyphens within it may be anything. */
const isWord = (word: string) =>
  word
    .toLowerCase()
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")
    .split("/")
    .every(isSyllable);

/** A capital within a sentence, or two words with capitals at its start. */
function isNameByCapital(words: readonly string[], i: number): boolean {
  const previous = words[i - 1];
  const startsSentence = previous === undefined || /[.!?]$/.test(previous);
  return isCapital(words[i] ?? "") && (!startsSentence || isCapital(words[i + 1] ?? ""));
}

/** How many spoken digits stand here in a row, months and days between them. */
function runLength(words: readonly string[], from: number, { digits, betweenDigits }: NameLists): number {
  let count = 0;
  for (;;) {
    const word = bareOf(words[from + count] ?? "");
    if (!digits.has(word) && !(count > 0 && betweenDigits.has(word))) return count;
    count += 1;
  }
}
