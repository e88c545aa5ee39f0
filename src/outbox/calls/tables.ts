import type { Generated } from "kysely";
import { type Migrations, withAutoId } from "../../platform/index.ts";

export type CallTables = {
  /** Append-only: one row for every time an officer telephoned. */
  call_attempts: {
    seq: Generated<number>;
    delivery_id: string;
    at: number;
    officer_id: string;
    result: "done" | "not_reached";
  };
};

export const callMigrations: Migrations = {
  async "034_call_attempts"(schema, kind) {
    await withAutoId(schema.createTable("call_attempts"), "seq", kind)
      .addColumn("delivery_id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("officer_id", "text", (c) => c.notNull())
      .addColumn("result", "text", (c) => c.notNull())
      .execute();
    await schema.createIndex("call_attempts_of").on("call_attempts").columns(["delivery_id", "seq"]).execute();
  },
};
