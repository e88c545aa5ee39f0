import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outboxMigrations, preferChannel, preferencesOf, resumeNotices, stopNotices } from "../../src/outbox/index.ts";
import type { Database } from "../../src/platform/index.ts";
import { ENGINES } from "../fakes/databases.ts";

const NUMBER = { channel: "sms", id: "+84912345678" } as const;
const ZALO = { channel: "zalo", id: "8170236945512073846", account: "2984415073261958342" } as const;

describe.each(ENGINES)("what people ask of us on $kind", (engine) => {
  let db: Database;

  beforeAll(async () => {
    await engine.start();
    db = await engine.open(await engine.place(), outboxMigrations);
  });
  afterAll(async () => {
    await db.close();
    await engine.stop();
  });

  test("nobody has asked anything at first, and no address is no question", async () => {
    expect(await preferencesOf(db.read, [NUMBER, ZALO])).toEqual([
      { stops: null, prefers: null },
      { stops: null, prefers: null },
    ]);
    expect(await preferencesOf(db.read, [])).toEqual([]);
  });

  test("STOP at one address says nothing about the others, whichever of our numbers it was sent to", async () => {
    await db.write((tx) => stopNotices(tx, { ...NUMBER, account: "8088" }, { scope: "here", how: "HUY", at: 1 }));
    expect(await preferencesOf(db.read, [ZALO, NUMBER])).toMatchObject([{ stops: null }, { stops: "here" }]);
  });

  test("STOP by SMS holds for who called from the same number: both are written to by SMS", async () => {
    const caller = { channel: "sms", id: "+84912345679" } as const;
    await db.write((tx) => stopNotices(tx, caller, { scope: "here", how: "STOP", at: 1 }));
    const unknown = { channel: "transcript", id: "hidden" } as const;
    expect(
      await preferencesOf(db.read, [{ ...caller, channel: "transcript" }, { ...caller, channel: "voice" }, unknown]),
    ).toMatchObject([{ stops: "here" }, { stops: "here" }, { stops: null }]);
  });

  test("stopping leaves the wish for a channel alone, and the other way round", async () => {
    await db.write((tx) => preferChannel(tx, NUMBER, "zalo", 2));
    expect(await preferencesOf(db.read, [NUMBER])).toEqual([{ stops: "here", prefers: "zalo" }]);
    await db.write((tx) => resumeNotices(tx, NUMBER, 3));
    expect(await preferencesOf(db.read, [NUMBER])).toEqual([{ stops: null, prefers: "zalo" }]);
    await db.write((tx) => stopNotices(tx, NUMBER, { scope: "everywhere", how: "HUY HET", at: 4 }));
    await db.write((tx) => preferChannel(tx, NUMBER, null, 5));
    expect(await preferencesOf(db.read, [NUMBER])).toEqual([{ stops: "everywhere", prefers: null }]);
  });
});
