import { type ZaloLetter, zaloTemplateReceipt } from "./zalo-events.ts";
import { hexId, magicCode, personError } from "./zalo-rules.ts";

/** A number every template message to fails with this code. */
export function magicZaloPhone(code: number): string {
  return `+8490000${String(-code).padStart(4, "0")}`;
}

/** A template the provider has approved: names of its parameters and how long each may be. */
export interface FakeTemplate {
  readonly id: string;
  readonly params: Readonly<Record<string, number>>;
  /** By phone only. */
  readonly phoneOnly?: boolean;
  readonly dailyLimit?: number;
}

function templateError(
  template: FakeTemplate | undefined,
  data: Readonly<Record<string, unknown>>,
  sentToday: number,
): number {
  if (!template) return -109;
  for (const [name, max] of Object.entries(template.params)) {
    const value = data[name];
    if (value === undefined || value === "") return -1121;
    if (typeof value !== "string" || value.length > max) return -1122;
  }
  return template.dailyLimit !== undefined && sentToday >= template.dailyLimit ? -147 : 0;
}

/** International, without the plus. */
function phoneError(phone: unknown): number {
  if (typeof phone !== "string" || !/^84\d{9}$/.test(phone)) return -108;
  return magicCode(phone, /^8490000(\d{4})$/);
}

export interface ZaloTemplateSent {
  readonly messageId: string;
  /** User id, or telephone without the plus. */
  readonly to: string;
  readonly by: "uid" | "phone";
  readonly templateId: string;
  readonly data: Readonly<Record<string, string>>;
  readonly trackingId: string;
  readonly mode: string;
}

/** Zalo's side of template messages, by user id and by telephone. */
export function templateDesk(templates: readonly FakeTemplate[], now: () => number) {
  const sent: ZaloTemplateSent[] = [];
  let arrived = 0;

  function refusal(to: string, by: "uid" | "phone", known: FakeTemplate | undefined, trackingId: string): number {
    if (trackingId.length > 48) return -132;
    if (by === "uid" && known?.phoneOnly) return -249;
    return by === "uid" ? personError(to, undefined, now()) : phoneError(to);
  }

  return {
    sent,
    /** Those sent since it was last asked now come to people's devices; what the account's webhook is told of it. */
    arrive(account: { readonly appId: string; readonly oaId: string }): ZaloLetter[] {
      const coming = sent.slice(arrived);
      arrived = sent.length;
      return coming.map((one) => zaloTemplateReceipt({ ...account, ...one, at: now() }));
    },
    take(by: "uid" | "phone", wish: Readonly<Record<string, unknown>>): number | object {
      const known = templates.find(({ id }) => id === wish["template_id"]);
      const data = (wish["template_data"] ?? {}) as Record<string, string>;
      const to = String(wish[by === "uid" ? "user_id" : "phone"]);
      const trackingId = String(wish["tracking_id"] ?? "");
      const today = sent.filter(({ templateId }) => templateId === known?.id).length;
      const wrong = refusal(to, by, known, trackingId) || templateError(known, data, today);
      if (wrong) return wrong;
      const messageId = hexId(`template-${sent.length}`);
      sent.push({ messageId, to, by, templateId: known?.id ?? "", data, trackingId, mode: String(wish["mode"] ?? "") });
      if (by === "uid") return { message_id: messageId };
      const quota = { dailyQuota: "500", remainingQuota: String(500 - sent.length) };
      return { msg_id: messageId, sent_time: String(now()), sending_mode: "1", quota };
    },
  };
}
