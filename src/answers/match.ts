import type { Catalogue, Features, Hit, Question } from "../catalogue/index.ts";

/** Which record a question is about, or that it is about several, or that we cannot tell. */
export type Match =
  | { readonly kind: "one"; readonly code: string }
  /** `family`: the wording is one that fits all of them (knowledge/families.yaml). */
  | { readonly kind: "unsure"; readonly codes: readonly [string, string, ...string[]]; readonly family?: string }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "none" };

/** Limits of the decision; chosen together with the weights below (docs/quality.md). */
export const LIMITS = {
  /** From this probability on, the first hit is about what was asked. */
  known: 0.45,
  /** From this probability on, a held procedure is meant although something else is named more closely; offered from `similar` on. */
  beside: 0.5,
  similar: 0.3,
  /** From this probability on, the first is answered without asking back. */
  clear: 0.5,
  /** How far behind the first, on the re-ranker's scale, a choice may be and still be offered. */
  offered: 0.75,
  choices: 4,
} as const;

type Holdings = Pick<Catalogue, "procedure" | "family">;

export function chooseMatch(question: Question, hits: readonly Hit[], catalogue: Holdings): Match {
  const [written] = question.codes.filter((code) => catalogue.procedure(code) !== undefined);
  if (written) return { kind: "one", code: written };
  const procedures = hits.filter((hit) => hit.kind === "procedure");
  const family = familyOf(hits, catalogue);
  const [top] = hits;
  const outside = top?.kind === "outside" ? besideCatalogue(question, hits, top, procedures) : undefined;
  if (outside) return outside;
  const isKnown = logistic(KNOWN, knownFeatures(question, heldHits(hits))) >= LIMITS.known;
  return isKnown ? amongProcedures(question, procedures, family) : { kind: "none" };
}

/** Procedures of this catalogue, and families of them: what an answer or a question back may be about. */
export const heldHits = (hits: readonly Hit[]) => hits.filter(({ kind }) => kind !== "outside");

/** The family that is named most closely, and which procedures of this catalogue are of it. */
export interface NamedFamily {
  readonly hit: Hit;
  readonly members: readonly string[];
}

/** A family the first hit is of comes before another that is named this much more closely, on the re-ranker's scale. */
const NEAR = 0.3;

export function familyOf(hits: readonly Hit[], catalogue: Pick<Catalogue, "family">): NamedFamily | undefined {
  const first = hits.find(({ kind }) => kind === "procedure");
  const named = hits
    .filter(({ kind }) => kind === "family")
    .flatMap((hit): NamedFamily[] => {
      const family = catalogue.family(hit.id);
      return family ? [{ hit, members: Object.keys(family.choices) }] : [];
    });
  const [best] = named;
  const ofFirst = named.find(({ members }) => first && members.includes(first.id));
  return ofFirst && best && ofFirst.hit.score >= best.hit.score - NEAR ? ofFirst : best;
}

function amongProcedures(question: Question, procedures: readonly Hit[], family: NamedFamily | undefined): Match {
  const [first, second] = procedures;
  if (!first) return { kind: "none" };
  const isNamed = first.features.exact === 1 && second?.features.exact !== 1;
  const isClear = isNamed || logistic(CLEAR, clearFeatures(question, procedures, family)) >= LIMITS.clear;
  if (isClear) return { kind: "one", code: first.id };
  return offerFamily(procedures, family) ?? offer(procedures) ?? { kind: "one", code: first.id };
}

/** Those of the family that fit the words best, when it is named as closely as the first procedure or that is one of it. */
function offerFamily(procedures: readonly Hit[], family: NamedFamily | undefined): Match | undefined {
  const [first] = procedures;
  if (!family || !first) return undefined;
  if (!family.members.includes(first.id) && family.hit.score < first.score) return undefined;
  const found = procedures.filter(({ id }) => family.members.includes(id)).map(({ id }) => id);
  const [a, b, ...rest] = [...new Set([...found, ...family.members])].slice(0, LIMITS.choices);
  return a && b ? { kind: "unsure", codes: [a, b, ...rest], family: family.hit.id } : undefined;
}

/** The first hit is no procedure of this catalogue; undefined when the best procedure is meant all the same. */
function besideCatalogue(
  question: Question,
  hits: readonly Hit[],
  top: Hit,
  procedures: readonly Hit[],
): Match | undefined {
  const probability = logistic(BESIDE, besideFeatures(top, heldHits(hits)[0]));
  if (probability >= LIMITS.beside) return undefined;
  const matter = isUnheld(top) ? (directedNear(hits, top) ?? top) : top;
  // Held under another code, or only similar: the citizen can tell, we cannot.
  const alike = probability >= LIMITS.similar ? offer(procedures) : undefined;
  return alike ?? outsideMatch(question, hits, matter);
}

