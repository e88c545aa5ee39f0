import type { Generated } from "kysely";
import { type Migrations, type Queries, sql, withAutoId } from "../platform/index.ts";
import { callMigrations } from "./calls/tables.ts";
import { chargeMigrations } from "./charges/tables.ts";
import type { DeliveryState, Way } from "./delivery.ts";
import { type FloorTables, floorMigrations } from "./floor/tables.ts";
import { preferenceMigrations } from "./preferences/store.ts";
import { proofMigrations } from "./proofs/store.ts";
import { wishMigrations } from "./wishes/store.ts";

export type OutboxTables = {
  deliveries: {
    /** The order of promises to one person. */
    seq: Generated<number>;
    id: string;
    key: string;
    channel: string;
    lane: string;
    /** Address as JSON. */
    recipient: string;
    /** Reply as JSON. */
    reply: string;
    cause: string;
    ticket_id: string | null;
    state: DeliveryState;
    attempts: number;
    /** Epoch ms at which a worker may take it: the next try while pending, the end of the lease while sending, else null. */
    next_at: number | null;
    not_before: number;
    /** Number of times it was claimed; see Claim.turn. */
    claims: number;
    /** A code, never a citizen's words. */
    last_reason: string | null;
    /** The provider's id of the part sent last; earlier ones are in the ledger. */
    provider_id: string | null;
    parts_sent: number;
    /** string[] as JSON, kept once the first of several parts is out, so that a newer version cuts the rest alike. */
    parts: string | null;
    created_at: number;
    /** When delivered or abandoned. */
    settled_at: number | null;
    /** Way["by"]; the channel and the recipient are those of this way. */
    way: Generated<Way["by"]>;
    hops: Generated<number>;
    /** Reply as JSON: what is left to say after a change of way; null: the whole reply. */
    rest: string | null;
    /** See Claim.uncertain. */
    uncertain: Generated<number>;
    bounced: string | null;
  };
  /** Append-only: one row for every way given up. */
  delivery_hops: {
    seq: Generated<number>;
    delivery_id: string;
    at: number;
    way: Way["by"];
    channel: string;
    /** Address as JSON; blanked with the delivery's words. */
    recipient: string;
    reason: string;
    /** Parts that had arrived by this way. */
    parts_sent: number;
    /** 1: the part it was given up on may have arrived. */
    uncertain: number;
  };
  /** Append-only: one row for every try of every part. */
  delivery_attempts: {
    seq: Generated<number>;
    delivery_id: string;
    /** From 0. */
    part: number;
    at: number;
    /** SendOutcome's kind. */
    outcome: string;
    reason: string | null;
    provider_id: string | null;
  };
};

export const withOutbox = (queries: Queries) => queries.withTables<OutboxTables & FloorTables>();

export const outboxMigrations: Migrations = {
  ...preferenceMigrations,
  ...proofMigrations,
  ...wishMigrations,
  ...chargeMigrations,
  ...callMigrations,
  ...floorMigrations,
  async "030_outbox"(schema, kind) {
    await withAutoId(schema.createTable("deliveries"), "seq", kind)
      .addColumn("id", "text", (c) => c.notNull().unique())
      .addColumn("key", "text", (c) => c.notNull().unique())
      .addColumn("channel", "text", (c) => c.notNull())
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("recipient", "text", (c) => c.notNull())
      .addColumn("reply", "text", (c) => c.notNull())
      .addColumn("cause", "text", (c) => c.notNull())
      .addColumn("ticket_id", "text")
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("next_at", "bigint")
      .addColumn("not_before", "bigint", (c) => c.notNull())
      .addColumn("claims", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("last_reason", "text")
      .addColumn("provider_id", "text")
      .addColumn("parts_sent", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("parts", "text")
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("settled_at", "bigint")
      .addCheckConstraint("deliveries_state", sql`state in ('pending', 'sending', 'delivered', 'stuck', 'abandoned')`)
      .execute();
    const open = sql.ref("next_at");
    await schema.createIndex("deliveries_due").on("deliveries").column("next_at").where(open, "is not", null).execute();
    await schema
      .createIndex("deliveries_lane")
      .on("deliveries")
      .columns(["lane", "seq"])
      .where(open, "is not", null)
      .execute();
    await schema.createIndex("deliveries_state").on("deliveries").columns(["state", "settled_at"]).execute();
    await schema
      .createIndex("deliveries_ticket")
      .on("deliveries")
      .column("ticket_id")
      .where(sql.ref("ticket_id"), "is not", null)
      .execute();
    await withAutoId(schema.createTable("delivery_attempts"), "seq", kind)
      .addColumn("delivery_id", "text", (c) => c.notNull())
      .addColumn("part", "integer", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("outcome", "text", (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("provider_id", "text")
      .execute();
    await schema.createIndex("delivery_attempts_of").on("delivery_attempts").columns(["delivery_id", "seq"]).execute();
  },
  async "032_delivery_ways"(schema, kind) {
    await schema
      .alterTable("deliveries")
      .addColumn("way", "text", (c) => c.notNull().defaultTo("message"))
      .execute();
    await schema
      .alterTable("deliveries")
      .addColumn("hops", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
    await schema.alterTable("deliveries").addColumn("rest", "text").execute();
    await schema
      .alterTable("deliveries")
      .addColumn("uncertain", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
    await schema.alterTable("deliveries").addColumn("bounced", "text").execute();
    await withAutoId(schema.createTable("delivery_hops"), "seq", kind)
      .addColumn("delivery_id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("way", "text", (c) => c.notNull())
      .addColumn("channel", "text", (c) => c.notNull())
      .addColumn("recipient", "text", (c) => c.notNull())
      .addColumn("reason", "text", (c) => c.notNull())
      .addColumn("parts_sent", "integer", (c) => c.notNull())
      .addColumn("uncertain", "integer", (c) => c.notNull())
      .execute();
    await schema.createIndex("delivery_hops_of").on("delivery_hops").columns(["delivery_id", "seq"]).execute();
  },
  // Providers' word on what they took names their own id alone, and comes for nearly every message.
  async "037_attempts_by_provider"(schema) {
    await schema
      .createIndex("delivery_attempts_provider")
      .on("delivery_attempts")
      .column("provider_id")
      .where(sql.ref("provider_id"), "is not", null)
      .execute();
  },
};
