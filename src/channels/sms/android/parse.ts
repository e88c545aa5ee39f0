import { z } from "zod";
import { type Address, cleanText, type InboundMessage } from "../../../messages/index.ts";
import type { ChannelEvent } from "../../channel.ts";
import { toE164 } from "../../phone-number.ts";
import { withKeyword } from "../keywords.ts";

const id = z.string().regex(/^[\x21-\x7e]{1,64}$/);

/** Older versions of the app call the other side `phoneNumber`, newer ones `sender` or `recipient`. */
const Payload = z.object({
  messageId: z.string().optional(),
  message: z.string().optional(),
  sender: z.string().nullish(),
  recipient: z.string().nullish(),
  phoneNumber: z.string().nullish(),
  simNumber: z.int().min(1).max(9).nullish().catch(null),
  receivedAt: z.string().optional(),
});
type Payload = z.infer<typeof Payload>;

/** `id` is the call's own and the same on every retry; `messageId` of a received SMS is made from its content, and comes again. */
const Call = z.object({ id, event: z.string().max(64), payload: Payload });

export type AndroidInbound =
  | { readonly kind: "message"; readonly message: InboundMessage }
  | { readonly kind: "event"; readonly event: ChannelEvent }
  | { readonly kind: "not_for_us"; readonly name: string };

/** Reads a verified call: a citizen's SMS, or the fate of one we sent. `now` stands in for a time that cannot be read. */
export function parseAndroid(body: Buffer, now: number): AndroidInbound {
  const call = Call.safeParse(jsonOf(body));
  if (!call.success) return { kind: "not_for_us", name: `schema:${call.error.issues[0]?.path.join(".") ?? ""}` };
  const { event, payload } = call.data;
  switch (event) {
    case "sms:received":
      return readMessage(call.data.id, payload, now);
    case "sms:delivered":
      return readFate(payload, "delivered", now);
    case "sms:failed":
      return readFate(payload, "failed", now);
    default:
      // "sms:sent" says what our own record of the send says already.
      return { kind: "not_for_us", name: event };
  }
}

function readMessage(providerId: string, payload: Payload, now: number): AndroidInbound {
  const number = toE164(payload.sender ?? payload.phoneNumber ?? "");
  if (number === null) return { kind: "not_for_us", name: "sender" };
  const text = cleanText((payload.message ?? "").toWellFormed());
  if (text === "") return { kind: "not_for_us", name: "empty" };
  const sentAt = Date.parse(payload.receivedAt ?? "");
  const message = {
    providerId,
    from: addressOf(number, payload.simNumber),
    sentAt: Number.isNaN(sentAt) ? now : sentAt,
    text,
    attachments: [],
  };
  return { kind: "message", message: withKeyword(message) };
}

/** The SIM a person wrote to answers; the phone may be replaced without them becoming somebody else. */
function addressOf(number: string, sim: number | null | undefined): Address {
  return { channel: "sms", id: number, account: sim ? `android:${sim}` : "android" };
}

/** The app reports each part of a long SMS; the first one is kept as the proof. */
function readFate(payload: Payload, status: "delivered" | "failed", now: number): AndroidInbound {
  const sent = id.safeParse(payload.messageId);
  if (!sent.success) return { kind: "not_for_us", name: "schema:payload.messageId" };
  const number = toE164(payload.recipient ?? payload.phoneNumber ?? payload.sender ?? "") ?? "";
  const to = addressOf(number, payload.simNumber);
  const reason = status === "failed" ? { reason: "android sms:failed" } : {};
  return { kind: "event", event: { kind: "delivery", to, providerIds: [sent.data], status, ...reason, at: now } };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
