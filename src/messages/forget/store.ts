import { sql } from "kysely";
import { newId, type Queries } from "../../platform/index.ts";
import type { InboxTables } from "../store.ts";

const inbox = (queries: Queries) => queries.withTables<InboxTables>();

/** Takes the words and the sender off what was handled in these lanes since `since`. */
export async function forgetMessages(tx: Queries, lanes: readonly string[], since: number): Promise<void> {
  await inbox(tx)
    .updateTable("inbox")
    .set({ lane: "", message: "" })
    .where("lane", "in", [...lanes])
    .where("received_at", ">=", since)
    .where("handled_at", "is not", null)
    .execute();
}

const DAY_MS = 86_400_000;

/**
 * Takes our own id and the time of day off forgotten messages received before `before`. The provider's id stays a while longer, so
 * that a message sent to us twice is still one.
 */
export async function setApart(tx: Queries, before: number): Promise<void> {
  const rows = await inbox(tx)
    .selectFrom("inbox")
    .select(["id", "received_at"])
    .where("lane", "=", "")
    .where("received_at", "<", before)
    .where(sql<boolean>`received_at % ${sql.lit(DAY_MS)} <> 0`)
    .execute();
  for (const { id, received_at } of rows) {
    const day = received_at - (received_at % DAY_MS);
    await inbox(tx)
      .updateTable("inbox")
      .set({ id: newId(day), received_at: day, handled_at: day })
      .where("id", "=", id)
      .execute();
  }
}

/** Deletes what is left of forgotten messages received before `before`. */
export async function dropForgotten(tx: Queries, before: number): Promise<void> {
  await inbox(tx).deleteFrom("inbox").where("lane", "=", "").where("received_at", "<", before).execute();
}
