import type { Address } from "../../../messages/index.ts";
import type { SendOutcome } from "../../channel.ts";
import { outcomeOfError } from "./outcome.ts";
import { openTwilio, type RestRequest, type RestResponse } from "./sdk.ts";

export interface TwilioClientConfig {
  readonly accountSid: string;
  readonly authToken: string;
  /** Our number, sender name or messaging service (MG…); without it the number the citizen wrote to answers. */
  readonly from?: string;
  /** Default https://api.twilio.com. */
  readonly apiUrl?: string;
  /** How long one request may take; default 10 000. */
  readonly timeoutMs?: number;
}

export interface SmsClient {
  /** Sends one SMS, concatenated by the operator where it is long. Never throws. */
  sendText(to: Address, text: string): Promise<SendOutcome>;
}

export function twilioClient(config: TwilioClientConfig): SmsClient {
  let opened: ReturnType<typeof openTwilio> | undefined;
  return {
    async sendText(to, text) {
      const sender = config.from || to.account;
      if (!sender) return { kind: "operator", reason: "twilio: no sender (TWILIO_FROM)" };
      try {
        opened ??= openTwilio(config.accountSid, config.authToken, (wish) => request(config, wish));
        const client = await opened;
        const from = sender.startsWith("MG") ? { messagingServiceSid: sender } : { from: sender };
        const sent = await client.messages.create({ to: to.id, body: text, ...from });
        return sent.errorCode ? outcomeOfError(Number(sent.errorCode), 201) : { kind: "sent", providerId: sent.sid };
      } catch (error) {
        return outcomeOfThrown(error);
      }
    },
  };
}

/** The package throws for every refusal, with the HTTP status and mostly a code; networks throw without either. */
function outcomeOfThrown(error: unknown): SendOutcome {
  const { status, code, name } = Object(error) as { status?: unknown; code?: unknown; name?: unknown };
  if (typeof status === "number") return outcomeOfError(typeof code === "number" ? code : 0, status);
  return { kind: "retry", reason: name === "TimeoutError" ? "twilio time-out" : "twilio unreachable" };
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
