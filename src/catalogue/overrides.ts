import { z } from "zod";
import { type Fact, FIELDS, type Field, type LocalSource, type Procedure } from "./procedure.ts";
import { Day } from "./starter.ts";

const proof = {
  /** Title of the page or paper it was read in. */
  source: z.string().min(1),
  /** Number of the decision, resolution or notice. */
  decision: z.string().min(1),
  checked_on: Day,
  review_by: Day.optional(),
};
const LocalText = z.strictObject({ text: z.string().trim().min(1), ...proof });
const LocalLines = z.strictObject({ lines: z.array(z.string().trim().min(1)).min(1), ...proof });
const LocalFact = z.union([LocalText, LocalLines]);
type LocalFact = z.infer<typeof LocalFact>;

/** knowledge/overrides.yaml: what the province or the commune decided for itself; null where nobody has filled it in. */
export const Overrides = z.strictObject({
  one_stop: z.strictObject({ address: LocalText.nullable(), hours: LocalText.nullable() }),
  procedures: z
    .record(z.string().regex(/^\d{1,2}\.\d{5,6}$/), z.partialRecord(z.enum(FIELDS), LocalFact))
    .nullish()
    .transform((procedures) => procedures ?? {}),
});
export type Overrides = z.infer<typeof Overrides>;

export const NO_OVERRIDES: Overrides = { one_stop: { address: null, hours: null }, procedures: {} };

/** The record as it holds in this commune: a decided field stands in place of the published one, the one-stop's address beside it. */
export function applyOverrides(procedure: Procedure, overrides: Overrides): Procedure {
  const placed = withOneStop(procedure, overrides.one_stop);
  const decided = overrides.procedures[procedure.code];
  if (!decided) return placed;
  const facts = FIELDS.flatMap((field): [Field, Fact][] => {
    const local = decided[field];
    return local ? [[field, factOf(local)]] : [];
  });
  return { ...placed, facts: { ...placed.facts, ...Object.fromEntries(facts) } };
}

function factOf(local: LocalFact): Fact {
  const lines = ("text" in local ? [local.text] : local.lines).map((line) => line.normalize("NFC"));
  const source = sourceOf(local);
  return { state: "stated", lines, confidence: "published", local: lines.map(() => source) };
}

function sourceOf({ decision, source, checked_on, review_by }: LocalFact): LocalSource {
  return { decision, source, checkedOn: checked_on, ...(review_by ? { reviewBy: review_by } : {}) };
}

/** Adds where and when, to records whose own words already send people to the commune's one-stop. */
function withOneStop(procedure: Procedure, { address, hours }: Overrides["one_stop"]): Procedure {
  const known = [address, hours].filter((one) => one !== null);
  if (known.length === 0 || !isHandedInHere(procedure)) return procedure;
  const { place } = procedure.facts;
  const published = place.state === "stated" ? place : undefined;
  const lines = [...(published?.lines ?? []), ...known.map(({ text }) => text.normalize("NFC"))];
  const local = [...(published?.local ?? (published?.lines ?? []).map(() => null)), ...known.map(sourceOf)];
  const confidence = published?.confidence ?? "published";
  return { ...procedure, facts: { ...procedure.facts, place: { state: "stated", lines, confidence, local } } };
}

/** The police, the military and the tax office stand under the commune level too and take papers at their own door. */
const ONE_STOP =
  /trung tâm phục vụ hành chính công|bộ phận một cửa|bộ phận tiếp nhận và trả kết quả|ủy ban nhân dân (cấp )?(xã|phường|đặc khu)|ubnd (cấp )?(xã|phường|đặc khu)/iu;

function isHandedInHere({ levels, facts }: Procedure): boolean {
  const said = facts.place.state === "stated" ? facts.place : facts.agency;
  return levels.includes("xã") && said.state === "stated" && said.lines.some((line) => ONE_STOP.test(line));
}
