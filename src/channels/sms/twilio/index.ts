import type { Channel, ChannelOff } from "../../channel.ts";
import { missing } from "../../missing.ts";
import { renderSms, styleOf } from "../render.ts";
import type { SmsTemplate } from "../templates/registry.ts";
import { type TwilioClientConfig, twilioClient } from "./client.ts";
import { twilioRoutes } from "./http.ts";

/** As read from the environment; what is absent switches the channel off. */
export interface TwilioConfig {
  readonly accountSid?: string | undefined;
  readonly authToken?: string | undefined;
  readonly from?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly publicUrl?: string | undefined;
  /** Send Vietnamese marks; default false: a marked SMS costs about twice as many parts. */
  readonly smsAccents?: boolean | undefined;
  /** Approved texts, where `from` is a brand name. */
  readonly templates?: readonly SmsTemplate[] | undefined;
  /** Default 3. */
  readonly maxSegments?: number | undefined;
  readonly timeoutMs?: number | undefined;
}

/** The SMS channel over Twilio, or what is missing for it. Verification cannot be switched off. */
export function twilioChannel(config: TwilioConfig): Channel | ChannelOff {
  const { accountSid, authToken, publicUrl } = config;
  if (!accountSid || !authToken || !publicUrl) {
    return missing({ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, PUBLIC_URL: publicUrl });
  }
  if (!accountSid.startsWith("AC")) return { off: "TWILIO_ACCOUNT_SID must start with AC" };
  const statusCallback = `${publicUrl.replace(/\/+$/, "")}/webhooks/sms/twilio`;
  const client = twilioClient({ accountSid, authToken, statusCallback, ...givenOf(config) });
  return {
    name: "sms",
    routes: (ports) => twilioRoutes({ accountSid, authToken, publicUrl }, ports),
    sender: {
      channel: "sms",
      render: (reply, wishes) => renderSms(reply, styleOf(config), wishes),
      send: (to, part) => client.sendText(to, part),
    },
  };
}

function givenOf({ from, apiUrl, timeoutMs, templates }: TwilioConfig): Partial<TwilioClientConfig> {
  return Object.fromEntries(
    Object.entries({ from, apiUrl, timeoutMs, templates }).filter(([, value]) => value !== undefined && value !== ""),
  );
}
