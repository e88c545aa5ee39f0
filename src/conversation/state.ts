import type { Field } from "../catalogue/index.ts";

/** What we remember of a talk with one person, between turns. Kept as JSON; `version` guards against two workers. */
export interface ConversationState {
  readonly greeted: boolean;
  /** Procedures spoken of, the latest first. */
  readonly topics: readonly string[];
  readonly lastFacets: readonly Field[];
  /** What the latest turn that spoke of several named or offered, in its order: "cái thứ hai" counts in it. */
  readonly listed?: readonly string[];
  /** Screenfuls of the last answer already read ("xem tiếp"). */
  readonly page?: number;
  /** A question we asked back: which of these did you mean? */
  readonly offered?: {
    readonly codes: readonly string[];
    readonly labels: readonly string[];
    readonly text: string;
    readonly facets: readonly Field[];
  };
  /** The matter of another office they were last directed on; nothing was answered since. */
  readonly sentOn?: string;
  /** The office has said how sorry it is for a death told. */
  readonly condoled?: true;
  readonly flow?: FlowPosition;
  /** The lawful path they were last directed to, as long as nothing else is talked about. */
  readonly guided?: "to_cao" | "khieu_nai";
  /** What they want of their own data, in their words; a yes hands it to an officer. */
  readonly dataWish?: string;
  /** A report of theirs was sent, and no procedure was spoken of since: what is said in few words is of it. */
  readonly sent?: true;
  /** The code of another channel was asked for; the next message may be it. */
  readonly awaitsClaim?: true;
  /** The emergency whose number was just given; where it is may come next. */
  readonly alarm?: string;
  /** They were told that others reported the same, and asked whether to follow it together: the other report's ticket. */
  readonly follow?: { readonly ticketId: string; readonly code: string };
  /** Files sent that belong to no ticket yet. */
  readonly attached?: readonly AttachedMessage[];
  /** A place pinned on the map before a report was begun; `at` as the provider states it. */
  readonly pin?: { readonly text: string; readonly at: number };
  /** An officer spoke to the person in between: until when (epoch milliseconds), and what was settled, in the officer's words. */
  readonly handedBack?: { readonly at: number; readonly summary: string };
}

/** A message that brought files: its id in the inbox, when (epoch milliseconds, as the provider states it), and how many. */
export interface AttachedMessage {
  readonly id: string;
  readonly at: number;
  readonly pictures: number;
  readonly others: number;
}

export interface FlowPosition {
  readonly flow: string;
  readonly step: string;
  readonly saved: Readonly<Record<string, string>>;
  readonly retries: number;
}

export const FRESH: ConversationState = { greeted: false, topics: [], lastFacets: [] };
