import type { Address, Reply } from "../../messages/index.ts";
import type { Database, Queries } from "../../platform/index.ts";
import { withOutbox } from "../tables.ts";
import type { CallTables } from "./tables.ts";

/** Something an officer has to tell a person by telephone. */
export interface CallToMake {
  readonly deliveryId: string;
  readonly ticketId: string | null;
  /** E.164. */
  readonly number: string;
  /** What the person is to be told. */
  readonly reply: Reply;
  /** Why no other way was left: the reason of the way given up last. */
  readonly reason: string | null;
  readonly since: number;
  readonly attempts: readonly { readonly at: number; readonly officerId: string }[];
}

const tables = (queries: Queries) => queries.withTables<CallTables>();

/** Calls officers still have to make, oldest first. */
export async function callsToMake(db: Database, limit = 200): Promise<CallToMake[]> {
  const rows = await waiting(db.read)
    .select(["id", "ticket_id", "recipient", "reply", "rest", "last_reason", "created_at"])
    .orderBy("seq")
    .limit(limit)
    .execute();
  const tried =
    rows.length === 0
      ? []
      : await attemptsAt(
          db,
          rows.map(({ id }) => id),
        );
  return rows.map((row) => ({
    deliveryId: row.id,
    ticketId: row.ticket_id,
    number: (JSON.parse(row.recipient) as Address).id,
    reply: JSON.parse(row.rest ?? row.reply) as Reply,
    reason: row.last_reason,
    since: row.created_at,
    attempts: tried
      .filter(({ delivery_id }) => delivery_id === row.id)
      .map(({ at, officer_id }) => ({ at, officerId: officer_id })),
  }));
}

const waiting = (queries: Queries) =>
  withOutbox(queries).selectFrom("deliveries").where("state", "=", "stuck").where("way", "=", "call");

function attemptsAt(db: Database, ids: readonly string[]) {
  return tables(db.read)
    .selectFrom("call_attempts")
    .selectAll()
    .where("delivery_id", "in", [...ids])
    .orderBy("seq")
    .execute();
}

export async function countCalls(db: Database): Promise<number> {
  const row = await waiting(db.read)
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/**
 * An officer has telephoned. "done": the person knows, the delivery is over. "not_reached": it stays in the queue. "over" when
 * somebody else was first.
 */
export async function keepCall(
  tx: Queries,
  call: { readonly deliveryId: string; readonly officerId: string; readonly result: "done" | "not_reached" },
  now: number,
): Promise<"kept" | "over"> {
  const { deliveryId, officerId, result } = call;
  const open = await waiting(tx).select("id").where("id", "=", deliveryId).executeTakeFirst();
  if (!open) return "over";
  await tables(tx)
    .insertInto("call_attempts")
    .values({ delivery_id: deliveryId, at: now, officer_id: officerId, result })
    .execute();
  if (result === "done")
    await withOutbox(tx)
      .updateTable("deliveries")
      .set({ state: "delivered", settled_at: now, last_reason: null, provider_id: `call:${officerId}` })
      .where("id", "=", deliveryId)
      .execute();
  return "kept";
}
