import { type Database, type Migrations, type Queries, sql } from "../../platform/index.ts";
import { type Address, type InboundMessage, laneOf } from "../message.ts";

type ContactTables = {
  /** What providers tell about a person besides messages; one row a lane. Every instant is epoch milliseconds. */
  contacts: {
    lane: string;
    channel: string;
    person: string;
    /** Last sign of life that is no message: followed, opened the chat. */
    interacted_at: number | null;
    /** 1 follows the account, 0 has left it. */
    follows: number | null;
    follows_at: number | null;
    name: string | null;
    phone: string | null;
    postal_address: string | null;
    shared_at: number | null;
    /** When one of us last wrote to this person in the provider's own screen. */
    person_wrote_at: number | null;
  };
  inbox: { seq: number; lane: string; message: string };
};

export const contactMigrations: Migrations = {
  async "002_contacts"(schema) {
    await schema
      .createTable("contacts")
      .addColumn("lane", "text", (c) => c.primaryKey())
      .addColumn("channel", "text", (c) => c.notNull())
      .addColumn("person", "text", (c) => c.notNull())
      .addColumn("interacted_at", "bigint")
      .addColumn("follows", "integer")
      .addColumn("follows_at", "bigint")
      .addColumn("name", "text")
      .addColumn("phone", "text")
      .addColumn("postal_address", "text")
      .addColumn("shared_at", "bigint")
      .addColumn("person_wrote_at", "bigint")
      .execute();
    await schema.createIndex("inbox_lane").on("inbox").columns(["lane", "seq"]).execute();
  },
};

/** What a citizen chose to share; personal, never logged. A field that was not shared keeps its former value. */
export interface SharedContact {
  readonly name?: string;
  /** E.164. */
  readonly phone?: string;
  readonly postalAddress?: string;
}

export interface Contact extends SharedContact {
  readonly interactedAt: number | null;
  /** Null when the provider never said. */
  readonly follows: boolean | null;
  readonly personWroteAt: number | null;
}

type Stamp = "interacted_at" | "follows_at" | "shared_at" | "person_wrote_at";

/** Writes `values` unless something as new is there already: events come twice, and out of order. True when it was news. */
async function newest(
  tx: Queries,
  who: Address,
  stamp: Stamp,
  at: number,
  values: Partial<ContactTables["contacts"]> = {},
): Promise<boolean> {
  const fresh = { ...values, [stamp]: at };
  const result = await tx
    .withTables<ContactTables>()
    .insertInto("contacts")
    .values({ ...NOTHING, lane: laneOf(who), channel: who.channel, person: who.id, ...fresh })
    .onConflict((o) =>
      o
        .column("lane")
        .doUpdateSet(fresh)
        .where((eb) => eb.or([eb(`contacts.${stamp}`, "is", null), eb(`contacts.${stamp}`, "<", at)])),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

const NOTHING = {
  interacted_at: null,
  follows: null,
  follows_at: null,
  name: null,
  phone: null,
  postal_address: null,
  shared_at: null,
  person_wrote_at: null,
};

export const noteInteraction = (tx: Queries, who: Address, at: number): Promise<boolean> =>
  newest(tx, who, "interacted_at", at);

export const noteFollowing = (tx: Queries, who: Address, follows: boolean, at: number): Promise<boolean> =>
  newest(tx, who, "follows_at", at, { follows: follows ? 1 : 0 });

/** One of us wrote in the provider's own screen; false when that is known already. */
export const notePersonWrote = (tx: Queries, who: Address, at: number): Promise<boolean> =>
  newest(tx, who, "person_wrote_at", at);

export function keepShared(tx: Queries, who: Address, shared: SharedContact, at: number): Promise<boolean> {
  return newest(tx, who, "shared_at", at, {
    ...(shared.name && { name: shared.name }),
    ...(shared.phone && { phone: shared.phone }),
    ...(shared.postalAddress && { postal_address: shared.postalAddress }),
  });
}

export async function contactOf(db: Database, who: Address): Promise<Contact | undefined> {
  const row = await db.read
    .withTables<ContactTables>()
    .selectFrom("contacts")
    .selectAll()
    .where("lane", "=", laneOf(who))
    .executeTakeFirst();
  return (
    row && {
      interactedAt: row.interacted_at,
      follows: row.follows === null ? null : row.follows === 1,
      personWroteAt: row.person_wrote_at,
      ...(row.name && { name: row.name }),
      ...(row.phone && { phone: row.phone }),
      ...(row.postal_address && { postalAddress: row.postal_address }),
    }
  );
}

/** When a person last did something providers count as turning to us: wrote, followed, opened the chat. Undefined: not known. */
export async function lastInteraction(db: Database, who: Address): Promise<number | undefined> {
  const tables = db.read.withTables<ContactTables>();
  const lane = laneOf(who);
  const [contact, inbox] = await Promise.all([
    tables.selectFrom("contacts").select("interacted_at").where("lane", "=", lane).executeTakeFirst(),
    tables
      .selectFrom("inbox")
      .select("message")
      .where("lane", "=", lane)
      .where(sql<boolean>`message <> ''`)
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst(),
  ]);
  const said = inbox && (JSON.parse(inbox.message) as InboundMessage).sentAt;
  const known = [contact?.interacted_at, said].filter((at): at is number => typeof at === "number");
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** Forgets what these people did since `since`, but for what it left: beside the time of a case it would say whose it is. */
export async function forgetTimes(tx: Queries, lanes: readonly string[], since: number): Promise<void> {
  for (const stamp of ["interacted_at", "person_wrote_at", "follows_at", "shared_at"] as const)
    await tx
      .withTables<ContactTables>()
      .updateTable("contacts")
      .set({ [stamp]: null })
      .where("lane", "in", [...lanes])
      .where(stamp, ">=", since)
      .execute();
}
