import { loadSmsTemplates, loadZaloTemplates } from "../channels/index.ts";

/** How many message templates the office's knowledge holds, and how many a provider has approved. Throws FileMistake. */
export function countTemplates(knowledgeDirectory: string): {
  readonly all: number;
  readonly approved: number;
  /** Texts for SMS under a brand name; only approved ones are kept at all. */
  readonly sms: number;
} {
  const templates = [...loadZaloTemplates(knowledgeDirectory).values()];
  const approved = templates.filter(({ provider_id }) => provider_id !== null).length;
  return { all: templates.length, approved, sms: loadSmsTemplates(knowledgeDirectory).length };
}
