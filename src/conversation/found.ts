import type { Address } from "../messages/index.ts";
import type { Opening, Suggestion, Ticket } from "../tickets/index.ts";
import type { DossierStatus } from "./dossier/client.ts";
import type { ConversationState } from "./state.ts";

/** Tickets gathered for a turn. */
export interface Found {
  /** A ticket code stands in the message. */
  readonly codeGiven?: string;
  /** The ticket of that code or of the lookup under way, only if this sender has proved it is theirs. */
  readonly ticket?: Ticket;
  /** Digits were given for this ticket (its id) and they are not its reporter's. */
  readonly wrongProof?: string;
  /** The ticket an earlier file of the same call opened. */
  readonly corrects?: Ticket;
  /** What the four words of a secret in the message open, and what is said besides them. */
  readonly secret?: { readonly opening: Opening; readonly rest: string } | undefined;
  /** The unnamed case a secret has opened, while what is done with it is under way. */
  readonly openCase?: Ticket;
  /** By id, of tickets that wait on a question or were refused: the question, the reason. */
  readonly officeWords?: ReadonlyMap<string, string>;
  /** The sender's own tickets, newest first. */
  readonly mine: readonly Ticket[];
  /** A running report of others, plainly of the same matter, while this one is about to be confirmed. */
  readonly alike?: Suggestion;
  /** How the dossier stands whose number the message gives, where a one-stop system can be asked. */
  readonly dossier?: DossierStatus;
}

/** What a code given in a message opens. */
export type FoundClaim =
  /** `version`: of the conversation it was drawn in. */
  | {
      readonly kind: "right";
      readonly claimId: string;
      readonly from: Address;
      readonly state: ConversationState;
      readonly version: number;
    }
  /** No such code, or no longer. `claimId`: the one it was nearest to. */
  | { readonly kind: "wrong"; readonly claimId: string | null }
  /** `until`: when this address may try again; null where the code itself is locked, and a new one can be drawn at once. */
  | { readonly kind: "locked"; readonly until: number | null }
  /** Drawn at this very address. */
  | { readonly kind: "here" };

export interface RedeemClaim {
  readonly claimId: string;
  readonly from: Address;
  readonly fromVersion: number;
  readonly to: Address;
}
