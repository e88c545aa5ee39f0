import { readFileSync } from "node:fs";
import { entriesOf, leftOutOf } from "../../src/catalogue/entries.ts";
import { importJsonl, loadKnowledge } from "../../src/catalogue/index.ts";

/** The shipped knowledge, a published catalogue narrowed to an office's codes, and all that is indexed of it. */
export async function openNarrowed(catalogueFile: string, codesFile: string) {
  const knowledge = loadKnowledge("knowledge");
  const codes = new Set(readFileSync(codesFile, "utf8").split(/\s+/).filter(Boolean));
  const { procedures: published } = await importJsonl(catalogueFile);
  const procedures = published.filter(({ code }) => codes.has(code));
  const left = published.filter(({ code }) => !codes.has(code));
  return { knowledge, codes, procedures, whole: entriesOf(procedures, knowledge, leftOutOf(left, procedures)) };
}
