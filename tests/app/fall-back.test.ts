import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Address, ChannelName, SendOutcome } from "../../src/messages/index.ts";
import { deliveryLines } from "../../src/officers/desk/deliveries.ts";
import {
  callsToMake,
  costsByMonth,
  type DeliveryPolicy,
  deliveriesOf,
  deliveryHistory,
  keepCall,
  keepProof,
  loadDeliveryRules,
  preferChannel,
  settleArrived,
  stopNotices,
  takeUpBounced,
} from "../../src/outbox/index.ts";
import { ENGINES } from "../fakes/databases.ts";
import { type Office, openOffice, TICKET } from "../fakes/outbox-office.ts";
import { type PostOffice, postOffice } from "../fakes/post-office.ts";

const ZALO: Address = { channel: "zalo", id: "817" };
const PHONE: Address = { channel: "sms", id: "+84912345678" };
const CLOSED: SendOutcome = { kind: "unreachable", reason: "zalo -230" };

describe.each(ENGINES)("a notice that cannot be delivered where it was promised, on $kind", (engine) => {
  let office: Office;
  let zalo: PostOffice;
  let sms: PostOffice;

  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop(), 30_000);
  beforeEach(async () => {
    office = await openOffice(engine);
    zalo = postOffice(() => office.clock.now());
    sms = postOffice(() => office.clock.now());
  }, 30_000);
  afterEach(() => office.close());

  const policy = (): DeliveryPolicy => ({
    ...loadDeliveryRules("knowledge"),
    services: [{ id: "sms", name: "SMS thử", unit: "phần", price_vnd: 300, since: null, source: "một giá để thử" }],
    repeatNote: "(có thể đã nhận)",
    othersOf: async () => [ZALO, PHONE],
    billedFor: async ({ to }) => (to.channel === "sms" ? { service: "sms", units: 1 } : null),
  });
  const start = (more: Partial<DeliveryPolicy> = {}) =>
    office.start({
      senders: new Map<ChannelName, PostOffice>([
        ["zalo", zalo],
        ["sms", sms],
      ]),
      policy: { ...policy(), ...more },
    });
  const notice = (text: string) => office.promise({ text, to: ZALO.id, channel: "zalo", cause: "officer" });
  const said = (post: PostOffice) => post.letters.map(({ part }) => part);

  test("goes by SMS once, and only what had not arrived", async () => {
    zalo.willAnswer("B", CLOSED);
    await notice("A|B|C");
    await start().idle();
    expect(said(zalo)).toEqual(["A", "B"]);
    expect(said(sms)).toEqual(["B\nC"]);
    expect(await office.states()).toEqual(["delivered"]);
  });

  describe("who stops notices while one is under way", () => {
    const BUSY: SendOutcome = { kind: "retry", reason: "http 503" };
    const stop = (to: Address, scope: "here" | "everywhere" = "here") =>
      office.db.write((tx) => stopNotices(tx, to, { scope, how: "HUY", at: office.clock.now() }));
    const later = async (outbox: ReturnType<typeof start>) => {
      for (let i = 0; i < 4; i++) {
        office.clock.advance(3_600_000);
        await outbox.idle();
      }
    };

    test("between two tries: it goes on by the other way alone", async () => {
      zalo.willAnswer("A", BUSY);
      await notice("A");
      const outbox = start({ quietHours: null });
      await outbox.idle();
      await stop(ZALO);
      await later(outbox);
      expect([said(zalo), said(sms)]).toEqual([["A"], ["A"]]);
    });

    test("between two tries, everywhere: nothing more is said", async () => {
      zalo.willAnswer("A", BUSY);
      await notice("A");
      const outbox = start({ quietHours: null });
      await outbox.idle();
      await stop(ZALO, "everywhere");
      await later(outbox);
      expect([said(zalo), said(sms), await office.states()]).toEqual([["A"], [], ["abandoned"]]);
    });

    test("at the second way, while it waits: an officer telephones", async () => {
      zalo.willAnswer("A", CLOSED);
      sms.willAnswer("A", BUSY);
      await notice("A");
      const outbox = start({ quietHours: null });
      await outbox.idle();
      await stop(PHONE);
      await later(outbox);
      expect([said(zalo), said(sms)]).toEqual([["A"], ["A"]]);
      expect(await callsToMake(office.db)).toHaveLength(1);
    });

    test("between two parts: the rest stays unsaid there", async () => {
      zalo.willAnswer("B", BUSY);
      await notice("A|B");
      const outbox = start({ quietHours: null });
      await outbox.idle();
      await stop(ZALO, "everywhere");
      await later(outbox);
      expect([said(zalo), said(sms), await office.states()]).toEqual([["A", "B"], [], ["abandoned"]]);
    });

    test("what answers them is no notice, and is tried again", async () => {
      zalo.willAnswer("A", BUSY);
      await office.promise({ text: "A", to: ZALO.id, channel: "zalo", cause: "turn" });
      const outbox = start({ quietHours: null });
      await outbox.idle();
      await stop(ZALO, "everywhere");
      await later(outbox);
      expect(said(zalo)).toEqual(["A", "A"]);
    });
  });

  test("says so when it may have arrived already: no answer, try after try", async () => {
    const silence: SendOutcome = { kind: "retry", reason: "time-out", uncertain: true };
    zalo.willAnswer("A", ...Array.from({ length: 9 }, () => silence));
    await notice("A");
    const outbox = start();
    for (let i = 0; i < 12; i++) {
      await outbox.idle();
      office.clock.advance(24 * 3_600_000);
    }
    await outbox.idle();
    expect(said(zalo)).toHaveLength(9);
    expect(said(sms)).toEqual(["(có thể đã nhận)\nA"]);
  });

  test("ends with an officer who telephones; both tries and who it was are kept", async () => {
    zalo.willAnswer("A", CLOSED);
    sms.willAnswer("A", { kind: "unreachable", reason: "twilio 21614" });
    const { id } = await notice("A");
    await start().idle();
    const [call, ...others] = await callsToMake(office.db);
    expect(others).toEqual([]);
    expect(call).toMatchObject({ deliveryId: id, number: PHONE.id, reason: "twilio 21614", reply: { text: "A" } });
    const ring = (result: "done" | "not_reached", officerId: string) =>
      office.db.write((tx) => keepCall(tx, { deliveryId: id, officerId, result }, office.clock.now()));
    expect(await ring("not_reached", "lan")).toBe("kept");
    expect(await callsToMake(office.db)).toMatchObject([{ attempts: [{ officerId: "lan" }] }]);
    const before = deliveryLines(await deliveryHistory(office.db.read, TICKET));
    expect(before).toMatchObject([{ state: "Chờ cán bộ gọi điện", tone: "red" }]);
    expect(before[0]?.steps.map((step) => step.split(" · ")[0])).toEqual([
      `Zalo không được (đã quá 7 ngày từ lần cuối người dân nhắn Zalo; mã: ${CLOSED.reason})`,
      "SMS không được (số này không nhận được tin nhắn; mã: twilio 21614)",
      "Nay: Gọi điện cho người dân",
    ]);
    expect(await ring("done", "minh")).toBe("kept");
    expect(await ring("done", "lan")).toBe("over");
    expect(await callsToMake(office.db)).toEqual([]);
    expect(await deliveriesOf(office.db, TICKET)).toMatchObject([{ state: "delivered", channel: "voice" }]);
  });

  test("does not wait for an account that may not send templates", async () => {
    const template: NonNullable<PostOffice["template"]> = {
      has: () => true,
      send: async () => ({ kind: "operator", reason: "zalo -135" }),
    };
    zalo.willAnswer("A", CLOSED);
    await notice("A");
    zalo = Object.assign(zalo, { template });
    await start().idle();
    expect(said(sms)).toEqual(["A"]);
  });

  test("that a provider took and later reports as failed goes on, once, whatever order the reports come in", async () => {
    await notice("A|B");
    const outbox = start();
    await outbox.idle();
    const report = (status: "failed" | "delivered", id: string) =>
      office.db.write(async (tx) => {
        await keepProof(tx, "zalo", [id], { status, reason: "30003", at: office.clock.now() });
        return takeUpBounced(tx, "zalo", [id], office.clock.now());
      });
    expect(await report("delivered", "post-1")).toBe(0);
    expect(await report("failed", "post-1")).toBe(0);
    office.clock.advance(1000);
    expect(await report("failed", "post-2")).toBe(1);
    office.clock.advance(1000);
    await outbox.idle();
    expect(await report("failed", "post-2")).toBe(0);
    expect(said(zalo)).toEqual(["A", "B"]);
    expect(said(sms)).toEqual(["B"]);
    expect(await office.states()).toEqual(["delivered"]);
  });

  describe("and of which its provider says at last that it has arrived", () => {
    const say = (channel: ChannelName, status: "failed" | "delivered", id: string) =>
      office.db.write(async (tx) => {
        office.clock.advance(1000);
        const at = office.clock.now();
        await keepProof(tx, channel, [id], { status, reason: status === "failed" ? "30003" : null, at });
        return (status === "failed" ? takeUpBounced : settleArrived)(tx, channel, [id], at);
      });
    const history = async () => (await deliveryHistory(office.db.read, TICKET))[0];

    test("nobody has to telephone any more, and it is said by which way it arrived", async () => {
      await notice("A|B");
      const outbox = start({ othersOf: async () => [{ channel: "voice", id: PHONE.id }] });
      sms.willAnswer("B", { kind: "unreachable", reason: "twilio 21614" });
      await outbox.idle();
      await say("zalo", "failed", "post-2");
      await outbox.idle();
      expect(await callsToMake(office.db)).toHaveLength(1);
      expect(await say("zalo", "delivered", "post-1")).toBe(0);
      expect(await callsToMake(office.db)).toHaveLength(1);
      expect(await say("zalo", "delivered", "post-2")).toBe(1);
      expect(await callsToMake(office.db)).toEqual([]);
      expect(await history()).toMatchObject({ state: "delivered", by: "message", channel: "zalo", reason: null });
      expect(await say("zalo", "delivered", "post-2")).toBe(0);
    });

    test("it is not said again by another way that has not begun", async () => {
      await notice("A");
      const outbox = start();
      await outbox.idle();
      await say("zalo", "failed", "post-1");
      expect(await say("zalo", "delivered", "post-1")).toBe(1);
      await outbox.idle();
      expect(said(sms)).toEqual([]);
      expect(await office.states()).toEqual(["delivered"]);
    });

    test("the call stays as long as another part has not arrived, or was never taken", async () => {
      await notice("A|B");
      const outbox = start({ othersOf: async () => [{ channel: "voice", id: PHONE.id }] });
      sms.willAnswer("A", { kind: "unreachable", reason: "twilio 21614" });
      await outbox.idle();
      await say("zalo", "failed", "post-1");
      await outbox.idle();
      await say("zalo", "failed", "post-2");
      expect(await say("zalo", "delivered", "post-1")).toBe(0);
      expect(await callsToMake(office.db)).toHaveLength(1);
      zalo.willAnswer("D", CLOSED);
      sms.willAnswer("D", { kind: "unreachable", reason: "twilio 21614" });
      await notice("C|D");
      await outbox.idle();
      expect(await callsToMake(office.db)).toHaveLength(2);
      expect(await say("zalo", "delivered", "post-3")).toBe(0);
      expect(await callsToMake(office.db)).toHaveLength(2);
    });
  });

  test("an answer in a live talk stays on its channel while that only fails for now", async () => {
    zalo.willAnswer("A", { kind: "retry", reason: "zalo -32" });
    await office.promise({ text: "A", to: ZALO.id, channel: "zalo", cause: "turn" });
    const outbox = start();
    await outbox.idle();
    office.clock.advance(60_000);
    await outbox.idle();
    expect(said(zalo)).toEqual(["A", "A"]);
    expect(said(sms)).toEqual([]);
  });

  test("waits through the night, in nobody's way; an answer does not", async () => {
    office.clock.advance(13 * 3_600_000); // from nine in the morning to ten at night
    await notice("tin báo 1");
    await notice("tin báo 2");
    await office.promise({ text: "trả lời", to: ZALO.id, channel: "zalo", cause: "turn" });
    const outbox = start();
    await outbox.idle();
    expect(said(zalo)).toEqual(["trả lời"]);
    office.clock.advance(9 * 3_600_000);
    await outbox.idle();
    expect(said(zalo)).toEqual(["trả lời", "tin báo 1", "tin báo 2"]);
  });

  test("goes where the person wishes, and nowhere when they want none", async () => {
    await office.db.write((tx) => preferChannel(tx, ZALO, "sms", office.clock.now()));
    await notice("A");
    const outbox = start();
    await outbox.idle();
    expect([said(zalo), said(sms)]).toEqual([[], ["A"]]);
    await office.db.write((tx) => stopNotices(tx, PHONE, { scope: "everywhere", how: "HUY", at: office.clock.now() }));
    await notice("B");
    await outbox.idle();
    expect([said(zalo), said(sms)]).toEqual([[], ["A"]]);
    expect(await office.states()).toEqual(["delivered", "abandoned"]);
  });

  test("costs what was billed, month by month; what may have been billed stands apart", async () => {
    const silence: SendOutcome = { kind: "retry", reason: "time-out", uncertain: true };
    sms.willAnswer("A", silence);
    await office.promise({ text: "A|B", to: PHONE.id, cause: "officer" });
    const outbox = start();
    await outbox.idle();
    office.clock.advance(60_000);
    await outbox.idle();
    expect(await costsByMonth(office.db)).toEqual([
      {
        month: "2026-10",
        channel: "sms",
        service: "sms",
        sends: 2,
        units: 2,
        amountVnd: 600,
        unpriced: 0,
        uncertain: 1,
      },
    ]);
    expect(await costsByMonth(office.db, { from: "2026-11" })).toEqual([]);
  });
});
