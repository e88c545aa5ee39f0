import type { Attachments, KeptAttachment } from "../attachments/index.ts";
import type { WithheldRecord } from "../catalogue/index.ts";
import type { Directory } from "../departments/index.ts";
import type { Address, Reply, Span } from "../messages/index.ts";
import type { DeliveryRules, DeliveryStatus } from "../outbox/index.ts";
import type { Database, Queries } from "../platform/index.ts";
import type { Actor, NationalForm, Notice, Ticket, TicketRules } from "../tickets/index.ts";

/** One line of what was said, oldest first. `call` lines come from a transcript. */
export interface ConversationLine {
  readonly at: number;
  readonly who: "citizen" | "us" | "call_caller" | "call_agent";
  readonly text: string;
  /** Of a transcript: the index of this line in its call. */
  readonly line?: number;
  /** Of a transcript: the recogniser was not sure of this line. */
  readonly isUnsure?: boolean;
}

export interface SystemStatus {
  readonly channels: readonly {
    readonly name: string;
    readonly on: boolean;
    readonly why: string;
    /** What a switch is thrown for; absent for what has none. */
    readonly switch?: { readonly channel: string; readonly isOff: boolean; readonly reason: string };
  }[];
  readonly stuck: readonly DeliveryStatus[];
  readonly counters: readonly { readonly label: string; readonly value: number | string }[];
}

export interface DepartmentName {
  readonly id: string;
  readonly name: string;
}

/** Procedures the bot has been told to say nothing of. */
export interface RecordSwitch {
  readonly list: () => readonly WithheldRecord[];
  readonly withhold: (record: WithheldRecord) => Promise<void>;
  /** False when it was not switched off. */
  readonly resume: (code: string) => Promise<boolean>;
  /** Undefined for a code the catalogue does not hold. */
  readonly nameOf: (code: string) => string | undefined;
}

/** The Zalo Official Account, for administrators. Instants are epoch milliseconds; reasons are codes. */
export interface ZaloPages {
  readonly health: () => Promise<{
    readonly oaId: string;
    readonly alarms: readonly string[];
    readonly token: { readonly obtainedAt: number } | null;
    readonly tokenTrouble: string | null;
    readonly tokenTroubleAt: number | null;
    readonly lastWebhookAt: number | null;
    readonly missedAt: number | null;
    readonly buttonsRefusedAt: number | null;
    readonly heldAt: number | null;
    readonly notices: readonly { readonly name: string; readonly at: number }[];
  }>;
  /** Undefined while the app's secret is not set. */
  readonly consentUrl: (callback: string) => Promise<string | undefined>;
  readonly exchange: (
    code: string,
    oaId: string,
    state: string,
  ) => Promise<
    | { readonly kind: "kept" }
    | { readonly kind: "other_account" | "other_consent" | "unreached" }
    | { readonly kind: "refused"; readonly reason: string }
  >;
  readonly templateQuota: () => Promise<{ readonly daily: number; readonly left: number } | undefined>;
  readonly offerButtons: () => Promise<void>;
  readonly hold: (on: boolean) => Promise<void>;
  /** Why messages to Zalo failed since then. */
  readonly errors: (
    since: number,
  ) => Promise<readonly { readonly outcome: string; readonly reason: string; readonly count: number }[]>;
}

/** A file brought to the console, as understood; nothing of it is kept yet. */
export type BroughtCall =
  | {
      readonly ok: true;
      readonly file: string;
      readonly callId: string;
      readonly format: string;
      /** As printed; empty when the file does not say. */
      readonly caller: string;
      readonly lines: readonly (ConversationLine & { readonly line: number })[];
      /** What `take` needs to take it in. */
      readonly kept: string;
    }
  /** `why`: a sentence for whoever brought it. */
  | { readonly ok: false; readonly file: string; readonly why: string };

/** Transcripts of finished calls, brought as files. */
export interface CallDoor {
  readonly read: (file: string, bytes: Buffer) => BroughtCall;
  readonly take: (kept: string) => Promise<"new" | "seen_before">;
}

/** What the console needs of the rest of the house. */
export interface ConsolePorts {
  readonly db: Database;
  readonly now: () => number;
  /** True when officers reach us over https. */
  readonly secure: boolean;
  /** Without a slash at the end; one-time links begin with it. */
  readonly publicUrl: string;
  readonly rules: TicketRules;
  readonly departments: readonly DepartmentName[];
  /** What is keyed into the national system. */
  readonly nationalForm: NationalForm;
  /** Who handles what, with what has been learned. */
  readonly directory: Directory;
  /** Routes by what was just accepted or taken back. */
  readonly refreshLearned: () => Promise<void>;
  /** Of a topic by its id; empty for one the directory no longer has. */
  readonly topicName: (id: string) => string;
  /** The commune of today with this id, with its province: "xã Tuyên Bình, Quảng Trị"; empty for an id no table has. */
  readonly communeName: (id: string) => string;
  /** Words a notice for the citizen; `ticket` is as it stands after the command. */
  readonly wording: (notice: Notice, ticket: Ticket) => Reply;
  /** Where the citizen can be told; null when they left no way. */
  readonly replyAddress: (ticket: Ticket) => Address | null;
  /** The parts the citizen's channel would show of a reply. */
  readonly renderFor: (address: Address, reply: Reply) => readonly string[];
  /** What led to a ticket, as far as these viewers may know it. */
  readonly conversationAbout: (ticket: Ticket, viewers: readonly Actor[]) => Promise<readonly ConversationLine[]>;
  /** What was said at an address between two instants, as far as these viewers may know it. */
  readonly conversationBetween: (
    address: Address,
    span: Span,
    viewers: readonly Actor[],
  ) => Promise<readonly ConversationLine[]>;
  readonly records: RecordSwitch;
  /** Absent while the channel is off. */
  readonly zalo?: ZaloPages | undefined;
  readonly calls: CallDoor;
  /** What people sent, and what officers send. */
  readonly files: Pick<Attachments, "open" | "accept">;
  /** The sentence under an answer that files go with; `gi`: how many of what. */
  readonly wordFiles: (files: readonly KeptAttachment[], ticket: Ticket) => Reply;
  /** Turns a channel off or on without a restart; undefined for a name that is no channel. */
  readonly switchChannel: (
    throwing: { readonly channel: string; readonly off: boolean; readonly reason: string; readonly officerId: string },
    audit: (tx: Queries) => Promise<void>,
  ) => Promise<boolean>;
  /** The price list. */
  readonly services: DeliveryRules["services"];
  /** Words an officer's own message for the citizen. */
  readonly spokenBy: (officerName: string, text: string) => Reply;
  /** The officer has ended a talk: the bot goes on, knowing `summary`. */
  readonly handBack: (tx: Queries, lane: string, summary: string) => Promise<void>;
  readonly systemStatus: () => Promise<SystemStatus>;
  /** Called after something was put in the outbox and committed. */
  readonly wakeOutbox: () => void;
}
