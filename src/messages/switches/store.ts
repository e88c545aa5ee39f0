import type { Database, Migrations, Queries } from "../../platform/index.ts";

type SwitchTables = { channel_switches: { channel: string; officer_id: string; reason: string; at: number } };

export const switchMigrations: Migrations = {
  async "003_channel_switches"(schema) {
    await schema
      .createTable("channel_switches")
      .addColumn("channel", "text", (c) => c.primaryKey())
      .addColumn("officer_id", "text", (c) => c.notNull())
      .addColumn("reason", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
  },
};

/** A channel somebody has switched off: nothing goes out, and nothing comes in that will be offered again. */
export interface SwitchedOff {
  readonly channel: string;
  readonly officer_id: string;
  readonly reason: string;
  readonly at: number;
}

export interface ChannelSwitches {
  readonly isOff: (channel: string) => boolean;
  readonly list: () => readonly SwitchedOff[];
  /** Inside the transaction that keeps who did it; call `refresh` when it is committed. */
  switchOff(tx: Queries, off: SwitchedOff): Promise<void>;
  switchOn(tx: Queries, channel: string): Promise<void>;
  /** In force here when it resolves. */
  refresh(): Promise<void>;
  stop(): void;
}

/** How soon another server's switch is known here; one thrown here is known at once. */
const REFRESH_MS = 5_000;

/** `onChange`: told what is off whenever it is read anew. `onError`: told of a reading that failed; what was known stands. */
export async function openSwitches(
  db: Database,
  onChange: (off: ReadonlySet<string>) => void,
  onError: (error: unknown) => void,
): Promise<ChannelSwitches> {
  let known: ReadonlyMap<string, SwitchedOff> = new Map();
  const refresh = async () => {
    const rows = await db.read.withTables<SwitchTables>().selectFrom("channel_switches").selectAll().execute();
    known = new Map(rows.map((row) => [row.channel, row]));
    onChange(new Set(known.keys()));
  };
  await refresh();
  const timer = setInterval(() => void refresh().catch(onError), REFRESH_MS).unref();
  return {
    isOff: (channel) => known.has(channel),
    list: () => [...known.values()],
    async switchOff(tx, off) {
      await tx
        .withTables<SwitchTables>()
        .insertInto("channel_switches")
        .values(off)
        .onConflict((o) => o.column("channel").doUpdateSet(off))
        .execute();
    },
    async switchOn(tx, channel) {
      await tx.withTables<SwitchTables>().deleteFrom("channel_switches").where("channel", "=", channel).execute();
    },
    refresh,
    stop: () => clearInterval(timer),
  };
}
