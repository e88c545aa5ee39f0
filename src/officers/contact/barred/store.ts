import { lanesOfDeliveries } from "../../../outbox/index.ts";
import type { Queries } from "../../../platform/index.ts";
import { lanesAbout, ticketsAbout } from "../../../tickets/index.ts";
import type { Officer } from "../../accounts/account.ts";
import { viewersOf } from "../../desk/viewer.ts";

interface About {
  readonly id: string;
  readonly ticketId: string | null;
}

/**
 * Deliveries that an officer may know of: none about a ticket that is about them, and none of a talk with whoever reported them.
 * Holds for administrators too, who mend channels and see no ticket.
 */
export async function notAboutThem<T extends About>(
  queries: Queries,
  officer: Officer,
  deliveries: readonly T[],
): Promise<T[]> {
  const viewers = viewersOf(officer);
  const ofTickets = deliveries.flatMap(({ ticketId }) => ticketId ?? []);
  const ofTalks = deliveries.filter(({ ticketId }) => ticketId === null).map(({ id }) => id);
  const lanes = await lanesOfDeliveries(queries, ofTalks);
  const [tickets, talks] = await Promise.all([
    ticketsAbout(queries, viewers, ofTickets),
    lanesAbout(queries, viewers, [...new Set(lanes.values())]),
  ]);
  return deliveries.filter(({ id, ticketId }) =>
    ticketId === null ? !talks.has(lanes.get(id) ?? "") : !tickets.has(ticketId),
  );
}
