import { z } from "zod";
import {
  type Attachment,
  type AttachmentKind,
  cleanText,
  type InboundMessage,
  type Keyword,
} from "../../../messages/index.ts";
import type { ChannelEvent } from "../../channel.ts";
import { toE164 } from "../../phone-number.ts";
import { withKeyword } from "../keywords.ts";
import type { FormFields } from "./verify.ts";

const sid = z.string().regex(/^[\x21-\x7e]{1,64}$/);
/** A name sent twice is read by its first value; the signature has covered them all. */
const first = z.union([z.string(), z.array(z.string()).transform((all) => all[0] ?? "")]);

const fields = z.object({
  MessageSid: first.pipe(sid),
  AccountSid: first.pipe(sid),
  From: first,
  To: first,
  Body: first.optional(),
  MessageStatus: first.optional(),
  ErrorCode: first.optional(),
  OptOutType: first.optional(),
  NumMedia: first.transform(Number).pipe(z.int().min(0).max(20)).catch(0),
});
type Fields = z.infer<typeof fields>;

export type TwilioInbound =
  | { readonly kind: "message"; readonly message: InboundMessage }
  | { readonly kind: "event"; readonly event: ChannelEvent }
  | { readonly kind: "not_for_us"; readonly name: string };

/** Reads a verified form: a citizen's SMS, or the fate of one we sent. `now` stands in for the time Twilio does not send. */
export function parseTwilio(form: FormFields, accountSid: string, now: number): TwilioInbound {
  const parsed = fields.safeParse({ ...form });
  if (!parsed.success) return { kind: "not_for_us", name: `schema:${parsed.error.issues[0]?.path.join(".") ?? ""}` };
  const sms = parsed.data;
  if (sms.AccountSid !== accountSid) return { kind: "not_for_us", name: "AccountSid" };
  return sms.MessageStatus === undefined ? readMessage(sms, form, now) : readStatus(sms, sms.MessageStatus, now);
}

function readMessage(sms: Fields, form: FormFields, now: number): TwilioInbound {
  const number = toE164(sms.From);
  // Sender names and short codes cannot be answered, and advertise more than they ask.
  if (number === null) return { kind: "not_for_us", name: "From" };
  const text = cleanText((sms.Body ?? "").toWellFormed());
  const attachments = Array.from({ length: sms.NumMedia }, (_, index) => mediaOf(form, index)).flat();
  if (text === "" && attachments.length === 0) return { kind: "not_for_us", name: "empty" };
  const from = { channel: "sms", id: number, account: ourNumber(sms.To) } as const;
  const message = { providerId: sms.MessageSid, from, sentAt: now, text, attachments };
  return { kind: "message", message: withKeyword(message, OPT_OUT[sms.OptOutType ?? ""]) };
}

/** Twilio's Advanced Opt-Out names the command, and has confirmed it to the person by itself. */
const OPT_OUT: Readonly<Record<string, Keyword>> = { STOP: "stop", START: "start", HELP: "help" };

function ourNumber(to: string): string {
  return toE164(to) ?? to.slice(0, 64);
}

function mediaOf(form: FormFields, index: number): Attachment[] {
  const url = [form[`MediaUrl${index}`]].flat()[0];
  const type = [form[`MediaContentType${index}`]].flat()[0] ?? "";
  return url?.startsWith("https://") ? [{ kind: kindOf(type), url }] : [];
}

function kindOf(contentType: string): AttachmentKind {
  const family = contentType.split("/")[0];
  return family === "image" || family === "audio" || family === "video" ? family : "file";
}

const FINAL: Readonly<Record<string, "delivered" | "seen" | "failed">> = {
  delivered: "delivered",
  read: "seen",
  failed: "failed",
  undelivered: "failed",
};

function readStatus(sms: Fields, name: string, now: number): TwilioInbound {
  const status = Object.hasOwn(FINAL, name) ? FINAL[name] : undefined;
  if (!status) return { kind: "not_for_us", name: `status:${name}`.slice(0, 64) };
  const to = { channel: "sms", id: toE164(sms.To) ?? sms.To, account: sms.From } as const;
  const reason = sms.ErrorCode ? { reason: `twilio ${sms.ErrorCode.slice(0, 10)}` } : {};
  return { kind: "event", event: { kind: "delivery", to, providerIds: [sms.MessageSid], status, ...reason, at: now } };
}
