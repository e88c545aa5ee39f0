import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseYaml } from "../../../platform/index.ts";
import { registryOf, type TemplateRegistry, TemplatesFile } from "./registry.ts";

/** Reads knowledge/templates/zalo.yaml; an office without one has no templates. Throws FileMistake naming file and line. */
export function loadZaloTemplates(knowledgeDirectory: string): TemplateRegistry {
  const file = join(knowledgeDirectory, "templates", "zalo.yaml");
  if (!existsSync(file)) return registryOf([]);
  return registryOf(parseYaml("templates/zalo.yaml", readFileSync(file, "utf8"), TemplatesFile).templates);
}
