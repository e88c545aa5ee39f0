import type { Migrations, Queries } from "../../platform/index.ts";

export type AccountTables = {
  officers: {
    id: string;
    username: string;
    display_name: string;
    /** JSON list of Role. */
    roles: string;
    department: string | null;
    password_hash: string | null;
    disabled_at: number | null;
    created_at: number;
  };
  /** A unit somebody was in, and when they left it, epoch ms. */
  officer_former_units: { officer_id: string; department: string; until: number };
  /** One-time links. The token itself is never stored. */
  officer_links: {
    token_hash: string;
    /** Null for the link that makes the first account. */
    officer_id: string | null;
    expires_at: number;
    used_at: number | null;
  };
};

export const accountMigrations: Migrations = {
  async "028_former_units"(schema) {
    await schema
      .createTable("officer_former_units")
      .addColumn("officer_id", "text", (c) => c.notNull())
      .addColumn("department", "text", (c) => c.notNull())
      .addColumn("until", "bigint", (c) => c.notNull())
      .execute();
  },
  async "050_officers"(schema) {
    await schema
      .createTable("officers")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("username", "text", (c) => c.notNull().unique())
      .addColumn("display_name", "text", (c) => c.notNull())
      .addColumn("roles", "text", (c) => c.notNull())
      .addColumn("department", "text")
      .addColumn("password_hash", "text")
      .addColumn("disabled_at", "bigint")
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("officer_links")
      .addColumn("token_hash", "text", (c) => c.primaryKey())
      .addColumn("officer_id", "text")
      .addColumn("expires_at", "bigint", (c) => c.notNull())
      .addColumn("used_at", "bigint")
      .execute();
  },
};

export const accounts = (queries: Queries) => queries.withTables<AccountTables>();
