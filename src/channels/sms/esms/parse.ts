import { cleanText, type InboundMessage } from "../../../messages/index.ts";
import { fold } from "../../../text/index.ts";
import type { ChannelEvent } from "../../channel.ts";
import { toE164 } from "../../phone-number.ts";
import { withKeyword } from "../keywords.ts";
import type { SignedMo } from "./verify.ts";

/** Names of an MO call; `keyword` is the first word of `content`. */
const SIGNED = ["cpid", "smsid", "content", "receiverTime"] as const;

/** A query by name; undefined where a name comes twice: which of the two was signed could not be told. */
export function fieldsOf(query: URLSearchParams): ReadonlyMap<string, string> | undefined {
  const fields = new Map(query);
  return fields.size === [...query.keys()].length ? fields : undefined;
}

/** The signed part of an MO call; undefined when something of it is missing or could never have been sent. */
export function signedOf(fields: ReadonlyMap<string, string>): SignedMo | undefined {
  const [cpid = "", smsid = "", content = "", receiverTime = ""] = SIGNED.map((name) => fields.get(name));
  const isWhole = /^[\x21-\x7e]{1,64}$/.test(smsid) && /^\d{14}$/.test(receiverTime) && cpid !== "";
  return isWhole ? { cpid, smsid, content, receiverTime } : undefined;
}

export type EsmsInbound =
  | { readonly kind: "message"; readonly message: InboundMessage }
  | { readonly kind: "event"; readonly event: ChannelEvent }
  | { readonly kind: "not_for_us"; readonly name: string };

/** A verified MO call. `prefix`: the word a shared short code knows us by; it is for the code, not for us. */
export function parseMo(
  { smsid, content, receiverTime }: SignedMo,
  fields: ReadonlyMap<string, string>,
  prefix: string | undefined,
  now: number,
): EsmsInbound {
  const number = toE164(fields.get("sender") ?? "");
  if (number === null) return { kind: "not_for_us", name: "sender" };
  const text = cleanText(withoutPrefix(content.toWellFormed(), prefix));
  if (text === "") return { kind: "not_for_us", name: "empty" };
  const from = { channel: "sms", id: number, account: accountOf(fields.get("serviceNumber")) } as const;
  const message = { providerId: smsid, from, sentAt: instantOf(receiverTime) ?? now, text, attachments: [] };
  return { kind: "message", message: withKeyword(message) };
}

const accountOf = (serviceNumber = "") => (serviceNumber ? `esms:${serviceNumber.slice(0, 32)}` : "esms");

function withoutPrefix(content: string, prefix: string | undefined): string {
  const [first = "", ...rest] = content.trim().split(/\s+/);
  return prefix && rest.length > 0 && fold(first) === fold(prefix) ? content.trim().slice(first.length) : content;
}

/** yyyyMMddHHmmss by the clock of Viet Nam, in epoch milliseconds. */
function instantOf(stamp: string): number | undefined {
  const parts = stamp.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6+07:00");
  const at = Date.parse(parts);
  return Number.isNaN(at) ? undefined : at;
}

/** Where a message ends (developers.esms.vn, callback): refused or done; the others are stations on the way. */
const REFUSED = "4";
const DONE = "5";

/** A delivery report. Done may mean failed: the counters say. */
export function parseReport(fields: ReadonlyMap<string, string>, now: number): EsmsInbound {
  const [id = "", key = "", state = ""] = ["SMSID", "RequestId", "SendStatus"].map((name) => fields.get(name));
  const providerIds = [id, key].filter((one) => /^[\x21-\x7e]{1,64}$/.test(one));
  if (providerIds.length === 0) return { kind: "not_for_us", name: "schema:SMSID" };
  const status = fateOf(state, Number(fields.get("SendFailed")), Number(fields.get("SendSuccess")));
  if (!status) return { kind: "not_for_us", name: `status:${state}`.slice(0, 64) };
  const to = { channel: "sms", id: toE164(fields.get("phonenumber") ?? "") ?? "", account: "esms" } as const;
  const reason = status === "failed" ? { reason: `esms status ${state}` } : {};
  return { kind: "event", event: { kind: "delivery", to, providerIds, status, ...reason, at: now } };
}

function fateOf(state: string, failed: number, succeeded: number): "delivered" | "failed" | undefined {
  if (state === REFUSED || (state === DONE && failed > 0)) return "failed";
  return state === DONE && succeeded > 0 ? "delivered" : undefined;
}
