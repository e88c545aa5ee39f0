import type { Token, Tokens } from "./tokens.ts";
import type { Kind, PlaceWords } from "./words.ts";

/** A text as it is read for places. */
export interface Reading {
  readonly tokens: Tokens;
  readonly words: PlaceWords;
  readonly asked: boolean;
}

/** The kind of unit a word or two words name, and how many words that takes. */
export function kindAt(i: number, scan: Reading): { kind: Kind; length: number } | undefined {
  const { tokens, words } = scan;
  const [first, second] = [tokens.words[i], tokens.words[i + 1]];
  if (!first || phraseAt(i, tokens, words.notKinds) > 0) return undefined;
  const spelt = tokens.accented && !scan.asked ? words.kinds.accented : null;
  const lookUp = (accented: string, folded: string) =>
    words.kinds.accented.get(accented) ?? (spelt ? undefined : words.kinds.plain.get(folded));
  const two = second && lookUp(`${first.accented} ${second.accented}`, `${first.folded} ${second.folded}`);
  if (two) return { kind: two, length: 2 };
  const one = lookUp(first.accented, first.folded);
  if (one) return { kind: one, length: 1 };
  const short = words.short.get(first.accented);
  return short && isAbbreviation(first, second, scan) ? { kind: short, length: 1 } : undefined;
}

/** "p." and "P Bến Thành" abbreviate; a letter alone in a text typed small does when a number or two letters make it plain. */
function isAbbreviation(word: Token, next: Token | undefined, { asked, tokens }: Reading): boolean {
  if (!next) return false;
  const isNumber = /^\d+$/.test(next.folded);
  return (
    word.dotted ||
    next.large ||
    asked ||
    (isNumber ? word.to === next.from : word.folded.length > 1 || !tokens.accented)
  );
}

interface Phrases {
  readonly accented: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

/** How many words, three at most, the longest phrase beginning here takes; 0 for none. */
export function phraseAt(i: number, { words, accented }: Tokens, phrases: Phrases): number {
  for (let length = Math.min(3, words.length - i); length > 0; length--)
    if (isPhrase(words.slice(i, i + length), accented, phrases)) return length;
  return 0;
}

function isPhrase(words: readonly Token[], accented: boolean, phrases: Phrases): boolean {
  const written = words.map((word) => word.accented).join(" ");
  return phrases.accented.has(written) || (!accented && phrases.plain.has(written));
}

/** A phrase that ends just before word `i`. */
export function endsBefore(i: number, { words, accented }: Tokens, phrases: Phrases): boolean {
  for (let length = Math.min(3, i); length > 0; length--)
    if (isPhrase(words.slice(i - length, i), accented, phrases)) return true;
  return false;
}
