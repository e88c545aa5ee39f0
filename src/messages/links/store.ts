import { builtOnce, type Migrations, newId, type Queries, type ValueIn } from "../../platform/index.ts";
import { type Address, laneOf } from "../message.ts";

type LinkTables = {
  /** Addresses that one person has shown to be theirs; one row a lane. */
  linked_addresses: {
    lane: string;
    person: string;
    /** Address as JSON. */
    address: string;
    linked_at: number;
  };
};

export const linkMigrations: Migrations = {
  async "003_linked_addresses"(schema) {
    await schema
      .createTable("linked_addresses")
      .addColumn("lane", "text", (c) => c.primaryKey())
      .addColumn("person", "text", (c) => c.notNull())
      .addColumn("address", "text", (c) => c.notNull())
      .addColumn("linked_at", "bigint", (c) => c.notNull())
      .execute();
    await schema.createIndex("linked_addresses_of").on("linked_addresses").column("person").execute();
  },
};

const tables = (queries: Queries) => queries.withTables<LinkTables>();

/** From now on both addresses, and what either was linked to before, are one person's. `at` in epoch milliseconds. */
export async function linkAddresses(tx: Queries, one: Address, other: Address, at: number): Promise<void> {
  const known = await tables(tx)
    .selectFrom("linked_addresses")
    .select("person")
    .distinct()
    .where("lane", "in", [laneOf(one), laneOf(other)])
    .execute();
  const persons = known.map(({ person }) => person);
  const [person = newId(at)] = persons;
  if (persons.length > 1)
    await tables(tx).updateTable("linked_addresses").set({ person }).where("person", "in", persons).execute();
  for (const address of [one, other])
    await tables(tx)
      .insertInto("linked_addresses")
      .values({ lane: laneOf(address), person, address: JSON.stringify(address), linked_at: at })
      .onConflict((o) => o.doNothing())
      .execute();
}

/** The other lanes of whoever writes in this one, in no order. */
export async function lanesLinkedTo(queries: Queries, lane: string): Promise<string[]> {
  const { rows } = await queries.executeQuery(otherLanes(queries, { lane }));
  return rows.map((row) => row.lane);
}

const otherLanes = builtOnce((queries, value: ValueIn<{ lane: string }>) =>
  tables(queries)
    .selectFrom("linked_addresses as own")
    .innerJoin("linked_addresses as other", "other.person", "own.person")
    .select("other.lane")
    .where("own.lane", "=", value("lane"))
    .where("other.lane", "<>", value("lane"))
    .compile(),
);

/** The other addresses of whoever is reached at this one. */
export async function addressesLinkedTo(queries: Queries, who: Address): Promise<Address[]> {
  const lane = laneOf(who);
  const rows = await tables(queries)
    .selectFrom("linked_addresses as own")
    .innerJoin("linked_addresses as other", "other.person", "own.person")
    .select("other.address")
    .where("own.lane", "=", lane)
    .where("other.lane", "<>", lane)
    .orderBy("other.linked_at", "desc")
    .execute();
  return rows.map(({ address }) => JSON.parse(address) as Address);
}
