import { z } from "zod";
import { type Attachment, type AttachmentKind, cleanText, type InboundMessage } from "../../../messages/index.ts";
import { describedWords } from "../card.ts";
import type { ZaloIdentity } from "../parse.ts";

const id = z.string().regex(/^[\x21-\x7e]{1,128}$/);
const words = z.string().nullish().catch(undefined);

/** One line of a conversation as the v2 reading calls give it; `src` 1 is the citizen's. */
const Line = z.object({
  message_id: id,
  src: z.coerce.number(),
  time: z.coerce.number().int().nonnegative().max(1e15),
  type: z.string().catch("text"),
  message: words,
  description: words,
  url: words,
  links: z.array(z.string()).nullish().catch(undefined),
  from_id: id,
  to_id: id,
});
export type ChatLine = z.infer<typeof Line>;

/** The lines that can be read; odd ones are left out one by one. */
export function linesIn(data: unknown): ChatLine[] {
  return Array.isArray(data) ? data.flatMap((line) => Line.safeParse(line).data ?? []) : [];
}

/** Whose chat a line stands in. */
export const personIn = ({ from_id, to_id }: ChatLine, us: ZaloIdentity): string =>
  from_id === us.oaId ? to_id : from_id;

const KINDS: Readonly<Record<string, AttachmentKind>> = {
  photo: "image",
  gif: "image",
  voice: "audio",
  sticker: "sticker",
  file: "file",
  location: "location",
};

/** What a citizen wrote; undefined for our own lines and for empty ones. */
export function messageIn(line: ChatLine, us: ZaloIdentity): InboundMessage | undefined {
  if (line.src !== 1 || line.from_id === us.oaId) return undefined;
  const said = [line.message, describedWords(line.description), ...(line.links ?? [])].filter((part) => part);
  const text = cleanText(said.join("\n").toWellFormed());
  const attachments = attachmentsOf(line);
  if (text === "" && attachments.length === 0) return undefined;
  const from = { channel: "zalo", id: line.from_id, account: us.oaId } as const;
  return { providerId: line.message_id, from, sentAt: line.time, text, attachments };
}

function attachmentsOf({ type, url }: ChatLine): Attachment[] {
  const name = type.toLowerCase();
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  return kind ? [{ kind, ...(url?.startsWith("https://") && { url }) }] : [];
}
