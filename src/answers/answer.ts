import type { Field, Receipt, WithheldReason } from "../catalogue/index.ts";
import type { Reply } from "../messages/index.ts";

/** Why the bot does not state something; the families of the typed refusals. */
export type RefusalReason =
  | "not_in_catalogue"
  | "record_silent"
  | "set_by_province"
  | "defective_source"
  | "abolished_level"
  | "out_of_force"
  | "other_agency"
  | "other_province"
  | "legal_advice"
  | "not_a_procedure"
  | "attack";

export const REASON_OF_SILENCE: Readonly<Record<WithheldReason, RefusalReason>> = {
  not_published: "record_silent",
  unverified: "record_silent",
  set_by_province: "set_by_province",
  conflicting: "defective_source",
  no_unit: "defective_source",
  not_readable: "defective_source",
  expired: "out_of_force",
  abolished_level: "abolished_level",
  of_one_province: "defective_source",
};

/** What became of a question. An answer always has at least the receipt of the procedure's own name. */
export type Answer =
  | {
      readonly outcome: "answered";
      readonly codes: readonly [string, ...string[]];
      readonly facets: readonly Field[];
      readonly receipts: readonly [Receipt, ...Receipt[]];
      /** Set when something asked for could not be said. */
      readonly reason?: RefusalReason;
      readonly replies: readonly Reply[];
    }
  | {
      readonly outcome: "clarify";
      readonly codes: readonly [string, string, ...string[]];
      readonly facets: readonly Field[];
      readonly replies: readonly Reply[];
    }
  | {
      readonly outcome: "refused";
      readonly reason: RefusalReason;
      readonly replies: readonly Reply[];
    };
