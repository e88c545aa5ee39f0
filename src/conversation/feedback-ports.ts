import type { InboundMessage, Wording } from "../messages/index.ts";
import type { TicketDraft } from "../tickets/index.ts";
import type { RoutePorts } from "./draft.ts";
import type { FlowContext } from "./flow/advance.ts";
import type { Flow } from "./flow/schema.ts";
import type { OfferPorts } from "./following.ts";
import type { TurnCommand, TurnInput } from "./model.ts";
import type { PlacePorts } from "./whereabouts.ts";

export interface FollowUpPorts {
  readonly wording: Wording;
  readonly departmentName: (id: string | null) => string;
}

export interface FeedbackPorts extends FollowUpPorts, RoutePorts, OfferPorts, PlacePorts {
  /** The office's own. */
  readonly province: string;
  readonly wording: Wording;
  readonly flow: (name: string) => Flow;
  readonly flowContext: (input: TurnInput) => FlowContext<TurnCommand>;
  /** The words name the unit whose people they complain about. */
  readonly accusesUnit: (text: string) => boolean;
  readonly handOver: (message: InboundMessage, why: string) => Omit<TicketDraft, "key">;
}
