const MARKS = /\p{M}+/gu;

/** Lower case without tone and letter marks: "Đất đai" → "dat dai". What people type on old phones. */
export function fold(text: string): string {
  let folded = "";
  for (let i = 0; i < text.length; i++) {
    const letter = PLAIN[text.charCodeAt(i)];
    // A letter of another script: what becomes of it may depend on its neighbours.
    if (letter === undefined) return foldAny(text);
    folded += letter;
  }
  return folded;
}

/** True when folding changes something of a word in lower case: it carries a mark. */
export function isMarked(word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const letter = PLAIN[word.charCodeAt(i)];
    if (letter === undefined) return foldAny(word) !== word;
    if (letter !== word[i]) return true;
  }
  return false;
}

function foldAny(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(MARKS, "").replaceAll("đ", "d").normalize("NFC");
}

/** The last of the letters with two marks that Vietnamese is written in: "ỹ", U+1EF9. */
const LAST_LETTER = 0x1ef9;

/** UTF-16 code → what it folds to, where that is an ASCII letter or sign, or nothing (a mark): whatever stands beside it, the same. */
const PLAIN: readonly (string | undefined)[] = Array.from({ length: LAST_LETTER + 1 }, (_, code) => {
  const folded = foldAny(String.fromCharCode(code));
  return folded.length <= 1 && folded <= "\x7f" ? folded : undefined;
});

/** Lower-case NFC with the tone mark of "oa, oe, uy" where the newer spelling has it ("hoá" → "hóa"). */
export function lower(text: string): string {
  return placeTone(text.normalize("NFC").toLowerCase());
}

const OLD_TONE = /(?<![qg])(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![\p{L}])/gu;
const TONES: Readonly<Record<string, string>> = {
  oà: "òa",
  oá: "óa",
  oả: "ỏa",
  oã: "õa",
  oạ: "ọa",
  oè: "òe",
  oé: "óe",
  oẻ: "ỏe",
  oẽ: "õe",
  oẹ: "ọe",
  uỳ: "ùy",
  uý: "úy",
  uỷ: "ủy",
  uỹ: "ũy",
  uỵ: "ụy",
};

function placeTone(text: string): string {
  return text.replace(OLD_TONE, (pair) => TONES[pair] ?? pair);
}

const WORD = /[\p{L}\p{N}]+(?:[./-][\p{L}\p{N}]+)*/gu;
const SIGN = /[./-]/;
const PLAIN_WORD = /[\p{L}\p{N}]+/gu;
/** Two words or more with a sign between them; one with a figure is a code. */
const JOINED = /^(?!.*\d).*[./-]/su;

/** Words in reading order, lower case, accents kept. Codes and numbers with inner dots or slashes stay whole. */
export function words(text: string): string[] {
  const said = lower(text);
  const found = said.match(WORD) ?? [];
  return SIGN.test(said) && found.some((word) => JOINED.test(word)) ? found.flatMap(splitUnlessCode) : found;
}

function splitUnlessCode(word: string): string[] {
  return JOINED.test(word) ? (word.match(PLAIN_WORD) ?? []) : [word];
}

/** Of accented Vietnamese about three words in four carry a mark; a text typed without has one by chance at most ("à", a name). */
const ACCENTED_SHARE = 0.2;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

/** True when the text was typed with accents; a stray mark does not make it so. */
export function isAccented(text: string): boolean {
  if (ASCII.test(text)) return false;
  const all =
    text
      .toLowerCase()
      .normalize("NFC")
      .match(/\p{L}+/gu) ?? [];
  return all.filter(isMarked).length > ACCENTED_SHARE * all.length;
}

/** A phonetic key of a folded syllable: what regional speech and speech recognition confuse becomes equal (s/x, ch/tr, d/gi/r, l/n). */
export function phonetic(syllable: string): string {
  return withPlainEnd(withPlainStart(syllable)).replaceAll("y", "i");
}

function withPlainStart(syllable: string): string {
  switch (syllable[0]) {
    case "g":
      return syllable[1] === "i" ? `d${syllable.slice(2)}` : syllable;
    case "r":
    case "z":
      return `d${syllable.slice(1)}`;
    case "t":
      return syllable[1] === "r" ? `ch${syllable.slice(2)}` : syllable;
    case "x":
      return `s${syllable.slice(1)}`;
    case "l":
      return `n${syllable.slice(1)}`;
    case "k":
    case "q":
      return syllable.length > 1 && syllable[1] !== "h" ? `c${syllable.slice(1)}` : syllable;
    default:
      return syllable;
  }
}

function withPlainEnd(syllable: string): string {
  if (syllable.endsWith("ng") || syllable.endsWith("nh")) return syllable.slice(0, -1);
  return syllable.endsWith("c") ? `${syllable.slice(0, -1)}t` : syllable;
}
