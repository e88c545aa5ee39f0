import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "../../../platform/index.ts";
import { type SmsTemplate, SmsTemplateFile } from "./registry.ts";

/** The approved texts of knowledge/templates/sms.yaml; none where there is no such file. Throws FileMistake. */
export function loadSmsTemplates(knowledgeDirectory: string): readonly SmsTemplate[] {
  const path = join(knowledgeDirectory, "templates", "sms.yaml");
  return existsSync(path) ? parseYaml("templates/sms.yaml", readFileSync(path, "utf8"), SmsTemplateFile) : [];
}
