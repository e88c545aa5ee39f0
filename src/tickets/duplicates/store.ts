import { newId, type Queries } from "../../platform/index.ts";
import { TICKET_MOVES, TICKET_STATUSES } from "../moves.ts";
import { ticketOf } from "../rows.ts";
import { aboutNobody } from "../seen/store.ts";
import { type TicketRow, ticketTables } from "../tables.ts";
import { isProtected, type Ticket } from "../ticket.ts";
import { ALIKE_WITHIN_DAYS, type Likeness, likeness, type Report, SUGGESTED } from "./alike.ts";
import { isKnownApart, isSpot, keysOfSpot, placeKeys, spotOf } from "./place-keys.ts";
import { duplicateTables } from "./tables.ts";

const DAY = 86_400_000;
const WINDOW = ALIKE_WITHIN_DAYS * DAY;
/** So many of one topic or place are looked at, the newest first. */
const MOST_CANDIDATES = 200;
const MOST_SUGGESTIONS = 5;

/** Statuses from which an answer is still to come: only such a ticket can take another in. */
export const RUNNING = TICKET_STATUSES.filter((status) => TICKET_MOVES[status].clock !== "stopped");

/** Notes what a new ticket is about and where, inside the transaction that opens it. Protected ones leave no mark. */
export async function markTicket(
  tx: Queries,
  ticket: Ticket,
  topic: string | null,
  former: string | null,
): Promise<void> {
  if (isProtected(ticket)) return;
  const keys = placeKeys(ticket.place, { unit: ticket.placeUnit, former });
  const places = keys.length > 0 ? keys : [""];
  await duplicateTables(tx)
    .insertInto("ticket_marks")
    .values(places.map((place) => ({ ticket_id: ticket.id, topic, place, at: ticket.createdAt })))
    .execute();
  for (const place of keys.filter(isSpot))
    if (topic !== null) await noticeHotSpot(tx, topic, spotOf(place, keys), ticket.createdAt);
}

/** So many people about one thing at one place within the window make a hot spot. */
export const HOT_SPOT_REPORTERS = 5;

/** Once in a window: who has been told of a place is not told again with every further report. */
async function noticeHotSpot(tx: Queries, topic: string, place: string, at: number): Promise<void> {
  const told = await duplicateTables(tx)
    .selectFrom("hot_spots")
    .select("place")
    .where("topic", "=", topic)
    .where("noticed_at", ">", at - WINDOW)
    .execute();
  if (told.some((spot) => isSameSpot(spot.place, place))) return;
  const tickets = await ticketsAt(tx, topic, place, at);
  const reporters = new Set(tickets.map(({ id, reporter_lane }) => reporter_lane ?? id)).size;
  if (reporters < HOT_SPOT_REPORTERS) return;
  const spot = { id: newId(at), topic, place, noticed_at: at, reporters, seen_by: null, seen_at: null };
  await duplicateTables(tx).insertInto("hot_spots").values(spot).execute();
}

function isSameSpot(one: string, other: string): boolean {
  const [oneKeys, otherKeys] = [keysOfSpot(one), keysOfSpot(other)];
  return oneKeys[0] === otherKeys[0] && !isKnownApart(oneKeys, otherKeys);
}

/** Tickets of a topic at a spot; those known to be in another commune of that name are left out. */
async function ticketsAt(queries: Queries, topic: string, spot: string, at: number): Promise<TicketRow[]> {
  const keys = keysOfSpot(spot);
  const rows = await ticketsMarked(queries, topic, keys[0], at);
  const places = await placesOf(
    queries,
    rows.map(({ id }) => id),
  );
  return rows.filter(({ id }) => !isKnownApart(keys, places.get(id) ?? []));
}

/** Ticket id → its place keys as marked. */
async function placesOf(queries: Queries, ids: readonly string[]): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  if (ids.length === 0) return places; // PostgreSQL does not know "in ()"
  const marks = await duplicateTables(queries)
    .selectFrom("ticket_marks")
    .select(["ticket_id", "place"])
    .where("ticket_id", "in", [...ids])
    .execute();
  for (const { ticket_id, place } of marks)
    if (place !== "") places.set(ticket_id, [...(places.get(ticket_id) ?? []), place]);
  return places;
}

function ticketsMarked(queries: Queries, topic: string, place: string, at: number) {
  const marked = duplicateTables(queries)
    .selectFrom("ticket_marks")
    .select("ticket_id")
    .where("topic", "=", topic)
    .where("place", "=", place)
    .where("at", ">", at - WINDOW)
    .where("at", "<=", at);
  return (
    ticketTables(queries)
      .selectFrom("tickets")
      .selectAll()
      .where("id", "in", marked)
      .where("status", "<>", "withdrawn")
      // What became protected since counts no more: five with one that nobody may know of are four.
      .where("restricted", "=", 0)
      .where(aboutNobody)
      .orderBy("created_at", "desc")
      .execute()
  );
}

