import { logistic, type Weights } from "../answers/index.ts";
import { words } from "../text/index.ts";
import {
  clausesOf,
  type EmergencyModel,
  type Evidence,
  EXCUSED,
  HOPELESS,
  saysTooLittle,
  type Weighed,
  weighed,
} from "./emergency.ts";
import { type SortModel, type SortShares, sharesOf } from "./sorts.ts";

/** How a text is put: as a question or a wish, or urging somebody to put something right. */
export interface Manner {
  readonly seeks: boolean;
  readonly presses: boolean;
}

/** What both models make of a text. */
export interface Signs extends Manner {
  readonly text: string;
  readonly cue: string | undefined;
  readonly whole: Weighed;
  readonly sort: SortShares;
  /** Its clauses, where it has several. */
  readonly clauses: readonly { readonly danger: Weighed; readonly emergency: number }[];
}

/**
 * The emergency a text calls for help in, if any. One decision over what the model of emergencies and the model of sorts
 * make of the whole and of its clauses: the first was taught lines that share the words of calls, the second what people
 * write to an office all day, and neither alone knows both (docs/adr/0036).
 */
export function alarmIn(models: Models, evidence: Evidence, ofClause: OfClause, manner: Manner): Call | undefined {
  const { text, cue, features } = evidence;
  if (saysTooLittle(text)) return cue === undefined || cue === EXCUSED ? undefined : { intent: cue, probability: 1 };
  const whole = weighed(models.emergencies.classes, features);
  if (whole.probability < HOPELESS) return undefined;
  const signs = { ...manner, text, cue, whole, sort: sharesOf(models.sorts, features), clauses: inClauses() };
  const probability = logistic(ALARM, alarmFeatures(signs));
  return probability >= BELIEVED ? { intent: intentOf(signs), probability } : undefined;

  function inClauses() {
    return clausesOf(text).map((clause) => {
      const { features: own } = ofClause(clause);
      return { danger: weighed(models.emergencies.classes, own), emergency: sharesOf(models.sorts, own).emergency };
    });
  }
}

/** An emergency somebody calls for help in. */
export interface Call {
  readonly intent: string;
  /** From BELIEVED to 1. */
  readonly probability: number;
}

interface Models {
  readonly emergencies: EmergencyModel;
  readonly sorts: SortModel;
}
type OfClause = (clause: string) => Evidence;

/** The number of what the whole reads like, unless one of its clauses is the surer call. */
export const intentOf = ({ whole, clauses }: Pick<Signs, "whole" | "clauses">): string =>
  clauses.reduce((best, { danger }) => (danger.probability > best.probability ? danger : best), whole).intent;

export function alarmFeatures(signs: Signs) {
  const { text, cue, whole, sort, clauses, seeks, presses } = signs;
  const reads = logOdds(whole.probability);
  const sorts = logOdds(sort.emergency);
  return {
    bias: 1,
    reads,
    sorts,
    clauses: clauses.length > 0 ? 1 : 0,
    clause: Math.max(reads, ...clauses.map(({ danger }) => logOdds(danger.probability))),
    clauseSorts: Math.max(sorts, ...clauses.map(({ emergency }) => logOdds(emergency))),
    report: sort.report,
    question: sort.question,
    cue: cue !== undefined && cue !== EXCUSED ? 1 : 0,
    excused: cue === EXCUSED ? 1 : 0,
    seeks: seeks ? 1 : 0,
    presses: presses ? 1 : 0,
    long: Math.min(40, words(text).length) / 40,
  };
}

/** Log-odds, within ±MOST_SURE. */
const logOdds = (share: number) => Math.max(-MOST_SURE, Math.min(MOST_SURE, Math.log(share / (1 - share))));
const MOST_SURE = 7;

/** From this probability on. */
const BELIEVED = 0.45;

/** Fitted by tests/bench/fit-alarms.ts. */
const ALARM: Weights<ReturnType<typeof alarmFeatures>> = {
  bias: 0.67,
  reads: 0.14,
  sorts: 0.34,
  clauses: -0.22,
  clause: 0.43,
  clauseSorts: 0.07,
  report: 0.36,
  question: 0.44,
  cue: 0.13,
  excused: 0.21,
  seeks: -0.09,
  presses: 0,
  long: -0.21,
};
