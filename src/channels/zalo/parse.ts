import {
  type Address,
  type Attachment,
  type AttachmentKind,
  cleanText,
  type InboundMessage,
} from "../../messages/index.ts";
import type { ChannelEvent } from "../channel.ts";
import { toE164 } from "../phone-number.ts";
import { describedWords } from "./card.ts";
import { type ZaloAttachment, type ZaloBody, zaloBody } from "./wire.ts";

/** Our two ids at Zalo: the app's and the Official Account's. */
export interface ZaloIdentity {
  readonly appId: string;
  readonly oaId: string;
}

export type ZaloInbound =
  | { readonly kind: "message"; readonly message: InboundMessage }
  | { readonly kind: "event"; readonly event: ChannelEvent }
  /** Zalo speaks of the account itself: a template's status, a quota. `at` is epoch milliseconds. */
  | { readonly kind: "notice"; readonly name: string; readonly at: number }
  /** `name` is Zalo's event name, or the field that could not be read. */
  | { readonly kind: "not_for_us"; readonly name: string };

const MESSAGE_EVENTS: ReadonlySet<string> = new Set([
  "user_send_text",
  "user_send_image",
  "user_send_gif",
  "user_send_audio",
  "user_send_video",
  "user_send_sticker",
  "user_send_file",
  "user_send_link",
  "user_send_location",
  "user_send_business_card",
]);

const ATTACHMENT_KINDS: Readonly<Record<string, AttachmentKind>> = {
  image: "image",
  photo: "image",
  gif: "image",
  audio: "audio",
  voice: "audio",
  video: "video",
  file: "file",
  sticker: "sticker",
  location: "location",
  business_card: "contact",
  "business-card": "contact",
};

/** About the account, not about a person. Only their names are documented where we could read. */
const NOTICES: ReadonlySet<string> = new Set([
  "change_oa_daily_quota",
  "change_oa_template_tags",
  "change_template_quality",
  "change_template_quota",
  "change_template_status",
]);

type EventReader = (body: ZaloBody, citizen: Address) => ChannelEvent;

const EVENT_READERS: Readonly<Record<string, EventReader>> = {
  follow: (body, who) => ({ kind: "followed", who, at: body.timestamp }),
  unfollow: (body, who) => ({ kind: "unfollowed", who, at: body.timestamp }),
  user_click_chatnow: (body, who) => ({ kind: "opened_chat", who, at: body.timestamp }),
  user_submit_info: contactShared,
  user_seen_message: (body, to) => delivery(body, to, "seen"),
  user_received_message: (body, to) => delivery(body, to, "delivered"),
};

/** Reads a verified webhook body. Never throws. */
export function parseZalo(json: unknown, us: ZaloIdentity): ZaloInbound {
  const parsed = zaloBody.safeParse(json);
  if (!parsed.success) return notForUs(`schema:${parsed.error.issues[0]?.path.join(".") ?? ""}`);
  const body = parsed.data;
  if (body.app_id !== us.appId) return notForUs("app_id");
  if (NOTICES.has(body.event_name)) return { kind: "notice", name: body.event_name, at: body.timestamp };
  const citizen = citizenOf(body, us.oaId);
  if (citizen === undefined) return notForUs("oa_id");
  const address: Address = { channel: "zalo", id: citizen, account: us.oaId };
  if (MESSAGE_EVENTS.has(body.event_name)) return readMessage(body, address);
  return readEvent(body, address);
}

function notForUs(name: string): ZaloInbound {
  return { kind: "not_for_us", name: name.slice(0, 64) };
}

/** The person on the other side. Sources disagree on the direction of receipts, so we look for our own id instead. */
function citizenOf(body: ZaloBody, oaId: string): string | undefined {
  const others = (ids: readonly (string | undefined)[]) =>
    ids.includes(oaId) ? ids.find((id) => id !== undefined && id !== oaId) : undefined;
  return (
    others([body.sender?.id, body.recipient?.id]) ??
    others([body.oa_id, body.follower?.id, body.user_id ?? body.recipient?.id])
  );
}

