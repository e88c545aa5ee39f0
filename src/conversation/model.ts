import type { Answer } from "../answers/index.ts";
import type { Hit, Practicality, Question } from "../catalogue/index.ts";
import type { Address, InboundMessage, Reply } from "../messages/index.ts";
import type { RecordType, Ticket, Command as TicketCommand, TicketDraft } from "../tickets/index.ts";
import type { FieldLines } from "./call-facts.ts";
import type { Found, FoundClaim, RedeemClaim } from "./found.ts";
import type { AttachedMessage, ConversationState } from "./state.ts";
import type { Understanding } from "./understand.ts";

/** Inbox ids of the messages whose files belong to the ticket. */
interface WithFiles {
  readonly attached?: readonly string[];
}

/** What a turn asks the store to do, in its one transaction. Notices of ticket commands are worded there. */
export type TurnCommand =
  | ({
      readonly kind: "open_ticket";
      readonly draft: Omit<TicketDraft, "key">;
      readonly sayOpened: string | null;
      /** Said after it. */
      readonly thenSay?: readonly Reply[];
    } & WithFiles)
  /** The reporter agrees to have their ticket followed together with another one; an officer merges them. */
  | { readonly kind: "wish_merge"; readonly ticketId: string; readonly into: { ticketId: string; code: string } }
  | {
      readonly kind: "move_ticket";
      readonly ticket: Ticket;
      readonly command: TicketCommand;
      readonly reason: string;
      readonly say: Reply;
      readonly otherwise: Reply;
    }
  | { readonly kind: "count_wrong_proof"; readonly ticketId: string }
  /** `how`: the word the person sent. */
  | { readonly kind: "stop_notices"; readonly who: Address; readonly how: string }
  | { readonly kind: "resume_notices"; readonly who: Address }
  | { readonly kind: "wish_accents"; readonly who: Address; readonly accents: boolean }
  | { readonly kind: "offer_claim"; readonly who: Address }
  | { readonly kind: "count_wrong_claim"; readonly who: Address; readonly claimId: string | null }
  | ({ readonly kind: "redeem_claim" } & RedeemClaim)
  | ({
      readonly kind: "note_ticket";
      readonly ticket: Ticket;
      readonly text: string;
      readonly say?: Reply;
    } & WithFiles)
  /** Worded where it is signed. */
  | { readonly kind: "give_receipt"; readonly ticket: Ticket }
  /** A later transcript of the call that opened the ticket; `lines` as in the draft. */
  | { readonly kind: "correct_call"; readonly ticket: Ticket; readonly text: string; readonly lines: FieldLines };

export const OUTCOMES = [
  "answered",
  "clarify",
  "refused",
  "ticket",
  "status",
  "directions",
  "handover",
  "emergency",
  "smalltalk",
  "flow",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a turn came to, for the record, `converse` and statistics. Holds no words of the citizen. */
export interface Trace {
  readonly intent: string;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly codes?: readonly string[];
  readonly candidates?: readonly string[];
  readonly facets?: readonly string[];
  readonly receipts?: (Answer & { outcome: "answered" })["receipts"];
  readonly recordType?: RecordType;
  readonly department?: string | null;
}

export interface Turn {
  readonly state: ConversationState;
  readonly replies: readonly Reply[];
  readonly commands: readonly TurnCommand[];
  readonly trace: Trace;
  /** It touches an unnamed case: what links it to a person is not kept. */
  readonly forget?: true;
}

/** One matter of the message, understood and looked up. */
export interface Part {
  readonly text: string;
  readonly understood: Understanding;
  readonly question: Question;
  /** What it asks that may be asked of any procedure. */
  readonly practical: readonly Practicality[];
  readonly hits: readonly Hit[];
  /** The same looked up together with what was being talked about. */
  readonly hitsInContext: readonly Hit[];
}

export interface TurnInput {
  readonly state: ConversationState;
  readonly message: InboundMessage;
  readonly whole: Part;
  /** The message cut into matters; one part when it is about one. */
  readonly parts: readonly Part[];
  /** The same cut further, where a sentence surely both asks and tells; empty where none does. */
  readonly sides: readonly Part[];
  readonly found: Found;
  /** What a code for another channel opens; absent where none was given. */
  readonly claim?: FoundClaim | undefined;
  /** What the messages of this turn bring along. */
  readonly attached?: readonly AttachedMessage[];
  /** True when this person has stopped our notices here; looked up for a keyword alone. */
  readonly isStopped?: boolean;
}
