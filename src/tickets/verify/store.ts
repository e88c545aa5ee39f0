import { type SqlBool, sql } from "kysely";
import type { DatabaseKind, Queries } from "../../platform/index.ts";
import {
  BEGINNING,
  type Break,
  checkEnd,
  type EventRow,
  type Followed,
  follow,
  isMisfit,
  type TicketSays,
} from "../history/chain.ts";
import { verifyChain } from "../history/store.ts";
import { ticketTables } from "../tables.ts";

export type ChainBreak =
  /** `kind`: what stands in the event's row now; null where there is none. */
  | {
      readonly what: "chain";
      readonly code: string;
      readonly nth: number;
      readonly kind: string | null;
      readonly why: Break;
    }
  | { readonly what: "no_history"; readonly code: string }
  | { readonly what: "no_ticket"; readonly ticketId: string }
  /** Events were numbered up to `numbered`, and only `events` are there. */
  | { readonly what: "numbers"; readonly numbered: number; readonly events: number };

export interface Watching {
  readonly onBreak: (found: ChainBreak) => void;
  /** Called after every page with the events seen so far. */
  readonly onProgress?: (events: number) => void;
}

const PAGE = 1000;

/**
 * Follows the chain of every ticket, a page of events at a time, whatever their number. It may run beside a working system: what
 * looks broken is read again before it is called so.
 */
export async function verifyChains(
  queries: Queries,
  watching: Watching,
): Promise<{ readonly tickets: number; readonly events: number }> {
  let events = 0;
  let tickets = 0;
  let open: Open | undefined;
  const close = async (done: Open | undefined) => {
    if (done === undefined) return;
    tickets += 1;
    const found = await judge(queries, done);
    if (found) watching.onBreak(found);
  };
  for await (const { rows, says } of pages(queries)) {
    for (const row of rows) {
      if (open?.id !== row.ticket_id) {
        await close(open);
        open = { id: row.ticket_id, so: BEGINNING, kind: null, ticket: says.get(row.ticket_id) };
      }
      step(open, row);
    }
    events += rows.length;
    watching.onProgress?.(events);
  }
  await close(open);
  for await (const code of withoutHistory(queries)) {
    tickets += 1;
    watching.onBreak({ what: "no_history", code });
  }
  return { tickets, events };
}

/** How many events there are, for showing how far the work has come. */
export async function countEvents(queries: Queries): Promise<number> {
  const events = ticketTables(queries).selectFrom("ticket_events");
  const { total } = await events.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  return Number(total);
}

/**
 * SQLite numbers events without gaps and remembers how far it came, so a ticket taken away whole is missed there even before a seal
 * covers it. PostgreSQL leaves gaps of its own.
 */
export async function verifyNumbers(queries: Queries, kind: DatabaseKind, onBreak: Watching["onBreak"]): Promise<void> {
  if (kind !== "sqlite") return;
  const { rows } = await sql<{ events: number; highest: number; numbered: number }>`
    select (select count(*) from ticket_events) as events,
      (select coalesce(max(seq), 0) from ticket_events) as highest,
      (select coalesce(max(seq), 0) from sqlite_sequence where name = 'ticket_events') as numbered`.execute(queries);
  const [{ events, highest, numbered } = { events: 0, highest: 0, numbered: 0 }] = rows;
  if (events !== highest || events !== numbered)
    onBreak({ what: "numbers", numbered: Math.max(highest, numbered), events });
}

/** A ticket whose events are being read. */
interface Open {
  readonly id: string;
  readonly ticket: (TicketSays & { readonly id: string }) | undefined;
  /** Undefined once something did not fit. */
  so: Followed | undefined;
  /** Of the event that did not fit. */
  kind: string | null;
}

function step(open: Open, row: EventRow): void {
  if (open.so === undefined) return;
  const next = follow(open.so, row);
  open.kind = isMisfit(next) ? row.kind : null;
  open.so = isMisfit(next) ? undefined : next;
}

async function judge(queries: Queries, { id, ticket, so, kind }: Open): Promise<ChainBreak | undefined> {
  if (so !== undefined && ticket !== undefined && checkEnd(so, ticket).ok) return undefined;
  const again = await readAgain(queries, id);
  if (again === undefined) return { what: "no_ticket", ticketId: String(id) };
  const { check, code } = again;
  return check.ok ? undefined : { what: "chain", code, nth: check.nth, kind, why: check.why };
}

const MOST_LOOKS = 20;

/** A ticket nobody moved while it was read; undefined when there is none of this id. */
async function readAgain(queries: Queries, id: string) {
  const state = () =>
    ticketTables(queries)
      .selectFrom("tickets")
      .select(["events", "head", "code"])
      .where("id", "=", id)
      .executeTakeFirst();
  for (let look = 1; ; look++) {
    const before = await state();
    if (before === undefined) return undefined;
    const check = await verifyChain(queries, id);
    const after = await state();
    if (check.ok || look === MOST_LOOKS || (before.events === after?.events && before.head === after.head))
      return { check, code: before.code };
  }
}

/** All events, those of one ticket together and in order, with what their tickets say. */
async function* pages(queries: Queries) {
  let from: { ticket_id: string; nth: number } | undefined;
  for (;;) {
    let found = ticketTables(queries)
      .selectFrom("ticket_events")
      .selectAll()
      .orderBy("ticket_id")
      .orderBy("nth")
      .limit(PAGE);
    if (from) found = found.where(sql<SqlBool>`(ticket_id, nth) > (${from.ticket_id}, ${from.nth})`);
    const rows = await found.execute();
    if (rows.length === 0) return;
    yield { rows, says: await saysOf(queries, [...new Set(rows.map((row) => row.ticket_id))]) };
    from = rows.at(-1);
  }
}

async function saysOf(queries: Queries, ids: readonly string[]) {
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .select(["id", "events", "head", "code", "content", "status", "due_at", "national_code"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Codes of tickets that have not even an opening. */
async function* withoutHistory(queries: Queries) {
  for (let after = ""; ; ) {
    const page = await ticketTables(queries)
      .selectFrom("tickets")
      .select(["id", "code"])
      .where("id", ">", after)
      .where(sql<SqlBool>`not exists (select 1 from ticket_events e where e.ticket_id = tickets.id)`)
      .orderBy("id")
      .limit(PAGE)
      .execute();
    for (const { code } of page) yield code;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}
