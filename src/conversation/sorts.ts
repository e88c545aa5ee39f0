import { z } from "zod";
import type { Features } from "./emergency-features.ts";
import { decodeClasses, scoresOf, type TextClasses, TextClassFile } from "./text-classes.ts";

/** knowledge/sort-model.json, written by tests/bench/fit-sorts.ts; never edited by hand. */
export const SortModelFile = z.strictObject({ classes: z.array(TextClassFile) });
export type SortModelFile = z.infer<typeof SortModelFile>;

/**
 * What sort of message it is: a question on how something is got or done, or one of
 *   report     something is to be put right or looked into
 *   propose    a rule, a service or a place is to be other than it is
 *   late       a dossier is overdue
 *   status     how far a dossier is
 *   denounce   an official broke the law, or a decision is contested
 *   praise     thanks to officials for what they did
 *   chat       nothing is asked or told
 *   emergency  somebody is in danger now
 */
export const SORTS = ["report", "propose", "late", "status", "denounce", "praise", "chat", "emergency"] as const;
export type Sort = (typeof SORTS)[number] | "question";

/** Probabilities, together 1. */
export type SortShares = Readonly<Record<Sort, number>>;

/** Its classes are SORTS; it weighs the features that emergencies are weighed by. */
export type SortModel = TextClasses;

/** Throws where the file's classes are not those above. */
export function decodeSorts(file: SortModelFile): SortModel {
  const classes = decodeClasses("sort-model.json", file.classes);
  if (classes.intents.join() !== SORTS.join()) throw new Error(`sort-model.json holds ${classes.intents.join(", ")}`);
  return classes;
}

export const sharesOf = (model: SortModel, features: Features): SortShares => sharesByScores(scoresOf(model, features));

export function sharesByScores(scores: ArrayLike<number>): SortShares {
  const powers = SORTS.map((_, nth) => Math.exp(scores[nth] as number));
  const sum = powers.reduce((total, power) => total + power, 1);
  const shares: Record<string, number> = { question: 1 / sum };
  for (const [nth, sort] of SORTS.entries()) shares[sort] = (powers[nth] as number) / sum;
  return shares as SortShares;
}

/** The likeliest sort. */
export const likeliest = (shares: SortShares): Sort =>
  (Object.keys(shares) as Sort[]).reduce((best, sort) => (shares[sort] > shares[best] ? sort : best));
