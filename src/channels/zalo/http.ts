import type { Router } from "express";
import type { ChannelPorts, WebhookAnswer, WebhookRequest } from "../channel.ts";
import { durably, webhookRouter } from "../http.ts";
import { parseZalo, type ZaloIdentity, type ZaloInbound } from "./parse.ts";
import { jsonObjectOf, verifyZalo } from "./verify.ts";

export interface ZaloWebhookConfig extends ZaloIdentity {
  /** The secret of the app console's Webhook page. */
  readonly oaSecretKey: string;
  /** Answer 401 to a bad signature instead of the 200 that lets the console's unsigned test call pass. */
  readonly strict?: boolean;
}

const LIMIT_BYTES = 256 * 1024;
/** Zalo repeats a call with its first timestamp for up to 1 h 51 min; the inbox's unique key refuses repeats. */
const FRESH_MS = 24 * 3_600_000;
const OK: WebhookAnswer = { status: 200 };

/** POST /webhooks/zalo. */
export function zaloRoutes(config: ZaloWebhookConfig, ports: ChannelPorts): Router {
  return webhookRouter({
    channel: "zalo",
    path: "/zalo",
    limitBytes: LIMIT_BYTES,
    ports,
    answer: (request) => answerZalo(config, ports, request),
  });
}

async function answerZalo(
  config: ZaloWebhookConfig,
  ports: ChannelPorts,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  const json = jsonObjectOf(request.body);
  if (!json) {
    // The signature covers a timestamp inside the body, so a body that cannot be read cannot be verified either.
    ports.reject("zalo", "unparsable");
    return { status: 400 };
  }
  if (!verifyZalo(request.body, request.headers["x-zevent-signature"], config.appId, config.oaSecretKey)) {
    ports.reject("zalo", "signature");
    return config.strict ? { status: 401 } : OK;
  }
  return takeIn(parseZalo(json, config), ports);
}

async function takeIn(inbound: ZaloInbound, ports: ChannelPorts): Promise<WebhookAnswer> {
  if (inbound.kind === "not_for_us") {
    ports.reject("zalo", "not_for_us", inbound.name);
    return OK;
  }
  const at = inbound.kind === "message" ? inbound.message.sentAt : inbound.event.at;
  if (Math.abs(ports.now() - at) > FRESH_MS) {
    ports.reject("zalo", "stale");
    return OK;
  }
  if (inbound.kind === "message")
    return durably(
      "zalo",
      ports,
      () => ports.accept(inbound.message),
      () => OK,
    );
  const { keep } = ports;
  if (keep)
    return durably(
      "zalo",
      ports,
      () => keep(inbound.event),
      () => OK,
    );
  ports.reject("zalo", "not_for_us", inbound.event.kind);
  return OK;
}
