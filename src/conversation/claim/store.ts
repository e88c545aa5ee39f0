import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import {
  type Address,
  AlreadyHandled,
  type InboundMessage,
  laneOf,
  linkAddresses,
  type Reply,
  type Wording,
} from "../../messages/index.ts";
import { enqueue } from "../../outbox/index.ts";
import { type Database, type Migrations, newId, type Queries, sql } from "../../platform/index.ts";
import { digitsInWords } from "../../text/index.ts";
import { moveReporter } from "../../tickets/index.ts";
import type { FoundClaim, RedeemClaim } from "../found.ts";
import { keepState, remember } from "../memory/store.ts";
import { type ConversationState, FRESH } from "../state.ts";
import { CLAIM_DIGITS, type ClaimCode, claimIn, codeFrom, namesClaim, printClaim } from "./code.ts";

type ClaimTables = {
  /** A code with which a person goes on at another address. The code itself is not kept. */
  channel_claims: {
    id: string;
    selector: string;
    salt: string;
    hash: string;
    lane: string;
    /** Address as JSON. */
    address: string;
    expires_at: number;
    used_at: number | null;
    wrong: number;
  };
  /** Wrong codes given at one address. */
  wrong_claims: { lane: string; at: number };
};

export const claimMigrations: Migrations = {
  async "045_channel_claims"(schema) {
    await schema
      .createTable("channel_claims")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("selector", "text", (c) => c.notNull())
      .addColumn("salt", "text", (c) => c.notNull())
      .addColumn("hash", "text", (c) => c.notNull())
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("address", "text", (c) => c.notNull())
      .addColumn("expires_at", "bigint", (c) => c.notNull())
      .addColumn("used_at", "bigint")
      .addColumn("wrong", "integer", (c) => c.notNull())
      .execute();
    await schema.createIndex("channel_claims_found").on("channel_claims").columns(["selector", "expires_at"]).execute();
    await schema
      .createTable("wrong_claims")
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
    await schema.createIndex("wrong_claims_of").on("wrong_claims").columns(["lane", "at"]).execute();
  },
};

const tables = (queries: Queries) => queries.withTables<ClaimTables>();

const LIVES_MINUTES = 60;
const MOST_WRONG = 5;
const DAY_MS = 24 * 3_600_000;
const MOST_DRAWS = 40;

const derive = promisify<string, string, number, { N: number; r: number; p: number }, Buffer>(scrypt);
/** About ten milliseconds: five digits are few, and must not be tried out from a copy of the table within their hour. */
const hashOf = (secret: string, salt: string) => derive(secret, salt, 32, { N: 4096, r: 8, p: 1 });
const sameHash = (one: Buffer, other: Buffer) =>
  timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());

/** Draws a code for whoever asks; an earlier one of theirs no longer works. The reply that tells it. */
export async function offerClaim(tx: Queries, who: Address, wording: Wording, now: number): Promise<Reply> {
  await tables(tx).deleteFrom("channel_claims").where("lane", "=", laneOf(who)).execute();
  await tables(tx).deleteFrom("channel_claims").where("expires_at", "<=", now).execute();
  for (let drawn = 0; drawn < MOST_DRAWS; drawn += 1) {
    const code = codeFrom(String(randomInt(10 ** CLAIM_DIGITS)).padStart(CLAIM_DIGITS, "0"));
    if (await isTaken(tx, code.selector)) continue;
    const salt = randomBytes(16).toString("hex");
    const hash = (await hashOf(code.secret, salt)).toString("hex");
    await tables(tx)
      .insertInto("channel_claims")
      .values({
        id: newId(now),
        selector: code.selector,
        salt,
        hash,
        lane: laneOf(who),
        address: JSON.stringify(who),
        expires_at: now + LIVES_MINUTES * 60_000,
        used_at: null,
        wrong: 0,
      })
      .execute();
    return wording.say("ma_chuyen_kenh", {
      ma: printClaim(code),
      ma_noi: digitsInWords(printClaim(code)),
      phut: String(LIVES_MINUTES),
    });
  }
  return wording.say("ma_chuyen_kenh_het");
}

