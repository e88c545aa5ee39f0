import type { ChannelName } from "../../messages/index.ts";
import type { Queries } from "../../platform/index.ts";
import type { ChargeTables } from "../charges/tables.ts";
import type { Cause, DeliveryState, Way } from "../delivery.ts";
import { type Proof, provedTries } from "../proofs/store.ts";
import { withOutbox } from "../tables.ts";

/** A way that was given up. `reason` is a code. */
export interface PastWay {
  readonly at: number;
  readonly by: Way["by"];
  readonly channel: ChannelName;
  readonly reason: string;
  /** It may have arrived all the same. */
  readonly isUncertain: boolean;
}

/** What a provider has said of a part it took. */
export interface KeptProof {
  readonly channel: ChannelName;
  readonly status: Proof["status"];
  readonly at: number;
}

/** All that is known of one delivery; no address and no wording. */
export interface DeliveryHistory {
  readonly id: string;
  readonly cause: Cause;
  readonly state: DeliveryState;
  readonly createdAt: number;
  readonly settledAt: number | null;
  /** The way it is on now, or arrived by. */
  readonly by: Way["by"];
  readonly channel: ChannelName;
  readonly reason: string | null;
  readonly pastWays: readonly PastWay[];
  readonly proofs: readonly KeptProof[];
  /** Whole đồng of the sends whose price is known. */
  readonly amountVnd: number;
  /** Billed sends no price is known for, and sends of which nobody knows whether they were taken. */
  readonly unpriced: number;
  readonly uncertain: number;
}

/** What became of everything said about one ticket, the latest first. */
export async function deliveryHistory(queries: Queries, ticketId: string): Promise<DeliveryHistory[]> {
  const rows = await withOutbox(queries)
    .selectFrom("deliveries")
    .select(["id", "cause", "state", "created_at", "settled_at", "way", "channel", "last_reason"])
    .where("ticket_id", "=", ticketId)
    .orderBy("seq", "desc")
    .limit(50)
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [ways, proofs, charges] = await Promise.all([
    waysOf(queries, ids),
    proofsOf(queries, ids),
    chargesOf(queries, ids),
  ]);
  const of = <T extends { delivery_id: string }>(all: readonly T[], id: string) =>
    all.filter(({ delivery_id }) => delivery_id === id);
  return rows.map((row) => {
    const billed = of(charges, row.id);
    const certain = billed.filter((charge) => charge.certain === 1);
    return {
      id: row.id,
      cause: row.cause as Cause,
      state: row.state as DeliveryState,
      createdAt: row.created_at,
      settledAt: row.settled_at,
      by: row.way,
      channel: row.channel as ChannelName,
      reason: row.last_reason,
      pastWays: of(ways, row.id).map((way) => ({
        at: way.at,
        by: way.way,
        channel: way.channel as ChannelName,
        reason: way.reason,
        isUncertain: way.uncertain === 1,
      })),
      proofs: of(proofs, row.id).map(({ channel, status, at }) => ({
        channel: channel as ChannelName,
        status: status as Proof["status"],
        at,
      })),
      amountVnd: certain.reduce((sum, { amount_vnd }) => sum + (amount_vnd ?? 0), 0),
      unpriced: certain.filter(({ amount_vnd }) => amount_vnd === null).length,
      uncertain: billed.length - certain.length,
    };
  });
}

const waysOf = (queries: Queries, ids: readonly string[]) =>
  withOutbox(queries)
    .selectFrom("delivery_hops")
    .select(["delivery_id", "at", "way", "channel", "reason", "uncertain"])
    .where("delivery_id", "in", [...ids])
    .orderBy("seq")
    .execute();

const proofsOf = (queries: Queries, ids: readonly string[]) =>
  provedTries(queries)
    .select(["tried.delivery_id", "proof.channel", "proof.status", "proof.at"])
    .where("tried.delivery_id", "in", [...ids])
    .where("tried.outcome", "=", "sent")
    .orderBy("proof.at")
    .execute();

const chargesOf = (queries: Queries, ids: readonly string[]) =>
  queries
    .withTables<ChargeTables>()
    .selectFrom("delivery_charges")
    .select(["delivery_id", "amount_vnd", "certain"])
    .where("delivery_id", "in", [...ids])
    .execute();
