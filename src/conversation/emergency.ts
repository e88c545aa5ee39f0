import { z } from "zod";
import { digitsSpoken, words } from "../text/index.ts";
import { BUCKETS, type Features, featuresOf, type Kinds, kindsOf } from "./emergency-features.ts";

/** knowledge/emergency-words.yaml: kinds of words, and the words of each. */
export const EmergencyWordsFile = z.record(z.string(), z.array(z.coerce.string()).min(1));

const Probability = z.number().min(0).max(1);

/** knowledge/emergency-model.json, written by tests/bench/fit-emergencies.ts; never edited by hand. */
export const EmergencyModelFile = z.strictObject({
  /** Probability from which an emergency that no phrase sighted is believed. */
  alone: Probability,
  /** The same for one that a phrase of intents.yaml sighted. */
  with_cue: Probability,
  /** The same for one that stands in a clause of a longer text. */
  in_clause: Probability,
  classes: z.array(
    z.strictObject({
      intent: z.string(),
      bias: z.number(),
      /** What one step of a weight stands for. */
      scale: z.number(),
      /** BUCKETS signed bytes, base64. */
      weights: z.base64(),
    }),
  ),
});
export type EmergencyModelFile = z.infer<typeof EmergencyModelFile>;

/** The classes of emergency, by number. */
export interface EmergencyClasses {
  readonly intents: readonly string[];
  readonly biases: readonly number[];
  /** Bucket after bucket, the weight of each class in it: a text is weighed for all classes in one reading of its features. */
  readonly weights: Float32Array;
}

/** One multinomial logistic regression: the classes of emergency against everyday talk, whose score is nought. */
export interface EmergencyModel {
  readonly alone: number;
  readonly withCue: number;
  readonly inClause: number;
  readonly classes: EmergencyClasses;
  readonly kinds: Kinds;
}

/** Throws on a class whose weights are not one for each bucket: a file cut short would see nothing and say so to nobody. */
export function decodeModel(file: EmergencyModelFile, wordsFile: z.infer<typeof EmergencyWordsFile>): EmergencyModel {
  const classes: EmergencyClasses = {
    intents: file.classes.map(({ intent }) => intent),
    biases: file.classes.map(({ bias }) => bias),
    weights: new Float32Array(BUCKETS * file.classes.length),
  };
  for (const [nth, { intent, scale, weights }] of file.classes.entries()) {
    const steps = Int8Array.from(Buffer.from(weights, "base64"));
    if (steps.length !== BUCKETS)
      throw new Error(`emergency-model.json: ${intent} has ${steps.length} weights, not ${BUCKETS}`);
    for (const [bucket, step] of steps.entries()) classes.weights[bucket * file.classes.length + nth] = step * scale;
  }
  return { alone: file.alone, withCue: file.with_cue, inClause: file.in_clause, classes, kinds: kindsOf(wordsFile) };
}

/** How likely a text is a call for help, 0 to 1, and the likeliest kind of help. */
export interface Weighed {
  readonly intent: string;
  readonly probability: number;
}

export function weighed(classes: EmergencyClasses, features: Features): Weighed {
  const scores = scoresOf(classes, features);
  const highest = Math.max(...scores);
  const most = Math.max(0, highest);
  const urgent = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
  const intent = classes.intents[scores.indexOf(highest)] ?? "";
  return { intent, probability: urgent / (urgent + Math.exp(-most)) };
}

function scoresOf({ biases, weights }: EmergencyClasses, { places, worth }: Features): Float64Array {
  const scores = Float64Array.from(biases);
  for (let i = 0; i < places.length; i++) {
    const first = (places[i] as number) * scores.length;
    for (let nth = 0; nth < scores.length; nth++)
      scores[nth] = (scores[nth] as number) + (weights[first + nth] as number) * (worth[i] as number);
  }
  return scores;
}

/** One word or two say too little to be weighed; the cues know those that matter. */
const FEWEST_WORDS = 3;
const BETWEEN_CLAUSES = /[,.;:!?…\n]+\s*|\s(?=(?:mà|nhưng|nhung)\s)/u;

/** Its clauses, when there are several that say something; else none. */
export function clausesOf(text: string): string[] {
  const clauses = text.split(BETWEEN_CLAUSES).filter((clause) => words(clause).length >= FEWEST_WORDS);
  return clauses.length > 1 ? clauses : [];
}

/** A text below this holds no call in any clause either: 8 of 2,200 such calls learnt from lie there. */
const HOPELESS = 0.005;

/** What a phrase sighted, but another phrase beside it takes back ("sau vụ cháy", "suýt ngã"): evidence too. */
export const EXCUSED = "excused";

/** The emergency a phrase of intents.yaml sights in a text, or EXCUSED, if any. */
export type CueOf = (text: string) => string | undefined;

/** A telephone number or a code, digit by digit: the model knows sentences. */
function isReadOut(text: string): boolean {
  const { digits, others } = digitsSpoken(text);
  return digits.length >= 6 && others <= 3;
}

/**
 * The emergency meant, if any. A phrase that sighted one counts as evidence, not as proof: "cháy" is said of lamps and of
 * sold-out goods too. A long text is read clause by clause as well: a call for help may stand in the middle of a complaint.
 */
export function recognise(model: EmergencyModel, text: string, cueOf: CueOf): string | undefined {
  const cue = cueOf(text);
  const sighted = cue === EXCUSED ? undefined : cue;
  if (words(text).length < FEWEST_WORDS || isReadOut(text)) return sighted;
  const { intent, probability } = weighed(model.classes, featuresOf(text, model.kinds, cue));
  if (probability >= (sighted ? model.withCue : model.alone)) return intent;
  if (probability < HOPELESS) return undefined;
  for (const clause of clausesOf(text)) {
    const one = weighed(model.classes, featuresOf(clause, model.kinds, cue && cueOf(clause)));
    if (one.probability >= model.inClause) return one.intent;
  }
  return undefined;
}