async function isTaken(tx: Queries, selector: string): Promise<boolean> {
  const row = await tables(tx)
    .selectFrom("channel_claims")
    .select("id")
    .where("selector", "=", selector)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a code given in this message opens; undefined where none is given. */
export async function findClaim(
  db: Database,
  { text, from, call }: InboundMessage,
  state: ConversationState,
  now: number,
): Promise<FoundClaim | undefined> {
  const code = !call && (state.awaitsClaim || namesClaim(text)) ? claimIn(text) : undefined;
  if (!code) return undefined;
  const until = await guessingUntil(db, from, now);
  if (until !== undefined) return { kind: "locked", until };
  const row = await tables(db.read)
    .selectFrom("channel_claims")
    .selectAll()
    .where("selector", "=", code.selector)
    .where("expires_at", ">", now)
    .where("used_at", "is", null)
    .executeTakeFirst();
  if (!row) return { kind: "wrong", claimId: null };
  if (row.wrong >= MOST_WRONG) return { kind: "locked", until: null };
  if (!(await isRight(code, row))) return { kind: "wrong", claimId: row.id };
  if (row.lane === laneOf(from)) return { kind: "here" };
  const { state: left, version } = await remember(db, row.lane);
  return { kind: "right", claimId: row.id, from: JSON.parse(row.address) as Address, state: left, version };
}

const isRight = async ({ secret }: ClaimCode, row: { salt: string; hash: string }): Promise<boolean> =>
  sameHash(await hashOf(secret, row.salt), Buffer.from(row.hash, "hex"));

/** Somebody tries codes out from one address: until when nothing is looked up for it. */
async function guessingUntil(db: Database, who: Address, now: number): Promise<number | undefined> {
  const row = await tables(db.read)
    .selectFrom("wrong_claims")
    .select("at")
    .where("lane", "=", laneOf(who))
    .where("at", ">", now - DAY_MS)
    .orderBy("at", "desc")
    .offset(MOST_WRONG - 1)
    .limit(1)
    .executeTakeFirst();
  return row && row.at + DAY_MS;
}

export async function noteWrongClaim(tx: Queries, who: Address, claimId: string | null, now: number): Promise<void> {
  await tables(tx)
    .insertInto("wrong_claims")
    .values({ lane: laneOf(who), at: now })
    .execute();
  if (claimId !== null)
    await tables(tx)
      .updateTable("channel_claims")
      .set((eb) => ({ wrong: eb("wrong", "+", 1) }))
      .where("id", "=", claimId)
      .execute();
}

/** Who called cannot be written to without being called. */
const TOLD_NOTHING: ReadonlySet<string> = new Set(["voice", "transcript"]);

/**
 * Uses a code up: the old address begins anew, open tickets go on at the new one, and both are one person's. The old address is
 * told, so that whoever never asked notices. Throws AlreadyHandled when the code was used or the old address spoke meanwhile.
 */
export async function redeemClaim(
  tx: Queries,
  { claimId, from, fromVersion, to }: RedeemClaim,
  wording: Wording,
  now: number,
): Promise<void> {
  const result = await tables(tx)
    .updateTable("channel_claims")
    .set({ used_at: now })
    .where("id", "=", claimId)
    .where("used_at", "is", null)
    .where("wrong", "<", MOST_WRONG)
    .executeTakeFirst();
  if (Number(result.numUpdatedRows) !== 1) throw new AlreadyHandled();
  await keepState(tx, laneOf(from), { ...FRESH, greeted: true }, fromVersion, now);
  await linkAddresses(tx, from, to, now);
  await moveReporter(tx, from, to, now);
  if (TOLD_NOTHING.has(from.channel)) return;
  const reply = wording.say("da_chuyen_di");
  await enqueue(tx, { id: newId(now), to: from, reply, key: `claim:${claimId}`, cause: "turn" }, now);
}

/** Forgets that people in these lanes asked for codes. Wrong ones go on counting, until a day after the day they were given on. */
export async function forgetClaims(tx: Queries, lanes: readonly string[], now: number): Promise<void> {
  await tables(tx)
    .updateTable("wrong_claims")
    .set({ at: sql<number>`at - at % ${sql.lit(DAY_MS)} + ${sql.lit(DAY_MS)}` })
    .where("lane", "in", [...lanes])
    .where(sql<boolean>`at % ${sql.lit(DAY_MS)} <> 0`)
    .execute();
  await tables(tx)
    .deleteFrom("channel_claims")
    .where("lane", "in", [...lanes])
    .execute();
  await tables(tx)
    .deleteFrom("wrong_claims")
    .where("at", "<=", now - DAY_MS)
    .execute();
}
