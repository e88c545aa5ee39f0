import { fold } from "./fold.ts";
import { isSyllable } from "./syllable.ts";

/** Foreign words people write among Vietnamese ones; some would read as Telex keys ("gas" → "gá"). */
const FOREIGN = new Set(
  "app apps online offline web website email gmail mail zalo facebook visa file pdf scan photo karaoke internet wifi camera video gas bus taxi sim sms otp pin qr usb link form pass passport shop spa gym homestay game hiv covid adn kit logo bar max tax sex ok oke ad admin hotline token livestream".split(
    " ",
  ),
);

/** Puts right what the fingers did: a word no Vietnamese syllable looks like is read as Telex keys, as teenagers' short spelling, or as the nearest known word. */
export type Mend = (words: readonly string[]) => string[];

/** `known`: words, with accents, that are right as they are; those that are syllables are also what a slip may have meant. */
export function createMend(known: Iterable<string>): Mend {
  const asTyped = new Set(known);
  const byDeletion = deletions(new Set([...asTyped].map(fold).filter(isSyllable)));
  const mendWord = (word: string): string => {
    const folded = fold(word);
    if (word.length < 3 || !/^\p{L}+$/u.test(word) || isSyllable(folded) || FOREIGN.has(folded) || asTyped.has(word))
      return word;
    const single = word.replace(/(\p{L})\1/u, "$1");
    if (asTyped.has(single)) return single;
    return fromTelex(word) ?? spelledOut(word) ?? nearest(folded, byDeletion) ?? word;
  };
  return (words) => words.filter((word) => !HESITATIONS.has(word)).map(mendWord);
}

/** Sounds between words that say nothing and would part a phrase; with their marks only ("o" may be "ở"). */
const HESITATIONS = new Set(["ờ", "ờm", "ừm", "ừ", "à", "ạ", "hừm", "ơ"]);

const KEYS: readonly (readonly [RegExp, string])[] = [
  [/dd/g, "đ"],
  [/aa/g, "â"],
  [/ee/g, "ê"],
  [/oo/g, "ô"],
  [/uow/g, "ươ"],
  [/aw/g, "ă"],
  [/ow/g, "ơ"],
  [/uw/g, "ư"],
];
const TONES: Readonly<Record<string, string>> = { f: "\u0300", s: "\u0301", r: "\u0309", x: "\u0303", j: "\u0323" };

/** What the Telex keys would have written had the method been on: "ddawng" → "đăng", "kys" → "ký". */
export function fromTelex(word: string): string | undefined {
  if (!/^[a-z]+$/.test(word)) return undefined;
  const tone = TONES[word.at(-1) ?? ""] ?? "";
  const letters = KEYS.reduce((text, [keys, letter]) => text.replace(keys, letter), tone ? word.slice(0, -1) : word);
  return letters !== word && isSyllable(fold(letters)) ? withTone(letters, tone) : undefined;
}

/** Sets a tone mark on the vowel that carries it: the marked one, else the last before a final consonant, else the first of two. */
function withTone(letters: string, tone: string): string {
  if (tone === "") return letters;
  const start = /^(gi(?=[aeiouy])|qu)/.test(letters) ? 2 : 0;
  const vowels = [...letters].flatMap((letter, i) => (i >= start && /[aeiouyăâêôơư]/.test(letter) ? [i] : []));
  const marked = vowels.filter((i) => /[ăâêôơư]/.test(letters[i] ?? ""));
  const closed = /[^aeiouyăâêôơư]$/.test(letters);
  const at = marked.at(-1) ?? (closed ? vowels.at(-1) : vowels.at(vowels.length > 2 ? 1 : 0)) ?? letters.length - 1;
  return (letters.slice(0, at + 1) + tone + letters.slice(at + 1)).normalize("NFC");
}

const SHORT_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^f/, "ph"],
  [/^w/, "qu"],
  [/^j/, "gi"],
  [/^dz/, "v"],
  [/^z/, "v"],
  [/g$/, "ng"],
  [/h$/, "nh"],
  [/k$/, "ch"],
  [/j$/, "i"],
];

/** Teenagers' short spelling written out: "trog" → "trong", "fường" → "phường". */
function spelledOut(word: string): string | undefined {
  const full = SHORT_SPELLINGS.reduce(
    (text, [short, long]) => (isSyllable(fold(text)) ? text : text.replace(short, long)),
    word,
  );
  return full !== word && isSyllable(fold(full)) ? full : undefined;
}

/** Every word with one letter left out, and the word itself → the words it may come from. */
function deletions(words: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const word of words) {
    for (const short of new Set([word, ...withoutOne(word)])) table.set(short, [...(table.get(short) ?? []), word]);
  }
  return table;
}

const withoutOne = (word: string): string[] => Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));

/** The known word one slip away: letters changed places, one too many, one too few; first the slip that is most often made. */
function nearest(folded: string, byDeletion: ReadonlyMap<string, readonly string[]>): string | undefined {
  const swapped = Array.from(
    { length: folded.length - 1 },
    (_, i) => folded.slice(0, i) + folded[i + 1] + folded[i] + folded.slice(i + 2),
  );
  const isKnown = (word: string) => (byDeletion.get(word) ?? []).includes(word);
  const doubled = withoutOne(folded).filter((short, i) => folded[i] === folded[i + 1] && isKnown(short));
  const tooFew = byDeletion.get(folded) ?? [];
  const candidates =
    [doubled, swapped.filter(isKnown), withoutOne(folded).filter(isKnown), tooFew].find((list) => list.length > 0) ??
    [];
  return candidates[0];
}
