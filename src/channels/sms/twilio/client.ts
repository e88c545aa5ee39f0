import type { Address } from "../../../messages/index.ts";
import { smsSize } from "../../../text/index.ts";
import type { SendOutcome } from "../../channel.ts";
import { troubleOf } from "../client.ts";
import { refusedByTemplates, type SmsTemplate } from "../templates/registry.ts";
import { outcomeOfError } from "./outcome.ts";
import { openTwilio, type RestRequest, type RestResponse } from "./sdk.ts";

export interface TwilioClientConfig {
  readonly accountSid: string;
  readonly authToken: string;
  /** Our number, sender name or messaging service (MG…); without it the number the citizen wrote to answers. */
  readonly from?: string;
  /** Approved texts, needed where `from` is a brand name: in Viet Nam those are registered with it (twilio.com/guidelines/vn/sms). */
  readonly templates?: readonly SmsTemplate[];
  /** Where Twilio says what became of a message. */
  readonly statusCallback?: string;
  /** Default https://api.twilio.com. */
  readonly apiUrl?: string;
  /** How long one request may take; default 10 000. */
  readonly timeoutMs?: number;
}

export interface SmsClient {
  /** Sends one SMS, concatenated by the operator where it is long. Never throws. */
  sendText(to: Address, text: string): Promise<SendOutcome>;
}

/** A sender's name rather than a number or a messaging service. */
const BRAND = /^(?=.*[A-Za-z])[A-Za-z0-9 ._-]{1,11}$/;

export function twilioClient(config: TwilioClientConfig): SmsClient {
  const reports = config.statusCallback ? { statusCallback: config.statusCallback } : {};
  let opened: ReturnType<typeof openTwilio> | undefined;
  const open = () => {
    opened ??= openTwilio(config.accountSid, config.authToken, (wish) => request(config, wish));
    return opened;
  };
  return {
    async sendText(to, text) {
      const sender = config.from || to.account;
      if (!sender) return { kind: "operator", reason: "twilio: no sender (TWILIO_FROM)" };
      const refused = BRAND.test(sender) && refusedByTemplates(text, sender, config.templates ?? []);
      if (refused) return { kind: "refused", reason: refused };
      try {
        const from = sender.startsWith("MG") ? { messagingServiceSid: sender } : { from: sender };
        const { messages } = await open();
        return outcomeOfSent(await messages.create({ to: to.id, body: text, ...from, ...reports }), text);
      } catch (error) {
        return outcomeOfThrown(error);
      }
    },
  };
}

function outcomeOfSent({ sid, errorCode }: { sid: string; errorCode?: unknown }, text: string): SendOutcome {
  if (errorCode) return outcomeOfError(Number(errorCode), 201);
  return { kind: "sent", providerId: sid, billed: { service: "sms_twilio", units: smsSize(text).segments } };
}

/** The package throws for every refusal, with the HTTP status and mostly a code; networks throw without either. */
function outcomeOfThrown(error: unknown): SendOutcome {
  const { status, code } = Object(error) as { status?: unknown; code?: unknown };
  if (typeof status === "number") return outcomeOfError(typeof code === "number" ? code : 0, status);
  return troubleOf("twilio", error);
}

async function request(config: TwilioClientConfig, wish: RestRequest): Promise<RestResponse> {
  const { pathname, search } = new URL(wish.uri);
  const address = (config.apiUrl ?? "https://api.twilio.com").replace(/\/+$/, "") + pathname + search;
  const form = new URLSearchParams(
    Object.entries(wish.data ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const response = await fetch(address, {
    method: wish.method.toUpperCase(),
    headers: {
      ...wish.headers,
      authorization: `Basic ${Buffer.from(`${wish.username}:${wish.password}`).toString("base64")}`,
    },
    body: form.toString(),
    signal: AbortSignal.timeout(config.timeoutMs ?? 10_000),
    redirect: "error",
  });
  return { statusCode: response.status, body: await response.text(), headers: Object.fromEntries(response.headers) };
}
