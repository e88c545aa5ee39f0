import type { Channel, ChannelOff } from "../../channel.ts";
import { missing } from "../../missing.ts";
import { renderSms, styleOf } from "../render.ts";
import type { SmsTemplate } from "../templates/registry.ts";
import { sendEsms } from "./client.ts";
import { esmsRoutes, reportPath } from "./http.ts";

/** As read from the environment; what is absent switches the provider off. */
export interface EsmsConfig {
  readonly apiKey?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly apiUrl?: string | undefined;
  /** Signs what comes in, where it is another than the secret key. */
  readonly moKey?: string | undefined;
  readonly brandName?: string | undefined;
  readonly keyword?: string | undefined;
  readonly allowedIps?: readonly string[] | undefined;
  /** Without it no delivery reports are asked for. */
  readonly publicUrl?: string | undefined;
  readonly templates?: readonly SmsTemplate[] | undefined;
  readonly smsAccents?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
}

/** SMS over eSMS (ViHAT): a short code in, messages out; or what is missing for it. Verification cannot be switched off. */
export function esmsChannel(config: EsmsConfig): Channel | ChannelOff {
  const { apiKey, secretKey, publicUrl } = config;
  if (!apiKey || !secretKey) return missing({ ESMS_API_KEY: apiKey, ESMS_SECRET_KEY: secretKey });
  const { keyword, apiUrl, brandName, moKey = secretKey, allowedIps = [], templates = [], timeoutMs = 10_000 } = config;
  const client = {
    apiKey,
    secretKey,
    templates,
    timeoutMs,
    ...(apiUrl && { apiUrl }),
    ...(brandName && { brandName }),
    ...(publicUrl && { callbackUrl: publicUrl.replace(/\/+$/, "") + reportPath(secretKey) }),
  };
  return {
    name: "sms",
    routes: (ports) => esmsRoutes({ secretKey, moKey, allowedIps, ...(keyword && { keyword }) }, ports),
    sender: {
      channel: "sms",
      render: (reply, wishes) => renderSms(reply, styleOf(config), wishes),
      send: (to, part, key) => sendEsms(client, to, part, key),
    },
  };
}
