import { type Generated, sql } from "kysely";
import {
  builtOnce,
  type Database,
  type Migrations,
  type Queries,
  type ValueIn,
  withAutoId,
} from "../platform/index.ts";
import { contactMigrations } from "./contacts/store.ts";
import { linkMigrations } from "./links/store.ts";
import { type InboundMessage, laneOf } from "./message.ts";
import { switchMigrations } from "./switches/store.ts";

export type InboxTables = {
  inbox: {
    seq: Generated<number>;
    id: string;
    channel: string;
    provider_id: string;
    lane: string;
    /** InboundMessage as JSON. */
    message: string;
    received_at: number;
    handled_at: number | null;
    /** Times a turn over this message has failed; at the limit it is set aside for a person. */
    attempts: Generated<number>;
  };
};

export const inboxMigrations: Migrations = {
  ...contactMigrations,
  ...linkMigrations,
  ...switchMigrations,
  async "001_inbox"(schema, kind) {
    await withAutoId(schema.createTable("inbox"), "seq", kind)
      .addColumn("id", "text", (c) => c.notNull().unique())
      .addColumn("channel", "text", (c) => c.notNull())
      .addColumn("provider_id", "text", (c) => c.notNull())
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("message", "text", (c) => c.notNull())
      .addColumn("received_at", "bigint", (c) => c.notNull())
      .addColumn("handled_at", "bigint")
      .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
      .addUniqueConstraint("inbox_once", ["channel", "provider_id"])
      .execute();
    await schema
      .createIndex("inbox_waiting")
      .on("inbox")
      .columns(["lane", "seq"])
      .where(sql.ref("handled_at"), "is", null)
      .execute();
  },
};

export const inbox = (queries: Queries) => queries.withTables<InboxTables>();

export type Receipt = "new" | "seen_before";

/** Keeps a message durably, once: a second copy of the same provider id changes nothing. `also` is kept with it, in its transaction. */
export function receive(
  db: Database,
  message: InboundMessage,
  id: string,
  now: number,
  also?: (tx: Queries) => Promise<unknown>,
): Promise<Receipt> {
  const row = rowOf(message, id, now);
  if (!also) return db.change(insertion(db.read, row)).then((rows) => (rows === 1 ? "new" : "seen_before"));
  return db.write(async (tx) => {
    if (!(await insert(tx, row))) return "seen_before";
    await also(tx);
    return "new";
  });
}

/** Keeps a message that is not going to be answered, with what is said instead of an answer, in one transaction. */
export function receiveUnanswered(
  db: Database,
  message: InboundMessage,
  id: string,
  now: number,
  instead: (tx: Queries) => Promise<unknown>,
): Promise<Receipt> {
  return db.write(async (tx) => {
    if (!(await insert(tx, rowOf(message, id, now)))) return "seen_before";
    await markHandled(tx, [id], now);
    await instead(tx);
    return "new";
  });
}

type NewRow = Pick<InboxTables["inbox"], "id" | "channel" | "provider_id" | "lane" | "message" | "received_at">;

function rowOf(message: InboundMessage, id: string, now: number): NewRow {
  const { from, providerId } = message;
  return {
    id,
    channel: from.channel,
    provider_id: providerId,
    lane: laneOf(from),
    message: JSON.stringify(message),
    received_at: now,
  };
}

async function insert(tx: Queries, row: NewRow): Promise<boolean> {
  const { numAffectedRows } = await tx.executeQuery(insertion(tx, row));
  return Number(numAffectedRows ?? 0n) === 1;
}

const insertion = builtOnce((queries, value: ValueIn<NewRow>) =>
  inbox(queries)
    .insertInto("inbox")
    .values({
      id: value("id"),
      channel: value("channel"),
      provider_id: value("provider_id"),
      lane: value("lane"),
      message: value("message"),
      received_at: value("received_at"),
    })
    .onConflict((o) => o.columns(["channel", "provider_id"]).doNothing())
    .compile(),
);

export interface WaitingMessage {
  readonly id: string;
  readonly message: InboundMessage;
  readonly receivedAt: number;
  readonly attempts: number;
}

/** A longer burst than any turn reads at once. */
const MOST_WAITING = 20;

const waiting = builtOnce((queries, value: ValueIn<{ lane: string }>) =>
  inbox(queries)
    .selectFrom("inbox")
    .select(["id", "message", "received_at", "attempts"])
    .where("lane", "=", value("lane"))
    .where("handled_at", "is", null)
    .orderBy("seq")
    .limit(MOST_WAITING)
    .compile(),
);

/** The first messages of one person that are not handled yet, oldest first. */
export async function waitingIn(db: Database, lane: string): Promise<WaitingMessage[]> {
  const { rows } = await db.read.executeQuery(waiting(db.read, { lane }));
  return rows.map((row) => ({
    id: row.id,
    message: JSON.parse(row.message) as InboundMessage,
    receivedAt: row.received_at,
    attempts: row.attempts,
  }));
}

/** Lanes with something waiting, those that have waited longest first. */
export async function waitingLanes(db: Database, most: number): Promise<string[]> {
  const rows = await inbox(db.read)
    .selectFrom("inbox")
    .select("lane")
    .where("handled_at", "is", null)
    .groupBy("lane")
    .orderBy((eb) => eb.fn.min("seq"))
    .limit(most)
    .execute();
  return rows.map((row) => row.lane);
}

/** Marks messages handled inside the turn's transaction. Throws when another worker was first, which undoes the turn. */
export async function markHandled(tx: Queries, ids: readonly string[], now: number): Promise<void> {
  for (const id of ids) {
    const { numAffectedRows } = await tx.executeQuery(handling(tx, { id, now }));
    if (Number(numAffectedRows ?? 0n) !== 1) throw new AlreadyHandled();
  }
}

const handling = builtOnce((queries, value: ValueIn<{ id: string; now: number }>) =>
  inbox(queries)
    .updateTable("inbox")
    .set({ handled_at: value("now") })
    .where("id", "=", value("id"))
    .where("handled_at", "is", null)
    .compile(),
);

/** Another worker has handled these messages already; nothing is lost. */
export class AlreadyHandled extends Error {}

export async function countAttempt(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.write((tx) =>
    inbox(tx)
      .updateTable("inbox")
      .set((eb) => ({ attempts: eb("attempts", "+", 1) }))
      .where("id", "in", [...ids])
      .execute(),
  );
}

export async function countWaiting(db: Database): Promise<number> {
  const row = await inbox(db.read)
    .selectFrom("inbox")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("handled_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
