import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  AlreadyHandled,
  countAttempt,
  countWaiting,
  type InboundMessage,
  inboxMigrations,
  laneOf,
  markHandled,
  receive,
  waitingIn,
  waitingLanes,
} from "../../src/messages/index.ts";
import type { Database } from "../../src/platform/index.ts";
import { ENGINES } from "../fakes/databases.ts";

// A real server on a busy machine may take its time.
vi.setConfig({ testTimeout: 20_000 });

const NOW = 1_790_000_000_000;

function message(providerId: string, text = "Xin chào", from = "+84900000001"): InboundMessage {
  return { providerId, from: { channel: "sms", id: from }, sentAt: NOW, text, attachments: [] };
}

describe.each(ENGINES)("the inbox on $kind", (engine) => {
  let db: Database;

  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop(), 30_000);
  beforeEach(async () => {
    db = await engine.open(await engine.place(), inboxMigrations);
  }, 30_000);
  afterEach(() => db.close());

  const take = (one: InboundMessage, id = one.providerId) => receive(db, one, id, NOW);
  const lane = laneOf({ channel: "sms", id: "+84900000001" });

  test("takes a message once, whatever the provider repeats", async () => {
    expect([await take(message("m1")), await take(message("m1"), "another row")]).toEqual(["new", "seen_before"]);
    const atOnce = await Promise.all(Array.from({ length: 20 }, (_, i) => take(message("m2"), `row ${i}`)));
    expect(atOnce.filter((receipt) => receipt === "new")).toHaveLength(1);
    expect(await countWaiting(db)).toBe(2);
  });

  test("the same id from two providers is two messages", async () => {
    const zalo: InboundMessage = { ...message("m1"), from: { channel: "zalo", id: "u1" } };
    expect([await take(message("m1")), await take(zalo, "zalo row")]).toEqual(["new", "new"]);
  });

  test("gives one person's messages back whole, in the order they came", async () => {
    const odd = message("m1", `Ổ gà 😀 "đường 3/2" \\ \n\t`);
    await take(odd);
    await take(message("m2", "hai"));
    await take(message("m3", "của người khác", "+84900000002"));
    expect(await waitingIn(db, lane)).toEqual([
      { id: "m1", message: odd, receivedAt: NOW, attempts: 0 },
      { id: "m2", message: message("m2", "hai"), receivedAt: NOW, attempts: 0 },
    ]);
  });

  test("gives at most twenty at a time, the oldest", async () => {
    for (let nth = 1; nth <= 25; nth++) await take(message(`m${nth}`));
    expect((await waitingIn(db, lane)).map((one) => one.id)).toEqual(Array.from({ length: 20 }, (_, i) => `m${i + 1}`));
  });

  test("knows every person who waits, each once, and forgets those who were served", async () => {
    for (const id of ["m1", "m2"]) await take(message(id));
    await take(message("m3", "ba", "+84900000002"));
    const other = laneOf({ channel: "sms", id: "+84900000002" });
    expect([await waitingLanes(db, 9), await waitingLanes(db, 1)]).toEqual([[lane, other], [lane]]);
    await db.write((tx) => markHandled(tx, ["m1", "m2"], NOW));
    expect(await waitingLanes(db, 9)).toEqual([other]);
    expect(await countWaiting(db)).toBe(1);
  });

  test("the second worker over the same message undoes its whole turn", async () => {
    for (const id of ["m1", "m2"]) await take(message(id));
    await db.write((tx) => markHandled(tx, ["m1"], NOW));
    await expect(db.write((tx) => markHandled(tx, ["m1", "m2"], NOW))).rejects.toBeInstanceOf(AlreadyHandled);
    expect((await waitingIn(db, lane)).map((one) => one.id)).toEqual(["m2"]);
  });

  test("counts the turns that failed over a message", async () => {
    await take(message("m1"));
    await countAttempt(db, ["m1"]);
    await countAttempt(db, ["m1"]);
    expect((await waitingIn(db, lane)).map((one) => one.attempts)).toEqual([2]);
  });

  test("a turn over no message at all is no error", async () => {
    await take(message("m1"));
    await db.write((tx) => markHandled(tx, [], NOW));
    await countAttempt(db, []);
    expect(await countWaiting(db)).toBe(1);
  });
});
