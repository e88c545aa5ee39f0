import { createHash } from "node:crypto";

const WINDOW_MS = 7 * 24 * 3_600_000;

export interface WishedMessage {
  readonly text?: unknown;
  readonly attachment?: {
    readonly type?: unknown;
    readonly payload?: {
      readonly buttons?: unknown;
      readonly template_type?: unknown;
      readonly token?: unknown;
      readonly elements?: unknown;
    };
  };
}

/** A person to whom every message fails with this code: magicZaloUser(-217) has blocked the account. */
export function magicZaloUser(code: number): string {
  return `999900000000${String(-code).padStart(7, "0")}`;
}

export const magicCode = (id: string, pattern: RegExp): number => -Number(pattern.exec(id)?.[1] ?? 0);

/** What is wrong with the person: 0 for nothing. `last` is the last interaction, where the fake was told of one. */
export function personError(userId: unknown, last: number | undefined, now: number): number {
  if (typeof userId !== "string" || !/^\d{5,25}$/.test(userId)) return -201;
  const magic = magicCode(userId, /^999900000000(\d{7})$/);
  if (magic !== 0) return magic;
  return last !== undefined && now - last > WINDOW_MS ? -230 : 0;
}

export interface MessageRules {
  /** Buttons are undocumented: taken, or refused with this code. */
  readonly buttons: "taken" | -201 | -233;
  readonly fileTokens: ReadonlySet<string>;
}

/** What is wrong with the message itself; 0 for nothing. */
export function messageError({ text, attachment }: WishedMessage, rules: MessageRules): number {
  if (text !== undefined && (typeof text !== "string" || text === "")) return -201;
  if (typeof text === "string" && [...text].length > 2000) return -210;
  if (attachment === undefined) return text === undefined ? -201 : 0;
  return attachmentError(attachment, rules);
}

function attachmentError(
  { type, payload = {} }: NonNullable<WishedMessage["attachment"]>,
  rules: MessageRules,
): number {
  if (type === "file") return rules.fileTokens.has(String(payload.token)) ? 0 : -100;
  if (type !== "template") return -233;
  return payload.buttons === undefined ? elementError(payload, rules) : buttonsError(payload.buttons, rules);
}

/** One element each, with the address of a picture Zalo can fetch. */
function elementError(
  { template_type, elements }: NonNullable<WishedMessage["attachment"]>["payload"] & object,
  rules: MessageRules,
): number {
  const [element, ...more] = Array.isArray(elements) ? elements : [];
  if (element === undefined || more.length > 0) return -201;
  if (template_type === "media") return mediaError(element, rules);
  if (template_type !== "request_user_info") return -233;
  return element.title && isHttps(element.image_url) ? 0 : -201;
}

function mediaError(element: { attachment_id?: unknown; url?: unknown }, rules: MessageRules): number {
  if (element.attachment_id) return rules.fileTokens.has(String(element.attachment_id)) ? 0 : -100;
  return isHttps(element.url) ? 0 : -201;
}

function buttonsError(buttons: unknown, rules: MessageRules): number {
  if (rules.buttons !== "taken") return rules.buttons;
  return Array.isArray(buttons) && buttons.length >= 1 && buttons.length <= 5 ? 0 : -201;
}

const isHttps = (url: unknown): boolean => typeof url === "string" && url.startsWith("https://");

export const hexId = (seed: string): string => createHash("sha256").update(seed).digest("hex").slice(0, 20);

/** A consent as Zalo's page would grant it: a code good once, for ten minutes, and only with the verifier of its challenge. */
export function codes(now: () => number) {
  const open = new Map<string, { challenge: string; oaId: string; until: number }>();
  let granted = 0;
  return {
    grant(challenge: string, oaId: string): string {
      granted += 1;
      const code = hexId(`code-${granted}-${challenge}`);
      open.set(code, { challenge, oaId, until: now() + 600_000 });
      return code;
    },
    /** The account whose owner consented; undefined where the code is no good. */
    take(code: string, verifier: string): string | undefined {
      const consent = open.get(code);
      open.delete(code);
      const challenge = createHash("sha256").update(verifier).digest("base64url");
      return consent && consent.until >= now() && consent.challenge === challenge ? consent.oaId : undefined;
    },
  };
}
