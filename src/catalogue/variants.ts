import { fold, words } from "../text/index.ts";

/** A way in which procedures of one family differ: how names mark it and how people say it (knowledge/variants.yaml). */
export interface Variant {
  readonly id: string;
  /** As it stands in official names. */
  readonly marks: readonly string[];
  /** As people say it. */
  readonly cues: readonly string[];
}

/** A phrase that marks a variant, padded, and the variant's bit. */
interface Sign {
  readonly phrase: string;
  readonly bit: number;
}

export interface VariantTable {
  /** Which variants a name carries, as a bit set (at most 31). */
  ofName(name: string): number;
  /** Which variants a question asks for. */
  ofQuestion(all: readonly string[]): number;
}

const padded = (list: readonly string[]) => ` ${list.join(" ")} `;

export function createVariantTable(variants: readonly Variant[]): VariantTable {
  const signs = (phrasesOf: (variant: Variant) => readonly string[]) =>
    byFirstWord(
      variants.flatMap((variant, i) => phrasesOf(variant).map((phrase) => ({ said: words(phrase), bit: 1 << i }))),
    );
  const cuesOf = ({ marks, cues }: Variant) => [...marks, ...cues];
  const marks = signs((variant) => variant.marks.map(fold));
  const cues = signs(cuesOf);
  return {
    ofName: (name) => bitsIn(words(fold(name)), marks),
    ofQuestion: (all) => bitsIn(all, cues),
  };
}

function byFirstWord(
  signs: readonly { readonly said: readonly string[]; readonly bit: number }[],
): Map<string, Sign[]> {
  const table = new Map<string, Sign[]>();
  for (const { said, bit } of signs) {
    const [first = ""] = said;
    table.set(first, [...(table.get(first) ?? []), { phrase: padded(said), bit }]);
  }
  return table;
}

function bitsIn(said: readonly string[], signs: ReadonlyMap<string, readonly Sign[]>): number {
  const text = padded(said);
  let set = 0;
  for (const word of said)
    for (const { phrase, bit } of signs.get(word) ?? []) if ((set & bit) === 0 && text.includes(phrase)) set |= bit;
  return set;
}