/** Entries for procedures people ask for that this catalogue does not hold carry a procedure code as their id. */
const isUnheld = ({ id }: Hit): boolean => /^\d/.test(id);

/** A matter with directions is better than the bare word that we do not have it. */
function directedNear(hits: readonly Hit[], top: Hit): Hit | undefined {
  return hits.find(
    (hit) =>
      hit.kind === "outside" &&
      !isUnheld(hit) &&
      top.score - hit.score < 0.4 &&
      (hit.features.named > 0.4 || hit.features.alias > 0.2),
  );
}

function outsideMatch(question: Question, hits: readonly Hit[], matter: Hit): Match {
  const { named, alias } = matter.features;
  // To say the name of a procedure we do not hold, it must have been named, not only touched.
  if (isUnheld(matter) && named < 0.5 && alias < 0.4) return { kind: "none" };
  return logistic(KNOWN, knownFeatures(question, hits)) >= LIMITS.known
    ? { kind: "outside", id: matter.id }
    : { kind: "none" };
}

/** A choice must account for this share of what the first accounts for: else it only shares a word with the question. */
const ACCOUNTS = 0.6;

/** The first and its close neighbours, to choose from; undefined when it has none. */
function offer(procedures: readonly Hit[]): Match | undefined {
  const best = procedures[0]?.score ?? 0;
  const asked = procedures[0]?.features.asked ?? 0;
  const [a, b, ...rest] = procedures
    .filter((hit) => best - hit.score < LIMITS.offered && hit.features.asked >= ACCOUNTS * asked)
    .slice(0, LIMITS.choices);
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
    published: isUnheld(outside) ? 1 : 0,
  };
}

const NOTHING: Features = {
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

/** What tells whether the first hit is meant, or one of its neighbours as well. */
export function clearFeatures(question: Question, hits: readonly Hit[], family?: NamedFamily) {
  const [first, second] = hits;
  const [a, b] = [first?.features ?? NOTHING, second?.features ?? NOTHING];
  const lead = (other: Hit | undefined) => (first?.score ?? 0) - (other?.score ?? 0);
  // Typed without accents all records fit them alike: leads are smaller, and mean as much.
  const bare = question.query.accented ? 0 : 1;
  return {
    bias: 1,
    bare,
    bareLead: bare * lead(second),
    lead: lead(second),
    leadOfFourth: lead(hits[3] ?? hits[2] ?? second),
    named: a.named,
    namedLead: a.named - b.named,
    asked: a.asked,
    alias: a.alias,
    aliasLead: a.alias - b.alias,
    telling: tellingShare(question),
    facet: question.facets.length > 0 ? 1 : 0,
    ...familyFeatures(first, family),
  };
}

function familyFeatures(first: Hit | undefined, family: NamedFamily | undefined) {
  if (!family || !first) return { family: 0, familyLead: -1, familyHolds: 0, beyondFamily: first?.features.asked ?? 0 };
  return {
    family: family.hit.features.alias,
    familyLead: Math.max(-1, family.hit.score - first.score),
    familyHolds: family.members.includes(first.id) ? 1 : 0,
    beyondFamily: first.features.asked - family.hit.features.asked,
  };
}

/** Fitted by tests/bench/fit-decision.ts. */
const KNOWN: Weights<ReturnType<typeof knownFeatures>> = {
  bias: -2.36,
  asked: 1.46,
  askedAnywhere: 1.12,
  named: 1.27,
  alias: 2.11,
  exact: 0.23,
  pairs: 0.32,
  missed: -0.05,
  missedAnywhere: 0.5,
  lead: 1.87,
  telling: -0.62,
  matched: -0.22,
};

const BESIDE: Weights<ReturnType<typeof besideFeatures>> = {
  bias: -4.26,
  behind: -3.54,
  named: 0.24,
  namedBehind: -0.06,
  alias: 0.58,
  aliasBehind: -1.51,
  askedBehind: -2.36,
  asked: 4.86,
  heldNamed: 0.3,
  heldAlias: 2.08,
  published: -0.4,
};

const CLEAR: Weights<ReturnType<typeof clearFeatures>> = {
  bias: -4.94,
  bare: -0.1,
  bareLead: 0.51,
  lead: 1.37,
  leadOfFourth: 1.21,
  named: 0.46,
  namedLead: -0.89,
  asked: -1,
  alias: 1.92,
  aliasLead: 0.35,
  telling: 2.43,
  facet: 1.26,
  family: 1.1,
  familyLead: -2.47,
  familyHolds: -0.1,
  beyondFamily: 0.98,
};
