import { fold, type Lexicon, words } from "../text/index.ts";

/** knowledge/practicalities.yaml, read: a practical question people ask of any procedure, and what records call it. */
export interface Practicality {
  readonly id: string;
  /** Whether it is asked in a text (`said` of a Question). */
  readonly isAsked: (said: string) => boolean;
  /** The text without it. */
  readonly besides: (said: string) => string;
  /** Folded phrases of records. */
  readonly record: readonly string[];
}

/** "…" in a wording: so many words at most. */
const GAP = "(?: \\S+){0,4}";

export function practicalityOf(
  file: { readonly id: string; readonly say: readonly string[]; readonly record: readonly string[] },
  { standardise }: Pick<Lexicon, "standardise">,
): Practicality {
  // People's words are compared in standard spelling, so the file's own must be in it as well ("hộ khẩu" is "thường trú").
  const ways = file.say.flatMap((wording) =>
    [words, standardise].flatMap((spelled) => [patternOf(wording, spelled), patternOf(wording, folded(spelled))]),
  );
  const asked = new RegExp(` (?:${[...new Set(ways)].join("|")}) `);
  return {
    id: file.id,
    isAsked: (said) => asked.test(said),
    besides: (said) => said.replace(asked, " "),
    record: file.record.map((phrase) => words(fold(phrase)).join(" ")),
  };
}

type Spelled = (text: string) => readonly string[];
const folded =
  (spelled: Spelled): Spelled =>
  (text) =>
    spelled(text).map(fold);

const patternOf = (wording: string, spelled: Spelled): string =>
  wording
    .split(/\s*…\s*/)
    .map((piece) => spelled(piece).join(" "))
    .join(`${GAP} `);
