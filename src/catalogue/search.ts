import type { Level, Procedure } from "./procedure.ts";

/**
 * What can be found: a procedure; a matter the office is known not to handle (court, another authority); a family, whose
 * wordings fit several procedures alike (knowledge/families.yaml).
 */
export const ENTRY_KINDS = ["procedure", "outside", "family"] as const;

export interface Entry {
  readonly id: string;
  readonly kind: (typeof ENTRY_KINDS)[number];
  readonly name: string;
  /** How people name the thing or describe the situation that leads to it. */
  readonly aliases: readonly string[];
  /** Words that mean another entry. */
  readonly not: readonly string[];
  /** Field, authority, applicant, result: short, telling text. */
  readonly about: string;
  /** Papers, steps, conditions: long text, weak evidence. */
  readonly body: string;
}

/** One found entry. `score` is comparable within one search; `evidence` says how much of the question it accounts for. */
export interface Hit {
  readonly id: string;
  readonly kind: Entry["kind"];
  /** 0 … about 1; see rank.ts. */
  readonly score: number;
  readonly features: Features;
}

export interface Features {
  /** BM25F relative to the best candidate, 0 … 1. */
  readonly bm25: number;
  /** Share (idf-weighted) of the question's words found in the name or an alias. */
  readonly asked: number;
  /** Share of the question's words found anywhere in the record. */
  readonly askedAnywhere: number;
  /** Share of the name's words found in the question. */
  readonly named: number;
  /** Best alias: how completely the question contains it, weighted by how telling it is. */
  readonly alias: number;
  /** 1 when the question says the name or an alias and nothing else that tells. */
  readonly exact: number;
  /** One of what people call it says all that the question names, and nothing else. */
  readonly called: number;
  /** Share of neighbouring word pairs of the question that stand so in the name or an alias. */
  readonly pairs: number;
  /** Share of matched words that match with their accents, as typed or put back. */
  readonly accents: number;
  /** Variant words on both sides, minus those on one side only. */
  readonly variants: number;
  /** How telling the most telling word is that neither the name nor an alias has: 0 when none is missing, about 1 for a rare one. */
  readonly missed: number;
  /** The same for words that stand nowhere in the record. */
  readonly missedAnywhere: number;
  /** The question contrasts with this entry ("không phải …"). */
  readonly denied: number;
}

/** A question made ready for search. */
export interface Query {
  /** Standard words that carry meaning, with accents: as typed, or put back. */
  readonly words: readonly string[];
  /** How much each of `words` matters, 0 … 1. */
  readonly weights: readonly number[];
  /** Words the question implies (life events), weaker. */
  readonly implied: readonly string[];
  /** Words of a contrast the citizen ruled out. */
  readonly denied: readonly string[];
  /** The whole text, standard words in order, for variant cues. */
  readonly all: readonly string[];
}

/** Finds entries for a question, best first. */
export interface Search {
  find(query: Query, limit: number, filter?: SearchFilter): Promise<readonly Hit[]>;
}

/** Narrows a search to some procedures; what the office does not handle (outside matters) is always let through. */
export interface SearchFilter {
  /** Handled at one of these levels. */
  readonly levels?: readonly Level[];
  /** "national" or "province:<name>". */
  readonly scopes?: readonly string[];
  /** ISO date: leaves out records whose review date had passed by then. */
  readonly validOn?: string;
}

export function admits(
  filter: SearchFilter,
  procedure: Pick<Procedure, "levels" | "scope" | "reviewBy"> | undefined,
): boolean {
  if (!procedure) return true;
  const { levels, scopes, validOn } = filter;
  if (levels && !procedure.levels.some((level) => levels.includes(level))) return false;
  if (scopes && !scopes.includes(procedure.scope)) return false;
  return validOn === undefined || procedure.reviewBy === undefined || procedure.reviewBy >= validOn;
}
