import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { laneOf } from "../../src/messages/index.ts";
import {
  floorIn,
  giveFloorBack,
  heardFromProvider,
  lookAtFloors,
  openFloors,
  takeFloor,
} from "../../src/outbox/index.ts";
import { OFFICE, openSite, postTo, type Site, signedZalo, startHere, zaloWebhook } from "../fakes/running-app.ts";

describe("while an officer has the floor", () => {
  let site: Site;
  let app: App;
  let person: string;
  let persons = 0;

  beforeAll(async () => {
    site = await openSite();
    app = await startHere(site);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await site.close();
  });
  beforeEach(() => {
    persons += 1;
    person = `81702369455120${String(persons).padStart(5, "0")}`;
  });

  const address = () => ({ channel: "zalo", id: person, account: OFFICE.oaId }) as const;
  const lane = () => laneOf(address());
  const sentTo = (who = person) => site.zalo.sent.filter(({ userId }) => userId === who).map(({ text }) => text);
  async function say(text: string, id = `${person}-${sentTo().length}-${text.length}`, at = Date.now()) {
    await postTo(app.url, zaloWebhook({ person, text, id, at }));
    await app.settle();
    return id;
  }
  const take = () => takeFloor(app.db, address(), "lan", Date.now());
  const giveBack = () =>
    app.db.write((tx) => giveFloorBack(tx, lane(), { officerId: "lan", summary: "xong", at: Date.now() }));

  test("the bot says nothing and loses nothing; a repeated webhook changes nothing; afterwards it answers again", async () => {
    await say("xin chào");
    const before = sentTo().length;
    await take();
    const id = await say("Đăng ký khai sinh cần giấy tờ gì?");
    await say("Đăng ký khai sinh cần giấy tờ gì?", id);
    expect(sentTo()).toHaveLength(before);
    await giveBack();
    await app.settle();
    expect(sentTo()).toHaveLength(before);
    await say("Lệ phí đăng ký khai sinh bao nhiêu?");
    expect(sentTo().length).toBeGreaterThan(before);
  });

  test("what the bot had promised but not sent waits until the floor is given back", async () => {
    site.zalo.failNext(-32, 1);
    await say("Đăng ký kết hôn cần giấy tờ gì?");
    expect(sentTo()).toEqual([]);
    expect(await take()).toMatchObject({ kind: "taken", lastWords: 0 });
    await app.db.write((tx) =>
      tx
        .withTables<{ deliveries: { next_at: number | null; lane: string } }>()
        .updateTable("deliveries")
        .set({ next_at: 0 })
        .where("lane", "=", lane())
        .where("next_at", "is not", null)
        .execute(),
    );
    await app.settle();
    expect(sentTo()).toEqual([]);
    await giveBack();
    await app.settle();
    expect(sentTo().length).toBeGreaterThan(0);
  });

  test("numbers to call in danger are said, and the officer is alarmed", async () => {
    await take();
    await say("cháy nhà rồi cứu với");
    expect(sentTo()).toHaveLength(1);
    expect(sentTo()[0]).toContain("114");
    expect((await floorIn(app.db.read, lane()))?.alarmedAt).toBeGreaterThan(0);
  });

  test("words typed in Zalo's own screen take the floor, once; an event from before it was given back does not", async () => {
    const wrote = Date.now();
    const echo = (at: number) =>
      signedZalo(
        JSON.stringify({
          event_name: "oa_send_text",
          app_id: OFFICE.appId,
          admin_id: "9001",
          sender: { id: OFFICE.oaId },
          recipient: { id: person },
          message: { text: "Chào anh", msg_id: `echo-${person}-${at}` },
          timestamp: String(at),
        }),
      );
    expect((await postTo(app.url, echo(wrote))).status).toBe(200);
    expect(await floorIn(app.db.read, lane())).toMatchObject({ officerId: null });
    await say("Đăng ký khai sinh cần giấy tờ gì?");
    expect(sentTo()).toEqual([]);
    await giveBack();
    await postTo(app.url, echo(wrote));
    await postTo(app.url, echo(wrote - 5000));
    expect(await floorIn(app.db.read, lane())).toBeUndefined();
  });

  test("two officers: the second hears who has it; after the reminder it may pass on", async () => {
    await take();
    expect(await takeFloor(app.db, address(), "minh", Date.now())).toEqual({ kind: "held", by: "lan" });
    const later = Date.now() + 26 * 60_000;
    await lookAtFloors(app.db, later, async () => {});
    expect(await takeFloor(app.db, address(), "minh", later)).toMatchObject({
      kind: "taken",
      floor: { officerId: "minh" },
    });
  });

  test("a clock that jumps a day reminds, and ends nothing before the officer had time to answer", async () => {
    await take();
    const jumped = Date.now() + 24 * 3_600_000;
    const ended: string[] = [];
    const look = (at: number) => lookAtFloors(app.db, at, async (_tx, floor) => void ended.push(floor.lane));
    for (let i = 0; i < 9; i++) await look(jumped + i * 2 * 3_600_000);
    expect(ended).not.toContain(lane());
    for (let i = 9; i < 12; i++) await look(jumped + i * 2 * 3_600_000);
    expect(ended).toContain(lane());
    expect((await openFloors(app.db.read)).map((floor) => floor.lane)).not.toContain(lane());
  });

  test("a clock set back begins the time anew: the bot is not silent for as long, and the officer is reminded first", async () => {
    const wrong = Date.now() + 365 * 24 * 3_600_000;
    await takeFloor(app.db, address(), "lan", wrong);
    const right = Date.now();
    const ended: string[] = [];
    const look = (minute: number) =>
      lookAtFloors(app.db, right + minute * 60_000, async (_tx, floor) => void ended.push(floor.lane));
    for (let minute = 0; minute < 26; minute++) await look(minute);
    expect((await floorIn(app.db.read, lane()))?.remindedAt).not.toBeNull();
    expect(ended).not.toContain(lane());
    for (let minute = 26; minute < 37; minute++) await look(minute);
    expect(ended).toContain(lane());
  });

  test("a floor that was given back under a wrong clock is taken by the next words typed in Zalo's own screen", async () => {
    const wrong = Date.now() + 24 * 3_600_000;
    await takeFloor(app.db, address(), "lan", wrong);
    await app.db.write((tx) => giveFloorBack(tx, lane(), { officerId: "lan", summary: "xong", at: wrong }));
    await app.db.write((tx) => heardFromProvider(tx, address(), Date.now(), Date.now()));
    expect(await floorIn(app.db.read, lane())).toMatchObject({ officerId: null });
  });

  test("a crash in between: the lease stands in the database, not in the process", async () => {
    await take();
    await app.stop();
    app = await startHere(site);
    await say("Đăng ký khai sinh cần giấy tờ gì?");
    expect(sentTo()).toEqual([]);
  });
});
