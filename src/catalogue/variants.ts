import { fold, words } from "../text/index.ts";

/** A way in which procedures of one family differ: how names mark it and how people say it (knowledge/variants.yaml). */
export interface Variant {
  readonly id: string;
  /** As it stands in official names. */
  readonly marks: readonly string[];
  /** As people say it. */
  readonly cues: readonly string[];
}

interface CompiledVariant {
  readonly id: string;
  readonly marks: readonly string[];
  readonly cues: readonly { readonly accented: string; readonly folded: string }[];
}

export interface VariantTable {
  /** Which variants a name carries, as a bit set (at most 31). */
  ofName(name: string): number;
  /** Which variants a question asks for. */
  ofQuestion(all: readonly string[], accented: boolean): number;
}

const padded = (list: readonly string[]) => ` ${list.join(" ")} `;

export function createVariantTable(variants: readonly Variant[]): VariantTable {
  const compiled = variants.map(
    ({ id, marks, cues }): CompiledVariant => ({
      id,
      marks: marks.map((mark) => padded(words(fold(mark)))),
      cues: [...marks, ...cues].map((cue) => ({ accented: padded(words(cue)), folded: padded(words(fold(cue))) })),
    }),
  );
  const bits = (test: (variant: CompiledVariant) => boolean) =>
    compiled.reduce((set, variant, i) => (test(variant) ? set | (1 << i) : set), 0);
  return {
    ofName: (name) => {
      const text = padded(words(fold(name)));
      return bits((variant) => variant.marks.some((mark) => text.includes(mark)));
    },
    ofQuestion: (all, accented) => {
      const text = padded(accented ? all : all.map(fold));
      return bits((variant) => variant.cues.some((cue) => text.includes(accented ? cue.accented : cue.folded)));
    },
  };
}
