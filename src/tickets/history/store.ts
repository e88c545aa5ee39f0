import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Queries } from "../../platform/index.ts";
import type { Role, TicketStatus } from "../moves.ts";
import { ticketTables } from "../tables.ts";
import type { Actor } from "../ticket.ts";

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

/** SHA-256 of a text, hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** JSON with sorted keys, so that equal facts hash equally on every engine. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

interface Link {
  readonly ticketId: string;
  readonly nth: number;
  readonly at: number;
  readonly role: string;
  readonly id: string;
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Canonical JSON text, hashed as it stands in the row. */
  readonly data: string;
}

const hashOf = (previous: string, link: Link) => sha256(`${previous}\n${canonicalJson(link)}`);

/** Adds an event at the end of its ticket's chain, inside the caller's transaction. */
export async function appendEvent(tx: Queries, event: NewEvent): Promise<void> {
  // Counting first locks the ticket's row, so that two writers cannot take the same place in the chain.
  const { events: nth, head: previous } = await ticketTables(tx)
    .updateTable("tickets")
    .set({ events: sql`events + 1` })
    .where("id", "=", event.ticketId)
    .returning(["events", "head"])
    .executeTakeFirstOrThrow();
  const { role, id } = event.actor;
  const { ticketId, at, kind, from, to } = event;
  const data = canonicalJson(event.data);
  const hash = hashOf(previous, { ticketId, nth, at, role, id, kind, from, to, data });
  await ticketTables(tx)
    .insertInto("ticket_events")
    .values({
      ticket_id: ticketId,
      nth,
      at,
      actor_role: role,
      actor_id: id,
      kind,
      from_status: from,
      to_status: to,
      data,
      previous,
      hash,
    })
    .execute();
  await ticketTables(tx).updateTable("tickets").set({ head: hash }).where("id", "=", ticketId).execute();
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

export type ChainCheck =
  | { readonly ok: true; readonly events: number; readonly head: string }
  /** `nth` is the first event that does not fit; events + 1 when the end is missing. */
  | { readonly ok: false; readonly nth: number; readonly why: "gap" | "altered" | "cut_off" | "content" | "status" };

/** Recomputes a ticket's chain from its rows. Throws when there is no such ticket. */
export async function verifyChain(queries: Queries, ticketId: string): Promise<ChainCheck> {
  const ticket = await ticketTables(queries)
    .selectFrom("tickets")
    .select(["events", "head", "content", "status"])
    .where("id", "=", ticketId)
    .executeTakeFirstOrThrow();
  const rows = await rowsOf(queries, ticketId);
  let previous = "";
  for (const [index, row] of rows.entries()) {
    const { nth, at, actor_role: role, actor_id: id, kind, from_status: from, to_status: to, data, hash } = row;
    if (nth !== index + 1) return { ok: false, nth: index + 1, why: "gap" };
    if (row.previous !== previous || hash !== hashOf(previous, { ticketId, nth, at, role, id, kind, from, to, data }))
      return { ok: false, nth, why: "altered" };
    previous = hash;
  }
  if (ticket.events !== rows.length || ticket.head !== previous)
    return { ok: false, nth: rows.length + 1, why: "cut_off" };
  return checkAgainst(ticket, rows);
}

/** The history must also tell the same story as the ticket it belongs to. */
function checkAgainst(
  ticket: { content: string; status: string; head: string },
  rows: readonly { data: string; to_status: string | null }[],
): ChainCheck {
  const opened = JSON.parse(rows[0]?.data ?? "{}") as { content_sha256?: string };
  if (opened.content_sha256 !== sha256(ticket.content)) return { ok: false, nth: 1, why: "content" };
  const last = rows.findLastIndex((row) => row.to_status !== null);
  if (rows[last]?.to_status !== ticket.status) return { ok: false, nth: last + 1, why: "status" };
  return { ok: true, events: rows.length, head: ticket.head };
}
