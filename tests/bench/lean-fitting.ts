import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { featuresOf } from "../../src/conversation/emergency-features.ts";
import { clamped } from "../../src/conversation/leans.ts";
import { fold } from "../../src/text/index.ts";
import { readerOf } from "./emergency-fitting.ts";
import { type Fitted, fitClasses, packed } from "./logistic.ts";
import { messagesLearnt } from "./sort-fitting.ts";

const FITTING = { epochs: 20, rate: 3, decay: 0.1 };
/** What begins a talk, and what is no question at all, says less about what is said in the middle of one. */
const AT_THE_START = 0.3;

export interface Turned {
  readonly text: string;
  readonly fold: number;
}
interface Example extends Turned {
  readonly leans: boolean;
  readonly weight: number;
}
export interface Case {
  readonly turns: readonly {
    readonly text: string;
    readonly expect: { readonly outcome: string; readonly codes?: readonly string[] };
  }[];
}

/** Each turn after an answer, whether it stays with the procedure answered, and first turns and messages of other sorts, which lean on nothing. */
function examplesOf(cases: readonly Case[], folds: number): Example[] {
  const fromCases = cases.flatMap(({ turns }, at) => {
    let topic: string | undefined;
    return turns.map(({ text, expect }): Example => {
      const leans = topic !== undefined && expect.outcome === "answered" && expect.codes?.includes(topic) === true;
      const weight = topic === undefined ? AT_THE_START : 1;
      if (expect.outcome === "answered" && !leans) topic = expect.codes?.[0];
      return { text, leans, weight, fold: at % folds };
    });
  });
  const others = messagesLearnt([])
    .filter(({ sort }) => sort !== "question")
    .map(({ text }, at): Example => ({ text, leans: false, weight: AT_THE_START, fold: at % folds }));
  const practical = askedOfAnything(folds).map((one): Example => ({ ...one, leans: true, weight: AT_THE_START }));
  return [...fromCases, ...others, ...practical];
}

/** What may be asked of any procedure, as the office's own list has it. */
export function askedOfAnything(folds: number): readonly Turned[] {
  const list = parse(readFileSync("knowledge/practicalities.yaml", "utf8")) as { readonly say: readonly string[] }[];
  const ways = list.flatMap(({ say }) => say).map((wording) => wording.replaceAll(/\s*…\s*/g, " "));
  return ways.map((text, at) => ({ text, fold: at % folds }));
}

/**
 * Fits knowledge/leaning-model.json. `leaningOf`: log-odds of a text by a model that never saw its conversation, as the decision is fitted
 * with; `file`: what all of them make.
 */
export function fitLeaning(cases: readonly Case[], folds: number) {
  const { kinds, cueOf } = readerOf("knowledge");
  const featuresIn = (text: string) => featuresOf(text, kinds, cueOf(text));
  const examples = examplesOf(cases, folds).flatMap((one) => [one, { ...one, text: fold(one.text) }]);
  const read = examples.map((one) => ({ ...one, features: featuresIn(one.text), label: one.leans ? 0 : -1 }));
  const fitted = (some: typeof read) => fitClasses(some, 1, FITTING)[0] as Fitted;
  const models = Array.from({ length: folds }, (_, nth) => fitted(read.filter((one) => one.fold !== nth)));
  const leaningOf = ({ text, fold: nth }: Turned): number => {
    const { bias, weights } = models[nth] as Fitted;
    const { places, worth } = featuresIn(text);
    return clamped(places.reduce((sum, place, k) => sum + (weights[place] as number) * (worth[k] as number), bias));
  };
  const { bias, weights } = fitted(read);
  const classes = [{ intent: "leans", bias: Number(bias.toPrecision(6)), ...packed(weights) }];
  return { leaningOf, examples, file: { classes } };
}
