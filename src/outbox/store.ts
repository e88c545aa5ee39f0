import type { ExpressionBuilder, Selectable } from "kysely";
import { type Address, CHANNELS, type ChannelName, laneOf, type Reply } from "../messages/index.ts";
import { builtOnce, type Database, type Queries, type ValueIn } from "../platform/index.ts";
import { BOTS_WORDS, type Cause, type Claim, type Delivery } from "./delivery.ts";
import type { FloorTables } from "./floor/tables.ts";
import { heldBy } from "./record/store.ts";
import { type OutboxTables, withOutbox } from "./tables.ts";

/**
 * Promises a delivery inside the transaction that gives cause to it. A second promise with the same key changes nothing.
 * After the commit the caller wakes the worker.
 */
export async function enqueue(tx: Queries, delivery: Delivery, now: number): Promise<"queued" | "queued_before"> {
  const { numAffectedRows } = await tx.executeQuery(
    promise(tx, {
      id: delivery.id,
      key: delivery.key,
      channel: delivery.to.channel,
      lane: laneOf(delivery.to),
      recipient: JSON.stringify(delivery.to),
      reply: JSON.stringify(delivery.reply),
      cause: delivery.cause,
      ticket_id: delivery.ticketId ?? null,
      due: Math.max(now, delivery.notBefore ?? 0),
      now,
    }),
  );
  return Number(numAffectedRows ?? 0n) === 1 ? "queued" : "queued_before";
}

type Promised = Pick<
  Selectable<OutboxTables["deliveries"]>,
  "id" | "key" | "channel" | "lane" | "recipient" | "reply" | "cause" | "ticket_id"
> & { readonly due: number; readonly now: number };

const promise = builtOnce((queries, value: ValueIn<Promised>) =>
  withOutbox(queries)
    .insertInto("deliveries")
    .values({
      id: value("id"),
      key: value("key"),
      channel: value("channel"),
      lane: value("lane"),
      recipient: value("recipient"),
      reply: value("reply"),
      cause: value("cause"),
      ticket_id: value("ticket_id"),
      state: "pending",
      attempts: 0,
      next_at: value("due"),
      not_before: value("due"),
      claims: 0,
      last_reason: null,
      provider_id: null,
      parts_sent: 0,
      parts: null,
      created_at: value("now"),
      settled_at: null,
      rest: null,
      bounced: null,
    })
    .onConflict((o) => o.column("key").doNothing())
    .compile(),
);

export interface ClaimRequest {
  /** Only deliveries on these channels. */
  readonly channels: readonly ChannelName[];
  readonly limit: number;
  readonly now: number;
  readonly leaseMs: number;
}

/**
 * Takes deliveries that are due, or whose holder's lease has ended, and nobody else gets them until `leaseMs` from now. Never
 * takes one while an older one to the same person is open, so the result holds one delivery a person at most. While an officer
 * has the floor, what the bot would say stays where it is and is in nobody's way. Those promised first come first.
 */
export async function claim(db: Database, request: ClaimRequest): Promise<Claim[]> {
  if (request.channels.length === 0 || request.limit <= 0) return [];
  const { now, limit, leaseMs, channels } = request;
  const served = Object.fromEntries(CHANNELS.map((name) => [name, channels.includes(name) ? name : ""]));
  const values = { ...(served as Served), now, limit, until: now + leaseMs };
  const { rows } = await db.write((tx) => tx.executeQuery(claiming[db.kind](tx, values)));
  // PostgreSQL returns them in the order in which it came upon them.
  return rows.sort((one, other) => one.seq - other.seq).map(asClaim);
}

/** Each channel by its name; "", which is none's, for one that is not served. */
type Served = Readonly<Record<ChannelName, string>>;
type Asked = Served & { readonly now: number; readonly until: number; readonly limit: number };

/** Asked each time a delivery is through. */
const claiming = { sqlite: claimingOn("sqlite"), postgres: claimingOn("postgres") };

function claimingOn(kind: Database["kind"]) {
  return builtOnce((queries, value: ValueIn<Asked>) =>
    withOutbox(queries)
      .with("due", () => dueDeliveries(queries, kind, value))
      .updateTable("deliveries")
      .set((eb) => ({
        // A row that is still `sending` was in the hands of a worker that died.
        attempts: eb
          .case()
          .when("state", "=", "sending")
          .then(eb("attempts", "+", 1))
          .else(eb.ref("attempts"))
          .end(),
        uncertain: eb.case().when("state", "=", "sending").then(2).else(eb.ref("uncertain")).end(),
        state: "sending",
        next_at: value("until"),
        claims: eb("claims", "+", 1),
      }))
      .where("seq", "in", (eb) => eb.selectFrom("due").select("due.seq"))
      .returningAll()
      .compile(),
  );
}

