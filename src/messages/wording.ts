import { z } from "zod";
import type { Reply } from "./message.ts";

const Variants = z.strictObject({
  text: z.string().min(1),
  sms: z.string().optional(),
  voice: z.string().optional(),
  /** For choices: other ways to say it. */
  words: z.array(z.string()).optional(),
});

/** flows/messages/*.yaml: key → wording, or its variants per kind of channel. */
export const WordingFile = z.record(z.string().regex(/^[a-z0-9_.-]+$/), z.union([z.string().min(1), Variants]));
export type WordingFile = z.infer<typeof WordingFile>;

export type Values = Readonly<Record<string, string>>;

/** Everything the bot can say, by key. A missing key is a bug the linter finds before a citizen does. */
export interface Wording {
  has(key: string): boolean;
  keys(): readonly string[];
  /** The full wording of a key with its {{places}} filled. */
  text(key: string, values?: Values): string;
  /** A reply in every form; choices are numbered under it. */
  say(key: string, values?: Values, choices?: readonly string[]): Reply;
  /** Other ways to say a choice. */
  words(key: string): readonly string[];
  /** Names of the {{places}} a key needs. */
  places(key: string): readonly string[];
}

export function createWording(file: WordingFile): Wording {
  const entries = new Map(
    Object.entries(file).map(([key, entry]) => [key, typeof entry === "string" ? { text: entry } : entry]),
  );
  const entry = (key: string): z.infer<typeof Variants> => {
    const found = entries.get(key);
    if (!found) throw new Error(`no wording "${key}" in flows/messages`);
    return found;
  };
  return {
    has: (key) => entries.has(key),
    keys: () => [...entries.keys()],
    text: (key, values = {}) => fill(entry(key).text, values),
    say: (key, values = {}, choices = []) => reply(key, entry(key), values, choices),
    words: (key) => entries.get(key)?.words ?? [],
    places: (key) => [
      ...new Set([...Object.values(entry(key)).flat().join(" ").matchAll(PLACE)].map(([, name = ""]) => name)),
    ],
  };
}

const PLACE = /\{\{\s*([a-z_]+)\s*\}\}/g;

function fill(template: string, values: Values): string {
  return (template.includes("{{") ? template.replace(PLACE, (_, name: string) => values[name] ?? "") : template).trim();
}

function reply(key: string, entry: z.infer<typeof Variants>, values: Values, choices: readonly string[]): Reply {
  const numbered = choices.map((choice, i) => `${i + 1}. ${choice}`).join("\n");
  const form = (template: string) => [fill(template, values), numbered].filter(Boolean).join("\n");
  return {
    key,
    text: form(entry.text),
    ...(entry.sms ? { short: form(entry.sms) } : {}),
    ...(entry.voice ? { spoken: form(entry.voice) } : {}),
    ...(choices.length > 0 ? { choices } : {}),
  };
}
