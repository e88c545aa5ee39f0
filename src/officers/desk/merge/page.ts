import { likenessWords, printInstant, type Suggestion, type Ticket, type TicketEvent } from "../../../tickets/index.ts";
import type { Officer } from "../../accounts/account.ts";
import { mayOpen } from "../viewer.ts";

/** What a ticket's page says of others that report the same. */
export interface Mergers {
  readonly suggestions: readonly {
    readonly code: string;
    readonly summary: string;
    readonly received: string;
    /** What the score is made of. */
    readonly why: string;
    /** The reporter said they want it followed together with this one. */
    readonly isWished: boolean;
  }[];
  /** Code of the ticket that stands for this one; empty while it stands for itself. */
  readonly into: string;
  /** Codes of those this one stands for. */
  readonly from: readonly string[];
}

/** Only tickets this officer may open are named. */
export function mergersOf(
  officer: Officer,
  facts: {
    readonly events: readonly TicketEvent[];
    readonly suggestions: readonly Suggestion[];
    readonly main: Ticket | undefined;
    readonly followers: readonly Ticket[];
  },
): Mergers {
  const wished = new Set(
    facts.events.filter(({ kind }) => kind === "wishes_merge").map(({ data }) => data["intoCode"]),
  );
  const seen = facts.suggestions.filter(({ ticket }) => mayOpen(officer, ticket));
  return {
    suggestions: seen.map(({ ticket, likeness }) => ({
      code: ticket.code,
      summary: ticket.summary,
      received: printInstant(ticket.createdAt),
      why: likenessWords(likeness, ticket.place).join(" · "),
      isWished: wished.has(ticket.code),
    })),
    into: facts.main && mayOpen(officer, facts.main) ? facts.main.code : "",
    from: facts.followers.filter((ticket) => mayOpen(officer, ticket)).map(({ code }) => code),
  };
}
