import type { Channel, ChannelOff } from "../channel.ts";
import { missing } from "../missing.ts";
import { activitySender } from "./client.ts";
import { activityRoutes } from "./http.ts";
import type { BotFrameworkPorts } from "./ports.ts";

export type { BotFrameworkPorts } from "./ports.ts";
export { botFrameworkMigrations, forgetWhenWritten, sqlReferences } from "./store.ts";
export { readTranscript, type Said, writeTranscript } from "./transcript.ts";

/** As read from the environment. */
export interface BotFrameworkConfig {
  readonly door?: "on" | undefined;
  /** Callers elsewhere bring it as a bearer token; without it only this machine may call. */
  readonly secret?: string | undefined;
  /** Origins replies may be posted to; none: this machine. */
  readonly serviceUrls?: readonly string[] | undefined;
  readonly timeoutMs?: number;
}

const SHORTEST_SECRET = 24;
const ANSWER_WITHIN_MS = 10_000;

/** The Bot Framework's door for the Emulator, tests and web chats. Off unless asked for. */
export function botFrameworkChannel(config: BotFrameworkConfig, house: BotFrameworkPorts): Channel | ChannelOff {
  const { door, secret, timeoutMs = 10_000 } = config;
  if (door !== "on") return missing({ BOTFRAMEWORK_DOOR: undefined });
  if (secret !== undefined && secret.length < SHORTEST_SECRET)
    return { off: `BOTFRAMEWORK_SECRET must have at least ${SHORTEST_SECRET} characters` };
  const serviceUrls = (config.serviceUrls ?? []).map((text) => URL.parse(text)?.origin ?? "");
  if (serviceUrls.some((origin) => !/^https?:/.test(origin)))
    return { off: "BOTFRAMEWORK_SERVICE_URLS must be addresses beginning with https:// or http://" };
  return {
    name: "botframework",
    mount: "/api",
    routes: (ports) => activityRoutes({ secret, serviceUrls, answerWithinMs: ANSWER_WITHIN_MS }, house, ports),
    sender: activitySender({ references: house.references, serviceUrls, timeoutMs }),
  };
}
