import { liveTalk, moveFlow, openQuestion } from "../../conversation/index.ts";
import { type Address, laneOf, type Reply } from "../../messages/index.ts";
import { enqueue } from "../../outbox/index.ts";
import { type Database, type Migrations, newId, type Queries } from "../../platform/index.ts";
import { IN_WRITING } from "./call.ts";
import type { Call, CallBook } from "./calls.ts";

type VoiceTables = {
  voice_calls: {
    call_sid: string;
    /** Address as JSON, and its lane. */
    caller: string;
    lane: string;
    begun_at: number;
    last_at: number;
    hung_up_at: number | null;
    /** When everything that follows the call was put in the outbox. */
    finished_at: number | null;
    heard_nth: number | null;
    /** What was heard unclearly; gone when the call is finished. */
    heard: string | null;
    /** Where what was under way went on after the call, and the version it had there. */
    left_lane: string | null;
    left_version: number | null;
  };
};

export const voiceMigrations: Migrations = {
  async "080_voice_calls"(schema) {
    await schema
      .createTable("voice_calls")
      .addColumn("call_sid", "text", (c) => c.primaryKey())
      .addColumn("caller", "text", (c) => c.notNull())
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("begun_at", "bigint", (c) => c.notNull())
      .addColumn("last_at", "bigint", (c) => c.notNull())
      .addColumn("hung_up_at", "bigint")
      .addColumn("finished_at", "bigint")
      .addColumn("heard_nth", "integer")
      .addColumn("heard", "text")
      .addColumn("left_lane", "text")
      .addColumn("left_version", "integer")
      .execute();
    await schema.createIndex("voice_calls_of_lane").on("voice_calls").columns(["lane", "begun_at"]).execute();
    await schema.createIndex("voice_calls_open").on("voice_calls").column("finished_at").execute();
  },
};

const tables = (queries: Queries) => queries.withTables<VoiceTables>();

export interface CallsOptions {
  readonly db: Database;
  /** Where a caller is written to after the call; null when no SMS would reach them. */
  readonly textTo: (caller: Address) => Address | null;
  readonly say: (key: string) => Reply;
  /** Something was put in the outbox and committed. */
  readonly wake: () => void;
}

export interface Calls extends CallBook {
  /** Finishes calls that ended, and those nothing was heard of for a quarter of an hour. */
  finishOld(now: number): Promise<void>;
}

/** A status callback may be lost; no gather and no transfer is silent towards us for longer. */
const FORGOTTEN_AFTER_MS = 15 * 60_000;

export function openCalls(options: CallsOptions): Calls {
  const { db } = options;
  return {
    begin: (call, now) => begin(db, call, now),
    leftOff: (call) => openQuestion(db.read, laneOf(call.from)),
    async keepHeard(callSid, nth, text) {
      await db.write((tx) =>
        tables(tx)
          .updateTable("voice_calls")
          .set({ heard_nth: nth, heard: text })
          .where("call_sid", "=", callSid)
          .execute(),
      );
    },
    async heard(callSid, nth) {
      const row = await tables(db.read)
        .selectFrom("voice_calls")
        .select("heard")
        .where("call_sid", "=", callSid)
        .where("heard_nth", "=", nth)
        .executeTakeFirst();
      return row?.heard ?? undefined;
    },
    async hangUp(call, now) {
      await db.write((tx) => noteHangUp(tx, call, now));
      await finish(options, call.callSid, now);
    },
    async finishOld(now) {
      const rows = await tables(db.read)
        .selectFrom("voice_calls")
        .select("call_sid")
        .where("finished_at", "is", null)
        .where((eb) => eb.or([eb("hung_up_at", "is not", null), eb("last_at", "<", now - FORGOTTEN_AFTER_MS)]))
        .limit(100)
        .execute();
      for (const { call_sid } of rows) await finish(options, call_sid, now);
    },
  };
}

function newRow({ callSid, from }: Call, now: number) {
  return { call_sid: callSid, caller: JSON.stringify(from), lane: laneOf(from), begun_at: now, last_at: now };
}

