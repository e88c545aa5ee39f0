import type { Database } from "../../platform/index.ts";
import { sql } from "../../platform/index.ts";
import { withOutbox } from "../tables.ts";

/** How often tries ended for one reason. */
export interface ReasonCount {
  readonly outcome: string;
  readonly reason: string;
  readonly count: number;
}

/** So many of the ledger's latest rows are looked at: a page must not read years. */
const LATEST = 20_000;

/** Why tries since `since` (epoch milliseconds) failed, the most frequent first. `like` are SQL patterns of a channel's own reasons ("zalo %"). */
export async function reasonsSince(db: Database, like: readonly string[], since: number): Promise<ReasonCount[]> {
  const rows = await withOutbox(db.read)
    .selectFrom("delivery_attempts")
    .select(["outcome", "reason", (eb) => eb.fn.countAll<number>().as("n")])
    .where("seq", ">", sql<number>`(select coalesce(max(seq), 0) - ${sql.lit(LATEST)} from delivery_attempts)`)
    .where("at", ">=", since)
    .where((eb) => eb.or(like.map((pattern) => eb("reason", "like", pattern))))
    .groupBy(["outcome", "reason"])
    .orderBy("n", "desc")
    .limit(50)
    .execute();
  return rows.map(({ outcome, reason, n }) => ({ outcome, reason: reason ?? "", count: Number(n) }));
}
