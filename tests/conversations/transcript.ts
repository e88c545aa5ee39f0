import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { parseYaml } from "../../src/platform/yaml.ts";
import { WAYS, type Way } from "./ways.ts";

const WayName = z.enum(WAYS);
const many = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)]);

const Said = z.strictObject({
  /** One message, or several sent in one go. `{{code}}`: the code of the ticket opened last; `{{digits}}`: the first person's last four. */
  citizen: many(z.string()),
  /** What comes with it that is not text. */
  sends: z.enum(["image", "audio", "sticker", "location"]).optional(),
  /** Somebody else than who began. */
  as: z.enum(["stranger"]).optional(),
});

/** An officer takes the ticket opened last and answers it. */
const Answered = z.strictObject({ officer: z.string() });

/** An officer asks the citizen for more about the ticket opened last. */
const Asked = z.strictObject({ officer_asks: z.string() });

/** Nobody says anything for so long. */
const Passed = z.strictObject({ days: z.number().positive() });

const Heard = z.strictObject({
  /** Wording keys in order, without the introduction; the same key several times running is named once. */
  bot: many(z.string()),
  outcome: z.string().optional(),
  reason: z.string().optional(),
  record_type: z.string().optional(),
  department: z.string().optional(),
  /** Procedures the reply is about, best first. */
  codes: z.array(z.string()).optional(),
  /** Used sparingly: fragments that must, or must not, stand in the reply. */
  says: many(z.string()).optional(),
  not_says: many(z.string()).optional(),
});

/** What a ticket left behind says, on every way alike; what is not named here is only compared between the ways. */
const Left = z.strictObject({
  kind: z.string(),
  topic: z.string().nullable().optional(),
  unit: z.string().nullable().optional(),
  place: z.string().nullable().optional(),
  name: z.string().nullable().optional(),
  /** Fragments. */
  content: many(z.string()).optional(),
  not_content: many(z.string()).optional(),
});
export type Left = z.infer<typeof Left>;

/** tests/conversations/<topic>/*.yaml, in the shape editors write. It is held on every way that it does not excuse itself from. */
export const Transcript = z.strictObject({
  title: z.string(),
  only_on: z.strictObject({ ways: z.array(WayName).min(1), because: z.string() }).optional(),
  /** Way → why it does not fit there. */
  not_on: z.partialRecord(WayName, z.string()).optional(),
  turns: z.array(z.union([Said, Answered, Asked, Passed, Heard])).min(2),
  /** How many tickets this conversation leaves behind, or what they say, oldest first. */
  tickets: z.union([z.number().int(), z.array(Left)]).optional(),
});
export type Transcript = z.infer<typeof Transcript>;
export type Said = z.infer<typeof Said>;
export type Heard = z.infer<typeof Heard>;

export const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

export interface Case {
  /** Its folder and file. */
  readonly file: string;
  readonly transcript: Transcript;
}

/** Every transcript of a folder, several a file when parted by `---`. */
export function readTranscripts(folder: string): Case[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
  return files.sort().flatMap((name) => {
    const file = relative(folder, join(folder, name));
    const parts = readFileSync(join(folder, name), "utf8").split(/^---$/m);
    return parts.filter((part) => part.trim()).map((part) => ({ file, transcript: parseYaml(file, part, Transcript) }));
  });
}

/** Why a conversation is not held on a way; undefined where it is. */
export function excuse({ only_on, not_on, turns, tickets }: Transcript, way: Way): string | undefined {
  const named = not_on?.[way] ?? (only_on && !only_on.ways.includes(way) ? only_on.because : undefined);
  if (named !== undefined || way !== "hotline") return named;
  const said = turns.flatMap((turn) => ("citizen" in turn ? [turn] : []));
  const count = typeof tickets === "object" ? tickets.length : tickets;
  if (count !== 1) return "a finished call is one record, and a person's to read";
  if (turns.some((turn) => "bot" in turn && list(turn.bot).includes("hoi_cac_y")))
    return "several matters told in one call are one record, and a person's to take apart";
  if (turns.some((turn) => "officer" in turn || "officer_asks" in turn || "days" in turn))
    return "goes on after the call";
  if (said.some(({ as, sends, citizen }) => as || sends || list(citizen).join().includes("{{")))
    return "needs what a transcript has not: pictures, a second person, the code just given";
  return undefined;
}
