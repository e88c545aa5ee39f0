import type { Reply } from "../../messages/index.ts";
import type { Accept } from "../channel.ts";

/** The three ways in that the try page plays. */
export const SIDES = ["zalo", "sms", "transcript"] as const;
export type Side = (typeof SIDES)[number];

/** Where one value of an answer comes from. */
export interface TryReceipt {
  readonly text: string;
  readonly code: string;
  readonly version: string | number;
  readonly field: string;
}

/** A reply as it stands in the outbox. `at` is epoch ms. */
export interface TryReply {
  readonly id: string;
  readonly at: number;
  readonly reply: Reply;
  readonly receipts?: readonly TryReceipt[];
}

/** A ticket opened from this page's conversation, worded for a person. */
export interface TryTicket {
  readonly code: string;
  readonly status: string;
  readonly department: string;
  readonly due: string;
  readonly content: string;
}

export interface TryPorts {
  readonly accept: Accept;
  /** Replies promised to a lane at or after `after`, oldest first. */
  readonly repliesFor: (lane: string, after: number) => Promise<readonly TryReply[]>;
  readonly ticketsFor: (lane: string) => Promise<readonly TryTicket[]>;
  /** What each channel would really send: one string a part. */
  readonly renderZalo: (reply: Reply) => string[];
  readonly renderSms: (reply: Reply) => string[];
  /** SMS segments a text is charged as. */
  readonly countSms: (text: string) => number;
  readonly now: () => number;
  /** A fresh id for a message or a call. */
  readonly newId: () => string;
}
