import type { Channel, ChannelOff } from "../../channel.ts";
import { missing } from "../../missing.ts";
import { renderSms, styleOf } from "../render.ts";
import { sendAndroid } from "./client.ts";
import { androidRoutes } from "./http.ts";

/** As read from the environment; what is absent switches the provider off. */
export interface AndroidConfig {
  readonly url?: string | undefined;
  readonly secret?: string | undefined;
  /** Default 5 minutes, as the app's documentation has it. */
  readonly toleranceMs?: number | undefined;
  readonly smsAccents?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
}

/** SMS over a phone with a SIM card of its own (SMS Gateway for Android), or what is missing for it. */
export function androidChannel(config: AndroidConfig): Channel | ChannelOff {
  const { url, secret, toleranceMs = 300_000, timeoutMs = 10_000 } = config;
  if (!url || !secret) return missing({ ANDROID_SMS_URL: url, ANDROID_SMS_SECRET: secret });
  return {
    name: "sms",
    routes: (ports) => androidRoutes({ secret, toleranceMs }, ports),
    sender: {
      channel: "sms",
      render: (reply, wishes) => renderSms(reply, styleOf(config), wishes),
      send: (to, part, key) => sendAndroid({ url, timeoutMs }, to, part, key),
    },
  };
}
