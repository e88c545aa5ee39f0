import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseYaml } from "../platform/index.ts";
import type { Limit } from "./meter.ts";

const Rate = z.strictObject({ messages: z.number().int().positive(), minutes: z.number().positive() });
const LimitsFile = z.strictObject({
  person: Rate,
  channel: Rate,
  overall: Rate,
  waiting: z.number().int().positive().optional(),
});

/** How many messages are taken in. */
export interface Limits {
  readonly person: Limit;
  readonly channel: Limit;
  readonly overall: Limit;
  /** Messages that may wait for their answer before the door is shut for a while; null: any number. */
  readonly waiting: number | null;
}

const limitOf = ({ messages, minutes }: z.infer<typeof Rate>): Limit => ({ count: messages, perMs: minutes * 60_000 });

/** knowledge/limits.yaml; null: no limits. Throws FileMistake. */
export function loadLimits(knowledgeDirectory: string): Limits | null {
  const path = join(knowledgeDirectory, "limits.yaml");
  if (!existsSync(path)) return null;
  const { person, channel, overall, waiting = null } = parseYaml("limits.yaml", readFileSync(path, "utf8"), LimitsFile);
  return { person: limitOf(person), channel: limitOf(channel), overall: limitOf(overall), waiting };
}
