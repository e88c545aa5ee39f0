import type { Hit, Question } from "../catalogue/index.ts";

/** Which record a question is about, or that it is about several, or that we cannot tell. */
export type Match =
  | { readonly kind: "one"; readonly code: string }
  | { readonly kind: "unsure"; readonly codes: readonly [string, string, ...string[]] }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "none" };

/** Limits of the decision; chosen together with the weights below (docs/quality.md). */
export const LIMITS = {
  /** From this probability on, the first hit is about what was asked. */
  known: 0.3,
  /** From this probability on, the first is answered without asking back. */
  clear: 0.55,
  /** How far behind the first, on the re-ranker's scale, a choice may be and still be offered. */
  offered: 0.75,
  choices: 4,
} as const;

export function chooseMatch(question: Question, hits: readonly Hit[], known: (code: string) => boolean): Match {
  const [written] = question.codes.filter(known);
  if (written) return { kind: "one", code: written };
  const procedures = hits.filter((hit) => hit.kind === "procedure");
  const probability = logistic(KNOWN, knownFeatures(question, procedures));
  const outside = hits[0]?.kind === "outside" ? besideCatalogue(question, hits, procedures, probability) : undefined;
  if (outside) return outside;
  return probability < LIMITS.known ? { kind: "none" } : amongProcedures(question, procedures);
}

function amongProcedures(question: Question, procedures: readonly Hit[]): Match {
  const [first, second] = procedures;
  if (!first) return { kind: "none" };
  const isNamed = first.features.exact === 1 && second?.features.exact !== 1;
  const isClear = isNamed || logistic(CLEAR, clearFeatures(question, procedures)) >= LIMITS.clear;
  return (isClear ? undefined : offer(procedures)) ?? { kind: "one", code: first.id };
}

/** The first hit is no procedure of this catalogue; undefined when the best procedure is meant all the same. */
function besideCatalogue(
  question: Question,
  hits: readonly Hit[],
  procedures: readonly Hit[],
  probability: number,
): Match | undefined {
  const [top] = hits;
  if (!top) return undefined;
  const matter = isUnheld(top) ? (directedNear(hits, top) ?? top) : top;
  if (!isUnheld(matter) || probability < SIMILAR) return outsideMatch(question, hits, matter);
  const isFitting = probability >= FITTING && top.score - (procedures[0]?.score ?? 0) <= 0.6;
  // Held under another code, or only similar: the citizen can tell, we cannot.
  return isFitting ? undefined : (offer(procedures) ?? outsideMatch(question, hits, matter));
}

/** Probabilities that the best procedure is meant although one this catalogue lacks is named more closely. */
const SIMILAR = 0.25;
const FITTING = 0.55;

/** Entries for procedures people ask for that this catalogue does not hold carry a procedure code as their id. */
const isUnheld = ({ id }: Hit): boolean => /^\d/.test(id);

/** A matter with directions is better than the bare word that we do not have it. */
function directedNear(hits: readonly Hit[], top: Hit): Hit | undefined {
  return hits.find((hit) => hit.kind === "outside" && !isUnheld(hit) && top.score - hit.score < 0.4);
}

function outsideMatch(question: Question, hits: readonly Hit[], matter: Hit): Match {
  return logistic(KNOWN, knownFeatures(question, hits)) >= LIMITS.known
    ? { kind: "outside", id: matter.id }
    : { kind: "none" };
}

/** The first and its close neighbours, to choose from; undefined when it has none. */
function offer(procedures: readonly Hit[]): Match | undefined {
  const best = procedures[0]?.score ?? 0;
  const [a, b, ...rest] = procedures.filter((hit) => best - hit.score < LIMITS.offered).slice(0, LIMITS.choices);
  return a && b ? { kind: "unsure", codes: [a.id, b.id, ...rest.map((hit) => hit.id)] } : undefined;
}

type Weights<F> = { readonly [K in keyof F]: number };

function logistic<F extends object>(weights: Weights<F>, features: F): number {
  let z = 0;
  for (const name of Object.keys(features) as (keyof F)[]) z += weights[name] * (features[name] as number);
  return 1 / (1 + Math.exp(-z));
}

const tellingShare = (question: Question) =>
  Math.min(8, question.query.weights.filter((weight) => weight === 1).length) / 8;

/** What tells whether the first hit is about what was asked at all, or only shares some words with it. */
export function knownFeatures(question: Question, hits: readonly Hit[]) {
  const features = hits[0]?.features;
  return {
    bias: 1,
    asked: features?.asked ?? 0,
    askedAnywhere: features?.askedAnywhere ?? 0,
    named: features?.named ?? 0,
    alias: features?.alias ?? 0,
    exact: features?.exact ?? 0,
    pairs: features?.pairs ?? 0,
    missed: features?.missed ?? 0,
    missedAnywhere: features?.missedAnywhere ?? 0,
    lead: (hits[0]?.score ?? 0) - (hits[1]?.score ?? 0),
    telling: tellingShare(question),
  };
}

/** What tells whether the first hit is meant, or one of its neighbours as well. */
export function clearFeatures(question: Question, hits: readonly Hit[]) {
  const [first, second] = hits;
  const fourth = hits[3] ?? hits[2] ?? second;
  const lead = (other: Hit | undefined) => (first?.score ?? 0) - (other?.score ?? 0);
  return {
    bias: 1,
    lead: lead(second),
    leadOfFourth: lead(fourth),
    named: first?.features.named ?? 0,
    namedLead: (first?.features.named ?? 0) - (second?.features.named ?? 0),
    asked: first?.features.asked ?? 0,
    alias: first?.features.alias ?? 0,
    aliasLead: (first?.features.alias ?? 0) - (second?.features.alias ?? 0),
    telling: tellingShare(question),
    facet: question.facets.length > 0 ? 1 : 0,
  };
}

/** Fitted by tests/bench/fit-decision.ts. */
const KNOWN: Weights<ReturnType<typeof knownFeatures>> = {
  bias: -2.45,
  asked: 2.07,
  askedAnywhere: -0.3,
  named: 1.43,
  alias: 2.72,
  exact: 0.48,
  pairs: 1.24,
  missed: -0.1,
  missedAnywhere: 0.28,
  lead: 1.16,
  telling: -1.46,
};

const CLEAR: Weights<ReturnType<typeof clearFeatures>> = {
  bias: -2.18,
  lead: 0.35,
  leadOfFourth: 3.23,
  named: 2.66,
  namedLead: -2.21,
  asked: -3.23,
  alias: 2.05,
  aliasLead: 1.17,
  telling: 1.9,
  facet: 2.19,
};
