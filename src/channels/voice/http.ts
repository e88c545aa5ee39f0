import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "../channel.ts";
import { durably } from "../http.ts";
import { formFields, verifyTwilio } from "../sms/twilio/verify.ts";
import { type CallLimits, planFor, planWhileOff } from "./call.ts";
import { parseVoice } from "./parse.ts";
import type { VoicePorts } from "./ports.ts";
import { twimlOf } from "./twiml.ts";

export interface VoiceWebhookConfig {
  readonly accountSid: string;
  readonly authToken: string;
  /** Scheme and host Twilio was given: the signature covers them. */
  readonly publicUrl: string;
  readonly transferNumber: string | undefined;
  readonly limits: CallLimits;
}

const LIMIT_BYTES = 64 * 1024;
const PATH = "/voice/twilio";
const NOTHING: WebhookAnswer = { status: 200, type: "text/xml", body: "<Response/>" };

/** POST /webhooks/voice/twilio: a call's start, every answer of the caller, the end of a transfer, and the end of the call. */
export function voiceRoutes(config: VoiceWebhookConfig, voice: VoicePorts, ports: ChannelPorts): readonly Webhook[] {
  // A caller who is sent away hears an error in English, so calls are answered while the channel is switched off as well.
  const { isOff: _, ...open } = ports;
  return [
    {
      channel: "voice",
      path: PATH,
      limitBytes: LIMIT_BYTES,
      publicUrl: config.publicUrl,
      ports: open,
      isLive: true,
      answer: (request) => answerVoice(config, voice, ports, request),
    },
  ];
}

async function answerVoice(
  config: VoiceWebhookConfig,
  voice: VoicePorts,
  ports: ChannelPorts,
  { body, headers, url }: WebhookRequest,
): Promise<WebhookAnswer> {
  if (!(await verifyTwilio(body, headers["x-twilio-signature"], url, config.authToken))) {
    ports.reject("voice", "signature");
    return { status: 403 };
  }
  const inbound = parseVoice(formFields(body), url, config.accountSid);
  switch (inbound.kind) {
    case "not_for_us":
      ports.reject("voice", "not_for_us", inbound.name);
      return NOTHING;
    case "over":
      return durably(
        "voice",
        ports,
        () => voice.calls.hangUp(inbound.call, ports.now()),
        () => NOTHING,
      );
    case "going_on": {
      const { accept, now } = ports;
      const desk = { ...voice, ...config, accept, now, notKept: () => ports.reject("voice", "not_stored") };
      const isOff = ports.isOff?.("voice") ?? false;
      if (isOff) ports.reject("voice", "disabled");
      const plan = isOff ? planWhileOff(inbound.request, desk) : await planFor(inbound.request, desk);
      const address = `${config.publicUrl.replace(/\/+$/, "")}/webhooks${PATH}`;
      return { status: 200, type: "text/xml", body: await twimlOf(plan, address) };
    }
    default:
      return inbound satisfies never;
  }
}
