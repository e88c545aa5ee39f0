import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Forgetting, startForgetting } from "../../src/app/forget.ts";
import { MIGRATIONS } from "../../src/app/migrations.ts";
import { forgetUntilNow } from "../../src/conversation/forget/store.ts";
import { laneOf } from "../../src/messages/index.ts";
import { wishAccents } from "../../src/outbox/index.ts";
import { createLog, type Database, fixedClock, openSqlite } from "../../src/platform/index.ts";

const WHO = { channel: "sms", id: "+84971337246" } as const;
const LANE = laneOf(WHO);
const MINUTE = 60_000;

type Tables = {
  conversations: { lane: string; state: string; version: number; updated_at: number };
  botframework_conversations: { lane: string; reference: string; updated_at: number };
  voice_calls: { call_sid: string; caller: string; lane: string; begun_at: number; last_at: number };
};

describe("the file is scrubbed", () => {
  let folder: string;
  let db: Database;
  let clock: ReturnType<typeof fixedClock>;
  let forgetting: Forgetting;
  let scrubs: number;
  let isBusy: boolean;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "lang-nghe-forget-"));
    const file = await openSqlite(join(folder, "office.db"), MIGRATIONS);
    scrubs = 0;
    isBusy = false;
    db = {
      ...file,
      async scrub() {
        scrubs += 1;
        return (await file.scrub()) && !isBusy;
      },
    };
    clock = fixedClock(Date.parse("2026-11-23T08:00:00+07:00"));
    forgetting = startForgetting(db, clock, createLog("silent"));
  });
  afterEach(async () => {
    await forgetting.stop();
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** How often the looks of so many times scrubbed. */
  async function looks(count: number): Promise<number> {
    const before = scrubs;
    for (let nth = 0; nth < count; nth++) {
      clock.advance(1000);
      await forgetting.now();
    }
    return scrubs - before;
  }

  /** A turn that forgets what was said before it; the talk is not over. */
  const turn = () =>
    db.write(async (tx) => {
      const now = clock.now();
      await tx
        .withTables<Tables>()
        .insertInto("conversations")
        .values({ lane: LANE, state: "{}", version: 1, updated_at: now })
        .onConflict((o) => o.column("lane").doUpdateSet({ updated_at: now }))
        .execute();
      await forgetUntilNow(tx, WHO, "m1", now);
    });

  test("once after a start, and then only when something was forgotten since", async () => {
    expect(await looks(3)).toBe(1);
    await turn();
    expect(await looks(3)).toBe(1);
    await turn();
    expect(await looks(3)).toBe(1);
    clock.advance(11 * MINUTE);
    expect(await looks(3)).toBe(1);
    expect(await db.read.withTables<Tables>().selectFrom("conversations").selectAll().execute()).toEqual([]);
  });

  test("once for a talk of which something is still needed", async () => {
    await looks(1);
    const at = clock.now();
    await db.write(async (tx) => {
      const call = { call_sid: "CA1", caller: WHO.id, lane: LANE, begun_at: at, last_at: at };
      const written = { lane: LANE, reference: "{}", updated_at: at };
      await tx.withTables<Tables>().insertInto("voice_calls").values(call).execute();
      await tx.withTables<Tables>().insertInto("botframework_conversations").values(written).execute();
      await wishAccents(tx, WHO, true, at);
    });
    await turn();
    clock.advance(11 * MINUTE);
    expect(await looks(4)).toBe(1);
  });

  test("again at the next look when somebody's reading kept it from its end", async () => {
    await looks(1);
    isBusy = true;
    await turn();
    expect(await looks(2)).toBe(2);
    isBusy = false;
    expect(await looks(2)).toBe(1);
  });
});
