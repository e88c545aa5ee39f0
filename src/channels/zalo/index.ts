import type { Clock } from "../../platform/index.ts";
import type { Channel, ChannelOff, Sender } from "../channel.ts";
import { missing } from "../missing.ts";
import { type ZaloClientConfig, zaloClient } from "./client.ts";
import { zaloRoutes } from "./http.ts";
import { renderZalo } from "./render.ts";
import type { TokenStore } from "./tokens.ts";

export { renderZalo } from "./render.ts";
export { sqlTokenStore, zaloMigrations } from "./store.ts";
export type { TokenPair, TokenStore } from "./tokens.ts";

/** As read from the environment; what is absent switches the channel off, or only the way out of it. */
export interface ZaloConfig {
  readonly appId?: string | undefined;
  readonly oaId?: string | undefined;
  readonly appSecret?: string | undefined;
  readonly oaSecretKey?: string | undefined;
  readonly refreshToken?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly oauthUrl?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface ZaloPorts {
  /** Opens the token store of an Official Account; see sqlTokenStore. */
  readonly tokens: (oaId: string) => TokenStore;
  readonly clock: Clock;
}

/** The Zalo Official Account channel, or what is missing for it. Verification cannot be switched off. */
export function zaloChannel(config: ZaloConfig, ports: ZaloPorts): Channel | ChannelOff {
  const { appId, oaId, oaSecretKey } = config;
  if (!appId || !oaId || !oaSecretKey) {
    return missing({ ZALO_APP_ID: appId, ZALO_OA_ID: oaId, ZALO_OA_SECRET_KEY: oaSecretKey });
  }
  const inbound = { appId, oaId, oaSecretKey, strict: config.strict ?? false };
  return {
    name: "zalo",
    routes: (channelPorts) => zaloRoutes(inbound, channelPorts),
    sender: zaloSender({ ...givenOf(config), appId, tokens: ports.tokens(oaId), clock: ports.clock }),
  };
}

/** The optional settings that are set, so that absent ones take their defaults. */
function givenOf({
  appSecret,
  refreshToken,
  accessToken,
  apiUrl,
  oauthUrl,
  timeoutMs,
}: ZaloConfig): Partial<ZaloClientConfig> {
  const optional = { appSecret, refreshToken, accessToken, apiUrl, oauthUrl, timeoutMs };
  return Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined && value !== ""));
}

/** The way out alone. */
export function zaloSender(config: ZaloClientConfig): Sender {
  const client = zaloClient(config);
  return { channel: "zalo", render: renderZalo, send: (to, part) => client.sendText(to, part) };
}
