import type { Address } from "../../messages/index.ts";
import { newId, type Queries } from "../../platform/index.ts";
import type { ChargeTables } from "../charges/tables.ts";
import type { Cause } from "../delivery.ts";
import { preferenceKey } from "../preferences/key.ts";
import { withOutbox } from "../tables.ts";

/** What was said in a talk, by the bot or by an officer who had taken it over, as against news of a ticket. */
const SAID_IN_TALK: readonly Cause[] = ["turn", "emergency", "talk"];

/** Lanes of a number, by SMS or telephone, in which something was promised since `since` (epoch ms). */
export async function lanesToldSince(tx: Queries, number: string, since: number): Promise<string[]> {
  const rows = await withOutbox(tx)
    .selectFrom("deliveries")
    .select("lane")
    .distinct()
    // Ids begin with the millisecond, and there is an index on them.
    .where("id", ">=", newId(since).slice(0, 12))
    .where("lane", "like", `%:${number}`)
    .execute();
  return rows.map(({ lane }) => lane);
}

export interface TalkToForget {
  readonly lanes: readonly string[];
  /** Epoch ms: what was promised before is left alone. */
  readonly since: number;
  /** Epoch ms: what was promised before this and is still not sent is given up. */
  readonly giveUpBefore: number;
}

/**
 * Takes the words, the address and the provider's ids off what was said to a person in a talk; the count of tries and their
 * price stay. Returns how many are still to be sent, and so still whole.
 */
export async function forgetSaid(tx: Queries, talk: TalkToForget, now: number): Promise<number> {
  await giveUpOld(tx, talk, now);
  const said = await withOutbox(tx)
    .selectFrom("deliveries")
    .select(["id", "state"])
    .where("lane", "in", [...talk.lanes])
    .where("cause", "in", [...SAID_IN_TALK])
    .where("created_at", ">=", talk.since)
    .execute();
  const over = said.filter(({ state }) => state === "delivered" || state === "abandoned").map(({ id }) => id);
  if (over.length > 0) await blank(tx, over);
  return said.length - over.length;
}

async function giveUpOld(tx: Queries, { lanes, since, giveUpBefore }: TalkToForget, now: number): Promise<void> {
  await withOutbox(tx)
    .updateTable("deliveries")
    .set({ state: "abandoned", next_at: null, settled_at: now, last_reason: "forgotten" })
    .where("lane", "in", [...lanes])
    .where("cause", "in", [...SAID_IN_TALK])
    .where("created_at", ">=", since)
    .where("created_at", "<", giveUpBefore)
    .where("state", "in", ["pending", "stuck"])
    .execute();
}

const NOTHING = { recipient: "", lane: "", reply: "", rest: null, parts: null, provider_id: null };

async function blank(tx: Queries, ids: readonly string[]): Promise<void> {
  const outbox = withOutbox(tx);
  const providerIds = await outbox
    .selectFrom("delivery_attempts")
    .select("provider_id")
    .where("delivery_id", "in", [...ids])
    .where("provider_id", "is not", null)
    .execute();
  const known = providerIds.flatMap(({ provider_id }) => (provider_id === null ? [] : [provider_id]));
  if (known.length > 0) await dropProofs(tx, known);
  await outbox
    .updateTable("delivery_attempts")
    .set({ provider_id: null })
    .where("delivery_id", "in", [...ids])
    .execute();
  await tx
    .withTables<ChargeTables>()
    .updateTable("delivery_charges")
    .set({ provider_id: null })
    .where("delivery_id", "in", [...ids])
    .execute();
  await outbox
    .updateTable("delivery_hops")
    .set({ recipient: "" })
    .where("delivery_id", "in", [...ids])
    .execute();
  await outbox
    .updateTable("deliveries")
    // A key may name the person or the call it was for.
    .set((eb) => ({ key: eb.ref("id"), ...NOTHING }))
    .where("id", "in", [...ids])
    .execute();
}

async function dropProofs(tx: Queries, providerIds: readonly string[]): Promise<void> {
  await tx
    .withTables<{ delivery_proofs: { provider_id: string } }>()
    .deleteFrom("delivery_proofs")
    .where("provider_id", "in", [...providerIds])
    .execute();
}

/** Forgets when officers spoke to these people instead of the bot, once that is over; the audit log keeps that they did. */
export async function forgetFloors(tx: Queries, lanes: readonly string[], since: number): Promise<void> {
  await withOutbox(tx)
    .deleteFrom("floors")
    .where("lane", "in", [...lanes])
    .where("ended_at", ">=", since)
    .execute();
}

/** What these people asked for stays; when they last asked does not. */
export async function forgetWhenAsked(tx: Queries, who: readonly Address[]): Promise<void> {
  const keys = who.map(preferenceKey);
  const tables =
    tx.withTables<Record<"contact_wishes" | "contact_preferences", { address: string; updated_at: number }>>();
  for (const table of ["contact_wishes", "contact_preferences"] as const)
    await tables
      .updateTable(table)
      .set({ updated_at: 0 })
      .where("address", "in", keys)
      .where("updated_at", "<>", 0)
      .execute();
}
