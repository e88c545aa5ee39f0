import { createHash, randomBytes, scrypt } from "node:crypto";
import type { Database, Queries } from "../../platform/index.ts";
import { ticketOf } from "../rows.ts";
import { ticketTables } from "../tables.ts";
import type { Ticket } from "../ticket.ts";
import { secretTables as tables } from "./tables.ts";
import { drawSecret, type SecretWords } from "./words.ts";

/** A new secret: the words for the citizen, and the only thing of them that is kept. */
export interface NewSecret {
  readonly words: string;
  readonly hash: string;
}

export async function newSecret(db: Database, from: SecretWords): Promise<NewSecret> {
  const words = drawSecret(from, randomBytes(16));
  return { words, hash: await hashOf(db, words) };
}

/** 32 MB and about a tenth of a second a guess: 44 bits of words then cost millions of machine-years. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** `secret` as `drawSecret` and `findSecret` give it. */
async function hashOf(db: Database, secret: string): Promise<string> {
  const salt = await saltOf(db);
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, COST, (error, key) => (error ? reject(error) : resolve(key.toString("hex"))));
  });
}

const NAME = "cases";

async function saltOf(db: Database): Promise<string> {
  const read = (queries: Queries) =>
    tables(queries).selectFrom("secret_salt").select("salt").where("name", "=", NAME).executeTakeFirst();
  const known = await read(db.read);
  if (known) return known.salt;
  const { salt } = await db.write(async (tx) => {
    await tables(tx)
      .insertInto("secret_salt")
      .values({ name: NAME, salt: randomBytes(32).toString("hex") })
      .onConflict((o) => o.doNothing())
      .execute();
    return (await read(tx)) ?? { salt: "" };
  });
  return salt;
}

const HOUR_MS = 3_600_000;
/** Wrong secrets within an hour before nothing more is looked up: of one asker, and of everybody together. */
const MOST_OF_ONE = 5;
const MOST_OF_ALL = 500;

export type Opening =
  | { readonly kind: "found"; readonly ticket: Ticket }
  | { readonly kind: "wrong" }
  /** Too many wrong ones: this one was not looked at. */
  | { readonly kind: "locked" };

/** The case of a secret. `asker`: whoever is counted against, a lane or a network address; only its digest is kept, for an hour. */
export async function openBySecret(db: Database, secret: string, asker: string, now: number): Promise<Opening> {
  const digest = createHash("sha256").update(asker).digest("hex");
  if (await isLocked(db, digest, now)) return { kind: "locked" };
  const hash = await hashOf(db, secret);
  const row = await ticketTables(db.read)
    .selectFrom("tickets")
    .selectAll()
    .where("secret_hash", "=", hash)
    .executeTakeFirst();
  if (row) return { kind: "found", ticket: ticketOf(row) };
  await db.write((tx) => tables(tx).insertInto("secret_tries").values({ asker: digest, at: now }).execute());
  return { kind: "wrong" };
}

async function isLocked(db: Database, asker: string, now: number): Promise<boolean> {
  const recent = tables(db.read)
    .selectFrom("secret_tries")
    .where("at", ">", now - HOUR_MS);
  const count = (query: typeof recent) =>
    query.select((eb) => eb.fn.countAll<number>().as("n")).executeTakeFirstOrThrow();
  const [own, all] = await Promise.all([count(recent.where("asker", "=", asker)), count(recent)]);
  return Number(own.n) >= MOST_OF_ONE || Number(all.n) >= MOST_OF_ALL;
}

/** Forgets who tried more than an hour ago. */
export async function forgetTries(tx: Queries, now: number): Promise<void> {
  await tables(tx)
    .deleteFrom("secret_tries")
    .where("at", "<=", now - HOUR_MS)
    .execute();
}
