import type { Address, Wishes } from "../../messages/index.ts";
import { builtOnce, type Migrations, type Queries, type ValueIn } from "../../platform/index.ts";
import { preferenceKey } from "../preferences/key.ts";

type WishTables = {
  contact_wishes: { address: string; accents: number; updated_at: number };
};

export const wishMigrations: Migrations = {
  async "036_contact_wishes"(schema) {
    await schema
      .createTable("contact_wishes")
      .addColumn("address", "text", (c) => c.primaryKey())
      .addColumn("accents", "integer", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .execute();
  },
};

const tables = (queries: Queries) => queries.withTables<WishTables>();

/** How the people at these addresses wish to be written to, in their order. */
export async function wishesOf(queries: Queries, addresses: readonly Address[]): Promise<Wishes[]> {
  const wishes: Wishes[] = [];
  // One after the other: several at once would take as many of PostgreSQL's connections from those who send.
  for (const address of addresses) {
    const { rows } = await queries.executeQuery(wishAt(queries, { address: preferenceKey(address) }));
    const [row] = rows;
    wishes.push({ accents: row ? row.accents === 1 : null });
  }
  return wishes;
}

const wishAt = builtOnce((queries, value: ValueIn<{ address: string }>) =>
  tables(queries).selectFrom("contact_wishes").select("accents").where("address", "=", value("address")).compile(),
);

/** From now on this person is written to with marks, or without. `at` in epoch milliseconds. */
export async function wishAccents(tx: Queries, address: Address, accents: boolean, at: number): Promise<void> {
  const changed = { accents: accents ? 1 : 0, updated_at: at };
  await tables(tx)
    .insertInto("contact_wishes")
    .values({ address: preferenceKey(address), ...changed })
    .onConflict((o) => o.column("address").doUpdateSet(changed))
    .execute();
}
