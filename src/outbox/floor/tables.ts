import type { Migrations } from "../../platform/index.ts";
import { sql } from "../../platform/index.ts";

export type FloorTables = {
  /** Who spoke to a person instead of the bot, and when. At most one open row a lane. */
  floors: {
    id: string;
    lane: string;
    /** Address as JSON: where the person is written to. */
    recipient: string;
    /** Null when it was taken in the provider's own screen. */
    officer_id: string | null;
    taken_at: number;
    /** When somebody last wrote or said that they go on. */
    acted_at: number;
    /** When the officer was reminded that the talk is still theirs; null: not since they last acted. */
    reminded_at: number | null;
    /** When the person last wrote of danger, and the officer has not written since. */
    alarmed_at: number | null;
    /** Looks since the reminder: a clock that jumps does not end a lease. */
    looks: number;
    /** The one thing that ends it: null as long as a person has the floor. */
    ended_at: number | null;
    ended_how: string | null;
    ended_by: string | null;
    summary: string | null;
  };
};

export const floorMigrations: Migrations = {
  async "035_floors"(schema) {
    await schema
      .createTable("floors")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("recipient", "text", (c) => c.notNull())
      .addColumn("officer_id", "text")
      .addColumn("taken_at", "bigint", (c) => c.notNull())
      .addColumn("acted_at", "bigint", (c) => c.notNull())
      .addColumn("reminded_at", "bigint")
      .addColumn("alarmed_at", "bigint")
      .addColumn("looks", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("ended_at", "bigint")
      .addColumn("ended_how", "text")
      .addColumn("ended_by", "text")
      .addColumn("summary", "text")
      .execute();
    await schema
      .createIndex("floors_open")
      .on("floors")
      .column("lane")
      .unique()
      .where(sql.ref("ended_at"), "is", null)
      .execute();
  },
};
