import type { ChannelName, Reply, SendOutcome, Span } from "../../messages/index.ts";
import type { Database, Queries } from "../../platform/index.ts";
import type { Cause, DeliveryState } from "../delivery.ts";
import { withOutbox } from "../tables.ts";

/** What a person sees of a delivery. No address and no wording: those are in the ticket and the conversation. */
export interface DeliveryStatus {
  readonly id: string;
  readonly channel: ChannelName;
  readonly cause: Cause;
  readonly ticketId: string | null;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly partsSent: number;
  readonly reason: string | null;
  readonly createdAt: number;
  readonly settledAt: number | null;
}

const STATUS = [
  "id",
  "channel",
  "cause",
  "ticket_id as ticketId",
  "state",
  "attempts",
  "parts_sent as partsSent",
  "last_reason as reason",
  "created_at as createdAt",
  "settled_at as settledAt",
] as const;

/** A delivery that still waits after this long (no sender, our account at fault, a long outage) is shown to a person. */
const PATIENCE_MS = 15 * 60_000;

/** What a person has to look at, oldest first: deliveries that are stuck, and those that wait for longer than `patienceMs`. */
export async function listStuck(
  db: Database,
  now: number,
  limit = 200,
  patienceMs = PATIENCE_MS,
): Promise<DeliveryStatus[]> {
  const rows = await withOutbox(db.read)
    .selectFrom("deliveries")
    .select(STATUS)
    // Two index look-ups; an OR would read every delivery ever made.
    .where("seq", "in", (eb) =>
      eb
        .selectFrom("deliveries")
        .select("seq")
        .where("state", "=", "stuck")
        .where("way", "<>", "call")
        .unionAll(
          eb
            .selectFrom("deliveries")
            .select("seq")
            .where("next_at", "is not", null)
            .where("not_before", "<=", now - patienceMs),
        ),
    )
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows as DeliveryStatus[];
}

/** Delivery id → the lane it was promised in. */
export async function lanesOfDeliveries(queries: Queries, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map(); // PostgreSQL does not know "in ()"
  const rows = await withOutbox(queries)
    .selectFrom("deliveries")
    .select(["id", "lane"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map(({ id, lane }) => [id, lane]));
}

/** Everything promised about one ticket, oldest first. */
export async function deliveriesOf(db: Database, ticketId: string): Promise<DeliveryStatus[]> {
  const rows = await withOutbox(db.read)
    .selectFrom("deliveries")
    .select(STATUS)
    .where("ticket_id", "=", ticketId)
    .orderBy("seq")
    .execute();
  return rows as DeliveryStatus[];
}

/** One row of the ledger. `part` counts from 0. */
export interface AttemptRecord {
  readonly part: number;
  readonly at: number;
  readonly outcome: SendOutcome["kind"];
  readonly reason: string | null;
  readonly providerId: string | null;
}

/** Every try of one delivery, in order. */
export async function attemptsOf(db: Database, deliveryId: string): Promise<AttemptRecord[]> {
  const rows = await withOutbox(db.read)
    .selectFrom("delivery_attempts")
    .select(["part", "at", "outcome", "reason", "provider_id as providerId"])
    .where("delivery_id", "=", deliveryId)
    .orderBy("seq")
    .execute();
  return rows as AttemptRecord[];
}

/** A person asks for another round of tries, from the first part not sent. "not_waiting" when it is in hand or settled. */
export async function sendAgain(tx: Queries, id: string, now: number): Promise<"queued" | "not_waiting"> {
  const result = await withOutbox(tx)
    .updateTable("deliveries")
    .set({ state: "pending", attempts: 0, next_at: now })
    .where("id", "=", id)
    .where("way", "<>", "call")
    .where("state", "in", ["stuck", "pending"])
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1 ? "queued" : "not_waiting";
}

/** A person gives a delivery up (told by telephone, no longer true); `reason` is a code. */
export async function abandon(
  tx: Queries,
  id: string,
  reason: string,
  now: number,
): Promise<"abandoned" | "not_waiting"> {
  const result = await withOutbox(tx)
    .updateTable("deliveries")
    .set({ state: "abandoned", next_at: null, last_reason: reason, settled_at: now, parts: null })
    .where("id", "=", id)
    .where("state", "in", ["stuck", "pending"])
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1 ? "abandoned" : "not_waiting";
}

/** How many deliveries are in each state that still needs something, but for calls to make; for the figures and /readyz. */
export async function countOpen(db: Database): Promise<Record<"pending" | "sending" | "stuck", number>> {
  const rows = await withOutbox(db.read)
    .selectFrom("deliveries")
    .select(["state", (eb) => eb.fn.countAll<number>().as("n")])
    .where("state", "in", ["pending", "sending", "stuck"])
    .where("way", "<>", "call")
    .groupBy("state")
    .execute();
  const count = (state: DeliveryState) => Number(rows.find((row) => row.state === state)?.n ?? 0);
  return { pending: count("pending"), sending: count("sending"), stuck: count("stuck") };
}

/**
 * Blanks the address and the words of what was delivered or abandoned before `before`; keys and the ledger stay, so that
 * nothing is promised twice and the figures hold. Returns how many were blanked.
 */
export async function forgetWords(tx: Queries, before: number): Promise<number> {
  await withOutbox(tx)
    .updateTable("delivery_hops")
    .set({ recipient: "" })
    .where("recipient", "<>", "")
    .where("delivery_id", "in", (eb) =>
      eb
        .selectFrom("deliveries")
        .select("id")
        .where("state", "in", ["delivered", "abandoned"])
        .where("settled_at", "<", before)
        .where("reply", "<>", ""),
    )
    .execute();
  const result = await withOutbox(tx)
    .updateTable("deliveries")
    .set({ recipient: "", lane: "", reply: "", rest: null })
    .where("state", "in", ["delivered", "abandoned"])
    .where("settled_at", "<", before)
    .where("reply", "<>", "")
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** One reply promised to a person, in the words they were promised. */
export interface Promised {
  readonly id: string;
  readonly key: string;
  readonly at: number;
  readonly reply: Reply;
  /** The ticket it is about, as far as a ticket's page sent it. */
  readonly ticketId: string | null;
}

/** What was promised in a lane in a span, oldest first, at most `limit`: for the pages that show a conversation. */
export async function promisedTo(
  db: Database,
  lane: string,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: Partial<Span> = {},
  limit = 400,
): Promise<Promised[]> {
  const rows = await withOutbox(db.read)
    .selectFrom("deliveries")
    .select(["id", "key", "created_at", "reply", "ticket_id"])
    .where("lane", "=", lane)
    .where("created_at", ">=", from)
    .where("created_at", "<=", to)
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, key, created_at, reply, ticket_id }) =>
    reply === null ? [] : [{ id, key, at: created_at, reply: JSON.parse(reply) as Reply, ticketId: ticket_id }],
  );
}
