import { type Features, type Hit, isCode, type Question, tellingOf } from "../catalogue/index.ts";

/** The family that is named most closely, and which procedures of this catalogue are of it. */
export interface NamedFamily {
  readonly hit: Hit;
  readonly members: readonly string[];
  /** What its wordings say, as `tellingOf` has it of a question. */
  readonly asked: () => ReadonlySet<string>;
}

/** The question is one of the family's wordings and no more ("hộ khẩu"). */
export const isWhollySaid = (family: NamedFamily, question: Question): boolean =>
  family.asked().has(tellingOf(question));

/** Probability that the first hit is about what was asked at all, 0 … 1. */
export const knownProbability = (question: Question, hits: readonly Hit[]) =>
  logistic(KNOWN, knownFeatures(question, hits));

/** Probability that the best held hit is meant although `outside` ranks first, 0 … 1. */
export const besideProbability = (outside: Hit, held: Hit | undefined) =>
  logistic(BESIDE, besideFeatures(outside, held));

/** Probability that the first procedure is meant, and no neighbour of it as well, 0 … 1. */
export const clearProbability = (question: Question, procedures: readonly Hit[], family: NamedFamily | undefined) =>
  logistic(CLEAR, clearFeatures(question, procedures, family));

/** One number a feature. */
export type Weights<F> = { readonly [K in keyof F]: number };

/** Probability by a logistic regression, 0 … 1. */
export function logistic<F extends object>(weights: Weights<F>, features: F): number {
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
    matched: (features?.asked ?? 0) * tellingShare(question),
  };
}

/** What tells whether a held procedure is meant although something that is not held is named more closely. */
export function besideFeatures(outside: Hit, held: Hit | undefined) {
  const [a, b] = [outside.features, held?.features];
  return {
    bias: 1,
    behind: outside.score - (held?.score ?? 0),
    named: a.named,
    namedBehind: a.named - (b?.named ?? 0),
    alias: a.alias,
    aliasBehind: a.alias - (b?.alias ?? 0),
    askedBehind: a.asked - (b?.asked ?? 0),
    asked: b?.asked ?? 0,
    heldNamed: b?.named ?? 0,
    heldAlias: b?.alias ?? 0,
    published: isCode(outside.id) ? 1 : 0,
  };
}

/** What a search says of an entry it did not find. */
export const NOTHING: Features = {
  bm25: 0,
  asked: 0,
  askedAnywhere: 0,
  named: 0,
  alias: 0,
  exact: 0,
  pairs: 0,
  accents: 0,
  variants: 0,
  missed: 0,
  missedAnywhere: 0,
  denied: 0,
};

/** This close behind the first, on the re-ranker's scale, a hit may be meant as well; more than so many say no more. */
const NEAR = 0.6;
const MANY = 8;

/** What tells whether the first hit is meant, or one of its neighbours as well. */
export function clearFeatures(question: Question, hits: readonly Hit[], family?: NamedFamily) {
  const [first, second] = hits;
  const [a, b] = [first?.features ?? NOTHING, second?.features ?? NOTHING];
  const lead = (other: Hit | undefined) => (first?.score ?? 0) - (other?.score ?? 0);
  return {
    bias: 1,
    lead: lead(second),
    leadOfFourth: lead(hits[3] ?? hits[2] ?? second),
    named: a.named,
    namedLead: a.named - b.named,
    asked: a.asked,
    alias: a.alias,
    aliasLead: a.alias - b.alias,
    telling: tellingShare(question),
    facet: question.facets.length > 0 ? 1 : 0,
    // Something befell them: a matter seldom comes alone.
    event: question.query.implied.length > 0 ? 1 : 0,
    variants: a.variants,
    variantsLead: a.variants - b.variants,
    near: Math.min(MANY, hits.filter((hit) => lead(hit) < NEAR).length - 1) / MANY,
    ...familyFeatures(question, first, family),
  };
}

function familyFeatures(question: Question, first: Hit | undefined, family: NamedFamily | undefined) {
  if (!family || !first)
    return { family: 0, familyLead: -1, familyHolds: 0, familyWhole: 0, beyondFamily: first?.features.asked ?? 0 };
  return {
    family: family.hit.features.alias,
    familyLead: Math.max(-1, family.hit.score - first.score),
    familyHolds: family.members.includes(first.id) ? 1 : 0,
    familyWhole: isWhollySaid(family, question) ? 1 : 0,
    beyondFamily: first.features.asked - family.hit.features.asked,
  };
}

/** Fitted by tests/bench/fit-decision.ts. */
const KNOWN: Weights<ReturnType<typeof knownFeatures>> = {
  bias: -2.5,
  asked: 1.7,
  askedAnywhere: 1.2,
  named: 1.82,
  alias: 2.73,
  exact: 0.14,
  pairs: 0.02,
  missed: 0.2,
  missedAnywhere: 0.48,
  lead: 1.32,
  telling: -0.74,
  matched: 0.04,
};

const BESIDE: Weights<ReturnType<typeof besideFeatures>> = {
  bias: -3.43,
  behind: -4.14,
  named: 0.26,
  namedBehind: -0.26,
  alias: 0.46,
  aliasBehind: -1.07,
  askedBehind: -0.82,
  asked: 4.12,
  heldNamed: 0.52,
  heldAlias: 1.53,
  published: -0.2,
};

const CLEAR: Weights<ReturnType<typeof clearFeatures>> = {
  bias: -2.51,
  lead: 1.56,
  leadOfFourth: 1.1,
  named: -0.3,
  namedLead: -0.18,
  asked: -1.15,
  alias: 1.44,
  aliasLead: -0.49,
  telling: 2.01,
  facet: 1.55,
  event: 0.39,
  variants: 0,
  variantsLead: -0.31,
  near: -1.74,
  family: -0.1,
  familyLead: -2.92,
  familyHolds: -0.06,
  familyWhole: -1.23,
  beyondFamily: 1.31,
};
