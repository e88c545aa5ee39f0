import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "../../channel.ts";
import { durably } from "../../http.ts";
import { offeredOnce } from "../../offered-once.ts";
import { type EsmsInbound, fieldsOf, parseMo, parseReport, signedOf } from "./parse.ts";
import { reportToken, sameText, verifyEsms } from "./verify.ts";

export interface EsmsWebhookConfig {
  readonly secretKey: string;
  /** Signs MO calls. */
  readonly moKey: string;
  /** The word a shared short code knows us by. */
  readonly keyword?: string;
  /** Addresses calls may come from; empty: any. */
  readonly allowedIps: readonly string[];
}

const REPORTS = "/sms/esms/report/";

/** The address for delivery reports below /webhooks. */
export const reportPath = (secretKey: string): string => `/webhooks${REPORTS}${reportToken(secretKey)}`;

/**
 * Nothing is said in the answer to the call: what it said would be lost with a lost answer, and could not be tried again.
 * Replies leave through the outbox, as messages of their own.
 */
const SILENCE: WebhookAnswer = {
  status: 200,
  type: "text/xml",
  body: '<?xml version="1.0" encoding="UTF-8"?><ClientResponse/>',
};
const REFUSED: WebhookAnswer = { status: 403 };

/**
 * GET /webhooks/sms/esms for messages, and an address of its own for delivery reports. Whether a message is sent again is not
 * written anywhere.
 */
export function esmsRoutes(config: EsmsWebhookConfig, house: ChannelPorts): readonly Webhook[] {
  const ports = offeredOnce(house);
  const door: EsmsDoor = { ...config, isFirstCut: rememberCuts() };
  const shared = { channel: "sms", method: "get", limitBytes: 1024, ports } as const;
  const answering = (read: typeof readMo) => (request: WebhookRequest) => answer(door, ports, request, read);
  return [
    { ...shared, path: "/sms/esms", answer: answering(readMo) },
    { ...shared, path: `${REPORTS}:token`, answer: answering(readReport) },
  ];
}

type Refusal = { readonly kind: "refused" };
type EsmsDoor = EsmsWebhookConfig & { readonly isFirstCut: (sign: string, smsid: string) => boolean };

const REMEMBERED = 10_000;

/**
 * The sum does not say where one field ends. The same one under another id is an earlier call cut elsewhere, which would pass
 * for a new message; for as long as this process remembers, it does not.
 */
function rememberCuts(): EsmsDoor["isFirstCut"] {
  const ids = new Map<string, string>();
  return (sign, smsid) => {
    const known = ids.get(sign) ?? smsid;
    ids.set(sign, known);
    if (ids.size > REMEMBERED) ids.delete(ids.keys().next().value ?? "");
    return known === smsid;
  };
}

async function answer(
  config: EsmsDoor,
  ports: ChannelPorts,
  request: WebhookRequest,
  read: typeof readMo,
): Promise<WebhookAnswer> {
  if (config.allowedIps.length > 0 && !config.allowedIps.includes(request.from)) {
    ports.reject("sms", "signature", "address");
    return REFUSED;
  }
  const [path = "", query = ""] = request.url.split(/\?(.*)/s);
  const inbound = read(config, path, new URLSearchParams(query), ports.now());
  if (inbound.kind !== "refused") return takeIn(inbound, ports);
  ports.reject("sms", "signature");
  return REFUSED;
}

function readMo(config: EsmsDoor, _path: string, query: URLSearchParams, now: number): EsmsInbound | Refusal {
  const fields = fieldsOf(query);
  const signed = fields && signedOf(fields);
  // Who forgets to escape the "+" of base64 sends a space.
  const sign = fields?.get("sign")?.replaceAll(" ", "+") ?? "";
  if (!signed || !verifyEsms(signed, sign, config.moKey) || !config.isFirstCut(sign, signed.smsid))
    return { kind: "refused" };
  return parseMo(signed, fields, config.keyword, now);
}

function readReport({ secretKey }: EsmsDoor, path: string, query: URLSearchParams, now: number) {
  const fields = fieldsOf(query);
  const isTheirs = sameText(path.slice(path.lastIndexOf("/") + 1), reportToken(secretKey));
  return isTheirs && fields ? parseReport(fields, now) : ({ kind: "refused" } as const);
}

async function takeIn(inbound: EsmsInbound, ports: ChannelPorts): Promise<WebhookAnswer> {
  const { keep } = ports;
  const done = () => SILENCE;
  if (inbound.kind === "message") return durably("sms", ports, () => ports.accept(inbound.message), done);
  if (inbound.kind === "event" && keep) return durably("sms", ports, () => keep(inbound.event), done);
  ports.reject("sms", "not_for_us", inbound.kind === "event" ? inbound.event.kind : inbound.name);
  return SILENCE;
}
