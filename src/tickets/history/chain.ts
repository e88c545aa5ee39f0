import { sha256 } from "../../platform/index.ts";

/** One row of ticket_events. */
export interface EventRow {
  /** Its number among the events of all tickets; in no hash, for it is not known before the row is written. */
  readonly seq: number;
  readonly ticket_id: string;
  readonly nth: number;
  readonly at: number;
  readonly actor_role: string;
  readonly actor_id: string;
  readonly kind: string;
  readonly from_status: string | null;
  readonly to_status: string | null;
  /** Canonical JSON text, hashed as it stands in the row. */
  readonly data: string;
  /** Hash of the event before; empty for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** JSON with sorted keys, so that equal facts hash equally on every engine. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The hash of an event that follows `previous`, hex. */
export function hashOf(row: Omit<EventRow, "hash" | "seq">): string {
  const { ticket_id: ticketId, nth, at, actor_role: role, actor_id: id, kind, data } = row;
  const link = { ticketId, nth, at, role, id, kind, from: row.from_status, to: row.to_status, data };
  return sha256(`${row.previous}\n${canonicalJson(link)}`);
}

/** How far a ticket's chain has been followed. */
export interface Followed {
  readonly events: number;
  /** Hash of the last event; empty before the first. */
  readonly head: string;
  /** Number of the last event among all. */
  readonly seq: number;
  /** SHA-256 of the content, as the opening says. */
  readonly contentHash: string | null;
  readonly code: string | null;
  /** As the events leave them; null while none has said. */
  readonly status: string | null;
  readonly dueAt: number | null;
  readonly nationalCode: string | null;
  /** The event that last set the status. */
  readonly statusNth: number;
}

export const BEGINNING: Followed = {
  events: 0,
  head: "",
  seq: 0,
  contentHash: null,
  code: null,
  status: null,
  dueAt: null,
  nationalCode: null,
  statusNth: 0,
};

/** `gap`: an event is missing here, or one too many stands here. `altered`: this one is not what was written. */
export type Misfit = { readonly nth: number; readonly why: "gap" | "altered" };

/** Follows the chain by one event, or says what does not fit. */
export function follow(so: Followed, row: EventRow): Followed | Misfit {
  const nth = so.events + 1;
  if (row.nth !== nth) return { nth, why: "gap" };
  const isNext = row.seq > so.seq && row.previous === so.head && row.hash === hashOf(row);
  if (!isNext) return { nth, why: "altered" };
  const told = factsOf(row.data);
  return {
    events: nth,
    head: row.hash,
    seq: row.seq,
    contentHash: nth === 1 ? textOf(told["content_sha256"]) : so.contentHash,
    code: nth === 1 ? textOf(told["code"]) : so.code,
    status: row.to_status ?? so.status,
    statusNth: row.to_status === null ? so.statusNth : nth,
    dueAt: typeof told["dueAt"] === "number" ? told["dueAt"] : so.dueAt,
    nationalCode: row.kind === "national_code" ? textOf(told["nationalCode"]) : so.nationalCode,
  };
}

export const isMisfit = (result: Followed | Misfit): result is Misfit => "why" in result;

/** Facts that cannot be read say nothing; whoever writes such a row with a right hash is found by what the ticket says. */
export function factsOf(data: string): Readonly<Record<string, unknown>> {
  try {
    const facts: unknown = JSON.parse(data);
    return facts !== null && typeof facts === "object" ? { ...facts } : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What the ticket itself says, to be held against its history. */
export interface TicketSays {
  readonly events: number;
  readonly head: string;
  readonly code: string;
  readonly content: string;
  readonly status: string;
  readonly due_at: number;
  readonly national_code: string | null;
}

export type ChainCheck =
  | { readonly ok: true; readonly events: number; readonly head: string }
  /**
   * `nth` is the first event that does not fit; events + 1 when the end is missing. `content`, `status`, `code`, `due` and
   * `national_code`: the chain is whole, but the ticket tells another story than its history.
   */
  | { readonly ok: false; readonly nth: number; readonly why: Break };

export type Break = Misfit["why"] | "cut_off" | "content" | "status" | "code" | "due" | "national_code";

/** The end of a chain held against its ticket. */
export function checkEnd(so: Followed, ticket: TicketSays): ChainCheck {
  const broken = (why: Break, nth: number): ChainCheck => ({ ok: false, nth, why });
  if (ticket.events !== so.events || ticket.head !== so.head) return broken("cut_off", so.events + 1);
  if (so.contentHash !== sha256(ticket.content)) return broken("content", 1);
  if (so.code !== ticket.code) return broken("code", 1);
  if (so.status !== ticket.status) return broken("status", so.statusNth);
  if (so.dueAt !== ticket.due_at) return broken("due", so.events);
  if (so.nationalCode !== ticket.national_code) return broken("national_code", so.events);
  return { ok: true, events: so.events, head: so.head };
}
