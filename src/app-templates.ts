import { loadZaloTemplates } from "./channels/index.ts";

/** How many message templates the office's knowledge holds, and how many a provider has approved. Throws FileMistake. */
export function countTemplates(knowledgeDirectory: string): { readonly all: number; readonly approved: number } {
  const templates = [...loadZaloTemplates(knowledgeDirectory).values()];
  return { all: templates.length, approved: templates.filter(({ provider_id }) => provider_id !== null).length };
}
