import type { ActivityTypes } from "botbuilder";
import { type Address, type Attachment, cleanText, type InboundMessage } from "../../messages/index.ts";
import { InboundActivity, type Reference } from "./wire.ts";

type Common = {
  readonly from: Address;
  readonly reference: Reference;
  /** The caller waits for the replies in the answer to this request. */
  readonly expectsReplies: boolean;
  readonly activityId: string | undefined;
};

export type Inbound =
  | (Common & { readonly kind: "message"; readonly message: InboundMessage })
  | (Common & { readonly kind: "joined" })
  | { readonly kind: "not_for_us"; readonly name: string }
  /** `field`: the path of what is wrong. */
  | { readonly kind: "unreadable"; readonly field: string };

/** One activity in our words. A conversation of several people is none of ours: one of them would see another's tickets. */
export function parseActivity(body: Buffer, now: number): Inbound {
  const parsed = InboundActivity.safeParse(jsonOf(body));
  if (!parsed.success) return { kind: "unreadable", field: parsed.error.issues[0]?.path.join(".") || "body" };
  const activity = parsed.data;
  if (activity.conversation.isGroup) return { kind: "not_for_us", name: "group" };
  if (activity.type === ("message" satisfies `${ActivityTypes.Message}`)) return messageOf(activity, now);
  if (activity.type !== ("conversationUpdate" satisfies `${ActivityTypes.ConversationUpdate}`))
    return { kind: "not_for_us", name: activity.type };
  const isPersonNew = activity.membersAdded?.some(({ id }) => id !== activity.recipient?.id) ?? false;
  return isPersonNew ? { kind: "joined", ...commonOf(activity) } : { kind: "not_for_us", name: activity.type };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function messageOf(activity: InboundActivity, now: number): Inbound {
  // Nothing else tells a message that comes a second time from one said twice.
  if (activity.id === undefined) return { kind: "unreadable", field: "id" };
  const common = commonOf(activity);
  const message: InboundMessage = {
    providerId: `${activity.channelId}:${activity.conversation.id}:${activity.id}`,
    from: common.from,
    sentAt: instantOf(activity.timestamp, now),
    text: cleanText(activity.text || (typeof activity.value === "string" ? activity.value : "")),
    attachments: [...(activity.attachments ?? []).flatMap(attachmentOf), ...placesOf(activity)],
    ...(common.expectsReplies && { live: true as const }),
  };
  const isEmpty = message.text === "" && message.attachments.length === 0;
  return isEmpty ? { kind: "not_for_us", name: "empty message" } : { kind: "message", ...common, message };
}

function commonOf({ id, channelId, conversation, from, recipient, serviceUrl, deliveryMode }: InboundActivity): Common {
  return {
    from: { channel: "botframework", id: conversation.id, account: channelId },
    reference: {
      serviceUrl: serviceUrl ?? "",
      conversation: conversation.id,
      channelId,
      user: from,
      bot: recipient ?? { id: "lang-nghe" },
      ...(id === undefined ? {} : { activityId: id }),
    },
    expectsReplies: deliveryMode === "expectReplies",
    activityId: id,
  };
}

/** A clock that runs ahead must not put a message before what is said later. */
function instantOf(timestamp: string | undefined, now: number): number {
  const at = Date.parse(timestamp ?? "");
  return Number.isNaN(at) ? now : Math.min(at, now);
}

/** Cards and the HTML some channels send beside the text are no attachments of the citizen. */
function attachmentOf({ contentType, contentUrl, name }: NonNullable<InboundActivity["attachments"]>[number]) {
  if (/^(?:text\/html|application\/vnd\.microsoft\.)/i.test(contentType)) return [];
  const [family = ""] = contentType.toLowerCase().split("/");
  const kind = family === "image" || family === "audio" || family === "video" ? family : "file";
  const url = /^https?:/i.test(contentUrl ?? "") ? contentUrl : undefined;
  return [{ kind, ...(url && { url }), ...(name && { name }) } satisfies Attachment];
}

function placesOf({ entities }: InboundActivity): Attachment[] {
  return (entities ?? []).flatMap(({ type, latitude, longitude }) =>
    type === "GeoCoordinates" && latitude !== undefined && longitude !== undefined
      ? [{ kind: "location" as const, latitude, longitude }]
      : [],
  );
}
