import { z } from "zod";
import { type Fact, FIELDS, type Procedure } from "./procedure.ts";

const Unknown = z.strictObject({
  unknown: z.enum(["not_published", "set_by_province", "conflicting", "no_unit", "expired", "unverified"]),
  note: z.string().optional(),
  source: z.string().optional(),
});
const Confidence = z.enum(["published", "secondary"]);
const OneLine = z.strictObject({ text: z.string().min(1), source: z.string(), confidence: Confidence });
const Lines = z.strictObject({ lines: z.array(z.string().min(1)).min(1), source: z.string(), confidence: Confidence });
const StarterFact = z.union([Unknown, OneLine, Lines]);
/** A day in YAML, with or without quotes, as an ISO date. */
export const Day = z
  .union([z.string(), z.date()])
  .transform((d) => (typeof d === "string" ? d : d.toISOString().slice(0, 10)));
const Source = z.strictObject({
  title: z.string(),
  url: z.url().optional(),
  decision: z.string().optional(),
  checked_on: Day,
});

/** One file of knowledge/procedures: a procedure in the office's own words, each fact with its source or its silence. */
export const StarterProcedure = z.strictObject({
  code: z.string().regex(/^\d{1,2}\.\d{5,6}$/),
  name: z.string().min(3),
  field: z.string(),
  level: z.array(z.enum(["xã", "tỉnh", "bộ", "khác"])).min(1),
  applicant: z.string().optional(),
  sources: z.record(z.string(), Source).refine((sources) => Object.keys(sources).length > 0, "cần ít nhất một nguồn"),
  valid_from: Day.optional(),
  valid_until: Day.optional(),
  review_by: Day,
  facts: z.strictObject(
    Object.fromEntries(FIELDS.map((field) => [field, StarterFact])) as Record<
      (typeof FIELDS)[number],
      typeof StarterFact
    >,
  ),
  notes: z.array(z.string()).optional(),
  related: z.array(z.string()).optional(),
});
export type StarterProcedure = z.infer<typeof StarterProcedure>;

/** Names of sources that facts refer to and the file does not define. */
export function missingSources(starter: StarterProcedure): string[] {
  const used = Object.values(starter.facts).map((fact) => fact.source);
  return [...new Set(used.filter((name): name is string => name !== undefined && !(name in starter.sources)))];
}

export function fromStarter(starter: StarterProcedure): Procedure {
  const [first] = Object.values(starter.sources);
  const decision = first?.decision;
  return {
    code: starter.code,
    version: decision ?? first?.checked_on ?? "",
    name: starter.name.normalize("NFC"),
    field: starter.field,
    levels: starter.level,
    levelText: starter.level.map((level) => `Cấp ${level}`).join(", "),
    ...(starter.applicant ? { applicant: starter.applicant } : {}),
    ...(decision ? { decision } : {}),
    ...(first?.url ? { url: first.url } : {}),
    checkedOn: first?.checked_on ?? "",
    reviewBy: starter.review_by,
    scope: "national",
    facts: Object.fromEntries(FIELDS.map((field) => [field, toFact(starter.facts[field])])) as Procedure["facts"],
    notes: starter.notes ?? [],
    related: starter.related ?? [],
  };
}

function toFact(fact: z.infer<typeof StarterFact>): Fact {
  if ("unknown" in fact) {
    return { state: "withheld", reason: fact.unknown, ...(fact.note ? { note: fact.note } : {}) };
  }
  const lines = "text" in fact ? [fact.text] : fact.lines;
  return { state: "stated", lines: lines.map((line) => line.normalize("NFC")), confidence: fact.confidence };
}
