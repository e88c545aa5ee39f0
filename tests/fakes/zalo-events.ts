import { createHash } from "node:crypto";

/** The X-ZEvent-Signature header Zalo would send with this body. */
export function signZaloWebhook(body: string | Buffer, appId: string, oaSecretKey: string): string {
  const { timestamp } = JSON.parse(body.toString()) as { timestamp: string | number };
  const hash = createHash("sha256").update(appId).update(body).update(String(timestamp)).update(oaSecretKey);
  return `mac=${hash.digest("hex")}`;
}

export interface ZaloText {
  readonly appId: string;
  readonly oaId: string;
  readonly userId: string;
  readonly text: string;
  readonly messageId: string;
  readonly at: number;
}

/** A user_send_text body in the key order of a captured one. */
export function zaloTextEvent({ appId, oaId, userId, text, messageId, at }: ZaloText): string {
  return JSON.stringify({
    event_name: "user_send_text",
    app_id: appId,
    sender: { id: userId },
    recipient: { id: oaId },
    message: { text, msg_id: messageId },
    timestamp: String(at),
    user_id_by_app: "552177279717587730",
  });
}

export interface ZaloEvent {
  readonly appId: string;
  readonly oaId: string;
  readonly userId: string;
  readonly name: string;
  readonly at: number;
  readonly message?: object;
  /** Set when a person typed it in OA Manager. */
  readonly adminId?: string;
}

/** Any event between account and person; those named `oa_…` and receipts come from the account. */
export function zaloEvent({ appId, oaId, userId, name, at, message, adminId }: ZaloEvent): string {
  const ours = name.startsWith("oa_") || name === "user_seen_message" || name === "user_received_message";
  return JSON.stringify({
    event_name: name,
    app_id: appId,
    sender: { id: ours ? oaId : userId },
    recipient: { id: ours ? userId : oaId },
    ...(adminId && { admin_id: adminId }),
    ...(message && { message }),
    timestamp: String(at),
  });
}

/** An event on its way to a webhook: chats and templates by telephone come from two servers of Zalo's, named in X-ZEvent-Server. */
export interface ZaloLetter {
  readonly body: string;
  readonly server: "OA OpenAPI" | "ZNS";
}

export interface TemplateArrival {
  readonly appId: string;
  readonly oaId: string;
  /** User id, or telephone without the plus. */
  readonly to: string;
  readonly by: "uid" | "phone";
  readonly messageId: string;
  readonly trackingId: string;
  readonly at: number;
}

/**
 * A template message has come to the person's device: by user id as any message of the account, by telephone with our own key and the time
 * it came. Source: developers.zalo.me, "Sự kiện người dùng nhận tin qua SĐT".
 */
export function zaloTemplateReceipt(arrival: TemplateArrival): ZaloLetter {
  const { appId, oaId, to, by, messageId, trackingId, at } = arrival;
  const name = "user_received_message";
  const shared = { appId, oaId, userId: to, name, at };
  if (by === "uid") return { body: zaloEvent({ ...shared, message: { msg_id: messageId } }), server: "OA OpenAPI" };
  const message = { delivery_time: String(at), msg_id: messageId, tracking_id: trackingId };
  return { body: zaloEvent({ ...shared, message }), server: "ZNS" };
}

export function zaloFollowEvent(
  { appId, oaId, userId, at }: Omit<ZaloEvent, "name">,
  name: "follow" | "unfollow" = "follow",
): string {
  return JSON.stringify({
    oa_id: oaId,
    follower: { id: userId },
    event_name: name,
    source: "oa_profile",
    app_id: appId,
    timestamp: String(at),
  });
}
