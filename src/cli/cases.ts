import { readFileSync } from "node:fs";
import { z } from "zod";
import { OUTCOMES } from "../conversation/index.ts";

const CHANNELS = ["zalo", "sms", "voice", "transcript", "web", "console"] as const;
const Expect = z.object({ outcome: z.enum(OUTCOMES).optional(), codes: z.array(z.string()).optional() });
const Case = z.object({
  id: z.string(),
  channel: z.enum(CHANNELS).optional(),
  origin: z.string().optional(),
  turns: z.array(z.object({ text: z.string(), expect: Expect.optional() })).min(1),
});
/** One test conversation: what the citizen says, turn by turn, and perhaps what should come of it. */
export type Case = z.infer<typeof Case>;

/** The channel a command is told to talk on. Throws for one there is not. */
export function channelNamed(name: string | undefined): Case["channel"] {
  if (name === undefined) return undefined;
  const channel = CHANNELS.find((one) => one === name);
  if (!channel) throw new Error(`không có kênh “${name}”; các kênh: ${CHANNELS.join(", ")}`);
  return channel;
}

/** Reads JSON Lines; a mistake names the line. A file that holds no conversation is a mistake too. */
export function readCases(file: string): Case[] {
  const cases = casesIn(file);
  if (cases.length === 0)
    throw new Error(`${file}: không có hội thoại nào; mỗi dòng là một {"id", "turns": [{"text"}]}`);
  return cases;
}

function casesIn(file: string): Case[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      const parsed = Case.safeParse(parseJson(line, file, i + 1));
      if (parsed.success) return [parsed.data];
      const [issue] = parsed.error.issues;
      throw new Error(`${file}:${i + 1} ${issue?.path.join(".") || "cả dòng"}: ${issue?.message}`);
    });
}

function parseJson(line: string, file: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${file}:${number} không phải JSON`);
  }
}
