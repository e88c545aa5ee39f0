import { readFileSync } from "node:fs";
import { z } from "zod";

const Expect = z.object({ outcome: z.string().optional(), codes: z.array(z.string()).optional() });
const Case = z.object({
  id: z.string(),
  channel: z.enum(["zalo", "sms", "voice", "transcript", "web", "console"]).optional(),
  origin: z.string().optional(),
  turns: z.array(z.object({ text: z.string(), expect: Expect.optional() })).min(1),
});
/** One test conversation: what the citizen says, turn by turn, and perhaps what should come of it. */
export type Case = z.infer<typeof Case>;

/** Reads JSON Lines; a mistake names the line. */
export function readCases(file: string): Case[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      const parsed = Case.safeParse(parseJson(line, file, i + 1));
      if (parsed.success) return [parsed.data];
      const [issue] = parsed.error.issues;
      throw new Error(`${file}:${i + 1} ${issue?.path.join(".")}: ${issue?.message}`);
    });
}

function parseJson(line: string, file: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${file}:${number} không phải JSON`);
  }
}
