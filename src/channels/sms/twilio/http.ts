import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "../../channel.ts";
import { durably } from "../../http.ts";
import { offeredOnce } from "../../offered-once.ts";
import { parseTwilio, type TwilioInbound } from "./parse.ts";
import { formFields, verifyTwilio } from "./verify.ts";

export interface TwilioWebhookConfig {
  readonly accountSid: string;
  readonly authToken: string;
  /** Scheme and host Twilio was given: the signature covers them. */
  readonly publicUrl: string;
}

const LIMIT_BYTES = 256 * 1024;
/** We never answer inside the webhook: replies leave through the outbox. */
const SILENCE: WebhookAnswer = { status: 200, type: "text/xml", body: "<Response/>" };

/** POST /webhooks/sms/twilio. An SMS that meets an error is logged by Twilio, and nothing more is done with it. */
export function twilioRoutes(config: TwilioWebhookConfig, house: ChannelPorts): readonly Webhook[] {
  const ports = offeredOnce(house);
  return [
    {
      channel: "sms",
      path: "/sms/twilio",
      limitBytes: LIMIT_BYTES,
      publicUrl: config.publicUrl,
      ports,
      answer: (request) => answerTwilio(config, ports, request),
    },
  ];
}

async function answerTwilio(
  config: TwilioWebhookConfig,
  ports: ChannelPorts,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  if (!(await verifyTwilio(request.body, request.headers["x-twilio-signature"], request.url, config.authToken))) {
    ports.reject("sms", "signature");
    return { status: 403 };
  }
  return takeIn(parseTwilio(formFields(request.body), config.accountSid, ports.now()), ports);
}

async function takeIn(inbound: TwilioInbound, ports: ChannelPorts): Promise<WebhookAnswer> {
  const { keep } = ports;
  if (inbound.kind === "message")
    return durably(
      "sms",
      ports,
      () => ports.accept(inbound.message),
      () => SILENCE,
    );
  if (inbound.kind === "event" && keep)
    return durably(
      "sms",
      ports,
      () => keep(inbound.event),
      () => SILENCE,
    );
  ports.reject("sms", "not_for_us", inbound.kind === "event" ? inbound.event.kind : inbound.name);
  return SILENCE;
}
