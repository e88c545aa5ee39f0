import type { Migrations, Queries } from "../../platform/index.ts";

type DuplicateTables = {
  /** What a ticket is about and where, one row a place; `place` is empty where none is known. */
  ticket_marks: { ticket_id: string; topic: string | null; place: string; at: number };
  hot_spots: {
    id: string;
    topic: string;
    place: string;
    noticed_at: number;
    /** Reporters when it was noticed. */
    reporters: number;
    seen_by: string | null;
    seen_at: number | null;
  };
};

export const duplicateTables = (queries: Queries) => queries.withTables<DuplicateTables>();

export const duplicateMigrations: Migrations = {
  async "017_ticket_marks"(schema) {
    await schema
      .createTable("ticket_marks")
      .addColumn("ticket_id", "text", (c) => c.notNull().references("tickets.id"))
      .addColumn("topic", "text")
      .addColumn("place", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("ticket_mark_once", ["ticket_id", "place"])
      .execute();
    await schema.createIndex("ticket_marks_place").on("ticket_marks").columns(["place", "topic", "at"]).execute();
    await schema.createIndex("ticket_marks_topic").on("ticket_marks").columns(["topic", "at"]).execute();
    await schema.createIndex("tickets_merged_into").on("tickets").columns(["merged_into"]).execute();
  },
  async "018_hot_spots"(schema) {
    await schema
      .createTable("hot_spots")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("topic", "text", (c) => c.notNull())
      .addColumn("place", "text", (c) => c.notNull())
      .addColumn("noticed_at", "bigint", (c) => c.notNull())
      .addColumn("reporters", "integer", (c) => c.notNull())
      .addColumn("seen_by", "text")
      .addColumn("seen_at", "bigint")
      .execute();
    await schema.createIndex("hot_spots_of").on("hot_spots").columns(["topic", "place", "noticed_at"]).execute();
  },
};