/** Much of one thing at one place: for whoever leads, with the tickets that make it up. */
export interface HotSpot {
  readonly id: string;
  readonly topic: string;
  readonly place: string;
  readonly noticedAt: number;
  readonly seenBy: string | null;
  readonly seenAt: number | null;
  readonly tickets: readonly Ticket[];
}

/** Milliseconds for which a hot spot is shown after it was noticed. */
export const HOT_SPOT_SHOWN_MS = 30 * 86_400_000;

/** True when the ticket is one of a hot spot that is shown now. */
export async function isOfHotSpot(queries: Queries, { id }: Pick<Ticket, "id">, now: number): Promise<boolean> {
  const spots = await hotSpots(queries, now - HOT_SPOT_SHOWN_MS, now);
  return spots.some(({ tickets }) => tickets.some((ticket) => ticket.id === id));
}

/** Hot spots noticed since `since`, newest first, each with the tickets of the window before `now`. */
export async function hotSpots(queries: Queries, since: number, now: number): Promise<HotSpot[]> {
  const rows = await duplicateTables(queries)
    .selectFrom("hot_spots")
    .selectAll()
    .where("noticed_at", ">=", since)
    .orderBy("noticed_at", "desc")
    .limit(50)
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const tickets = await ticketsAt(queries, row.topic, row.place, Math.max(now, row.noticed_at));
      const { id, topic, place, noticed_at: noticedAt, seen_by: seenBy, seen_at: seenAt } = row;
      return { id, topic, place, noticedAt, seenBy, seenAt, tickets: tickets.map(ticketOf) };
    }),
  );
}

/** False when somebody has seen it before. */
export async function seeHotSpot(tx: Queries, id: string, officerId: string, at: number): Promise<boolean> {
  const result = await duplicateTables(tx)
    .updateTable("hot_spots")
    .set({ seen_by: officerId, seen_at: at })
    .where("id", "=", id)
    .where("seen_by", "is", null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

export interface Suggestion {
  readonly ticket: Ticket;
  readonly likeness: Likeness;
}

/** Running tickets that a report may be a duplicate of, most alike first. `apart`: the report's own ticket. */
export async function alikeTo(queries: Queries, report: Report, apart?: string): Promise<Suggestion[]> {
  const candidates = await candidatesFor(queries, report);
  return candidates
    .filter(({ ticket }) => ticket.id !== apart && !isProtected(ticket))
    .map(({ ticket, topic, places }) => ({ ticket, likeness: likeness(report, reportOf(ticket, topic, places)) }))
    .filter(({ likeness: { score } }) => score >= SUGGESTED)
    .sort((a, b) => b.likeness.score - a.likeness.score)
    .slice(0, MOST_SUGGESTIONS);
}

const reportOf = (
  { content, createdAt }: Ticket,
  topic: string | null,
  places: readonly string[] | undefined,
): Report => ({ topic, places: places ?? [], content, at: createdAt });

async function candidatesFor(
  queries: Queries,
  { topic, places, at }: Report,
): Promise<{ ticket: Ticket; topic: string | null; places: readonly string[] | undefined }[]> {
  const spots = places.filter(isSpot);
  if (topic === null && spots.length === 0) return [];
  const marks = await duplicateTables(queries)
    .selectFrom("ticket_marks")
    .select(["ticket_id", "topic"])
    .where("at", ">", at - WINDOW)
    .where("at", "<", at + WINDOW)
    .where((eb) =>
      eb.or([
        ...(topic === null ? [] : [eb("topic", "=", topic)]),
        ...(spots.length === 0 ? [] : [eb("place", "in", spots)]),
      ]),
    )
    .orderBy("at", "desc")
    .limit(MOST_CANDIDATES)
    .execute();
  if (marks.length === 0) return [];
  const topics = new Map(marks.map((mark) => [mark.ticket_id, mark.topic]));
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .selectAll()
    .where("id", "in", [...topics.keys()])
    .where("status", "in", RUNNING)
    .execute();
  const marked = await placesOf(
    queries,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ticket: ticketOf(row), topic: topics.get(row.id) ?? null, places: marked.get(row.id) }));
}

/** Tickets another one may be a duplicate of; none for a protected one. */
export async function duplicatesOf(queries: Queries, ticket: Ticket): Promise<Suggestion[]> {
  if (isProtected(ticket) || !RUNNING.includes(ticket.status)) return [];
  const mark = await duplicateTables(queries)
    .selectFrom("ticket_marks")
    .select("topic")
    .where("ticket_id", "=", ticket.id)
    .executeTakeFirst();
  const places = (await placesOf(queries, [ticket.id])).get(ticket.id);
  return alikeTo(queries, reportOf(ticket, mark?.topic ?? null, places), ticket.id);
}
