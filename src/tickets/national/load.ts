import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "../../platform/index.ts";
import { type NationalForm, NationalFormFile } from "./form.ts";

const FILE = "national-form.yaml";

/** Reads national-form.yaml. Throws FileMistake naming the line. */
export function loadNationalForm(knowledgeDir: string): NationalForm {
  const file = parseYaml(FILE, readFileSync(join(knowledgeDir, FILE), "utf8"), NationalFormFile);
  return { recordTypes: file.record_types, fields: file.fields };
}
