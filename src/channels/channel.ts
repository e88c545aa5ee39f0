import type { Router } from "express";
import type { Address, ChannelName, InboundMessage, Reply } from "../messages/index.ts";

/** A webhook as it came over the wire: bytes first, so that signatures are checked on what was really sent. */
export interface WebhookRequest {
  readonly method: string;
  /** The public URL the provider called, query included. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What a provider made of a delivery we asked for, in the few classes that change what we do next. */
export type SendOutcome =
  /** `providerId` is the provider's message id. */
  | { readonly kind: "sent"; readonly providerId: string }
  /** Worth trying again on this channel, not before `afterMs` if given. */
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number }
  /** This person cannot be reached here (blocked, window closed, landline): another channel or a person must do. */
  | { readonly kind: "unreachable"; readonly reason: string }
  /** The provider will never take this message as it is. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Our account, permission or balance is at fault: an operator must act; the message waits. */
  | { readonly kind: "operator"; readonly reason: string };

/** The way out of one channel. A reply may need several parts; each is sent on its own and has its own key. */
export interface Sender {
  readonly channel: ChannelName;
  /** Cuts and words a reply for this channel; one string a part, in order. */
  render(reply: Reply): string[];
  /** Sends one part. Never throws for what a provider may well do; `key` is the same on every attempt. */
  send(to: Address, part: string, key: string): Promise<SendOutcome>;
}

/** What a channel does with a message it has verified and parsed: durable when the promise resolves. */
export type Accept = (message: InboundMessage) => Promise<"new" | "seen_before">;

/** Why a webhook call led to no message; counted, never fatal. */
export type Rejection = "signature" | "stale" | "too_large" | "unparsable" | "not_for_us" | "schema" | "disabled";

export interface ChannelPorts {
  readonly accept: Accept;
  /** Counts a call that led to no message. `detail` is a provider's event name or a field path, never a citizen's words. */
  readonly reject: (channel: ChannelName, why: Rejection, detail?: string) => void;
  readonly now: () => number;
}

/** The way into one channel: an express router mounted at /webhooks. */
export type WebhookRoutes = (ports: ChannelPorts) => Router;