function dueDeliveries(queries: Queries, kind: Database["kind"], value: ValueIn<Asked>) {
  return withOutbox(queries)
    .selectFrom("deliveries as d")
    .select("d.seq")
    .where("d.next_at", "<=", value("now"))
    .where(
      "d.channel",
      "in",
      CHANNELS.map((name) => value(name)),
    )
    .where((eb) => eb.or([eb("d.cause", "not in", [...BOTS_WORDS]), eb.not(officerOn(eb))]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("deliveries as other")
            .select("other.seq")
            .whereRef("other.lane", "=", "d.lane")
            .whereRef("other.seq", "<>", "d.seq")
            .where("other.next_at", "is not", null)
            .where((o) =>
              o.or([
                // An older one that waits for its first hour (a reminder for tomorrow) is in nobody's way.
                o.and([
                  o("other.seq", "<", o.ref("d.seq")),
                  o("other.not_before", "<=", value("now")),
                  o.or([o("other.cause", "not in", [...BOTS_WORDS]), o.not(officerOn(eb))]),
                ]),
                o.and([o("other.state", "=", "sending"), o("other.next_at", ">", value("now"))]),
              ]),
            ),
        ),
      ),
    )
    .orderBy("d.next_at")
    .orderBy("d.seq")
    .limit(value("limit"))
    .$if(kind === "postgres", (q) => q.forUpdate("d").skipLocked());
}

type Tables = OutboxTables & FloorTables;

/** An officer has the floor in the lane of `d`. */
function officerOn(eb: ExpressionBuilder<Tables & { d: Tables["deliveries"] }, "d">) {
  return eb.exists(
    eb
      .selectFrom("floors")
      .select("floors.id")
      .whereRef("floors.lane", "=", "d.lane")
      .where("floors.ended_at", "is", null),
  );
}

function asClaim(row: Selectable<OutboxTables["deliveries"]>): Claim {
  return {
    id: row.id,
    turn: row.claims,
    lane: row.lane,
    cause: row.cause as Cause,
    ticketId: row.ticket_id,
    by: row.way,
    to: JSON.parse(row.recipient) as Address,
    reply: JSON.parse(row.rest ?? row.reply) as Reply,
    hops: row.hops,
    uncertain: row.uncertain === 2 ? 2 : row.uncertain === 1 ? 1 : 0,
    bounced: row.bounced,
    parts: row.parts === null ? null : (JSON.parse(row.parts) as string[]),
    partsSent: row.parts_sent,
    attempts: row.attempts,
    dueSince: row.not_before,
  };
}

/** Gives a delivery back untried, at once: the worker is stopping. */
export async function release(db: Database, held: Claim, now: number): Promise<void> {
  await db.write((tx) => heldBy(tx, held).set({ state: "pending", next_at: now }).execute());
}

/** After so many deaths with a delivery in hand it waits: a loop of restarts must not use up its tries in a minute. */
const DEATHS_AT_ONCE = 3;
const WAIT_AFTER_DEATHS_MS = 30_000;

/** Ends every lease. Only for a process that knows it is the database's sole worker and has just started. */
export async function endLeases(db: Database, now: number): Promise<void> {
  await db.write((tx) =>
    withOutbox(tx)
      .updateTable("deliveries")
      .set((eb) => ({
        next_at: eb
          .case()
          .when("attempts", "<", DEATHS_AT_ONCE)
          .then(now)
          .when("next_at", ">", now + WAIT_AFTER_DEATHS_MS)
          .then(now + WAIT_AFTER_DEATHS_MS)
          .else(eb.ref("next_at")) // one more restart does not make the wait longer
          .end(),
      }))
      .where("state", "=", "sending")
      .execute(),
  );
}

/** The reason a delivery carries while this installation has no sender for its channel. */
export const NO_SENDER = "no sender";

/** Notes on due deliveries of other channels than `channels` that nobody sends them; they stay pending. Returns how many. */
export async function noteMissingSenders(db: Database, channels: readonly ChannelName[], now: number): Promise<number> {
  const rows = await withOutbox(db.read)
    .selectFrom("deliveries")
    .select("seq")
    .where("next_at", "<=", now)
    .where("state", "=", "pending")
    .where((eb) => eb.or([eb("last_reason", "is", null), eb("last_reason", "<>", NO_SENDER)]))
    .$if(channels.length > 0, (q) => q.where("channel", "not in", [...channels]))
    .limit(500)
    .execute();
  if (rows.length === 0) return 0;
  const seqs = rows.map((row) => row.seq);
  await db.write((tx) =>
    withOutbox(tx)
      .updateTable("deliveries")
      .set({ last_reason: NO_SENDER })
      .where("seq", "in", seqs)
      .where("state", "=", "pending")
      .execute(),
  );
  return rows.length;
}
