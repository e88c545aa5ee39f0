import type { Catalogue, Field, Hit, Practicality, Question } from "../catalogue/index.ts";
import { familyOf } from "./families.ts";
import { type Heard, heardIn } from "./heard.ts";
import { procedureFeatures } from "./option-features.ts";
import { signsIn } from "./signs.ts";
import { askFeatures, elsewhereFeatures } from "./unnamed-features.ts";

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

/** So many of each search are weighed beside what was spoken of and offered. */
const FOUND = 8;

/** Every reading weighed for a message: what was spoken of and offered, the best both searches found, and the two that name no procedure. */
export function optionsOf(
  asked: Asked,
  catalogue: Holdings,
  talk: Talk,
  family = familyOf(asked.question, asked.hits, catalogue),
): readonly Option[] {
  const isProcedure = ({ kind }: Hit) => kind === "procedure";
  const alone = asked.hits.filter(isProcedure);
  // Where nothing was said before, both searches are one.
  const together = asked.hitsInContext.length > 0 ? asked.hitsInContext.filter(isProcedure) : alone;
  const found = { alone, together };
  const codes = new Set([
    ...talk.topics,
    ...(talk.offered?.codes ?? []),
    ...[alone, together].flatMap((hits) => hits.slice(0, FOUND).map(({ id }) => id)),
  ]);
  const leaning = talk.topics.length > 0 ? asked.understood.leaning : 0;
  const read = { talk, asked, found, family, signs: signsIn(asked.text), leaning };
  const weighed = { ...read, catalogue, heard: heardIn(read) };
  const procedures = [...codes]
    .filter((code) => catalogue.head(code))
    .map((code): Option => ({ meant: { kind: "procedure", code }, features: procedureFeatures(code, weighed) }));
  return [
    ...procedures,
    { meant: { kind: "ask" }, features: askFeatures(weighed) },
    { meant: { kind: "elsewhere" }, features: elsewhereFeatures(weighed) },
  ];
}

/** All that the features of an option are read from. */
export interface Weighed {
  readonly talk: Talk;
  readonly asked: Asked;
  /** Procedures by the words alone, and together with what was talked about. */
  readonly found: { readonly alone: readonly Hit[]; readonly together: readonly Hit[] };
  readonly catalogue: Holdings;
  readonly family: ReturnType<typeof familyOf>;
  readonly signs: ReturnType<typeof signsIn>;
  /** As in `Asked`; by itself a message leans on nothing. */
  readonly leaning: number;
  readonly heard: Heard;
}
