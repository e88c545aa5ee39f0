import type { Migrations, Queries } from "../../platform/index.ts";

type SealTables = {
  office_keys: { id: string; public_key: string; since: number };
  ticket_seals: {
    /** From 1, without gaps. */
    nth: number;
    at: number;
    /** The last event's number among all that the seal covers; it begins after the one before. */
    upto: number;
    /** How many events it covers. */
    events: number;
    /** SHA-256 over the numbers and hashes of those events. */
    digest: string;
    /** SHA-256 of the seal before, with its signature; empty for the first. */
    previous: string;
    key_id: string;
    signature: string;
  };
};

export const sealTables = (queries: Queries) => queries.withTables<SealTables>();

export const sealMigrations: Migrations = {
  async "019_ticket_seals"(schema) {
    await schema
      .createTable("office_keys")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("public_key", "text", (c) => c.notNull())
      .addColumn("since", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("ticket_seals")
      .addColumn("nth", "integer", (c) => c.primaryKey())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("upto", "bigint", (c) => c.notNull())
      .addColumn("events", "bigint", (c) => c.notNull())
      .addColumn("digest", "text", (c) => c.notNull())
      .addColumn("previous", "text", (c) => c.notNull())
      .addColumn("key_id", "text", (c) => c.notNull())
      .addColumn("signature", "text", (c) => c.notNull())
      .execute();
  },
};
