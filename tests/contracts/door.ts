import express from "express";
import type { Crowd } from "../../src/channels/crowd.ts";
import {
  type Channel,
  type ChannelEvent,
  type ChannelOff,
  type ChannelPorts,
  frontDoor,
  webhookRouter,
} from "../../src/channels/index.ts";
import { type InboundMessage, Overloaded } from "../../src/messages/index.ts";
import { createLog } from "../../src/platform/index.ts";
import { listen } from "../fakes/listen.ts";

export interface Door {
  readonly url: string;
  readonly accepted: InboundMessage[];
  readonly events: ChannelEvent[];
  /** "channel why detail" of every call that led to no message. */
  readonly rejected: string[];
  close(): Promise<void>;
}

export function configured(channel: Channel | ChannelOff): Channel {
  if ("off" in channel) throw new Error(`the channel is off: ${channel.off}`);
  return channel;
}

/** A channel's webhooks behind a real server, with an inbox that remembers ids. */
export async function openDoor(
  channel: Channel,
  now: number,
  options: { full?: boolean; off?: boolean; withoutKeep?: boolean; crowd?: Crowd; until?: Promise<void> } = {},
): Promise<Door> {
  const accepted: InboundMessage[] = [];
  const events: ChannelEvent[] = [];
  const rejected: string[] = [];
  const ports: ChannelPorts = {
    now: () => now,
    async accept(message, offer) {
      if (options.full) throw new Error("disk full");
      if (options.off && offer !== "once") throw new Overloaded(300);
      await options.until;
      const seen = accepted.some((known) => known.providerId === message.providerId);
      if (!seen) accepted.push(message);
      return seen ? "seen_before" : "new";
    },
    isOff: () => options.off ?? false,
    reject: (name, why, detail) => rejected.push([name, why, detail].filter(Boolean).join(" ")),
    ...(options.crowd && { crowd: options.crowd }),
    ...(!options.withoutKeep && { keep: async (event: ChannelEvent) => void events.push(event) }),
  };
  const mount = channel.mount ?? "/webhooks";
  const hooks = channel.routes(ports);
  const server = await listen(
    frontDoor({
      web: express().use(mount, webhookRouter(hooks)),
      hooks: new Map(hooks.map((hook) => [mount + hook.path, hook])),
      now: () => now,
      log: createLog("silent"),
    }),
  );
  return { url: server.url, accepted, events, rejected, close: server.close };
}

export function post(url: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "POST", body: typeof body === "string" ? body : new Uint8Array(body), headers });
}
