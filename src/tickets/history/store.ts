import { sql } from "kysely";
import type { Queries } from "../../platform/index.ts";
import type { Role, TicketStatus } from "../moves.ts";
import { ticketTables } from "../tables.ts";
import type { Actor } from "../ticket.ts";
import { BEGINNING, type ChainCheck, canonicalJson, checkEnd, follow, hashOf, isMisfit } from "./chain.ts";

/** One thing that happened to a ticket. Never changed, never deleted. */
export interface TicketEvent {
  /** 1 for the opening, without gaps. */
  readonly nth: number;
  readonly at: number;
  readonly actor: { readonly role: Role; readonly id: string };
  /** "opened", a command, or a kind of note. */
  readonly kind: string;
  readonly from: TicketStatus | null;
  readonly to: TicketStatus | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface NewEvent {
  readonly ticketId: string;
  readonly at: number;
  readonly actor: Actor;
  readonly kind: string;
  readonly from: TicketStatus | null;
  readonly to: TicketStatus | null;
  readonly data: object;
}

/** Adds an event at the end of its ticket's chain, inside the caller's transaction. */
export async function appendEvent(tx: Queries, event: NewEvent): Promise<void> {
  // Counting first locks the ticket's row, so that two writers cannot take the same place in the chain.
  const { events: nth, head: previous } = await ticketTables(tx)
    .updateTable("tickets")
    .set({ events: sql`events + 1` })
    .where("id", "=", event.ticketId)
    .returning(["events", "head"])
    .executeTakeFirstOrThrow();
  const link = {
    ticket_id: event.ticketId,
    nth,
    at: event.at,
    actor_role: event.actor.role,
    actor_id: event.actor.id,
    kind: event.kind,
    from_status: event.from,
    to_status: event.to,
    data: canonicalJson(event.data),
    previous,
  };
  const hash = hashOf(link);
  await ticketTables(tx)
    .insertInto("ticket_events")
    .values({ ...link, hash })
    .execute();
  await ticketTables(tx).updateTable("tickets").set({ head: hash }).where("id", "=", event.ticketId).execute();
}

function rowsOf(queries: Queries, ticketId: string) {
  return ticketTables(queries)
    .selectFrom("ticket_events")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .orderBy("nth")
    .execute();
}

/** A ticket's whole history, oldest first. */
export async function eventsOf(queries: Queries, ticketId: string): Promise<TicketEvent[]> {
  const rows = await rowsOf(queries, ticketId);
  return rows.map((row) => ({
    nth: row.nth,
    at: row.at,
    actor: { role: row.actor_role as Role, id: row.actor_id },
    kind: row.kind,
    from: row.from_status as TicketStatus | null,
    to: row.to_status as TicketStatus | null,
    data: JSON.parse(row.data),
    hash: row.hash,
  }));
}

/** Recomputes a ticket's chain from its rows. Throws when there is no such ticket. */
export async function verifyChain(queries: Queries, ticketId: string): Promise<ChainCheck> {
  const ticket = await ticketTables(queries)
    .selectFrom("tickets")
    .select(["events", "head", "code", "content", "status", "due_at", "national_code"])
    .where("id", "=", ticketId)
    .executeTakeFirstOrThrow();
  let so = BEGINNING;
  for (const row of await rowsOf(queries, ticketId)) {
    const next = follow(so, row);
    if (isMisfit(next)) return { ok: false, ...next };
    so = next;
  }
  return checkEnd(so, ticket);
}
