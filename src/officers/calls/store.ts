import type { Database, Migrations, Queries } from "../../platform/index.ts";

type BroughtTables = {
  /** Calls an officer has looked at and not yet taken in. */
  brought_calls: { id: string; officer_id: string; at: number; kept: string };
};

export const broughtMigrations: Migrations = {
  async "057_brought_calls"(schema) {
    await schema
      .createTable("brought_calls")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("officer_id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("kept", "text", (c) => c.notNull())
      .execute();
  },
};

const tables = (queries: Queries) => queries.withTables<BroughtTables>();

/** What nobody came back for is citizens' words without a use. */
const KEPT_FOR_MS = 60 * 60_000;

/** Keeps calls for the moment between looking and taking in, and forgets those nobody came back for. */
export async function keepBrought(
  db: Database,
  officerId: string,
  calls: readonly { readonly id: string; readonly kept: string }[],
  now: number,
): Promise<void> {
  await db.write(async (tx) => {
    await tables(tx)
      .deleteFrom("brought_calls")
      .where("at", "<", now - KEPT_FOR_MS)
      .execute();
    for (const { id, kept } of calls)
      await tables(tx).insertInto("brought_calls").values({ id, kept, officer_id: officerId, at: now }).execute();
  });
}

/** Undefined for a call of somebody else, and for one taken in or forgotten already. */
export async function broughtCall(db: Database, officerId: string, id: string): Promise<string | undefined> {
  const row = await tables(db.read)
    .selectFrom("brought_calls")
    .select("kept")
    .where("id", "=", id)
    .where("officer_id", "=", officerId)
    .executeTakeFirst();
  return row?.kept;
}

export async function forgetBrought(tx: Queries, officerId: string, id: string): Promise<void> {
  await tables(tx).deleteFrom("brought_calls").where("id", "=", id).where("officer_id", "=", officerId).execute();
}
