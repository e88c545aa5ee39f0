import type { Queries } from "../../platform/index.ts";
import type { Cause } from "../delivery.ts";
import { withOutbox } from "../tables.ts";

/** What the bot said in a talk, as against news of a ticket and officers' words. */
const SAID_IN_TALK: readonly Cause[] = ["turn", "emergency"];

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
  await outbox
    .updateTable("delivery_hops")
    .set({ recipient: "" })
    .where("delivery_id", "in", [...ids])
    .execute();
  await outbox
    .updateTable("deliveries")
    .set({ recipient: "", lane: "", reply: "", rest: null, parts: null, provider_id: null })
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
