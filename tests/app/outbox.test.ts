import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  abandon,
  attemptsOf,
  countOpen,
  type DeliverySender,
  deliveriesOf,
  enqueue,
  forgetWords,
  listStuck,
  type OutboxEvent,
  sendAgain,
} from "../../src/outbox/index.ts";
import { ENGINES } from "../fakes/databases.ts";
import { NINE_O_CLOCK, type Office, openOffice, TICKET } from "../fakes/outbox-office.ts";

// A real server on a busy machine may take its time.
vi.setConfig({ testTimeout: 20_000 });
const PATIENT = { timeout: 10_000, interval: 5 };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HICCUP = { kind: "retry", reason: "503" } as const;

describe.each(ENGINES)("the outbox on $kind", (engine) => {
  let office: Office;

  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop(), 30_000);
  beforeEach(async () => {
    office = await openOffice(engine);
  }, 30_000);
  afterEach(() => office.close());

  describe("a promise", () => {
    test("is kept: sent once, recorded with the provider's id", async () => {
      const { id, said } = await office.promise({ text: "Đã nhận phản ánh" });
      const outbox = office.start();
      await outbox.idle();
      await outbox.idle();
      expect(said).toBe("queued");
      expect(office.post.letters).toEqual([
        { to: "+84900000001", part: "Đã nhận phản ánh", key: `${id}-1`, at: NINE_O_CLOCK },
      ]);
      expect(await attemptsOf(office.db, id)).toEqual([
        { part: 0, at: NINE_O_CLOCK, outcome: "sent", reason: null, providerId: "post-1" },
      ]);
      expect(await deliveriesOf(office.db, TICKET)).toEqual([
        {
          id,
          channel: "sms",
          cause: "ticket",
          ticketId: TICKET,
          state: "delivered",
          attempts: 0,
          partsSent: 1,
          reason: null,
          createdAt: NINE_O_CLOCK,
          settledAt: NINE_O_CLOCK,
        },
      ]);
    });

    test("made in a transaction that fails is never kept", async () => {
      const undone = office.db.write(async (tx) => {
        await enqueue(
          tx,
          {
            id: "d1",
            key: "k1",
            to: { channel: "sms", id: "+84900000001" },
            reply: { key: "thu", text: "Không gửi" },
            cause: "turn",
          },
          NINE_O_CLOCK,
        );
        throw new Error("the ticket could not be written");
      });
      await expect(undone).rejects.toThrow("the ticket could not be written");
      await office.start().idle();
      expect(office.post.letters).toEqual([]);
      expect(await countOpen(office.db)).toEqual({ pending: 0, sending: 0, stuck: 0 });
    });

    test("made twice with one key is kept once, in its first wording", async () => {
      const first = await office.promise({ text: "Mã phiếu 17", key: "ticket:17:received" });
      const second = await office.promise({ text: "Mã phiếu mười bảy", key: "ticket:17:received" });
      await office.start().idle();
      const third = await office.promise({ text: "Mã phiếu 17 lần nữa", key: "ticket:17:received" });
      await office.start().idle();
      expect([first.said, second.said, third.said]).toEqual(["queued", "queued_before", "queued_before"]);
      expect(office.parts()).toEqual(["Mã phiếu 17"]);
    });

    test("is looked at as soon as the worker is woken", async () => {
      const outbox = office.start();
      await outbox.idle();
      await office.promise({ text: "Ngay" });
      outbox.wake();
      await expect.poll(() => office.parts(), PATIENT).toEqual(["Ngay"]);
    });

    test("is found by itself when nobody wakes the worker", async () => {
      await office.start({ pollMs: 20 }).idle();
      await office.promise({ text: "Quên đánh thức" });
      await expect.poll(() => office.parts(), PATIENT).toEqual(["Quên đánh thức"]);
    });
  });

  describe("the order", () => {
    test("one person gets replies in the order of the promises, and a retry holds back only that person", async () => {
      office.post.willAnswer("một", HICCUP);
      for (const text of ["một", "hai", "ba"]) await office.promise({ text });
      await office.promise({ text: "người khác", to: "+84900000002" });
      const outbox = office.start();
      await outbox.idle();
      expect(office.parts().toSorted()).toEqual(["một", "người khác"]);
      office.clock.advance(5000);
      await outbox.idle();
      expect(office.parts().filter((part) => part !== "người khác")).toEqual(["một", "một", "hai", "ba"]);
    });

    test("a reminder for tomorrow is in nobody's way today and goes out tomorrow", async () => {
      await office.promise({ text: "Nhắc hẹn", cause: "reminder", notBefore: NINE_O_CLOCK + 24 * HOUR });
      await office.promise({ text: "Hôm nay" });
      const outbox = office.start();
      await outbox.idle();
      expect(office.parts()).toEqual(["Hôm nay"]);
      office.clock.advance(24 * HOUR - 1);
      await outbox.idle();
      expect(office.parts()).toEqual(["Hôm nay"]);
      office.clock.advance(1);
      await outbox.idle();
      expect(office.parts()).toEqual(["Hôm nay", "Nhắc hẹn"]);
    });

    test("thirty people are served at once by eight hands, nobody twice", async () => {
      office.post.waitsFor(8);
      office.post.takes(5);
      const people = Array.from({ length: 30 }, (_, i) => `+8490000${String(i).padStart(4, "0")}`);
      for (const to of people) await office.promise({ text: "Chào", to });
      await office.start().idle();
      expect(office.post.letters.map((letter) => letter.to).toSorted()).toEqual(people);
      expect(office.post.most()).toBe(8);
    });
  });

  describe("when the provider fails", () => {
    test("it tries again later and later, then a person is told and the next reply goes out", async () => {
      office.post.willAnswer("một", ...Array.from({ length: 20 }, () => HICCUP));
      const { id } = await office.promise({ text: "một" });
      await office.promise({ text: "hai" });
      const outbox = office.start();
      for (let minute = 0; minute < 9 * 60; minute++) {
        office.clock.advance(MINUTE);
        await outbox.idle();
      }
      const tries = await attemptsOf(office.db, id);
      const minutes = tries.map((attempt) => Math.round((attempt.at - NINE_O_CLOCK) / MINUTE));
      expect(minutes).toEqual([1, 2, 3, 5, 15, 45, 105, 225, 465]);
      expect(await office.states()).toEqual(["stuck", "delivered"]);
      expect(await listStuck(office.db, office.clock.now())).toMatchObject([
        { id, state: "stuck", attempts: 9, reason: "503" },
      ]);
      expect(office.parts().at(-1)).toBe("hai");
    }, 30_000);

    test.each([
      ["unreachable", "blocked"],
      ["refused", "template"],
    ] as const)("%s is not tried again: a person sees it with its reason", async (kind, reason) => {
      office.post.willAnswer("một", { kind, reason });
      await office.promise({ text: "một" });
      const outbox = office.start();
      await outbox.idle();
      office.clock.advance(24 * HOUR);
      await outbox.idle();
      expect(office.parts()).toEqual(["một"]);
      expect(await listStuck(office.db, office.clock.now())).toMatchObject([{ state: "stuck", reason }]);
    });

    test("a person may have it sent again, or give it up", async () => {
      office.post.willAnswer("một", { kind: "unreachable", reason: "blocked" });
      office.post.willAnswer("hai", { kind: "unreachable", reason: "blocked" });
      const one = await office.promise({ text: "một" });
      const two = await office.promise({ text: "hai", to: "+84900000002" });
      const outbox = office.start();
      await outbox.idle();
      const now = office.clock.now();
      expect(await office.db.write((tx) => sendAgain(tx, one.id, now))).toBe("queued");
      expect(await office.db.write((tx) => abandon(tx, two.id, "told by telephone", now))).toBe("abandoned");
      await outbox.idle();
      expect(await office.states()).toEqual(["delivered", "abandoned"]);
      expect(await office.db.write((tx) => sendAgain(tx, two.id, now))).toBe("not_waiting");
      expect(await office.db.write((tx) => abandon(tx, one.id, "late", now))).toBe("not_waiting");
      expect(await listStuck(office.db, now)).toEqual([]);
    });

    test("while our own account is at fault it waits without end, and a person is told after a quarter of an hour", async () => {
      office.post.willAnswer(
        "một",
        ...Array.from({ length: 12 }, () => ({ kind: "operator", reason: "no credit" }) as const),
      );
      await office.promise({ text: "một" });
      const outbox = office.start();
      await outbox.idle();
      expect(await listStuck(office.db, office.clock.now())).toEqual([]);
      for (let i = 0; i < 11; i++) {
        office.clock.advance(5 * MINUTE);
        await outbox.idle();
      }
      expect(await listStuck(office.db, office.clock.now())).toMatchObject([
        { state: "pending", attempts: 0, reason: "no credit" },
      ]);
      office.clock.advance(5 * MINUTE);
      await outbox.idle();
      expect(await office.states()).toEqual(["delivered"]);
      expect(office.parts()).toHaveLength(13);
    });

    test.each([
      ["throws", () => Promise.reject(new TypeError("fetch failed for +84900000001")), "sender threw TypeError"],
      ["never answers", () => new Promise<never>(() => undefined), "no answer in time"],
    ] as const)("a sender that %s costs one try and no secret gets into the reason", async (_, send, reason) => {
      await office.promise({ text: "một" });
      const senders = new Map([["sms", { ...office.post, send }]] as const);
      await office.start({ senders, sendLimitMs: 20 }).idle();
      expect(await deliveriesOf(office.db, TICKET)).toMatchObject([{ state: "pending", attempts: 1, reason }]);
    });

    test("a reply that cannot be worded for the channel is set aside, not tried for ever", async () => {
      await office.promise({ text: "|" });
      await office.promise({ text: "sau", to: "+84900000002" });
      await office.start().idle();
      expect(await deliveriesOf(office.db, TICKET)).toMatchObject([
        { state: "stuck", reason: "nothing to send" },
        { state: "delivered" },
      ]);
    });

    test("a channel without a sender keeps its deliveries, says why, and sends them once it has one", async () => {
      await office.promise({ text: "Zalo", channel: "zalo" });
      const senders = new Map([["sms", office.post]]) as Map<"sms" | "zalo", typeof office.post>;
      const outbox = office.start({ senders });
      await outbox.idle();
      expect(await deliveriesOf(office.db, TICKET)).toMatchObject([
        { state: "pending", reason: "no sender", attempts: 0 },
      ]);
      expect(await listStuck(office.db, office.clock.now() + 14 * MINUTE)).toEqual([]);
      expect(await listStuck(office.db, office.clock.now() + 15 * MINUTE)).toMatchObject([{ reason: "no sender" }]);
      senders.set("zalo", office.post);
      await outbox.idle();
      expect(await deliveriesOf(office.db, TICKET)).toMatchObject([{ state: "delivered", reason: null }]);
    });

    test("without any sender at all it still runs and says so", async () => {
      await office.promise({ text: "một" });
      await office.start({ senders: new Map() }).idle();
      expect(await deliveriesOf(office.db, TICKET)).toMatchObject([{ state: "pending", reason: "no sender" }]);
    });
  });

  describe("a reply in several parts", () => {
    test("goes on from the part that failed, with the same key", async () => {
      office.post.willAnswer("B", HICCUP);
      const { id } = await office.promise({ text: "A|B|C" });
      const outbox = office.start();
      await outbox.idle();
      office.clock.advance(5000);
      await outbox.idle();
      expect(office.post.letters.map(({ part, key }) => [part, key])).toEqual([
        ["A", `${id}-1`],
        ["B", `${id}-2`],
        ["B", `${id}-2`],
        ["C", `${id}-3`],
      ]);
      expect((await attemptsOf(office.db, id)).map((attempt) => [attempt.part, attempt.outcome])).toEqual([
        [0, "sent"],
        [1, "retry"],
        [1, "sent"],
        [2, "sent"],
      ]);
    });

    test("is finished as it was cut, even by a version that cuts otherwise", async () => {
      office.post.willAnswer("B", HICCUP);
      await office.promise({ text: "A|B|C" });
      const before = office.start();
      await before.idle();
      await before.stop();
      office.clock.advance(5000);
      const newer = { ...office.post, render: () => ["all in one"] };
      await office.start({ senders: new Map([["sms", newer]]) }).idle();
      expect(office.parts()).toEqual(["A", "B", "B", "C"]);
    });

    test("a stop lets the part on the wire end and gives the rest back, without counting a try", async () => {
      const { id } = await office.promise({ text: "A|B" });
      await office.promise({ text: "sau" });
      let stopped: Promise<void> | undefined;
      const stopsWhileSending: DeliverySender = {
        render: office.post.render,
        send(to, part, key) {
          stopped = before.stop();
          return office.post.send(to, part, key);
        },
      };
      const before = office.start({ senders: new Map([["sms", stopsWhileSending]]) });
      await before.idle();
      await stopped;
      expect(office.parts()).toEqual(["A"]);
      expect(await deliveriesOf(office.db, TICKET)).toMatchObject([
        { id, state: "pending", partsSent: 1, attempts: 0 },
        { state: "pending" },
      ]);
      await office.start().idle();
      expect(office.parts()).toEqual(["A", "B", "sau"]);
    });
  });

  test("every try is told to the metrics with its channel, outcome and waiting time", async () => {
    const events: OutboxEvent[] = [];
    office.post.willAnswer("một", HICCUP);
    await office.promise({ text: "một" });
    const outbox = office.start({ observe: (event) => void events.push(event) });
    await outbox.idle();
    office.clock.advance(5000);
    await outbox.idle();
    expect(events).toEqual([
      { channel: "sms", outcome: "retry", state: "pending", waitedMs: 0 },
      { channel: "sms", outcome: "sent", state: "delivered", waitedMs: 5000 },
    ]);
  });

  test("what was delivered long ago keeps its ledger and its key, and loses the address and the words", async () => {
    const { id } = await office.promise({ text: "Lời riêng tư", key: "k" });
    office.post.willAnswer("chờ", HICCUP);
    await office.promise({ text: "chờ", to: "+84900000002" });
    const outbox = office.start();
    await outbox.idle();
    const forget = (before: number) => office.db.write((tx) => forgetWords(tx, before));
    expect([await forget(NINE_O_CLOCK), await forget(NINE_O_CLOCK + 1), await forget(NINE_O_CLOCK + 1)]).toEqual([
      0, 1, 0,
    ]);
    expect(await attemptsOf(office.db, id)).toHaveLength(1);
    expect((await office.promise({ text: "Lời riêng tư", key: "k" })).said).toBe("queued_before");
    office.clock.advance(5000);
    await outbox.idle();
    expect(office.parts()).toEqual(["Lời riêng tư", "chờ", "chờ"]);
  });
});
