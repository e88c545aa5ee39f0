import type { Database, Migrations } from "../../platform/index.ts";
import type { TokenPair, TokenStore } from "./tokens.ts";

type ZaloTables = {
  zalo_tokens: {
    /** The Official Account's id. */
    account: string;
    access_token: string;
    refresh_token: string;
    obtained_at: number;
    expires_at: number;
    /** Until when one server holds the right to refresh. */
    refreshing_until: number;
  };
};

export const tokenMigrations: Migrations = {
  async "020_zalo_tokens"(schema) {
    await schema
      .createTable("zalo_tokens")
      .addColumn("account", "text", (c) => c.primaryKey())
      .addColumn("access_token", "text", (c) => c.notNull())
      .addColumn("refresh_token", "text", (c) => c.notNull())
      .addColumn("obtained_at", "bigint", (c) => c.notNull())
      .addColumn("expires_at", "bigint", (c) => c.notNull())
      .addColumn("refreshing_until", "bigint", (c) => c.notNull().defaultTo(0))
      .execute();
  },
};

/** The pair of one Official Account in the database, shared by every server. Saving ends the lease. */
export function sqlTokenStore(db: Database, account: string): TokenStore {
  return {
    async load() {
      const row = await db.read
        .withTables<ZaloTables>()
        .selectFrom("zalo_tokens")
        .selectAll()
        .where("account", "=", account)
        .executeTakeFirst();
      return (
        row && {
          accessToken: row.access_token,
          refreshToken: row.refresh_token,
          obtainedAt: row.obtained_at,
          expiresAt: row.expires_at,
        }
      );
    },
    async save(pair) {
      const columns = columnsOf(pair);
      await db.write((tx) =>
        tx
          .withTables<ZaloTables>()
          .insertInto("zalo_tokens")
          .values({ account, ...columns })
          .onConflict((o) => o.column("account").doUpdateSet(columns))
          .execute(),
      );
    },
    async claim(now, leaseMs) {
      const result = await db.write((tx) =>
        tx
          .withTables<ZaloTables>()
          .updateTable("zalo_tokens")
          .set({ refreshing_until: now + leaseMs })
          .where("account", "=", account)
          // No lease reaches so far ahead: the clock was set back, and must not keep the token from being renewed for as long.
          .where((eb) => eb.or([eb("refreshing_until", "<=", now), eb("refreshing_until", ">", now + leaseMs)]))
          .executeTakeFirst(),
      );
      return Number(result.numUpdatedRows) === 1;
    },
    async release() {
      await db.write((tx) =>
        tx
          .withTables<ZaloTables>()
          .updateTable("zalo_tokens")
          .set({ refreshing_until: 0 })
          .where("account", "=", account)
          .execute(),
      );
    },
  };
}

function columnsOf(pair: TokenPair): Omit<ZaloTables["zalo_tokens"], "account"> {
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    obtained_at: pair.obtainedAt,
    expires_at: pair.expiresAt,
    refreshing_until: 0,
  };
}
