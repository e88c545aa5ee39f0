import { type Address, laneOf } from "../../messages/index.ts";
import type { Database, Migrations, Queries } from "../../platform/index.ts";
import type { ReferenceStore } from "./ports.ts";
import { Reference } from "./wire.ts";

type ReferenceTables = {
  botframework_conversations: {
    lane: string;
    /** Reference as JSON. */
    reference: string;
    updated_at: number;
  };
};

export const botFrameworkMigrations: Migrations = {
  async "085_botframework_conversations"(schema) {
    await schema
      .createTable("botframework_conversations")
      .addColumn("lane", "text", (c) => c.primaryKey())
      .addColumn("reference", "text", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .execute();
  },
};

const tables = (queries: Queries) => queries.withTables<ReferenceTables>();

export function sqlReferences(db: Database): ReferenceStore {
  return {
    async keep(who: Address, reference, now) {
      const changed = { reference: JSON.stringify(reference), updated_at: now };
      await db.write((tx) =>
        tables(tx)
          .insertInto("botframework_conversations")
          .values({ lane: laneOf(who), ...changed })
          .onConflict((o) => o.column("lane").doUpdateSet(changed))
          .execute(),
      );
    },
    async find(who) {
      const row = await tables(db.read)
        .selectFrom("botframework_conversations")
        .select("reference")
        .where("lane", "=", laneOf(who))
        .executeTakeFirst();
      return row && Reference.parse(JSON.parse(row.reference));
    },
  };
}

/** Where these people are written to stays; when they last wrote does not. */
export async function forgetWhenWritten(tx: Queries, lanes: readonly string[]): Promise<void> {
  await tables(tx)
    .updateTable("botframework_conversations")
    .set({ updated_at: 0 })
    .where("lane", "in", [...lanes])
    .where("updated_at", "<>", 0)
    .execute();
}
