import type { Address, Reply, SendOutcome, Wishes } from "../messages/index.ts";

/** Why we speak: the answer to a turn, news of a ticket, an officer's own words, a reminder, a request to rate, an alert to staff. */
export type Cause = "turn" | "ticket" | "officer" | "reminder" | "rating" | "alert";

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
}

/** A delivery in one worker's hands. */
export interface Claim {
  readonly id: string;
  /** Rises with every claim of the row: what an earlier holder, whose lease has ended, records no longer counts. */
  readonly turn: number;
  readonly to: Address;
  readonly reply: Reply;
  /** How the person wishes to be written to, looked up when it was claimed. */
  readonly wishes?: Wishes | undefined;
  /** As cut when the first of several parts went out; null before. */
  readonly parts: readonly string[] | null;
  readonly partsSent: number;
  /** Failed tries of the part that is next. A worker that died with the delivery in hand counts as one. */
  readonly attempts: number;
  /** Epoch milliseconds from which it could have been sent. */
  readonly dueSince: number;
}

/** 34 characters and the digits of the part for ids of `newId`; Zalo's tracking_id, the shortest field it must fit, takes 48. */
export function partKey(id: string, part: number): string {
  return `${id}-${part + 1}`;
}
