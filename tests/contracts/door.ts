import express from "express";
import type { Crowd } from "../../src/channels/crowd.ts";
import type { Channel, ChannelEvent, ChannelOff, ChannelPorts } from "../../src/channels/index.ts";
import { type InboundMessage, Overloaded } from "../../src/messages/index.ts";
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
  const server = await listen(express().use(channel.mount ?? "/webhooks", channel.routes(ports)));
  return { url: server.url, accepted, events, rejected, close: server.close };
}

export function post(url: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "POST", body: typeof body === "string" ? body : new Uint8Array(body), headers });
}