/** Notes the call. At its first request the caller's unfinished matter comes back from where it went after the last call. */
async function begin(db: Database, call: Call, now: number): Promise<void> {
  await db.write(async (tx) => {
    const row = await tables(tx)
      .insertInto("voice_calls")
      .values(newRow(call, now))
      .onConflict((conflict) => conflict.column("call_sid").doUpdateSet({ last_at: now }))
      .returning("begun_at")
      .executeTakeFirstOrThrow();
    if (row.begun_at === now) await takeBack(tx, laneOf(call.from), now);
  });
}

/** Only while nobody has gone on with it there. */
async function takeBack(tx: Queries, lane: string, now: number): Promise<void> {
  const row = await tables(tx)
    .selectFrom("voice_calls")
    .select(["call_sid", "left_lane", "left_version"])
    .where("lane", "=", lane)
    .where("left_lane", "is not", null)
    .orderBy("begun_at", "desc")
    .executeTakeFirst();
  if (!row?.left_lane || row.left_version === null) return;
  await moveFlow(tx, row.left_lane, lane, now, row.left_version);
  await tables(tx)
    .updateTable("voice_calls")
    .set({ left_lane: null, left_version: null })
    .where("call_sid", "=", row.call_sid)
    .execute();
}

async function noteHangUp(tx: Queries, call: Call, now: number): Promise<void> {
  await tables(tx)
    .insertInto("voice_calls")
    .values({ ...newRow(call, now), hung_up_at: now })
    .onConflict((conflict) => conflict.column("call_sid").doUpdateSet({ hung_up_at: now }))
    .execute();
}

/**
 * Puts what follows a call in the outbox, once, in one transaction: in writing what was promised so, and the question an
 * unfinished matter stands at, which goes on by SMS. While a turn is still under way it is left for later.
 */
async function finish({ db, textTo, wake, say }: CallsOptions, callSid: string, now: number): Promise<void> {
  const done = await db.write(async (tx) => {
    const talk = await liveTalk(tx, "voice", `${callSid}:`);
    if (talk.waiting > 0) return false;
    const row = await tables(tx)
      .updateTable("voice_calls")
      .set({ finished_at: now, heard: null })
      .where("call_sid", "=", callSid)
      .where("finished_at", "is", null)
      .returning(["caller", "lane"])
      .executeTakeFirst();
    const to = row && textTo(JSON.parse(row.caller) as Address);
    if (!row || !to) return false;
    const written = talk.replies.filter(({ key }) => IN_WRITING.has(key));
    await send(tx, callSid, to, distinct(written), now);
    // Without our number in it, a lane is not the one their answer comes in by; the report then waits for their next call.
    const moved = to.account === undefined ? undefined : await moveFlow(tx, row.lane, laneOf(to), now);
    if (!moved) return written.length > 0;
    await tables(tx)
      .updateTable("voice_calls")
      .set({ left_lane: laneOf(to), left_version: moved.version })
      .where("call_sid", "=", callSid)
      .execute();
    const goOn = [say("goi.do_dang"), ...(moved.question ? [moved.question] : [])];
    await send(tx, `${callSid}:tiep`, to, goOn, now);
    return true;
  });
  if (done) wake();
}

const distinct = (replies: readonly Reply[]): Reply[] => [
  ...new Map(replies.map((reply) => [reply.short ?? reply.text, reply])).values(),
];

async function send(tx: Queries, name: string, to: Address, replies: readonly Reply[], now: number): Promise<void> {
  for (const [nth, reply] of replies.entries())
    await enqueue(tx, { id: newId(now), to, reply, key: `call:${name}:${nth}`, cause: "turn" }, now);
}

/** Forgets the finished calls of these lanes: who called, and when. True when none is left that is not finished. */
export async function forgetCalls(tx: Queries, lanes: readonly string[]): Promise<boolean> {
  await tables(tx)
    .deleteFrom("voice_calls")
    .where("lane", "in", [...lanes])
    .where("finished_at", "is not", null)
    .execute();
  const left = await tables(tx)
    .selectFrom("voice_calls")
    .select("call_sid")
    .where("lane", "in", [...lanes])
    .executeTakeFirst();
  return left === undefined;
}
