import { fold, fromTelex, isAccented, isSyllable, lower } from "../text/index.ts";

/** One word of a text, as it may stand in a name. */
export interface Token {
  readonly accented: string;
  readonly folded: string;
  /** Where it stands in the NFC text. */
  readonly from: number;
  readonly to: number;
  /** Written large, in a text that is not all large. */
  readonly large: boolean;
  /** What stands between it and the word before ends a sentence or a list item. */
  readonly gap: "none" | "dash" | "comma" | "stop";
  /** A dot follows directly: "p. Bến Thành". */
  readonly dotted: boolean;
}

export interface Tokens {
  /** The text in NFC; positions count in it. */
  readonly text: string;
  readonly words: readonly Token[];
  /** Typed with accents. */
  readonly accented: boolean;
}

const WORD = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*|\p{N}+/gu;

/** Cuts a text into words, of which those that stand in names are known; "q1" becomes "q" and "1", an apostrophe inside a name is left out ("M'Drắk"). */
export function tokenise(original: string, isKnown: (folded: string) => boolean): Tokens {
  const text = original.normalize("NFC");
  const shouted = text === text.toUpperCase();
  let end = 0;
  const words = [...text.matchAll(WORD)].map(({ 0: word, index }): Token => {
    const between = text.slice(end, index);
    end = index + word.length;
    return { ...spell(word, isKnown), from: index, to: end, ...standing(word, between, text[end], shouted) };
  });
  return { text, words, accented: isAccented(text) };
}

function standing(word: string, between: string, next: string | undefined, shouted: boolean) {
  const gap = /[.!?;\n]\s/.test(between)
    ? "stop"
    : /[,;/()]/.test(between)
      ? "comma"
      : /[–-]/.test(between)
        ? "dash"
        : "none";
  return { large: !shouted && /^\p{Lu}/u.test(word), gap, dotted: next === "." } as const;
}

/** Raw Telex keys are read as what they would have written. */
function spell(word: string, isKnown: (folded: string) => boolean): { accented: string; folded: string } {
  const accented = lower(word.replaceAll(/['’]/g, ""));
  const folded = fold(accented);
  if (accented === folded && folded.length > 2 && !isSyllable(folded) && !isKnown(folded)) {
    const meant = fromTelex(folded);
    if (meant !== undefined) return { accented: meant, folded: fold(meant) };
  }
  return { accented, folded };
}

/** A name as the gazetteer keeps it: its words, apart by one space. */
export function nameKey(name: string): { accented: string; folded: string } {
  const plain = lower(name);
  const accented = SIMPLE.test(plain)
    ? plain
    : [...plain.matchAll(WORD)].map(([word]) => word.replaceAll(/['’]/g, "")).join(" ");
  return { accented, folded: fold(accented) };
}

const SIMPLE = /^\p{L}+(?: \p{L}+)*$/u;
