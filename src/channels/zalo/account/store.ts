import type { Database, Migrations, Queries } from "../../../platform/index.ts";

/** What is remembered of one Official Account beside its tokens. Instants are epoch milliseconds; null: never. */
export interface AccountState {
  readonly lastWebhookAt: number | null;
  /** When the safety net last found messages the webhook had not brought. */
  readonly missedAt: number | null;
  /** Since when calls were refused that nobody has looked for in the chats; null: there were none. */
  readonly refusedSince: number | null;
  readonly buttonsRefusedAt: number | null;
  /** Why the last renewal of the token failed; a code. */
  readonly tokenTrouble: string | null;
  readonly tokenTroubleAt: number | null;
  /** Since when an administrator holds back everything that would go out. */
  readonly heldAt: number | null;
  /** PKCE verifier of the consent under way. */
  readonly verifier: string | null;
}

export interface AccountMemory {
  read(): Promise<AccountState>;
  note(changes: Partial<AccountState>): Promise<void>;
  /** Zalo has told us something about the account itself ("change_template_status"). */
  notice(name: string, at: number): Promise<void>;
  /** The latest notice of each name, newest first. */
  notices(): Promise<readonly { readonly name: string; readonly at: number }[]>;
}

type AccountTables = {
  zalo_account: {
    account: string;
    last_webhook_at: number | null;
    missed_at: number | null;
    refused_since: number | null;
    buttons_refused_at: number | null;
    token_trouble: string | null;
    token_trouble_at: number | null;
    held_at: number | null;
    verifier: string | null;
  };
  zalo_notices: { account: string; name: string; at: number };
};

export const accountMigrations: Migrations = {
  async "021_zalo_account"(schema) {
    await schema
      .createTable("zalo_account")
      .addColumn("account", "text", (c) => c.primaryKey())
      .addColumn("last_webhook_at", "bigint")
      .addColumn("missed_at", "bigint")
      .addColumn("buttons_refused_at", "bigint")
      .addColumn("token_trouble", "text")
      .addColumn("token_trouble_at", "bigint")
      .addColumn("verifier", "text")
      .execute();
    await schema
      .createTable("zalo_notices")
      .addColumn("account", "text", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("zalo_notices_latest", ["account", "name"])
      .execute();
  },
  async "022_zalo_held"(schema) {
    await schema.alterTable("zalo_account").addColumn("held_at", "bigint").execute();
  },
  async "023_zalo_refused"(schema) {
    await schema.alterTable("zalo_account").addColumn("refused_since", "bigint").execute();
  },
};

const COLUMNS = {
  lastWebhookAt: "last_webhook_at",
  missedAt: "missed_at",
  refusedSince: "refused_since",
  buttonsRefusedAt: "buttons_refused_at",
  tokenTrouble: "token_trouble",
  tokenTroubleAt: "token_trouble_at",
  heldAt: "held_at",
  verifier: "verifier",
} as const;

const FIELDS = Object.keys(COLUMNS) as (keyof AccountState)[];
const tables = (queries: Queries) => queries.withTables<AccountTables>();

/** The memory of one Official Account in the database, shared by every server. */
export function sqlAccountMemory(db: Database, account: string): AccountMemory {
  return {
    async read() {
      const row = await tables(db.read)
        .selectFrom("zalo_account")
        .selectAll()
        .where("account", "=", account)
        .executeTakeFirst();
      return Object.fromEntries(
        FIELDS.map((field) => [field, row?.[COLUMNS[field]] ?? null]),
      ) as unknown as AccountState;
    },
    async note(changes) {
      const given = FIELDS.filter((field) => changes[field] !== undefined);
      const set = Object.fromEntries(given.map((field) => [COLUMNS[field], changes[field]]));
      const nothing = Object.fromEntries(Object.values(COLUMNS).map((column) => [column, null]));
      await db.write((tx) =>
        tables(tx)
          .insertInto("zalo_account")
          .values({ ...(nothing as Omit<AccountTables["zalo_account"], "account">), ...set, account })
          .onConflict((o) => o.column("account").doUpdateSet(set))
          .execute(),
      );
    },
    async notice(name, at) {
      await db.write((tx) =>
        tables(tx)
          .insertInto("zalo_notices")
          .values({ account, name, at })
          .onConflict((o) => o.columns(["account", "name"]).doUpdateSet({ at }).where("zalo_notices.at", "<", at))
          .execute(),
      );
    },
    notices: () =>
      tables(db.read)
        .selectFrom("zalo_notices")
        .select(["name", "at"])
        .where("account", "=", account)
        .orderBy("at", "desc")
        .limit(50)
        .execute(),
  };
}
