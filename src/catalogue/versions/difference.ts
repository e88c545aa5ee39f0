import { type Fact, FIELDS, type Field, type Procedure } from "../procedure.ts";

export type Part = "name" | "level" | "field" | "applicant" | "decision" | "url" | "review_by" | "notes" | Field;

/** One part of a record that is not as it was. A withheld part has no lines, and its reason. */
export interface PartDifference {
  readonly part: Part;
  readonly before: PartState;
  readonly after: PartState;
  /** Lines only the earlier or only the later version has, in their order. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

export interface PartState {
  readonly lines: readonly string[];
  readonly reason?: string;
}

/** Everything beside the eleven facts, as lines; a part a record does not have has none. */
const BESIDE: Readonly<Record<Exclude<Part, Field>, (record: Procedure) => readonly (string | undefined)[]>> = {
  name: ({ name }) => [name],
  level: ({ levelText, levels }) => [levelText ?? levels.join(", ")],
  field: ({ field }) => [field],
  applicant: ({ applicant }) => [applicant],
  decision: ({ decision }) => [decision],
  url: ({ url }) => [url],
  review_by: ({ reviewBy }) => [reviewBy],
  notes: ({ notes }) => notes,
};
const isBeside = (part: Part): part is Exclude<Part, Field> => part in BESIDE;
export const PARTS: readonly Part[] = [...(Object.keys(BESIDE) as Exclude<Part, Field>[]), ...FIELDS];

/** What changed between two versions of one record, part by part. */
export function differences(before: Procedure, after: Procedure): PartDifference[] {
  return PARTS.flatMap((part): PartDifference[] => {
    const [old, now] = [partState(before, part), partState(after, part)];
    const removed = old.lines.filter((line) => !now.lines.includes(line));
    const added = now.lines.filter((line) => !old.lines.includes(line));
    const isSame = old.reason === now.reason && old.lines.join("\n") === now.lines.join("\n");
    return isSame ? [] : [{ part, before: old, after: now, removed, added }];
  });
}

export function partState(record: Procedure, part: Part): PartState {
  if (!isBeside(part)) return factState(record.facts[part]);
  return { lines: BESIDE[part](record).filter((line) => line !== undefined && line !== "") as string[] };
}

function factState(fact: Fact): PartState {
  return fact.state === "stated" ? { lines: fact.lines } : { lines: [], reason: fact.reason };
}
