import type { Address, ChannelName, InboundMessage, Reply, SendOutcome, Wishes } from "../messages/index.ts";
import type { Crowd } from "./crowd.ts";

/** A webhook as it came over the wire: bytes first, so that signatures are checked on what was really sent. */
export interface WebhookRequest {
  readonly method: string;
  /** The public URL the provider called, query included. */
  readonly url: string;
  /** IP address of the caller, as the trusted proxies state it. */
  readonly from: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export type { SendOutcome };

/** The way out of one channel. A reply may need several parts; each is sent on its own and has its own key. */
export interface Sender {
  readonly channel: ChannelName;
  /** Cuts and words a reply for this channel, as the person wishes where it can; one string a part, in order. */
  render(reply: Reply, wishes?: Wishes | undefined): string[];
  /** Sends one part. Never throws for what a provider may well do; `key` is the same on every attempt. */
  send(to: Address, part: string, key: string): Promise<SendOutcome>;
  /** For notices whose wording the provider has approved; absent: this channel has no templates. `to.id` may be a number. */
  readonly template?: {
    /** True when a template for the wording `key` is approved. */
    has(key: string): boolean;
    /** `key` is the same on every attempt. */
    send(to: Address, reply: Reply, key: string): Promise<SendOutcome>;
  };
}

/**
 * What a channel does with a message it has verified and parsed: durable when the promise resolves. "once": nobody will offer it again,
 * so it is kept even while its channel is switched off, or others are sent away because there are too many.
 */
export type Accept = (message: InboundMessage, offer?: "once") => Promise<"new" | "seen_before">;

/** Why a webhook call led to no message; counted, never fatal. */
export type Rejection =
  | "signature"
  | "stale"
  | "too_large"
  | "unparsable"
  | "not_for_us"
  | "schema"
  | "disabled"
  | "overload"
  | "not_stored";

/** What a provider tells us besides messages. `at` is epoch milliseconds. */
export type ChannelEvent =
  /** What became of messages we sent; `providerIds` are the ids `send` returned. */
  | {
      readonly kind: "delivery";
      readonly to: Address;
      readonly providerIds: readonly string[];
      readonly status: "delivered" | "seen" | "failed";
      readonly reason?: string;
      readonly at: number;
    }
  | { readonly kind: "followed" | "unfollowed" | "opened_chat"; readonly who: Address; readonly at: number }
  /** Contact data a citizen chose to share. Personal: never logged. */
  | {
      readonly kind: "contact_shared";
      readonly who: Address;
      readonly name?: string;
      readonly phone?: string;
      readonly address?: string;
      readonly at: number;
    }
  /** Something went out from our account; `byPerson` when an officer typed it in the provider's own screen. */
  | {
      readonly kind: "account_wrote";
      readonly to: Address;
      readonly providerId?: string;
      readonly byPerson: boolean;
      readonly at: number;
    };

export interface ChannelPorts {
  readonly accept: Accept;
  /** Counts a call that led to no message. `detail` is a provider's event name or a field path, never a citizen's words. */
  readonly reject: (channel: ChannelName, why: Rejection, detail?: string) => void;
  readonly now: () => number;
  /** True while an administrator has switched the channel off. */
  readonly isOff?: (channel: ChannelName) => boolean;
  /** Bounds how many calls are answered at once; without it there is no bound. */
  readonly crowd?: Crowd;
  /** Keeps what is not a message, durable when the promise resolves; without it such calls are counted as "not for us". */
  readonly keep?: (event: ChannelEvent) => Promise<void>;
}

/** What a webhook call is answered with. */
export interface WebhookAnswer {
  readonly status: number;
  /** Seconds after which the provider may send the call again. */
  readonly retryAfterS?: number;
  readonly type?: string;
  readonly body?: string;
}

/** One address a provider calls. */
export interface Webhook {
  readonly channel: ChannelName;
  /** How the provider calls; default "post". */
  readonly method?: "get" | "post";
  /** Below the channel's mount, e.g. "/zalo"; a part that varies is a name: "/report/:token". */
  readonly path: string;
  readonly limitBytes: number;
  /** Scheme and host the provider was given; never taken from the Host header, which anyone can set. */
  readonly publicUrl?: string;
  readonly ports: ChannelPorts;
  /** Somebody is on the line and hears the answer: never sent away because others are many. */
  readonly isLive?: boolean;
  answer(request: WebhookRequest): WebhookAnswer | Promise<WebhookAnswer>;
}

/** The ways into one channel. */
export type WebhookRoutes = (ports: ChannelPorts) => readonly Webhook[];

/** Work beside the webhooks: asking a provider for what it did not send, keeping tokens alive. */
export interface Background {
  stop(): Promise<void>;
}

/** One configured channel. A channel nobody can be written to on (transcripts) has no sender. */
export interface Channel {
  readonly name: ChannelName;
  readonly routes: WebhookRoutes;
  /** Where its routes are mounted, when not at /webhooks. */
  readonly mount?: string;
  readonly sender?: Sender;
  /** Where several providers serve one channel: each by name, on, or what it lacks; shown by /readyz. */
  readonly providers?: ReadonlyMap<string, Channel | ChannelOff>;
  /** Begun once the doors are open. */
  readonly start?: (ports: ChannelPorts) => Background;
  /** What somebody should look at now, as codes; none when all is well. */
  readonly alarms?: () => Promise<readonly string[]>;
}

/** A channel that is not configured, and what is missing; shown by /readyz. */
export interface ChannelOff {
  readonly off: string;
  /** Names of the settings it lacks; absent when something else is wrong. */
  readonly lacks?: readonly string[];
  /** Where any one of several providers would open the channel: what each lacks. */
  readonly oneOf?: Readonly<Record<string, ChannelOff>>;
}