function readEvent(body: ZaloBody, citizen: Address): ZaloInbound {
  if (body.event_name.startsWith("oa_send_")) return { kind: "event", event: accountWrote(body, citizen) };
  const reader = Object.hasOwn(EVENT_READERS, body.event_name) ? EVENT_READERS[body.event_name] : undefined;
  return reader ? { kind: "event", event: reader(body, citizen) } : notForUs(body.event_name);
}

function readMessage(body: ZaloBody, from: Address): ZaloInbound {
  if (body.sender?.id !== from.id) return notForUs(`${body.event_name}:direction`);
  const wire = (body.message?.attachments ?? []).filter((one) => one !== null);
  const text = textOf([body.message?.text, ...wire.flatMap(linkWords)]);
  const attachments = wire.flatMap(attachmentOf);
  if (text === "" && attachments.length === 0) return notForUs(`${body.event_name}:empty`);
  // Without an id, event, time and person name the message: Zalo repeats all three when it sends a call again.
  const providerId = body.message?.msg_id ?? `${body.event_name}:${body.timestamp}:${from.id}`;
  return { kind: "message", message: { providerId, from, sentAt: body.timestamp, text, attachments } };
}

function textOf(parts: readonly (string | null | undefined)[]): string {
  return cleanText(
    parts
      .filter((part) => part)
      .join("\n")
      .toWellFormed(),
  );
}

/** A shared link is something said, not a file: its words and address go into the text. So do a card's name and number. */
function linkWords({ type, payload }: ZaloAttachment): (string | undefined)[] {
  if (type === "link") return [describedWords(payload.description), payload.url];
  return ATTACHMENT_KINDS[type] === "contact" ? [describedWords(payload.description)] : [];
}

function attachmentOf({ type, payload }: ZaloAttachment): Attachment[] {
  const kind = Object.hasOwn(ATTACHMENT_KINDS, type) ? ATTACHMENT_KINDS[type] : undefined;
  if (!kind) return [];
  const name = payload.name ? cleanText(payload.name.toWellFormed()).slice(0, 200) : undefined;
  return [
    {
      kind,
      ...(payload.url?.startsWith("https://") && { url: payload.url }),
      ...(name && { name }),
      ...payload.coordinates,
    },
  ];
}

/** A receipt of a template sent by phone also names our own key: the only trace of a sending whose answer was lost. */
function delivery(body: ZaloBody, to: Address, status: "delivered" | "seen"): ChannelEvent {
  const { msg_id, msg_ids, tracking_id, delivery_time } = body.message ?? {};
  const ids = [...(msg_ids ?? [msg_id]), tracking_id].filter((id) => id !== undefined);
  return { kind: "delivery", to, providerIds: ids, status, at: delivery_time ?? body.timestamp };
}

function accountWrote(body: ZaloBody, to: Address): ChannelEvent {
  const providerId = body.message?.msg_id;
  return {
    kind: "account_wrote",
    to,
    ...(providerId && { providerId }),
    byPerson: Boolean(body.admin_id),
    at: body.timestamp,
  };
}

function contactShared(body: ZaloBody, who: Address): ChannelEvent {
  const info = body.info;
  const whole = info?.full_address;
  // Some forms fill in both, one of them with nothing.
  const lines = [whole?.user_address || info?.address, whole?.user_ward || info?.ward, info?.district];
  const city = whole?.user_city || info?.city;
  const name = textOf([info?.name]);
  const phone = toE164(info?.phone ?? "");
  const address = textOf([[...lines, city].filter(Boolean).join(", ")]);
  return {
    kind: "contact_shared",
    who,
    ...(name && { name }),
    ...(phone && { phone }),
    ...(address && { address }),
    at: body.timestamp,
  };
}
