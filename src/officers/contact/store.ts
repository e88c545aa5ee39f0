import { type CallToMake, callsToMake, type DeliveryStatus, listStuck } from "../../outbox/index.ts";
import type { Database } from "../../platform/index.ts";
import { type Ticket, ticketsByIds } from "../../tickets/index.ts";
import { hasRole, type Officer } from "../accounts/account.ts";
import { listOfficers } from "../accounts/store.ts";
import { readTickets } from "../desk/reading/store.ts";
import { notAboutThem } from "./barred/store.ts";
import { mayContact, responsibleFor } from "./responsible.ts";

/** A call together with the ticket it is about. */
export interface CallInQueue extends CallToMake {
  readonly ticket: Ticket | undefined;
}

/** A delivery only a person can move on, and by name whose duty that is. */
export interface StuckDelivery extends DeliveryStatus {
  readonly ticket: Ticket | undefined;
  readonly responsible: readonly Officer[];
}

export interface ContactQueue {
  readonly calls: readonly CallInQueue[];
  readonly stuck: readonly StuckDelivery[];
  readonly officers: readonly Officer[];
}

/** What waits for this officer before a person has heard from us. */
export async function contactQueue(db: Database, officer: Officer, now: number): Promise<ContactQueue> {
  const [allCalls, allStuck, officers] = await Promise.all([callsToMake(db), listStuck(db, now), listOfficers(db)]);
  const [calls, stuck] = await Promise.all([
    notAboutThem(
      db.read,
      officer,
      allCalls.map((call) => ({ ...call, id: call.deliveryId })),
    ),
    notAboutThem(db.read, officer, allStuck),
  ]);
  const ids = idsOf([...calls, ...stuck]);
  const [tickets, seen] = await Promise.all([ticketsByIds(db.read, ids), readTickets(db.read, officer, ids)]);
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const ticketOf = (id: string | null) => (id === null ? undefined : byId.get(id));
  const isMine = (people: readonly Officer[]) =>
    people.some(({ id }) => id === officer.id) || hasRole(officer, "admin");
  return {
    calls: calls
      .filter(({ ticketId }) => ticketId === null || seen.has(ticketId))
      .map((call) => ({ ...call, ticket: ticketOf(call.ticketId) }))
      .filter(({ ticket }) => mayContact(officer, ticket)),
    stuck: stuck
      .map((delivery) => ({ ...delivery, ticket: ticketOf(delivery.ticketId) }))
      .map((delivery) => ({ ...delivery, responsible: responsibleFor(delivery.ticket, officers) }))
      .filter(({ responsible }) => isMine(responsible)),
    officers,
  };
}

const idsOf = (about: readonly { readonly ticketId: string | null }[]): string[] => [
  ...new Set(about.map(({ ticketId }) => ticketId).filter((id) => id !== null)),
];

/** The number beside "Liên hệ dân". */
export async function countContacts(db: Database, officer: Officer, now: number): Promise<number> {
  const { calls, stuck } = await contactQueue(db, officer, now);
  return calls.length + stuck.length;
}
