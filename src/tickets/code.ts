import { fold } from "../text/index.ts";

/**
 * Seventeen symbols, a prime number of them. No look-alikes in print (0/O, 1/I/L, 2/Z, 5/S, 8/B, V/U, Q/O, G/6 keep one side)
 * and none of the letters that sound alike in Vietnamese over the phone (bê đê dê tê pê vê xê ê; em/en; ét/ép keep one).
 */
export const CODE_ALPHABET = "23456789AFHKMRUXY";

const BASE = CODE_ALPHABET.length;
const LENGTH = 8;
/** 3 generates the multiplicative group of 17, so the eight weights differ from each other and from zero. */
const WEIGHTS = Array.from({ length: LENGTH }, (_, place) => 3 ** (LENGTH - 1 - place) % BASE);

/** Weighted sum modulo 17; a valid code sums to 0, and one wrong symbol or any two swapped ones never do. */
function checksum(symbols: readonly number[]): number {
  return symbols.reduce((sum, symbol, place) => sum + symbol * (WEIGHTS[place] ?? 0), 0) % BASE;
}

/**
 * A new ticket code ("PA-7K3M-92XF") from random bytes: seven free symbols (410 million codes) and a check symbol.
 * Sixteen bytes are enough; throws RangeError when all but a few of them are 255, which is refused to keep codes even.
 */
export function newCode(bytes: Uint8Array): string {
  const symbols = [...bytes]
    .filter((byte) => byte < BASE * 15)
    .map((byte) => byte % BASE)
    .slice(0, LENGTH - 1);
  if (symbols.length < LENGTH - 1) throw new RangeError("too few random bytes for a ticket code");
  const last = (BASE - checksum(symbols)) % BASE;
  return print([...symbols, last]);
}

function print(symbols: readonly number[]): string {
  const text = symbols.map((symbol) => CODE_ALPHABET[symbol]).join("");
  return `PA-${text.slice(0, 4)}-${text.slice(4)}`;
}

export type ParsedCode =
  | { readonly ok: true; readonly code: string }
  /** `shape`: not eight symbols of ours. `check`: eight symbols, but one was misread or two were swapped. */
  | { readonly ok: false; readonly reason: "shape" | "check" };

/**
 * Reads a code as people type or say it: "pa 7k3m92xf", "PA 7K3M – 92XF", "pê a bảy ca ba em gạch chín hai ích ép".
 */
export function parseCode(input: string): ParsedCode {
  const symbols = heard(input);
  if (symbols.length !== LENGTH || symbols.includes(-1)) return { ok: false, reason: "shape" };
  return checksum(symbols) === 0 ? { ok: true, code: print(symbols) } : { ok: false, reason: "check" };
}

/** Separators and the two words of the prefix, as said. */
const FILLER = /\b(?:ma|phieu|so|gach|ngang|noi|tru|cham|phay|cach|roi|den)\b/g;

const SPOKEN: Readonly<Record<string, string>> = {
  hai: "2",
  ba: "3",
  bon: "4",
  tu: "4",
  nam: "5",
  lam: "5",
  sau: "6",
  bay: "7",
  tam: "8",
  chin: "9",
  ca: "K",
  ka: "K",
  hat: "H",
  hach: "H",
  ep: "F",
  em: "M",
  mo: "M",
  ro: "R",
  ich: "X",
  xo: "X",
  dai: "Y",
};

/** Letter names of two words come first, so that "em mờ" is one M. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:i dai|i co ret|y dai|i gret)\b/g, " Y "],
  [/\b(?:em mo|em mu)\b/g, " M "],
  [/\b(?:e ro|e rro)\b/g, " R "],
  [/\b(?:ep pho|ep phi)\b/g, " F "],
  [/\b(?:ich xi|ich si)\b/g, " X "],
  [/\b(?:pe a|po a)\b/g, " "],
];

function heard(input: string): number[] {
  const plain = fold(input).replace(FILLER, " ");
  const said = PHRASES.reduce((text, [phrase, symbol]) => text.replace(phrase, symbol), plain);
  const tokens = said.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const joined = tokens.map((token) => SPOKEN[token] ?? token.toUpperCase()).join("");
  const body = joined.length > LENGTH && joined.startsWith("PA") ? joined.slice(2) : joined;
  return [...body].map((symbol) => CODE_ALPHABET.indexOf(symbol));
}

/** A lookahead, so that a number just before the code does not swallow half of it. */
const WRITTEN = /(?<![\p{L}\p{N}])(?=((?:pa[\s.:–—-]*)?[a-z0-9]{4}[\s.–—-]*[a-z0-9]{4})(?![\p{L}\p{N}]))/giu;

/** The first valid code written in a longer text, printed our way; undefined when there is none. */
export function findCode(text: string): string | undefined {
  for (const [, candidate = ""] of text.matchAll(WRITTEN)) {
    const parsed = parseCode(candidate);
    // Eight plain letters are more likely two words than a code, unless the prefix says so.
    if (parsed.ok && /\d|^pa[\s.:–—-]/i.test(candidate)) return parsed.code;
  }
  return undefined;
}

/** True when the text holds what was meant as a code ("PA-" and eight letters or digits) but is none: ask again. */
export function hasMistypedCode(text: string): boolean {
  const candidates = [...text.matchAll(WRITTEN)].map(([, candidate = ""]) => candidate);
  return candidates.some((text) => /^pa[\s.:–—-].*\d/is.test(text)) && findCode(text) === undefined;
}
