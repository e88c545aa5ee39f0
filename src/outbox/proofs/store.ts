import type { ChannelName } from "../../messages/index.ts";
import type { Database, Migrations, Queries } from "../../platform/index.ts";
import type { OutboxTables } from "../tables.ts";

export type ProofTables = OutboxTables & {
  /** What providers say became of messages they took; append-only. They may say so before we have recorded the sending. */
  delivery_proofs: { provider_id: string; channel: string; status: string; reason: string | null; at: number };
};

export const proofMigrations: Migrations = {
  async "033_delivery_proofs"(schema) {
    await schema
      .createTable("delivery_proofs")
      .addColumn("provider_id", "text", (c) => c.notNull())
      .addColumn("channel", "text", (c) => c.notNull())
      .addColumn("status", "text", (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("delivery_proofs_once", ["provider_id", "channel", "status"])
      .execute();
  },
};

/** A provider's word on messages it took from us. `reason` is a code. */
export interface Proof {
  readonly status: "delivered" | "seen" | "failed";
  readonly reason: string | null;
  /** Epoch milliseconds, as the provider states it. */
  readonly at: number;
}

/** Keeps a proof for each message; said again, it changes nothing. `providerIds` are the ids `send` returned, or the keys it was given. */
export async function keepProof(
  tx: Queries,
  channel: ChannelName,
  providerIds: readonly string[],
  proof: Proof,
): Promise<void> {
  if (providerIds.length === 0) return;
  await tx
    .withTables<ProofTables>()
    .insertInto("delivery_proofs")
    .values([...new Set(providerIds)].map((id) => ({ provider_id: id, channel, ...proof })))
    .onConflict((o) => o.columns(["provider_id", "channel", "status"]).doNothing())
    .execute();
}

/** What providers said of the tries of deliveries. Two providers may number alike: their word counts on their own channel alone. */
export const provedTries = (queries: Queries) =>
  queries
    .withTables<ProofTables>()
    .selectFrom("delivery_attempts as tried")
    .innerJoin("deliveries", "deliveries.id", "tried.delivery_id")
    .innerJoin("delivery_proofs as proof", "proof.provider_id", "tried.provider_id")
    .where((eb) =>
      eb.or([
        eb("proof.channel", "=", eb.ref("deliveries.channel")),
        eb.exists(
          eb
            .selectFrom("delivery_hops as hop")
            .select("hop.seq")
            .whereRef("hop.delivery_id", "=", "tried.delivery_id")
            .whereRef("hop.channel", "=", "proof.channel"),
        ),
      ]),
    );

/** What providers said of one delivery's parts, oldest first. `part` counts from 0. */
export async function proofsOf(db: Database, deliveryId: string): Promise<(Proof & { readonly part: number })[]> {
  const rows = await provedTries(db.read)
    .select(["tried.part", "proof.status", "proof.reason", "proof.at"])
    .where("tried.delivery_id", "=", deliveryId)
    .orderBy("proof.at")
    .execute();
  return rows as (Proof & { part: number })[];
}

/** True when a provider has said that what it was given under this id or key arrived. */
export async function hasArrived(db: Database, channel: ChannelName, providerId: string): Promise<boolean> {
  const row = await db.read
    .withTables<ProofTables>()
    .selectFrom("delivery_proofs")
    .select("at")
    .where("provider_id", "=", providerId)
    .where("channel", "=", channel)
    .where("status", "in", ["delivered", "seen"])
    .executeTakeFirst();
  return row !== undefined;
}
