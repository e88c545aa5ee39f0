import { z } from "zod";
import type { Features } from "./emergency-features.ts";
import { decodeClasses, scoresOf, type TextClasses, TextClassFile } from "./text-classes.ts";

/** knowledge/leaning-model.json, written by tests/bench/fit-decision.ts; never edited by hand. */
export const LeaningModelFile = z.strictObject({ classes: z.array(TextClassFile).length(1) });
export type LeaningModelFile = z.infer<typeof LeaningModelFile>;

/** Its one class: what is said leans on a procedure spoken of before; it weighs the features that emergencies are weighed by. */
export type LeaningModel = TextClasses;

export const decodeLeaning = ({ classes }: LeaningModelFile): LeaningModel =>
  decodeClasses("leaning-model.json", classes);

/**
 * Log-odds, within ±4, that a message in a talk about a procedure is more of that ("con dâu đứng đơn được không", "hộ khẩu tận Nghệ An thì
 * sao") and not about another matter, by its own words alone.
 */
export const leaningOf = (model: LeaningModel, features: Features): number =>
  clamped(scoresOf(model, features)[0] as number);

/** In a talk about a procedure, this much more likely more of it than anything else: of 1,500 calls and reports put aside none is. */
export const surelyLeans = (leaning: number): boolean => leaning > SURELY;
const SURELY = 0.5;
export const leansOn = ({ topics }: { readonly topics: readonly string[] }, leaning: number): boolean =>
  topics.length > 0 && surelyLeans(leaning);

export const clamped = (logOdds: number): number => Math.max(-SUREST, Math.min(SUREST, logOdds));
const SUREST = 4;
