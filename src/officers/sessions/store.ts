import { randomBytes } from "node:crypto";
import { type SessionData, Store } from "express-session";
import { type Database, type Migrations, type Queries, sha256 } from "../../platform/index.ts";

declare module "express-session" {
  interface SessionData {
    /** The account's id; absent before sign-in. */
    officer?: string;
    /** Sign-in time, epoch milliseconds. */
    startedAt?: number;
    /** One sentence shown on the next page. */
    notice?: string;
  }
}

type SessionTables = {
  officer_sessions: {
    id_hash: string;
    officer_id: string | null;
    data: string;
    started_at: number;
    expires_at: number;
  };
  officer_secrets: { name: string; value: string };
};

export const sessionMigrations: Migrations = {
  async "051_officer_sessions"(schema) {
    await schema
      .createTable("officer_sessions")
      .addColumn("id_hash", "text", (c) => c.primaryKey())
      .addColumn("officer_id", "text")
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("started_at", "bigint", (c) => c.notNull())
      .addColumn("expires_at", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("officer_secrets")
      .addColumn("name", "text", (c) => c.primaryKey())
      .addColumn("value", "text", (c) => c.notNull())
      .execute();
  },
};

const sessions = (queries: Queries) => queries.withTables<SessionTables>();

/** A secret made at first use and the same ever after, on every server that shares the database. */
export function keptSecret(db: Database, name: string): Promise<string> {
  const value = randomBytes(32).toString("base64url");
  return db.write(async (tx) => {
    await sessions(tx)
      .insertInto("officer_secrets")
      .values({ name, value })
      .onConflict((o) => o.column("name").doNothing())
      .execute();
    const row = await sessions(tx)
      .selectFrom("officer_secrets")
      .select("value")
      .where("name", "=", name)
      .executeTakeFirstOrThrow();
    return row.value;
  });
}

export const IDLE_MS = 30 * 60_000;
export const ABSOLUTE_MS = 12 * 3_600_000;
/** An idle limit need not be known to the second: a session is written again only this often. */
const TOUCH_EVERY_MS = 60_000;

/** Sessions end with their officer's password or account. */
export async function endSessionsOf(db: Database, officerId: string): Promise<void> {
  await db.write((tx) => sessions(tx).deleteFrom("officer_sessions").where("officer_id", "=", officerId).execute());
}

type Done = (error?: unknown) => void;

/** express-session's sessions in our database. Their ids are stored hashed: who reads the table cannot sign in with it. */
export class SessionStore extends Store {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    super();
    this.#db = db;
    this.#now = now;
  }

  override get(id: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.#read(id).then((session) => done(null, session), done);
  }

  override set(id: string, session: SessionData, done: Done = () => undefined): void {
    this.#write(id, session).then(() => done(), done);
  }

  override touch(id: string, _session: SessionData, done: Done = () => undefined): void {
    this.#extend(id).then(() => done(), done);
  }

  override destroy(id: string, done: Done = () => undefined): void {
    const gone = this.#db.write((tx) =>
      sessions(tx).deleteFrom("officer_sessions").where("id_hash", "=", sha256(id)).execute(),
    );
    gone.then(() => done(), done);
  }

  async #read(id: string): Promise<SessionData | null> {
    const now = this.#now();
    const row = await sessions(this.#db.read)
      .selectFrom("officer_sessions")
      .select("data")
      .where("id_hash", "=", sha256(id))
      .where("expires_at", ">", now)
      .where("started_at", ">", now - ABSOLUTE_MS)
      .executeTakeFirst();
    return row ? (JSON.parse(row.data) as SessionData) : null;
  }

  async #write(id: string, session: SessionData): Promise<void> {
    const now = this.#now();
    const kept = { officer_id: session.officer ?? null, data: JSON.stringify(session), expires_at: now + IDLE_MS };
    await this.#db.write(async (tx) => {
      await sessions(tx).deleteFrom("officer_sessions").where("expires_at", "<", now).execute();
      await sessions(tx)
        .insertInto("officer_sessions")
        .values({ id_hash: sha256(id), started_at: session.startedAt ?? now, ...kept })
        .onConflict((o) => o.column("id_hash").doUpdateSet(kept))
        .execute();
    });
  }

  async #extend(id: string): Promise<void> {
    const now = this.#now();
    const known = await sessions(this.#db.read)
      .selectFrom("officer_sessions")
      .select("expires_at")
      .where("id_hash", "=", sha256(id))
      .executeTakeFirst();
    if (!known || known.expires_at - now > IDLE_MS - TOUCH_EVERY_MS) return;
    await this.#db.write((tx) =>
      sessions(tx)
        .updateTable("officer_sessions")
        .set({ expires_at: now + IDLE_MS })
        .where("id_hash", "=", sha256(id))
        .execute(),
    );
  }
}
