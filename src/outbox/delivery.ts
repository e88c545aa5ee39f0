import type { Address, Reply, SendOutcome, Wishes } from "../messages/index.ts";

/**
 * Why we speak: the answer to a turn, numbers to call in danger, an officer's own words in a talk they have taken over, news of a
 * ticket, what an officer did to one, a reminder, a request to rate, an alert to staff.
 */
export type Cause = "turn" | "emergency" | "talk" | "ticket" | "officer" | "reminder" | "rating" | "alert";

/** Nobody asked for it just now: quiet hours, stopped notices and the wish for a channel apply. */
export const isNotice = (cause: Cause): boolean => NOTICES.includes(cause);
const NOTICES: readonly Cause[] = ["ticket", "officer", "reminder", "rating"];

/** What the bot says of its own accord: held while an officer has the floor. */
export const BOTS_WORDS: readonly Cause[] = ["turn", "ticket", "reminder", "rating"];

/** One way to reach a person: words of our own, a template the provider has approved, or an officer's telephone. */
export interface Way {
  readonly by: "message" | "template" | "call";
  readonly to: Address;
}

/** One reply promised to one person. */
export interface Delivery {
  readonly id: string;
  readonly to: Address;
  readonly reply: Reply;
  /** Says what is promised ("turn:<inbox id>:0"): the same key is the same promise, kept once. */
  readonly key: string;
  readonly cause: Cause;
  readonly ticketId?: string;
  /** Epoch milliseconds; until then it is neither sent nor in anybody's way. */
  readonly notBefore?: number;
}

/**
 * `pending` waits for its time, `sending` is held by a worker until its lease ends, `delivered` was taken by the provider,
 * `stuck` waits for a person, `abandoned` was given up by a person.
 */
export type DeliveryState = "pending" | "sending" | "delivered" | "stuck" | "abandoned";

/** What the outbox needs of a channel; `Sender` in channels/ satisfies it. */
export interface DeliverySender {
  /** Cuts and words a reply for this channel, as the person wishes where it can; one string a part, in order. */
  render(reply: Reply, wishes?: Wishes | undefined): string[];
  /** Sends one part. `key` is the same on every attempt of the same part, for providers that can tell duplicates. */
  send(to: Address, part: string, key: string): Promise<SendOutcome>;
  /** For notices whose wording the provider has approved; absent: this channel has no templates. `to.id` may be a number. */
  readonly template?: {
    /** `key` is that of the wording. */
    has(key: string): boolean;
    send(to: Address, reply: Reply, key: string): Promise<SendOutcome>;
  };
}

/** A delivery in one worker's hands. */
export interface Claim {
  readonly id: string;
  /** Rises with every claim of the row: what an earlier holder, whose lease has ended, records no longer counts. */
  readonly turn: number;
  /** The lane of the address it was promised to. */
  readonly lane: string;
  readonly cause: Cause;
  readonly ticketId: string | null;
  /** The way it is on now. */
  readonly by: Way["by"];
  readonly to: Address;
  /** What is still to be said; after a change of way, without the parts that have arrived. */
  readonly reply: Reply;
  /** How the person wishes to be written to, looked up when it was claimed. */
  readonly wishes?: Wishes | undefined;
  /** Ways given up so far. */
  readonly hops: number;
  /** A try of the next part may have arrived all the same: no answer in time (1), or its worker died just now (2). */
  readonly uncertain: 0 | 1 | 2;
  /** The provider took it and said later that it did not arrive. */
  readonly bounced: string | null;
  /** As cut when the first of several parts went out; null before. */
  readonly parts: readonly string[] | null;
  readonly partsSent: number;
  /** Failed tries of the part that is next. A worker that died with the delivery in hand counts as one. */
  readonly attempts: number;
  /** Epoch milliseconds from which it could have been sent. */
  readonly dueSince: number;
}

/**
 * 34 characters and the digits of the part and of the ways given up, for ids of `newId`; Zalo's tracking_id, the shortest field it
 * must fit, takes 48.
 */
export function partKey(id: string, part: number, hops = 0): string {
  return hops === 0 ? `${id}-${part + 1}` : `${id}-${part + 1}.${hops}`;
}
