import type { ChannelName } from "../../messages/index.ts";
import { builtOnce, type Queries, sql, type ValueIn } from "../../platform/index.ts";
import type { ProofTables } from "../proofs/store.ts";
import { withOutbox } from "../tables.ts";

/** Why a provider says a message did not arrive after all; undefined when it does not say so, or said also that it did. */
export async function failureOf(tx: Queries, channel: ChannelName, providerId: string): Promise<string | undefined> {
  const { rows } = await tx.executeQuery(proofs(tx, { provider_id: providerId, channel }));
  // Reports come in any order; what has arrived stays arrived.
  if (rows.some(({ status }) => status !== "failed")) return undefined;
  const [failed] = rows;
  return failed && `not delivered${failed.reason ? `: ${failed.reason}` : ""}`;
}

const proofs = builtOnce((queries, value: ValueIn<Pick<ProofTables["delivery_proofs"], "provider_id" | "channel">>) =>
  queries
    .withTables<ProofTables>()
    .selectFrom("delivery_proofs")
    .select(["status", "reason"])
    .where("provider_id", "=", value("provider_id"))
    .where("channel", "=", value("channel"))
    .compile(),
);

/**
 * Takes up deliveries whose provider says that a part did not arrive after all: they go on by another way, from that part. Only the
 * way a delivery is on now counts. Call it after the proof is kept, in the same transaction. Returns how many were taken up.
 */
export async function takeUpBounced(
  tx: Queries,
  channel: ChannelName,
  providerIds: readonly string[],
  now: number,
): Promise<number> {
  let taken = 0;
  for (const providerId of new Set(providerIds)) {
    const reason = await failureOf(tx, channel, providerId);
    if (reason !== undefined) taken += await takeUp(tx, { channel, providerId, reason }, now);
  }
  return taken;
}

async function takeUp(
  tx: Queries,
  { channel, providerId, reason }: { channel: ChannelName; providerId: string; reason: string },
  now: number,
): Promise<number> {
  const tried = await withOutbox(tx)
    .selectFrom("delivery_attempts as tried")
    .innerJoin("deliveries as d", "d.id", "tried.delivery_id")
    .select(["d.id", "tried.part"])
    .where("tried.provider_id", "=", providerId)
    .where("tried.outcome", "=", "sent")
    .where("d.channel", "=", channel)
    .where("d.state", "=", "delivered")
    .where("d.reply", "<>", "")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("delivery_hops as hop")
            .select("hop.seq")
            .whereRef("hop.delivery_id", "=", "d.id")
            .where("hop.at", ">=", sql<number>`tried.at`),
        ),
      ),
    )
    .executeTakeFirst();
  if (!tried) return 0;
  await withOutbox(tx)
    .updateTable("deliveries")
    .set({ state: "pending", next_at: now, bounced: reason, parts_sent: tried.part, settled_at: null })
    .where("id", "=", tried.id)
    .execute();
  return 1;
}
