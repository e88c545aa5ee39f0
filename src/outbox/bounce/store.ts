import type { ChannelName } from "../../messages/index.ts";
import { builtOnce, type Queries, sql, type ValueIn } from "../../platform/index.ts";
import type { Way } from "../delivery.ts";
import type { ProofTables } from "../proofs/store.ts";
import { type OutboxTables, withOutbox } from "../tables.ts";

/** Why a provider says a message did not arrive after all; undefined when it does not say so, or said also that it did. */
export async function failureOf(tx: Queries, channel: ChannelName, providerId: string): Promise<string | undefined> {
  const { rows } = await tx.executeQuery(proofs(tx, { provider_id: providerId, channel }));
  // Reports come in any order; what has arrived stays arrived.
  if (rows.some(({ status }) => status !== "failed")) return undefined;
  const [failed] = rows;
  return failed && `${NOT_DELIVERED}${failed.reason ? `: ${failed.reason}` : ""}`;
}

/** How the reason begins of a way that was given up because its provider said so afterwards. */
const NOT_DELIVERED = "not delivered";

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

/**
 * A provider that first said a message had not arrived now says that it has: what goes on by another way, or waits for an officer's
 * call, is over. Call it after the proof is kept, in the same transaction. What is just being sent by the other way is left alone.
 * Returns how many were settled.
 */
export async function settleArrived(
  tx: Queries,
  channel: ChannelName,
  providerIds: readonly string[],
  now: number,
): Promise<number> {
  const missed = await saidToBeMissed(tx, channel, providerIds);
  if (missed.length === 0) return 0;
  const open = await withOutbox(tx)
    .selectFrom("delivery_attempts as tried")
    .innerJoin("deliveries as d", "d.id", "tried.delivery_id")
    .select(["d.id", "d.way", "d.channel", "d.recipient", "d.bounced", "d.last_reason"])
    .distinct()
    .where("tried.provider_id", "in", missed)
    .where("tried.outcome", "=", "sent")
    .where("d.state", "in", ["pending", "stuck"])
    .where("d.reply", "<>", "")
    .execute();
  let settled = 0;
  for (const delivery of open) {
    const arrivedBy = await wayThatBounced(tx, delivery, channel);
    if (!arrivedBy || (await isStillMissed(tx, delivery.id, channel))) continue;
    const { way, recipient } = arrivedBy;
    await withOutbox(tx)
      .updateTable("deliveries")
      .set({ state: "delivered", settled_at: now, next_at: null, bounced: null, last_reason: null })
      .set({ way, channel, recipient })
      .where("id", "=", delivery.id)
      .execute();
    settled += 1;
  }
  return settled;
}

/** Those of these ids with bad news; nearly all good news comes without any, and costs one look at the proofs' own key. */
async function saidToBeMissed(tx: Queries, channel: ChannelName, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .withTables<ProofTables>()
    .selectFrom("delivery_proofs")
    .select("provider_id")
    .where("provider_id", "in", [...new Set(ids)])
    .where("channel", "=", channel)
    .where("status", "=", "failed")
    .execute();
  return rows.map(({ provider_id }) => provider_id);
}

type OnItsWay = Pick<OutboxTables["deliveries"], "id" | "channel" | "recipient" | "bounced" | "last_reason"> & {
  readonly way: Way["by"];
};

/**
 * The way by this channel on which all had been taken before the bad news; undefined for one given up half-way for another reason.
 * Without another way it is the one the delivery stands on.
 */
async function wayThatBounced(
  tx: Queries,
  { id, bounced, last_reason, ...now }: OnItsWay,
  channel: ChannelName,
): Promise<Pick<OnItsWay, "way" | "recipient"> | undefined> {
  const isHere = now.channel === channel;
  if (isHere && bounced !== null) return now;
  const before = await withOutbox(tx)
    .selectFrom("delivery_hops")
    .select(["way", "recipient"])
    .where("delivery_id", "=", id)
    .where("channel", "=", channel)
    .where("reason", "like", `${NOT_DELIVERED}%`)
    .orderBy("seq", "desc")
    .executeTakeFirst();
  return before ?? (isHere && last_reason?.startsWith(NOT_DELIVERED) ? now : undefined);
}

/** True while another part of it is only known not to have arrived. */
async function isStillMissed(tx: Queries, deliveryId: string, channel: ChannelName): Promise<boolean> {
  const parts = await withOutbox(tx)
    .selectFrom("delivery_attempts")
    .select("provider_id")
    .where("delivery_id", "=", deliveryId)
    .where("outcome", "=", "sent")
    .where("provider_id", "is not", null)
    .execute();
  for (const { provider_id } of parts) if ((await failureOf(tx, channel, provider_id ?? "")) !== undefined) return true;
  return false;
}
