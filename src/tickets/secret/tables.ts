import type { Generated } from "kysely";
import { type Migrations, type Queries, withAutoId } from "../../platform/index.ts";

type SecretTables = {
  /** One row: the office's salt, hexadecimal. Every hash is made with it, so that the words alone find their case. */
  secret_salt: { name: string; salt: string };
  /** Wrong secrets of the last hour. `asker` is a digest; rows do not outlive the hour. */
  secret_tries: { seq: Generated<number>; asker: string; at: number };
};

export const secretMigrations: Migrations = {
  async "019_secrets"(schema, kind) {
    await schema
      .createTable("secret_salt")
      .addColumn("name", "text", (c) => c.primaryKey())
      .addColumn("salt", "text", (c) => c.notNull())
      .execute();
    await withAutoId(schema.createTable("secret_tries"), "seq", kind)
      .addColumn("asker", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
    await schema.createIndex("tickets_secret").on("tickets").column("secret_hash").execute();
  },
};

export const secretTables = (queries: Queries) => queries.withTables<SecretTables>();
