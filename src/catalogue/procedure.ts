/** One administrative procedure (thủ tục hành chính) as data: every value is a published line or a stated silence. */

/** The parts of a record a citizen asks for; names as in the published catalogue, so that a receipt can be looked up there. */
export const FIELDS = [
  "agency",
  "place",
  "papers",
  "time_limit",
  "fee",
  "steps",
  "conditions",
  "forms",
  "legal_basis",
  "channels",
  "result",
] as const;
export type Field = (typeof FIELDS)[number];

/** Why a value is not said. Each has its own wording; none is ever turned into a guess. */
export const WITHHELD_REASONS = [
  "not_published",
  "set_by_province",
  "conflicting",
  "no_unit",
  "expired",
  "unverified",
  "abolished_level",
  "of_one_province",
  "not_readable",
] as const;
export type WithheldReason = (typeof WITHHELD_REASONS)[number];

/** A decision of the province or the commune that says something in place of the national record, or beside it. */
export interface LocalSource {
  /** Number of the decision; it is the version a receipt of such a line names. */
  readonly decision: string;
  readonly source: string;
  /** ISO date. */
  readonly checkedOn: string;
  /** ISO date after which fee and time are no longer stated as certain. */
  readonly reviewBy?: string;
}

export type Fact = (
  | {
      readonly state: "stated";
      /** Verbatim spans of the record (NFC). */
      readonly lines: readonly string[];
      readonly confidence: "published" | "secondary";
      /** As long as `lines`: which of them another decision says. */
      readonly local?: readonly (LocalSource | null)[];
    }
  | { readonly state: "withheld"; readonly reason: WithheldReason; readonly note?: string }
) & {
  /** ISO date, where the published words name their own last day: after it the fact is withheld as expired. */
  readonly until?: string;
};

export type Level = "xã" | "tỉnh" | "bộ" | "khác";

export interface Procedure {
  readonly code: string;
  /** The decision that published it, or the month it was read: two versions of one code differ here. */
  readonly version: string;
  readonly name: string;
  readonly field: string;
  readonly levels: readonly Level[];
  /** The levels as published ("Cấp xã, Cấp tỉnh"); absent where the source leaves them out. */
  readonly levelText?: string;
  readonly applicant?: string;
  readonly decision?: string;
  readonly url?: string;
  /** ISO date or month on which the source was read. */
  readonly checkedOn: string;
  /** ISO date after which fee and time are no longer stated as certain. */
  readonly reviewBy?: string;
  /** "national" or "province:<name>". */
  readonly scope: string;
  readonly facts: Readonly<Record<Field, Fact>>;
  readonly notes: readonly string[];
  readonly related: readonly string[];
}

/** A value in an answer and where it stands: a verbatim span of one field of one version of one record. */
export interface Receipt {
  readonly text: string;
  readonly code: string;
  readonly version: string;
  readonly field: string;
}
