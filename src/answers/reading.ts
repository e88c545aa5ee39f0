import type { Catalogue, Field, Hit, Practicality, Question } from "../catalogue/index.ts";
import type { familyOf } from "./families.ts";
import type { signsIn } from "./signs.ts";

/** What a message may mean: a procedure, something to be asked back, or nothing this office holds. */
export type Meant =
  | { readonly kind: "procedure"; readonly code: string }
  | { readonly kind: "ask" }
  | { readonly kind: "elsewhere" };

/** One reading of a message and what speaks for it; a feature that is not there is nought. */
export interface Option {
  readonly meant: Meant;
  readonly features: Readonly<Record<string, number>>;
}

/** A message looked up. */
export interface Asked {
  readonly text: string;
  readonly question: Question;
  /** `leaning`: log-odds that it is more of what was talked about, by its words alone. */
  readonly understood: { readonly leaning: number };
  readonly practical: readonly Practicality[];
  readonly hits: readonly Hit[];
  /** The same looked up together with what was being talked about. */
  readonly hitsInContext: readonly Hit[];
}

/** What a message may lean on. */
export interface Talk {
  /** Procedures spoken of, the latest first. */
  readonly topics: readonly string[];
  /** A question asked back. */
  readonly offered?: {
    readonly codes: readonly string[];
    readonly labels: readonly string[];
    readonly facets: readonly Field[];
  };
}
export const NOTHING_SAID: Talk = { topics: [] };

export type Holdings = Pick<Catalogue, "procedure" | "head" | "family" | "familiesOf">;

/** A message read in its talk, before anything is weighed. */
export interface Read {
  readonly talk: Talk;
  readonly asked: Asked;
  /** Procedures by the words alone, and together with what was talked about. */
  readonly found: { readonly alone: readonly Hit[]; readonly together: readonly Hit[] };
  readonly family: ReturnType<typeof familyOf>;
  readonly signs: ReturnType<typeof signsIn>;
  /** As in `Asked`; by itself a message leans on nothing. */
  readonly leaning: number;
}
