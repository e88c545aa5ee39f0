import { randomBytes, scrypt } from "node:crypto";
import { type Database, type Queries, sha256 } from "../../platform/index.ts";
import { ticketOf } from "../rows.ts";
import { ticketTables } from "../tables.ts";
import type { Ticket } from "../ticket.ts";
import { createLine } from "./line.ts";
import { secretTables as tables } from "./tables.ts";
import { drawSecret, type SecretWords } from "./words.ts";

/** A new secret: the words for the citizen, and the only thing of them that is kept. */
export interface NewSecret {
  readonly words: string;
  readonly hash: string;
}

export async function newSecret(db: Database, from: SecretWords): Promise<NewSecret> {
  const words = drawSecret(from, randomBytes(16));
  const hash = await line.join("opening", words, () => hashOf(db, words));
  if (hash === undefined) throw new Error("nobody else has this secret, and any number may wait for theirs");
  return { words, hash };
}

/**
 * One at a time in a process: that is the rate of all guesses together, and what they may cost the machine. So many wait at a door
 * where guesses are made, some seconds in all; a report that is opened waits as long as it must.
 */
const line = createLine({ opening: Number.POSITIVE_INFINITY, talk: 32, page: 32 });

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
    const kept = await read(tx);
    // A hash without the salt would be found by nobody's words later.
    if (!kept) throw new Error("the salt of the secrets was not kept");
    return kept;
  });
  return salt;
}

const HOUR_MS = 3_600_000;
/** Wrong secrets of one asker within an hour before nothing more of theirs is looked up. */
const MOST_OF_ONE = 5;
export type Opening =
  | { readonly kind: "found"; readonly ticket: Ticket }
  | { readonly kind: "wrong" }
  /** Too many wrong ones of this asker: this one was not looked at. */
  | { readonly kind: "locked" }
  /** Too many ask just now, or this asker asks twice at once: it was not looked at. */
  | { readonly kind: "busy" };

/** Whoever is counted against. `id`: a lane, or where a request to a page comes from; only its digest is kept, for an hour. */
export interface Asker {
  readonly door: "talk" | "page";
  readonly id: string;
}

/** The case of a secret. What was wrong is counted before the next is looked at. */
export async function openBySecret(db: Database, secret: string, { door, id }: Asker, now: number): Promise<Opening> {
  const asker = sha256(`${door}:${id}`);
  const looking = line.join(door, asker, () => lookAt(db, secret, asker, now));
  return looking ?? { kind: "busy" };
}

async function lookAt(db: Database, secret: string, asker: string, now: number): Promise<Opening> {
  if (await isLocked(db, asker, now)) return { kind: "locked" };
  const hash = await hashOf(db, secret);
  const row = await ticketTables(db.read)
    .selectFrom("tickets")
    .selectAll()
    .where("secret_hash", "=", hash)
    .executeTakeFirst();
  if (row) return { kind: "found", ticket: ticketOf(row) };
  await db.write((tx) => tables(tx).insertInto("secret_tries").values({ asker, at: now }).execute());
  return { kind: "wrong" };
}

async function isLocked(db: Database, asker: string, now: number): Promise<boolean> {
  const { n } = await tables(db.read)
    .selectFrom("secret_tries")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("at", ">", now - HOUR_MS)
    .where("asker", "=", asker)
    .executeTakeFirstOrThrow();
  return Number(n) >= MOST_OF_ONE;
}

/** Forgets who tried more than an hour ago. */
export async function forgetTries(tx: Queries, now: number): Promise<void> {
  await tables(tx)
    .deleteFrom("secret_tries")
    .where("at", "<=", now - HOUR_MS)
    .execute();
}
