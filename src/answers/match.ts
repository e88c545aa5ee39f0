import { type Catalogue, type Hit, isCode, type Question } from "../catalogue/index.ts";
import { besideProbability, clearProbability, isWhollySaid, knownProbability, type NamedFamily } from "./decisions.ts";

/** Which record a question is about, or that it is about several, or that we cannot tell. */
export type Match =
  | { readonly kind: "one"; readonly code: string }
  /** `family`: the wording is one that fits all of them (knowledge/families.yaml). */
  | { readonly kind: "unsure"; readonly codes: readonly [string, string, ...string[]]; readonly family?: string }
  | { readonly kind: "outside"; readonly id: string }
  | { readonly kind: "none" };

/** Limits of the decision; chosen together with the weights in decisions.ts (docs/quality.md). */
export const LIMITS = {
  /** From this probability on, the first hit is about what was asked. */
  known: 0.52,
  /** From this probability on, a held procedure is meant although something else is named more closely; offered from `similar` on. */
  beside: 0.5,
  similar: 0.4,
  /** From this probability on, the first is answered without asking back. */
  clear: 0.55,
  /** The same right after a question back: whoever answers one in words of their own is not asked another. */
  clearAfterAsking: 0.1,
  /** How far behind the first, on the re-ranker's scale, a choice may be and still be offered. */
  offered: 0.75,
  choices: 4,
} as const;

type Holdings = Pick<Catalogue, "procedure" | "family">;

export function chooseMatch(
  question: Question,
  hits: readonly Hit[],
  catalogue: Holdings,
  clear: number = LIMITS.clear,
): Match {
  const [written] = question.codes.filter((code) => catalogue.procedure(code) !== undefined);
  if (written) return { kind: "one", code: written };
  const procedures = hits.filter((hit) => hit.kind === "procedure");
  const family = familyOf(question, hits, catalogue);
  const [top] = hits;
  const outside = top?.kind === "outside" ? besideCatalogue(question, hits, top, procedures) : undefined;
  if (outside) return outside;
  const isKnown = knownProbability(question, heldHits(hits)) >= LIMITS.known;
  return isKnown ? amongProcedures(question, procedures, family, clear) : { kind: "none" };
}

/** Procedures of this catalogue, and families of them: what an answer or a question back may be about. */
export const heldHits = (hits: readonly Hit[]) => hits.filter(({ kind }) => kind !== "outside");

/**
 * On the re-ranker's scale: a family of which one wording is what was said, and after it one that the first hit is of, comes
 * before another named this much more closely, and that before the hit alone.
 */
const NEAR = 0.3;

export function familyOf(
  question: Question,
  hits: readonly Hit[],
  catalogue: Pick<Catalogue, "family">,
): NamedFamily | undefined {
  const first = hits.find(({ kind }) => kind === "procedure");
  const named = hits
    .filter(({ kind }) => kind === "family")
    .flatMap((hit): NamedFamily[] => {
      const family = catalogue.family(hit.id);
      return family ? [{ hit, members: Object.keys(family.choices), asked: family.asked }] : [];
    });
  const [best] = named;
  const isNear = ({ hit }: NamedFamily) => best !== undefined && hit.score >= best.hit.score - NEAR;
  return (
    named.find((family) => isNear(family) && isWhollySaid(family, question)) ??
    named.find((family) => isNear(family) && first !== undefined && family.members.includes(first.id)) ??
    best
  );
}

function amongProcedures(
  question: Question,
  procedures: readonly Hit[],
  family: NamedFamily | undefined,
  clear: number,
): Match {
  const [first, second] = procedures;
  if (!first) return { kind: "none" };
  const isNamed = first.features.exact === 1 && second?.features.exact !== 1 && !isOnlyTheKind(question, first, family);
  const isClear = isNamed || clearProbability(question, procedures, family) >= clear;
  if (isClear) return { kind: "one", code: first.id };
  return offerFamily(question, procedures, family) ?? offer(procedures) ?? { kind: "one", code: first.id };
}

/** "tạm trú": the wording of a family, and of the procedure's name only what all of the family have. */
const isOnlyTheKind = (question: Question, { features }: Hit, family: NamedFamily | undefined): boolean =>
  family !== undefined && features.named < NAMED_WHOLE && isWhollySaid(family, question);
const NAMED_WHOLE = 0.9;

/** Those of the family that fit the words best, when it is what was said, or the first procedure is one of it or named much less closely. */
function offerFamily(
  question: Question,
  procedures: readonly Hit[],
  family: NamedFamily | undefined,
): Match | undefined {
  const [first] = procedures;
  if (!family || !first) return undefined;
  const isMeant = family.members.includes(first.id) || isWhollySaid(family, question);
  if (!isMeant && family.hit.score < first.score + NEAR) return undefined;
  const found = procedures.filter(({ id }) => family.members.includes(id)).map(({ id }) => id);
  const members = [...new Set([...found, ...family.members])];
  // The likeliest of all stands among them, whatever family it is of.
  const [a, b, ...rest] = members.includes(first.id)
    ? members.slice(0, LIMITS.choices)
    : [...members.slice(0, LIMITS.choices - 1), first.id];
  return a && b ? { kind: "unsure", codes: [a, b, ...rest], family: family.hit.id } : undefined;
}

/** The first hit is no procedure of this catalogue; undefined when the best procedure is meant all the same. */
function besideCatalogue(
  question: Question,
  hits: readonly Hit[],
  top: Hit,
  procedures: readonly Hit[],
): Match | undefined {
  const probability = besideProbability(top, heldHits(hits)[0]);
  if (probability >= LIMITS.beside) return undefined;
  const matter = isCode(top.id) ? (directedNear(hits, top) ?? top) : top;
  // Held under another code, or only similar: the citizen can tell, we cannot.
  const alike = probability >= LIMITS.similar ? offer(procedures) : undefined;
  return alike ?? outsideMatch(question, hits, matter);
}

/** A matter with directions is better than the bare word that we do not have it. */
function directedNear(hits: readonly Hit[], top: Hit): Hit | undefined {
  return hits.find(
    (hit) =>
      hit.kind === "outside" &&
      !isCode(hit.id) &&
      top.score - hit.score < 0.4 &&
      (hit.features.named > 0.4 || hit.features.alias > 0.2),
  );
}

function outsideMatch(question: Question, hits: readonly Hit[], matter: Hit): Match {
  const { named, alias } = matter.features;
  // To say the name of a procedure we do not hold, it must have been named, not only touched.
  if (isCode(matter.id) && named < 0.5 && alias < 0.4) return { kind: "none" };
  return knownProbability(question, hits) >= LIMITS.known ? { kind: "outside", id: matter.id } : { kind: "none" };
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
