import { z } from "zod";
import { digitsSpoken, fold, words } from "../text/index.ts";
import { type Features, featuresOf, type Kinds, kindsOf } from "./emergency-features.ts";
import { decodeClasses, scoresOf, type TextClasses, TextClassFile } from "./text-classes.ts";

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
  classes: z.array(TextClassFile),
});
export type EmergencyModelFile = z.infer<typeof EmergencyModelFile>;

/** One multinomial logistic regression: the classes of emergency against everyday talk, whose score is nought. */
export interface EmergencyModel {
  readonly alone: number;
  readonly withCue: number;
  readonly inClause: number;
  readonly classes: TextClasses;
  readonly kinds: Kinds;
}

/** Throws on a file cut short. */
export function decodeModel(file: EmergencyModelFile, wordsFile: z.infer<typeof EmergencyWordsFile>): EmergencyModel {
  const classes = decodeClasses("emergency-model.json", file.classes);
  return { alone: file.alone, withCue: file.with_cue, inClause: file.in_clause, classes, kinds: kindsOf(wordsFile) };
}

/** How likely a text is a call for help, 0 to 1, and the likeliest kind of help. */
export interface Weighed {
  readonly intent: string;
  readonly probability: number;
}

export function weighed(classes: TextClasses, features: Features): Weighed {
  const scores = scoresOf(classes, features);
  const highest = Math.max(...scores);
  const most = Math.max(0, highest);
  const urgent = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
  const intent = classes.intents[scores.indexOf(highest)] ?? "";
  return { intent, probability: urgent / (urgent + Math.exp(-most)) };
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
export const HOPELESS = 0.005;

/** What a phrase sighted, but another phrase beside it takes back ("sau vụ cháy", "suýt ngã"): evidence too. */
export const EXCUSED = "excused";

/** The emergency a phrase of intents.yaml sights in a text, or EXCUSED, if any. */
export type CueOf = (text: string) => string | undefined;

/** A text, what its phrases sight in it, and what the models weigh of both. */
export interface Evidence {
  readonly text: string;
  readonly cue: string | undefined;
  readonly features: Features;
}

export const evidenceOf = ({ kinds }: EmergencyModel, text: string, cue: string | undefined): Evidence => ({
  text,
  cue,
  features: featuresOf(text, kinds, cue),
});

/** A telephone number or a code, digit by digit: the model knows sentences. */
function isReadOut(text: string): boolean {
  const { digits, others } = digitsSpoken(text);
  return digits.length >= 6 && others <= 3;
}

/** "cháu 7 tuổi", "mẹ em năm nay 82 tuổi rồi": how old somebody is, and no more; a bare number may be one to call. */
const isAgeOnly = (text: string): boolean => AGE.test(words(fold(text)).join(" "));
const AGE =
  /^(?:(?:chau|con|be|em|no|me|ma|bo|ba|cha|ong|cu|anh|chi|toi|tui|minh|nha|nay|nam|duoc|moi|hon|gan|da|thi|la|noi|ngoai|trai|gai|thang) )*\d{1,3} ?(?:tuoi|t|thang tuoi|thang)(?: (?:a|roi|thoi|moi|nay|nha|do|em|chi|anh|can bo))*$/;

/** The phrases alone are asked. */
export const saysTooLittle = (text: string): boolean =>
  words(text).length < FEWEST_WORDS || isReadOut(text) || isAgeOnly(text);

/**
 * The emergency meant, if any, where no model of sorts helps to tell (alarm.ts). A phrase that sighted one counts as evidence, not as proof: "cháy" is said of lamps and of
 * sold-out goods too. A long text is read clause by clause as well: a call for help may stand in the middle of a complaint; the
 * probability is that of the text as a whole.
 */
export function recognise(model: EmergencyModel, { text, cue, features }: Evidence, cueOf: CueOf): Weighed | undefined {
  const sighted = cue === EXCUSED ? undefined : cue;
  if (saysTooLittle(text)) return sighted === undefined ? undefined : { intent: sighted, probability: 1 };
  const whole = weighed(model.classes, features);
  if (whole.probability >= (sighted ? model.withCue : model.alone)) return whole;
  if (whole.probability < HOPELESS) return undefined;
  const intent = calledInClause(model, text, (clause) => cue && cueOf(clause));
  return intent === undefined ? undefined : { intent, probability: whole.probability };
}

function calledInClause(model: EmergencyModel, text: string, cueOf: CueOf): string | undefined {
  for (const clause of clausesOf(text)) {
    const { intent, probability } = weighed(model.classes, featuresOf(clause, model.kinds, cueOf(clause)));
    if (probability >= model.inClause) return intent;
  }
  return undefined;
}
