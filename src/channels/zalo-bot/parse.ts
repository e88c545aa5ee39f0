import { z } from "zod";
import { type Attachment, cleanText, type InboundMessage } from "../../messages/index.ts";

/** Ids are long digit or letter strings; printable ASCII only, because they become database keys. */
const id = z
  .union([z.string(), z.number().int().nonnegative().transform(String)])
  .pipe(z.string().regex(/^[\x21-\x7e]{1,128}$/));
const words = z.string().nullish().catch(undefined);

/** One update. Which parts are present depends on `event_name`. */
const Update = z.object({
  event_name: z.string(),
  message: z.object({
    message_id: id,
    from: z.object({ is_bot: z.boolean().catch(false).default(false) }),
    chat: z.object({ id, chat_type: z.string().catch("PRIVATE").default("PRIVATE") }),
    date: z.coerce.number().int().nonnegative().max(1e15),
    text: words,
    caption: words,
    photo: words,
    photo_url: words,
    sticker: words,
    url: words,
    voice_url: words,
  }),
});

export type ZaloBotInbound =
  | { readonly kind: "message"; readonly message: InboundMessage }
  /** `name` is the event's name, or the field that could not be read. */
  | { readonly kind: "not_for_us"; readonly name: string };

type Wire = z.infer<typeof Update>["message"];

const ATTACHMENTS: Readonly<Record<string, (message: Wire) => Attachment[]>> = {
  "message.text.received": () => [],
  "message.image.received": ({ photo, photo_url, url }) => [{ kind: "image", ...link(photo ?? photo_url ?? url) }],
  "message.sticker.received": ({ url, sticker }) => [{ kind: "sticker", ...link(url ?? sticker) }],
  "message.voice.received": ({ voice_url, url }) => [{ kind: "audio", ...link(voice_url ?? url) }],
  // Something was sent that the platform does not pass on: the person is told so, as for any file we cannot read.
  "message.unsupported.received": () => [{ kind: "file" }],
};

/** Reads an update of a verified webhook or of getUpdates, wrapped in `result` or bare. `account` is the bot's own id. Never throws. */
export function parseZaloBot(json: unknown, account: string): ZaloBotInbound {
  const parsed = Update.safeParse(unwrapped(json));
  if (!parsed.success) return notForUs(`schema:${parsed.error.issues[0]?.path.join(".") ?? ""}`);
  const { event_name, message } = parsed.data;
  const attach = Object.hasOwn(ATTACHMENTS, event_name) ? ATTACHMENTS[event_name] : undefined;
  if (!attach) return notForUs(event_name);
  if (message.from.is_bot) return notForUs(`${event_name}:bot`);
  if (message.chat.chat_type !== "PRIVATE") return notForUs(`${event_name}:group`);
  const text = cleanText([message.text, message.caption].filter(Boolean).join("\n").toWellFormed());
  const attachments = attach(message);
  if (text === "" && attachments.length === 0) return notForUs(`${event_name}:empty`);
  const from = { channel: "zalo-bot", id: message.chat.id, account } as const;
  return {
    kind: "message",
    message: { providerId: message.message_id, from, sentAt: inMs(message.date), text, attachments },
  };
}

function notForUs(name: string): ZaloBotInbound {
  return { kind: "not_for_us", name: name.slice(0, 64) };
}

function unwrapped(json: unknown): unknown {
  return typeof json === "object" && json !== null && "result" in json ? json.result : json;
}

/** Older bots state seconds. */
const inMs = (date: number): number => (date < 1e12 ? date * 1000 : date);

const link = (url: string | null | undefined): { url?: string } => (url?.startsWith("https://") ? { url } : {});
