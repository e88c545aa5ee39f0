import type { Database, Migrations } from "../../platform/index.ts";

/** A record an administrator has switched off: the bot says nothing of it until it is switched on again. */
export interface WithheldRecord {
  readonly code: string;
  /** The administrator's words, for colleagues. */
  readonly reason: string;
  /** The officer's id. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

type WithheldTables = { withheld_records: WithheldRecord };

export const withheldMigrations: Migrations = {
  async "060_withheld_records"(schema) {
    await schema
      .createTable("withheld_records")
      .addColumn("code", "text", (c) => c.primaryKey())
      .addColumn("reason", "text", (c) => c.notNull())
      .addColumn("by", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
  },
};

/** The records switched off, held in memory so that every answer can ask. */
export interface WithheldRecords {
  readonly isWithheld: (code: string) => boolean;
  /** Newest first. */
  readonly list: () => readonly WithheldRecord[];
  /** Switches a record off; a second time only changes the reason. In force when it resolves. */
  withhold(record: WithheldRecord): Promise<void>;
  /** False when it was not switched off. */
  resume(code: string): Promise<boolean>;
  stop(): void;
}

/** How soon another server's change is known here; a change made here is known at once. */
const REFRESH_MS = 10_000;

/** `onError`: told of a refresh that failed; what was known before stands. */
export async function openWithheld(db: Database, onError: (error: unknown) => void): Promise<WithheldRecords> {
  let records = await all(db);
  const refresh = async () => {
    records = await all(db);
  };
  const timer = setInterval(() => void refresh().catch(onError), REFRESH_MS).unref();
  return {
    isWithheld: (code) => records.has(code),
    list: () => [...records.values()],
    async withhold(record) {
      await db.write((tx) =>
        tx
          .withTables<WithheldTables>()
          .insertInto("withheld_records")
          .values(record)
          .onConflict((conflict) => conflict.column("code").doUpdateSet(record))
          .execute(),
      );
      await refresh();
    },
    async resume(code) {
      const deleted = await db.write((tx) =>
        tx.withTables<WithheldTables>().deleteFrom("withheld_records").where("code", "=", code).executeTakeFirst(),
      );
      await refresh();
      return deleted.numDeletedRows > 0n;
    },
    stop: () => clearInterval(timer),
  };
}

async function all(db: Database): Promise<ReadonlyMap<string, WithheldRecord>> {
  const rows = await db.read
    .withTables<WithheldTables>()
    .selectFrom("withheld_records")
    .selectAll()
    .orderBy("at", "desc")
    .execute();
  return new Map(rows.map((row) => [row.code, row]));
}
