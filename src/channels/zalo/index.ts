import type { Address } from "../../messages/index.ts";
import type { Clock } from "../../platform/index.ts";
import type { Channel, ChannelOff } from "../channel.ts";
import { missing } from "../missing.ts";
import { type AccountMemory, accountMigrations } from "./account/store.ts";
import { watchZalo } from "./chat/worker.ts";
import { type ZaloClientConfig, zaloClient } from "./client.ts";
import { type ZaloDesk, zaloDesk } from "./desk/client.ts";
import { zaloRoutes } from "./http.ts";
import { zaloSender } from "./sender.ts";
import { tokenMigrations } from "./store.ts";
import type { TemplateRegistry } from "./templates/registry.ts";
import { templateSender } from "./templates/sender.ts";
import type { TokenStore, TokenTrouble } from "./tokens.ts";

export { type AccountMemory, sqlAccountMemory } from "./account/store.ts";
export type { ZaloDesk, ZaloHealth } from "./desk/client.ts";
export { renderZalo } from "./render.ts";
export { sqlTokenStore } from "./store.ts";
export { loadZaloTemplates } from "./templates/load.ts";
export type { TemplateRegistry } from "./templates/registry.ts";
export type { TokenPair, TokenStore } from "./tokens.ts";

export const zaloMigrations = { ...tokenMigrations, ...accountMigrations };

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
  readonly znsUrl?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly buttons?: boolean | undefined;
  readonly preflight?: boolean | undefined;
  /** Prove the app's secret with every call, for apps that demand it. */
  readonly secretProof?: boolean | undefined;
  /** Template messages by telephone go to the account's administrators only. */
  readonly templateRehearsal?: boolean | undefined;
  /** Read the chats while the webhook is silent; unless switched off. */
  readonly polling?: boolean | undefined;
  /** Where Zalo's console holds one fixed code challenge: the verifier that belongs to it. */
  readonly codeVerifier?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface ZaloPorts {
  /** Opens the token store of an Official Account; see sqlTokenStore. */
  readonly tokens: (oaId: string) => TokenStore;
  /** Opens what is remembered of an Official Account; see sqlAccountMemory. */
  readonly memory: (oaId: string) => AccountMemory;
  readonly lastInteraction: (who: Address) => Promise<number | undefined>;
  readonly templates: TemplateRegistry;
  /** True when Zalo has said that what was sent under this key arrived. */
  readonly hasArrived: (key: string) => Promise<boolean>;
  /** Bytes of a file the office keeps; undefined when it is gone or may not be shown. */
  readonly openFile: NonNullable<ZaloClientConfig["openFile"]>;
  readonly clock: Clock;
}

export interface ZaloChannel extends Channel {
  readonly desk: ZaloDesk;
}

/** The Zalo Official Account channel, or what is missing for it. Verification cannot be switched off. */
export function zaloChannel(config: ZaloConfig, ports: ZaloPorts): ZaloChannel | ChannelOff {
  const { appId, oaId, oaSecretKey } = config;
  if (!appId || !oaId || !oaSecretKey) {
    return missing({ ZALO_APP_ID: appId, ZALO_OA_ID: oaId, ZALO_OA_SECRET_KEY: oaSecretKey });
  }
  const { clock } = ports;
  const us = { appId, oaId };
  const memory = ports.memory(oaId);
  const tokens = ports.tokens(oaId);
  const onTrouble = noteTrouble(memory, clock);
  const settings = { ...clientConfig(config), appId, tokens, clock, onTrouble, openFile: ports.openFile };
  const client = zaloClient(settings);
  const { codeVerifier, templateRehearsal: rehearsal = false } = config;
  const fixed = codeVerifier ? { fixedVerifier: codeVerifier } : {};
  const desk = zaloDesk({ ...settings, ...fixed, oaId, api: client.api, memory });
  const inbound = { ...us, oaSecretKey, strict: config.strict ?? false };
  return {
    name: "zalo",
    desk,
    routes: (channelPorts) => zaloRoutes(inbound, channelPorts, memory),
    start: (channelPorts) =>
      watchZalo({ us, api: client.api, keeper: client.keeper, memory, polling: config.polling ?? true }, channelPorts),
    alarms: async () => (await desk.health()).alarms,
    sender: zaloSender({
      client,
      oaId,
      memory,
      now: () => clock.now(),
      lastInteraction: ports.lastInteraction,
      template: templateSender({
        api: client.api,
        templates: ports.templates,
        rehearsal,
        hasArrived: ports.hasArrived,
      }),
      buttons: config.buttons ?? false,
      preflight: config.preflight ?? false,
    }),
  };
}

/** Only what a person must mend is an alarm; an outage ends by itself. */
function noteTrouble(memory: AccountMemory, clock: Clock) {
  return async (trouble: TokenTrouble | undefined): Promise<void> => {
    if (trouble?.kind === "retry") return;
    await memory.note({ tokenTrouble: trouble?.reason ?? null, tokenTroubleAt: trouble ? clock.now() : null });
  };
}

/** The optional settings that are set, so that absent ones take their defaults. */
function clientConfig(config: ZaloConfig): Partial<ZaloClientConfig> {
  const { appSecret, refreshToken, accessToken, apiUrl, oauthUrl, znsUrl, timeoutMs } = config;
  const proofSecret = config.secretProof ? appSecret : undefined;
  const optional = { appSecret, refreshToken, accessToken, apiUrl, oauthUrl, znsUrl, timeoutMs, proofSecret };
  return Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined && value !== ""));
}
