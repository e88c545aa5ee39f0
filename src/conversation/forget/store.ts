import type { KyselyPlugin } from "kysely";
import { forgetUnfiled } from "../../attachments/index.ts";
import {
  type Address,
  addressesLinkedTo,
  dropForgotten,
  forgetMessages,
  forgetTimes,
  laneOf,
  setApart,
} from "../../messages/index.ts";
import { forgetFloors, forgetSaid, forgetWhenAsked, lanesToldSince } from "../../outbox/index.ts";
import type { Database, Migrations, Queries } from "../../platform/index.ts";
import { forgetTries } from "../../tickets/index.ts";
import { forgetClaims } from "../claim/store.ts";

type ForgetTables = {
  /** People whose talk with us must not be kept, until it is over and nothing of it is left. */
  talks_to_forget: { lane: string; address: string; at: number };
  conversations: { lane: string; updated_at: number };
  turns: { message_id: string; lane: string; at: number };
};

export const forgetMigrations: Migrations = {
  async "046_talks_to_forget"(schema) {
    await schema
      .createTable("talks_to_forget")
      .addColumn("lane", "text", (c) => c.primaryKey())
      .addColumn("address", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
  },
};

const tables = (queries: Queries) => queries.withTables<ForgetTables>();

const HOUR_MS = 3_600_000;
/** How far back a talk reaches: what somebody told us on the same day before they chose to stay unnamed belongs to it. */
const TALK_MS = 24 * HOUR_MS;
/** Silence after which a talk is over. */
const OVER_AFTER_MS = 10 * 60_000;
/** Providers send a message again for a day or two at most; after that its id is of no use. */
const IDS_KEPT_MS = 7 * 24 * HOUR_MS;

/**
 * Forgets what a person said up to now, in the transaction that makes it into an unnamed case or touches one. What is about
 * to be sent to them, and the turn itself, follow when it is sent and the talk is over.
 */
export async function forgetUntilNow(tx: Queries, who: Address, turn: string, now: number): Promise<void> {
  const lane = laneOf(who);
  await tables(tx)
    .insertInto("talks_to_forget")
    .values({ lane, address: JSON.stringify(who), at: now })
    .onConflict((o) => o.column("lane").doUpdateSet({ at: now }))
    .execute();
  const since = now - TALK_MS;
  const lanes = await lanesOf(tx, [who, ...(await addressesLinkedTo(tx, who))], since);
  await forgetMessages(tx, lanes, since);
  await forgetSaid(tx, { lanes, since, giveUpBefore: 0 }, now);
  await tables(tx)
    .deleteFrom("turns")
    .where("lane", "in", lanes)
    .where("at", ">=", since)
    .where("message_id", "<>", turn)
    .execute();
}

/** A number that calls and writes is one person, and so is whoever has joined two addresses; a report may go from one to the other. */
async function lanesOf(tx: Queries, joined: readonly Address[], since: number): Promise<string[]> {
  const numbers = joined.map(({ id }) => id).filter((id) => id.startsWith("+"));
  const byNumber = await Promise.all(
    numbers.flatMap((number) => [talksOf(tx, number), lanesToldSince(tx, number, since)]),
  );
  return [...new Set([...joined.map(laneOf), ...byNumber.flat()])];
}

async function talksOf(tx: Queries, number: string): Promise<string[]> {
  const rows = await tables(tx)
    .selectFrom("conversations")
    .select("lane")
    .where("lane", "like", `%:${number}`)
    .execute();
  return rows.map(({ lane }) => lane);
}

/** Of one forgotten talk: its lanes, for what others keep of it. False: something is still needed, and they ask to be asked again. */
export type AlsoForget = (tx: Queries, lanes: readonly string[]) => Promise<boolean>;

/**
 * Finishes forgetting, look by look: what has been sent meanwhile, and talks that are over altogether. A look says whether
 * something was forgotten since the one before it, by itself or by a turn.
 */
export function talkForgetter(db: Database, also: AlsoForget): (now: number) => Promise<boolean> {
  /** Talks as the last look found them. A turn that forgets begins a talk or moves its time. */
  let known: ReadonlySet<string> = new Set();
  return async (now) => {
    const talks = await tables(db.read).selectFrom("talks_to_forget").selectAll().execute();
    let forgotten = 0;
    for (const talk of talks) forgotten += await changedBy(db, (tx) => forgetTalk(tx, talk, now, also));
    forgotten += await changedBy(db, async (tx) => {
      await setApart(tx, now - OVER_AFTER_MS);
      await dropForgotten(tx, now - IDS_KEPT_MS);
      await forgetTries(tx, now);
    });
    const found = new Set(talks.map(({ lane, at }) => `${at} ${lane}`));
    const isToldByTurn = [...found].some((talk) => !known.has(talk));
    known = found;
    return forgotten > 0 || isToldByTurn;
  };
}

/** Runs `work` in a transaction; how many rows it changed. */
function changedBy(db: Database, work: (tx: Queries) => Promise<void>): Promise<number> {
  return db.write(async (tx) => {
    let rows = 0n;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        rows += result.numAffectedRows ?? 0n;
        return result;
      },
    };
    await work(tx.withPlugin(counting));
    return Number(rows);
  });
}

async function forgetTalk(
  tx: Queries,
  talk: ForgetTables["talks_to_forget"],
  now: number,
  also: AlsoForget,
): Promise<void> {
  const who = JSON.parse(talk.address) as Address;
  const joined = [who, ...(await addressesLinkedTo(tx, who))];
  const since = talk.at - TALK_MS;
  const lanes = await lanesOf(tx, joined, since);
  const unsent = await forgetSaid(tx, { lanes, since, giveUpBefore: now - TALK_MS }, now);
  if (!(await isOver(tx, lanes, now))) return;
  await forgetMessages(tx, lanes, since);
  await tables(tx).deleteFrom("turns").where("lane", "in", lanes).where("at", ">=", since).execute();
  await tables(tx).deleteFrom("conversations").where("lane", "in", lanes).execute();
  await forgetTimes(tx, lanes, since);
  await forgetUnfiled(tx, lanes, since);
  await forgetFloors(tx, lanes, since);
  await forgetWhenAsked(tx, joined);
  await forgetClaims(tx, lanes, now);
  const isAllGone = await also(tx, lanes);
  if (isAllGone && unsent === 0) await tables(tx).deleteFrom("talks_to_forget").where("lane", "=", talk.lane).execute();
}

async function isOver(tx: Queries, lanes: readonly string[], now: number): Promise<boolean> {
  const talking = await tables(tx)
    .selectFrom("conversations")
    .select("lane")
    .where("lane", "in", [...lanes])
    .where("updated_at", ">", now - OVER_AFTER_MS)
    .executeTakeFirst();
  return talking === undefined;
}
