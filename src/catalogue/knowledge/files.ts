import { z } from "zod";
import { FIELDS } from "../procedure.ts";

const phrases = z.array(z.coerce.string().min(1));
const rewrites = z.record(z.string(), z.coerce.string());

/** knowledge/words.yaml */
export const WordsFile = z.strictObject({
  abbreviations: rewrites,
  teencode: rewrites,
  dialect: rewrites,
  misheard: rewrites,
  old_names: rewrites,
  concepts: z.array(z.strictObject({ say: phrases, means: phrases })),
  fillers: phrases,
  facets: z.record(z.string(), phrases),
  facet_nouns: z.record(z.string(), phrases),
  light: phrases,
  between: phrases,
});

/** knowledge/aliases/*.yaml: code → how people say it. */
export const AliasFile = z.record(
  z.string().regex(/^\d{1,2}\.\d{5,6}$/),
  z.strictObject({ say: phrases.min(1), not: phrases.optional() }),
);
export type Aliases = z.infer<typeof AliasFile>;

/** knowledge/practicalities.yaml */
export const PracticalitiesFile = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z_]+$/),
    say: phrases.min(1),
    record: phrases.min(1),
    unless: phrases.default([]),
    instead_of: z.array(z.enum(FIELDS)).default([]),
    unsaid: z.string().optional(),
  }),
);

/** knowledge/needs.yaml: procedures, families and outside matters meant only where one of `say` is said, or none of `unless`, accents and all. */
export const NeedsFile = z.array(
  z.strictObject({ of: phrases.min(1), say: phrases.min(1).optional(), unless: phrases.min(1).optional() }),
);
export type Need = Omit<z.infer<typeof NeedsFile>[number], "of">;

/** knowledge/variants.yaml */
export const VariantsFile = z.array(z.strictObject({ id: z.string(), marks: phrases, cues: phrases }));

/** knowledge/families.yaml: wordings that fit several procedures alike, and the one question that tells these apart. */
export const FamiliesFile = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]+$/),
      /** The question, without the numbered choices. */
      ask: z.string().min(5).max(90),
      say: phrases.min(1),
      /** What people say who mean the first choice, where they say nothing else that tells. */
      usual: phrases.optional(),
      /** One of these told decides: it is asked whatever is spoken of ("bố mất bên Lào" after "khai tử"). */
      told: phrases.optional(),
      /** Code → how people tell this one from the others; the usual ones first. */
      choices: z.record(z.string().regex(/^\d{1,2}\.\d{5,6}$/), z.string().min(2).max(60)),
    }),
  )
  .superRefine((families, context) => {
    for (const [first, twin] of twinsAmong(families))
      context.addIssue({
        code: "custom",
        path: [families.indexOf(twin), "choices"],
        message: `nhóm ${first.id} và nhóm ${twin.id} hỏi về cùng những thủ tục: gộp lại`,
      });
  });

/** Two families about the same procedures ask the same thing twice, and take each other's wordings. */
function twinsAmong<F extends { readonly choices: object }>(families: readonly F[]): [F, F][] {
  const byMembers = Map.groupBy(families, ({ choices }) => Object.keys(choices).sort().join(" "));
  return [...byMembers.values()].flatMap(([first, ...twins]) =>
    first ? twins.map((twin): [F, F] => [first, twin]) : [],
  );
}

export type Family = z.infer<typeof FamiliesFile>[number] & {
  /** `say` in standard spelling, as questions are put before they are read; worked out at the first use. */
  standard(): readonly string[];
  /** The words of each of `say` that tell, as `tellingOf` has them of a question; worked out at the first use. */
  asked(): ReadonlySet<string>;
};

/** knowledge/outside/*.yaml: matters people ask about that this office does not handle, and who does. */
export const OutsideFile = z.array(
  z.strictObject({
    /** Never like a procedure's code: search tells the two apart by the first sign. */
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    name: z.string(),
    say: phrases.min(1),
    reason: z.enum(["not_in_catalogue", "other_agency", "legal_advice", "not_a_procedure", "other_province"]),
    /** Who handles it, in one plain sentence. */
    direction: z.string(),
    /** Procedures that make this entry needless when the catalogue has one of them. */
    unless: z.array(z.string()).optional(),
  }),
);
export type Outside = z.infer<typeof OutsideFile>[number] & {
  /** `say` as search sees a question; worked out at the first use, by an index that is built. */
  asked(): readonly string[];
};
