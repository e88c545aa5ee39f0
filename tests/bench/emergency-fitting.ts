import { entriesOf } from "../../src/catalogue/entries.ts";
import { loadKnowledge } from "../../src/catalogue/index.ts";
import { loadStarterProcedures } from "../../src/catalogue/load.ts";
import { clausesOf, decodeModel, type EmergencyModelFile, EXCUSED, weighed } from "../../src/conversation/emergency.ts";
import { type Features, featuresOf, type Kinds, kindsOf } from "../../src/conversation/emergency-features.ts";
import { createEvidence, loadEmergencyWords, loadIntents } from "../../src/conversation/index.ts";
import type { TextClasses } from "../../src/conversation/text-classes.ts";
import { fold } from "../../src/text/index.ts";
import { EVERYDAY, KNOWN, type Labelled, MIXED, NEGATIVES, TRAINING } from "../fakes/emergencies/texts.ts";
import { type Example, fitClasses, packed } from "./logistic.ts";

const FITTING = { epochs: 30, rate: 4, decay: 0.1 };
const FOLDS = 5;
const NAMES_SHARE = 0.6;

/** One text as it may be typed, with what is needed to weigh it. */
export interface Typed extends Labelled {
  readonly cue: string | undefined;
  readonly features: Features;
  readonly accented: boolean;
  /** Those of its clauses, where it has several. */
  readonly clauses: readonly Features[];
}

/** What reading a text takes. `cueOf`: the emergency a phrase sights in it. */
export interface Reader {
  readonly kinds: Kinds;
  readonly cueOf: (text: string) => string | undefined;
}

export function readerOf(knowledgeDirectory: string): Reader {
  const { lexicon } = loadKnowledge(knowledgeDirectory);
  return {
    kinds: kindsOf(loadEmergencyWords(knowledgeDirectory)),
    cueOf: createEvidence(loadIntents(knowledgeDirectory), lexicon.standardise),
  };
}

/** Each text as written and without accents. */
export function typed(texts: readonly Labelled[], { kinds, cueOf }: Reader): readonly Typed[] {
  return texts.flatMap(({ label, text }) =>
    [text, fold(text)].map((said, i) => {
      const cue = cueOf(said);
      const clauses = clausesOf(said).map((clause) => featuresOf(clause, kinds, cue && cueOf(clause)));
      return { label, text: said, cue, accented: i === 0, features: featuresOf(said, kinds, cue), clauses };
    }),
  );
}

/** Each text beside a calm one, before or after it: a call within a complaint is a call. The same pairs every time. */
export function joined(texts: readonly Labelled[]): Labelled[] {
  const calm = texts.filter(({ label }) => label === "none");
  return texts.map(({ label, text }, i) => {
    const other = calm[(i * 13 + 5) % calm.length]?.text ?? "";
    return { label, text: i % 2 === 0 ? `${text}, ${other}` : `${other}, ${text}` };
  });
}

/** `names` of procedures are many and say little: together they count for a share of the texts, however many there are. */
export interface Learnt {
  readonly texts: readonly Typed[];
  /** Calm and easy: learnt from, but no threshold is chosen on them, or they would buy hard texts' false alarms. */
  readonly everyday: readonly Typed[];
  readonly names: readonly Typed[];
}

/** The classes of emergency, in the order the model has them. */
export const EMERGENCIES: readonly string[] = [...new Set(TRAINING.map(({ label }) => label))];
export const KNOWN_TEXTS: readonly Labelled[] = [...KNOWN, ...MIXED].map(({ label, text }) => ({
  label: label.replace("?", ""),
  text,
}));

/** Calls and calm texts, everyday messages, and the wordings of the starter procedures. */
export function textsLearnt(reader: Reader): Learnt {
  const procedures = entriesOf(loadStarterProcedures("knowledge"), loadKnowledge("knowledge"));
  const names = procedures.flatMap(({ name, aliases }) => [name, ...aliases]);
  return {
    texts: typed([...TRAINING, ...NEGATIVES, ...KNOWN_TEXTS], reader),
    everyday: typed(EVERYDAY, reader),
    names: typed(
      names.map((text) => ({ label: "none", text })),
      reader,
    ),
  };
}

