import type { Migrations, Queries } from "../../platform/index.ts";

type LetterTables = {
  transfer_letters: {
    /** "2026:12/PC-UBND": a number is given once a year. */
    id: string;
    ticket_id: string;
    /** The number itself; 0 for one with another sign, from the office's book. */
    nth: number;
    year: number;
    written_at: number;
    /** JSON of Letter. */
    letter: string;
  };
};

export const letterTables = (queries: Queries) => queries.withTables<LetterTables>();

export const letterMigrations: Migrations = {
  async "026_transfer_letters"(schema) {
    await schema
      .createTable("transfer_letters")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("ticket_id", "text", (c) => c.notNull().references("tickets.id"))
      .addColumn("nth", "integer", (c) => c.notNull())
      .addColumn("year", "integer", (c) => c.notNull())
      .addColumn("written_at", "bigint", (c) => c.notNull())
      .addColumn("letter", "text", (c) => c.notNull())
      .execute();
    await schema.createIndex("transfer_letters_of").on("transfer_letters").columns(["ticket_id"]).execute();
    await schema.createIndex("transfer_letters_count").on("transfer_letters").columns(["year", "nth"]).execute();
  },
};
