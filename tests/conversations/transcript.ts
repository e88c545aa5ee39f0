import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { parseYaml } from "../../src/platform/yaml.ts";

const Channel = z.enum(["zalo", "sms", "web"]);
const many = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)]);

const Said = z.strictObject({
  /** One message, or several sent in one go. `{{code}}`: the code of the ticket opened last. */
  citizen: many(z.string()),
  /** What comes with it that is not text. */
  sends: z.enum(["image", "audio", "sticker", "location"]).optional(),
  /** Somebody else than who began. */
  as: z.enum(["stranger"]).optional(),
});

/** An officer takes the ticket opened last and answers it. */
const Answered = z.strictObject({ officer: z.string() });

const Heard = z.strictObject({
  /** Wording keys in order, without the introduction; the same key several times running is named once. */
  bot: many(z.string()),
  outcome: z.string().optional(),
  reason: z.string().optional(),
  record_type: z.string().optional(),
  department: z.string().optional(),
  /** Procedures the reply is about, best first. */
  codes: z.array(z.string()).optional(),
  /** Used sparingly: a fragment that must, or must not, stand in the reply. */
  says: z.string().optional(),
  not_says: z.string().optional(),
});

/** tests/conversations/<topic>/*.yaml, in the shape editors write. */
export const Transcript = z.strictObject({
  title: z.string(),
  channel: many(Channel).default(["zalo", "sms"]),
  turns: z.array(z.union([Said, Answered, Heard])).min(2),
  /** Tickets this conversation leaves behind. */
  tickets: z.number().int().optional(),
});
export type Transcript = z.infer<typeof Transcript>;
export type Said = z.infer<typeof Said>;
export type Heard = z.infer<typeof Heard>;

export const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Every transcript of a folder, several a file when parted by `---`. */
export function readTranscripts(folder: string): { file: string; transcript: Transcript }[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
  return files.sort().flatMap((name) => {
    const file = relative(folder, join(folder, name));
    const parts = readFileSync(join(folder, name), "utf8").split(/^---$/m);
    return parts.filter((part) => part.trim()).map((part) => ({ file, transcript: parseYaml(file, part, Transcript) }));
  });
}
