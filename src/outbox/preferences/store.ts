import type { Selectable } from "kysely";
import { type Address, CHANNELS, type ChannelName } from "../../messages/index.ts";
import type { Migrations, Queries } from "../../platform/index.ts";
import { preferenceKey } from "./key.ts";

type PreferenceTables = {
  contact_preferences: {
    /** See preferenceKey. */
    address: string;
    stops: "here" | "everywhere" | null;
    /** The person's own word ("STOP", "HUY"), or who wrote it down for them. */
    stopped_how: string | null;
    stopped_at: number | null;
    prefers: string | null;
    updated_at: number;
  };
};

export const preferenceMigrations: Migrations = {
  async "031_contact_preferences"(schema) {
    await schema
      .createTable("contact_preferences")
      .addColumn("address", "text", (c) => c.primaryKey())
      .addColumn("stops", "text")
      .addColumn("stopped_how", "text")
      .addColumn("stopped_at", "bigint")
      .addColumn("prefers", "text")
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .execute();
  },
};

/** What a person has asked of us at one address. */
export interface ContactPreference {
  /**
   * No notices at this address (`here`: other ways stay open) or none at all (`everywhere`). Answers to what the person asks,
   * and numbers to call in an emergency, are no notices.
   */
  readonly stops: "here" | "everywhere" | null;
  /** The channel notices should come by, where we know the person there. */
  readonly prefers: ChannelName | null;
}

const NONE: ContactPreference = { stops: null, prefers: null };

const tables = (queries: Queries) => queries.withTables<PreferenceTables>();

export interface Stop {
  readonly scope: "here" | "everywhere";
  /** The word the person used, or the officer's id. */
  readonly how: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The person wants no notices. Said twice, the first time stands. */
export async function stopNotices(tx: Queries, address: Address, { scope, how, at }: Stop): Promise<void> {
  await keep(tx, address, at, (now) =>
    now.stops === scope ? {} : { stops: scope, stopped_how: how.slice(0, 40), stopped_at: at },
  );
}

/** The person wants notices again. `at` in epoch milliseconds. */
export async function resumeNotices(tx: Queries, address: Address, at: number): Promise<void> {
  await keep(tx, address, at, () => ({ stops: null, stopped_how: null, stopped_at: null }));
}

/** The channel this person wants notices by; null: whichever comes first. */
export async function preferChannel(
  tx: Queries,
  address: Address,
  channel: ChannelName | null,
  at: number,
): Promise<void> {
  await keep(tx, address, at, () => ({ prefers: channel }));
}

/** What was asked at each of these addresses, in their order. */
export async function preferencesOf(queries: Queries, addresses: readonly Address[]): Promise<ContactPreference[]> {
  if (addresses.length === 0) return []; // PostgreSQL does not know "in ()"
  const rows = await tables(queries)
    .selectFrom("contact_preferences")
    .selectAll()
    .where("address", "in", addresses.map(preferenceKey))
    .execute();
  const known = new Map(rows.map((row) => [row.address, asPreference(row)]));
  return addresses.map((address) => known.get(preferenceKey(address)) ?? NONE);
}

type Row = Selectable<PreferenceTables["contact_preferences"]>;

function asPreference({ stops, prefers }: Row): ContactPreference {
  return { stops, prefers: CHANNELS.find((name) => name === prefers) ?? null };
}

async function keep(
  tx: Queries,
  address: Address,
  at: number,
  change: (now: ContactPreference) => Partial<Row>,
): Promise<void> {
  const [now = NONE] = await preferencesOf(tx, [address]);
  const changed = { ...change(now), updated_at: at };
  await tables(tx)
    .insertInto("contact_preferences")
    .values({
      address: preferenceKey(address),
      stops: null,
      stopped_how: null,
      stopped_at: null,
      prefers: null,
      ...changed,
    })
    .onConflict((o) => o.column("address").doUpdateSet(changed))
    .execute();
}
