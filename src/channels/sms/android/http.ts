import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "../../channel.ts";
import { durably } from "../../http.ts";
import { parseAndroid } from "./parse.ts";
import { verifyAndroid } from "./verify.ts";

export interface AndroidWebhookConfig {
  readonly secret: string;
  /** How far a call's stamp may be from our clock. */
  readonly toleranceMs: number;
}

const LIMIT_BYTES = 256 * 1024;
const DONE: WebhookAnswer = { status: 200, type: "application/json", body: "{}" };

/** POST /webhooks/sms/android. */
export function androidRoutes(config: AndroidWebhookConfig, ports: ChannelPorts): readonly Webhook[] {
  return [
    {
      channel: "sms",
      path: "/sms/android",
      limitBytes: LIMIT_BYTES,
      ports,
      answer: (request) => answer(config, ports, request),
    },
  ];
}

async function answer(
  { secret, toleranceMs }: AndroidWebhookConfig,
  ports: ChannelPorts,
  { body, headers }: WebhookRequest,
): Promise<WebhookAnswer> {
  const stamps = { signature: headers["x-signature"], timestamp: headers["x-timestamp"] };
  const verdict = verifyAndroid(body, stamps, secret, { now: ports.now(), toleranceMs });
  if (verdict !== "genuine") {
    ports.reject("sms", verdict === "stale" ? "stale" : "signature");
    return { status: 401 };
  }
  const { keep } = ports;
  const inbound = parseAndroid(body, ports.now());
  if (inbound.kind === "message")
    return durably(
      "sms",
      ports,
      () => ports.accept(inbound.message),
      () => DONE,
    );
  if (inbound.kind === "event" && keep)
    return durably(
      "sms",
      ports,
      () => keep(inbound.event),
      () => DONE,
    );
  ports.reject("sms", "not_for_us", inbound.kind === "event" ? inbound.event.kind : inbound.name);
  return DONE;
}
