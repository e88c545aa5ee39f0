import type { Field, Procedure, Receipt, WithheldReason } from "../catalogue/index.ts";

/** One asked part of one procedure: its published lines with receipts, or the reason for silence. */
export type StatedPart =
  | {
      readonly field: Field | "level";
      readonly kind: "stated";
      readonly receipts: readonly [Receipt, ...Receipt[]];
    }
  | { readonly field: Field; readonly kind: "withheld"; readonly reason: WithheldReason; readonly note?: string };

/** The parts shown when a citizen names a procedure and asks for nothing in particular. */
export const OVERVIEW: readonly Field[] = ["place", "papers", "time_limit", "fee", "channels"];

export interface FactContext {
  /** ISO date. */
  readonly today: string;
  /** Which screenful of long lists is wanted, from 0. */
  readonly page: number;
}

export function partOf(procedure: Procedure, field: Field, context: FactContext): StatedPart {
  const fact = procedure.facts[field];
  if (field === "agency" && fact.state === "withheld" && fact.reason === "not_published" && procedure.levelText) {
    const level = receiptOf(procedure, "level", procedure.levelText);
    return { field: "level", kind: "stated", receipts: [level] };
  }
  if (fact.state === "withheld") {
    return { field, kind: "withheld", reason: fact.reason, ...(fact.note ? { note: fact.note } : {}) };
  }
  if (isPastReview(procedure, field, context.today)) return { field, kind: "withheld", reason: "expired" };
  const [first, ...rest] = fact.lines.map((text): Receipt => receiptOf(procedure, field, text));
  if (!first) return { field, kind: "withheld", reason: "not_published" };
  return { field, kind: "stated", receipts: [first, ...rest] };
}

export function receiptOf(procedure: Procedure, field: string, text: string): Receipt {
  return { text, code: procedure.code, version: procedure.version, field };
}

/** Fee and time of a record past its review date are no longer stated as certain. */
function isPastReview(procedure: Procedure, field: Field, today: string): boolean {
  return (field === "fee" || field === "time_limit") && procedure.reviewBy !== undefined && procedure.reviewBy < today;
}

/** "Where" is the place, else the authority, else the level; the first of these that is published. */
export function fieldsFor(procedure: Procedure, field: Field): readonly Field[] {
  if (field === "place") {
    const published = (["place", "agency"] as const).filter((name) => procedure.facts[name].state === "stated");
    return published.length > 0 ? published : ["agency"];
  }
  return [field];
}
