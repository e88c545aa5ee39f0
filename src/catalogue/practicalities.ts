import type { z } from "zod";
import { fold, type Lexicon, words } from "../text/index.ts";
import type { PracticalitiesFile } from "./knowledge/files.ts";
import type { Field } from "./procedure.ts";

/** knowledge/practicalities.yaml, read: a practical question people ask of any procedure, and what records call it. */
export interface Practicality {
  readonly id: string;
  /** Whether it is asked in a text (`said` of a Question). */
  readonly isAsked: (said: string) => boolean;
  /** The text without it. */
  readonly besides: (said: string) => string;
  /** Folded phrases of records. */
  readonly record: readonly string[];
  /** Folded phrases of a sentence of the record that says something else: the office's own days are not the citizen's. */
  readonly unless: readonly string[];
  /** Parts of a record its words are mistaken for: "trước mấy ngày phải báo" does not ask how long the office takes. */
  readonly insteadOf: readonly Field[];
  /** What is said where a record says nothing of it; most need nothing of their own. */
  readonly unsaid: string | undefined;
}

/** "…" in a wording: so many words at most. */
const GAP = "(?: \\S+){0,4}";

type Listed = z.infer<typeof PracticalitiesFile>[number];

export function practicalityOf(file: Listed, { standardise }: Pick<Lexicon, "standardise">): Practicality {
  // People's words are compared in standard spelling, so the file's own must be in it as well ("hộ khẩu" is "thường trú").
  const ways = file.say
    .flatMap(eachOf)
    .flatMap((wording) =>
      [words, standardise].flatMap((spelled) => [patternOf(wording, spelled), patternOf(wording, folded(spelled))]),
    );
  const asked = new RegExp(` (?:${[...new Set(ways)].join("|")}) `);
  return {
    id: file.id,
    isAsked: (said) => asked.test(said),
    besides: (said) => said.replace(asked, " "),
    record: file.record.map(asCompared),
    unless: file.unless.map(asCompared),
    insteadOf: file.instead_of,
    unsaid: file.unsaid,
  };
}

const asCompared = (phrase: string): string => words(fold(phrase)).join(" ");

/** "phải báo/đăng_ký" is "phải báo" or "phải đăng ký". */
function eachOf(wording: string): string[] {
  const [before, choices, after] = wording.split(/(?<=^|\s)(\S+\/\S+)(?=\s|$)(.*)/su);
  if (choices === undefined) return [wording.replaceAll("_", " ")];
  return choices.split("/").flatMap((choice) => eachOf(`${before}${choice}${after}`));
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