/** A model file without thresholds worth having. */
export function fitted({ texts, everyday, names }: Learnt, intents: readonly string[]): EmergencyModelFile {
  const example = (weight: number) => (one: Typed) => ({
    features: one.features,
    label: intents.indexOf(one.label),
    weight,
  });
  const examples: Example[] = [
    ...[...texts, ...everyday].map(example(1)),
    ...names.map(example((NAMES_SHARE * texts.length) / names.length)),
  ];
  const classes = fitClasses(examples, intents.length, FITTING).map(({ bias, weights }, i) => ({
    intent: intents[i] as string,
    bias: Number(bias.toPrecision(6)),
    ...packed(weights),
  }));
  return { alone: 1, with_cue: 1, in_clause: 1, classes };
}

/** A text, and what a model that never learnt from it makes of it. */
export interface Tried {
  readonly one: Typed;
  readonly probability: number;
  /** Of its likeliest clause; nought where it has but one. */
  readonly inClause: number;
  readonly intent: string;
}

export function tried(classes: TextClasses, one: Typed): Tried {
  const clauses = one.clauses.map((features) => weighed(classes, features));
  const whole = weighed(classes, one.features);
  const inClause = Math.max(0, ...clauses.map(({ probability }) => probability));
  return { one, ...whole, inClause };
}

/** Five-fold: every text, and every text joined with another, is weighed by a model fitted without it (in either typing). */
export function crossValidated(learnt: Learnt, intents: readonly string[], reader: Reader) {
  const single: Tried[] = [];
  const pairs: Tried[] = [];
  const everyday: Tried[] = [];
  for (let nth = 0; nth < FOLDS; nth++) {
    const others = (list: readonly Typed[]) => list.filter((one) => foldOf(one) !== nth);
    const rest = { texts: others(learnt.texts), everyday: others(learnt.everyday), names: learnt.names };
    const { classes } = decodeModel(fitted(rest, intents), {});
    const kept = learnt.texts.filter((one) => foldOf(one) === nth);
    const mixed = typed(joined(kept.filter(({ accented }) => accented)), reader);
    single.push(...kept.map((one) => tried(classes, one)));
    everyday.push(...learnt.everyday.filter((one) => foldOf(one) === nth).map((one) => tried(classes, one)));
    pairs.push(...mixed.map((one) => tried(classes, one)));
  }
  return { single, pairs, everyday };
}

/** The share of the texts, 0 to FOLDS - 1, that a text is put aside with, in either typing. */
export const foldOf = ({ text }: Pick<Labelled, "text">): number => hash(fold(text)) % FOLDS;

function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum ^ (sum >>> 15)) >>> 0;
}

export type Thresholds = Pick<EmergencyModelFile, "alone" | "with_cue" | "in_clause">;

export const isSighted = (cue: string | undefined): boolean => cue !== undefined && cue !== EXCUSED;

export const isSeen = ({ one, probability, inClause }: Tried, { alone, with_cue, in_clause }: Thresholds): boolean =>
  probability >= (isSighted(one.cue) ? with_cue : alone) || inClause >= in_clause;

const GRID = Array.from({ length: 46 }, (_, i) => Number((0.05 + i * 0.02).toFixed(2)));
/** What reading clause by clause may add to the calm texts taken for an emergency. */
const FALSE_BY_CLAUSE = 0.005;

/**
 * The thresholds that see most calls for help among those that take at most `mostFalse` of the calm texts for one; then the
 * lowest for a clause that adds next to none.
 */
export function bestThresholds(tried: readonly Tried[], mostFalse: number): Thresholds {
  const calm = tried.filter(({ one }) => one.label === "none");
  const calls = tried.filter(({ one }) => one.label !== "none");
  const seen = (list: readonly Tried[], pair: Thresholds) => share(list, (one) => isSeen(one, pair));
  const pairs = GRID.flatMap((alone) =>
    GRID.filter((t) => t <= alone).map((with_cue) => ({ alone, with_cue, in_clause: 1 })),
  );
  const allowed = pairs.filter((pair) => seen(calm, pair) <= mostFalse - FALSE_BY_CLAUSE);
  const best = allowed.reduce((most, pair) => (seen(calls, pair) > seen(calls, most) ? pair : most), {
    alone: 0.95,
    with_cue: 0.95,
    in_clause: 1,
  });
  const in_clause = GRID.find((t) => seen(calm, { ...best, in_clause: t }) <= mostFalse);
  return { ...best, in_clause: in_clause ?? 1 };
}

export const share = <T>(list: readonly T[], holds: (one: T) => boolean): number =>
  list.filter(holds).length / Math.max(1, list.length);
