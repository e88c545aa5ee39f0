import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseYaml } from "../platform/index.ts";

const RulesFile = z.strictObject({
  hosts: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)),
  largest_mb: z.number().positive().max(50),
  longest_seconds: z.number().positive().max(300),
  unfiled_days: z.number().positive(),
});

/** What is fetched, and how long it stays. */
export interface AttachmentRules {
  /** Each lets in itself and the hosts below it. */
  readonly hosts: readonly string[];
  readonly largestBytes: number;
  readonly longestMs: number;
  /** How long a file stays that came to belong to no ticket. */
  readonly unfiledMs: number;
}

const DAY_MS = 86_400_000;

/** knowledge/attachments.yaml; without the file nothing is fetched. Throws FileMistake. */
export function loadAttachmentRules(knowledgeDirectory: string): AttachmentRules {
  const path = join(knowledgeDirectory, "attachments.yaml");
  if (!existsSync(path)) return { hosts: [], largestBytes: 0, longestMs: 0, unfiledMs: DAY_MS };
  const file = parseYaml("attachments.yaml", readFileSync(path, "utf8"), RulesFile);
  return {
    hosts: file.hosts,
    largestBytes: Math.floor(file.largest_mb * 1024 * 1024),
    longestMs: file.longest_seconds * 1000,
    unfiledMs: file.unfiled_days * DAY_MS,
  };
}
