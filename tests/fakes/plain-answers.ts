import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { compose } from "../../src/answers/compose.ts";
import type { PlainAnswer } from "../../src/answers/guard.ts";
import {
  FIELDS,
  type Field,
  importJsonl,
  loadStarterProcedures,
  type Procedure,
  WITHHELD_REASONS,
} from "../../src/catalogue/index.ts";
import { loadScript } from "../../src/conversation/index.ts";
import { CATALOGUE_FILE, CODES_FILE } from "./published.ts";

const HOUSE = resolve(import.meta.dirname, "../..");
export const { wording } = loadScript(resolve(HOUSE, "flows"));
export const shipped: readonly Procedure[] = loadStarterProcedures(resolve(HOUSE, "knowledge"));

export const headings = Object.fromEntries(
  FIELDS.map((field) => [field, wording.text(`phan.${field}`)]),
) as PlainAnswer["headings"];
export const refusals = WITHHELD_REASONS.map((reason) => wording.text(`im_lang.${reason}`));

/** The answer as it goes out without a model. */
export function plainOf(procedure: Procedure, facets: readonly Field[], today = "2026-11-22"): PlainAnswer {
  const [reply] = compose([procedure], facets, wording, { today, page: 0 }).replies;
  return { text: reply?.text ?? "", name: procedure.name, headings, refusals };
}

/** The commune procedures of the optional test data. */
export async function publishedProcedures(): Promise<readonly Procedure[]> {
  const codes = new Set(readFileSync(CODES_FILE, "utf8").split(/\s+/).filter(Boolean));
  return (await importJsonl(CATALOGUE_FILE, codes)).procedures;
}

/** What people ask for together; between them every kind of value comes up. */
const ASKED: readonly (readonly Field[])[] = [
  ["papers", "time_limit", "fee"],
  ["agency", "time_limit", "fee", "result"],
  ["legal_basis"],
  ["papers", "conditions"],
  ["steps"],
  [],
];

export const answersOf = (procedures: readonly Procedure[]): PlainAnswer[] =>
  ASKED.flatMap((facets) => procedures.map((procedure) => plainOf(procedure, facets)));
