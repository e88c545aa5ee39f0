import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { attemptsOf, deliveriesOf, outboxMigrations, sendAgain } from "../../src/outbox/index.ts";
import { progressAfter } from "../../src/outbox/progress.ts";
import { record } from "../../src/outbox/record/store.ts";
import { claim, endLeases } from "../../src/outbox/store.ts";
import { openSqlite } from "../../src/platform/index.ts";
import { ENGINES } from "../fakes/databases.ts";
import { type Office, openOffice, promise, TICKET } from "../fakes/outbox-office.ts";

// A real server on a busy machine may take its time.
vi.setConfig({ testTimeout: 20_000 });
const PATIENT = { timeout: 10_000, interval: 5 };

const LEASE = 60_000;

describe.each(ENGINES)("when a worker dies, on $kind", (engine) => {
  let office: Office;

  beforeAll(() => engine.start(), 60_000);
  afterAll(() => engine.stop(), 30_000);
  beforeEach(async () => {
    office = await openOffice(engine);
  }, 30_000);
  afterEach(() => office.close());

  /** What a worker holds that will never be heard of again. */
  const takeAndDie = () => claim(office.db, { channels: ["sms"], limit: 8, now: office.clock.now(), leaseMs: LEASE });
  const sent = (providerId: string) => ({ kind: "sent", providerId }) as const;

  async function recordSent(held: Awaited<ReturnType<typeof takeAndDie>>[number] | undefined, parts: string[]) {
    if (!held) throw new Error("nothing was taken");
    const now = office.clock.now();
    const outcome = sent("by the first worker");
    const progress = progressAfter(held, parts.length, outcome, { now, jitter: 0.5, leaseMs: LEASE });
    return record(office.db, held, { parts, outcome, progress }, now);
  }

  test("nobody else touches what it held until its lease ends, then it is sent and the death counts as a try", async () => {
    const { id } = await office.promise({ text: "một" });
    await office.promise({ text: "hai" });
    expect(await takeAndDie()).toMatchObject([{ id, attempts: 0, turn: 1 }]);
    const outbox = office.start();
    office.clock.advance(LEASE - 1);
    await outbox.idle();
    expect(office.parts()).toEqual([]);
    office.clock.advance(1);
    expect(await takeAndDie()).toMatchObject([{ id, attempts: 1, turn: 2 }]);
    office.clock.advance(LEASE);
    await outbox.idle();
    expect(office.parts()).toEqual(["một", "hai"]);
  });

  test("a sole owner that restarts goes on at once", async () => {
    await office.promise({ text: "một" });
    await takeAndDie();
    await office.start({ soleOwner: true }).idle();
    expect(office.parts()).toEqual(["một"]);
  });

  test("a loop of restarts goes on at once three times, then it waits, and nothing is used up in a minute", async () => {
    await office.promise({ text: "một" });
    for (const attempts of [0, 1, 2, 3]) {
      expect(await takeAndDie()).toMatchObject([{ attempts }]);
      await endLeases(office.db, office.clock.now());
    }
    expect(await takeAndDie()).toEqual([]);
    const outbox = office.start({ soleOwner: true });
    await outbox.idle();
    expect(office.parts()).toEqual([]);
    office.clock.advance(30_000);
    await outbox.idle();
    expect(office.parts()).toEqual(["một"]);
  });

  test("parts it had recorded are not sent again", async () => {
    await office.promise({ text: "A|B|C" });
    const [held] = await takeAndDie();
    expect(await recordSent(held, ["A", "B", "C"])).toBe("kept");
    await office.start({ soleOwner: true }).idle();
    expect(office.parts()).toEqual(["B", "C"]);
    expect(await office.states()).toEqual(["delivered"]);
  });

  test("each recorded part renews the lease", async () => {
    await office.promise({ text: "A|B" });
    const [held] = await takeAndDie();
    office.clock.advance(LEASE - 1);
    await recordSent(held, ["A", "B"]);
    const outbox = office.start();
    office.clock.advance(LEASE - 1);
    await outbox.idle();
    expect(office.parts()).toEqual([]);
  });

  test("one that was only slow and reports after its lease changes nothing, but the ledger keeps what it did", async () => {
    const { id } = await office.promise({ text: "A|B" });
    const [slow] = await takeAndDie();
    office.clock.advance(LEASE);
    await office.start().idle();
    expect(await recordSent(slow, ["A", "B"])).toBe("lost");
    expect(await office.states()).toEqual(["delivered"]);
    expect((await attemptsOf(office.db, id)).map((attempt) => attempt.providerId)).toEqual([
      "post-1",
      "post-2",
      "by the first worker",
    ]);
  });

  test("one that reports while another worker holds the delivery does not take it out of its hands", async () => {
    await office.promise({ text: "A|B" });
    const [slow] = await takeAndDie();
    office.clock.advance(LEASE);
    const [holder] = await takeAndDie();
    expect(await recordSent(slow, ["A", "B"])).toBe("lost");
    expect(await deliveriesOf(office.db, TICKET)).toMatchObject([{ state: "sending", partsSent: 0 }]);
    expect(await recordSent(holder, ["A", "B"])).toBe("kept");
  });

  test("a delivery that kills every worker is set aside for a person, who may try it once more", async () => {
    const { id } = await office.promise({ text: "giết" });
    for (let i = 0; i < 9; i++) {
      expect(await takeAndDie()).toHaveLength(1);
      office.clock.advance(LEASE);
    }
    const outbox = office.start();
    await outbox.idle();
    expect(office.parts()).toEqual([]);
    expect(await deliveriesOf(office.db, TICKET)).toMatchObject([
      { state: "stuck", reason: "worker died with it in hand" },
    ]);
    await office.db.write((tx) => sendAgain(tx, id, office.clock.now()));
    await outbox.idle();
    expect(await office.states()).toEqual(["delivered"]);
  });

  test("an older reply promised while a younger one is on the wire waits for it", async () => {
    // Two transactions of one person: the one that took the lower number commits second.
    const { id } = await office.promise({ text: "cũ" });
    await office.promise({ text: "mới" });
    const later = office.clock.now() + 1000;
    await office.db.write((tx) =>
      sql`update deliveries set not_before = ${later}, next_at = ${later} where id = ${id}`.execute(tx),
    );
    expect(await takeAndDie()).toMatchObject([{ reply: { text: "mới" } }]);
    office.clock.advance(1000);
    const outbox = office.start();
    await outbox.idle();
    expect(office.parts()).toEqual([]);
    office.clock.advance(LEASE);
    await outbox.idle();
    expect(office.parts()).toEqual(["cũ", "mới"]);
  });

  test("two workers on one database send every part once, and each person's in order", async () => {
    const people = Array.from({ length: 25 }, (_, i) => `+8490000${String(i).padStart(4, "0")}`);
    const promised = Array.from({ length: 10 }, (_, i) => people.map((to) => ({ to, text: `${i}a|${i}b` }))).flat();
    for (const words of promised) await office.promise(words);
    const others = engine.kind === "postgres" ? [await engine.open(office.place, outboxMigrations)] : [];
    office.post.takes(1);
    const workers = [office.start(), ...[office.db, ...others].map((db) => office.start({ db }))];
    await Promise.all(workers.map((worker) => worker.idle()));
    await Promise.all(workers.map((worker) => worker.idle()));
    const wanted = Array.from({ length: 10 }, (_, i) => [`${i}a`, `${i}b`]).flat();
    for (const person of people) {
      const got = office.post.letters.filter((letter) => letter.to === person).map((letter) => letter.part);
      expect(got).toEqual(wanted);
    }
    expect(office.post.letters).toHaveLength(25 * 20);
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all(others.map((db) => db.close()));
  }, 30_000);

  test("promises made while it works are all kept", async () => {
    const outbox = office.start();
    const many = Array.from({ length: 300 }, (_, i) => i);
    await Promise.all(
      many.map(async (i) => {
        await promise(office.db, office.clock.now(), {
          text: `thư ${i}`,
          to: `+8490000${String(i % 50).padStart(4, "0")}`,
        });
        outbox.wake();
      }),
    );
    await outbox.idle();
    expect(office.parts().toSorted()).toEqual(many.map((i) => `thư ${i}`).toSorted());
  }, 30_000);
});

describe("when the database cannot be written for a moment", () => {
  const engine = ENGINES.find((one) => one.kind === "sqlite");
  if (!engine) throw new Error("SQLite is one of the engines");
  let office: Office;

  beforeAll(() => engine.start());
  afterAll(() => engine.stop());
  beforeEach(async () => {
    office = await openOffice({
      ...engine,
      open: (place, migrations) => openSqlite(place, migrations, { patienceMs: 10 }),
    });
  });
  afterEach(() => office.close());

  function lockedFor(ms: number): Promise<void> {
    const other = new DatabaseSync(office.place);
    other.exec("BEGIN IMMEDIATE");
    return new Promise((resolve) =>
      setTimeout(() => {
        other.exec("COMMIT");
        other.close();
        resolve();
      }, ms),
    );
  }

  test("the provider's yes is kept in mind and recorded as soon as it can be: no second letter", async () => {
    await office.promise({ text: "một" });
    let unlocked: Promise<void> | undefined;
    const sender = {
      render: office.post.render,
      async send(...args: Parameters<typeof office.post.send>) {
        const outcome = await office.post.send(...args);
        unlocked = lockedFor(60);
        return outcome;
      },
    };
    await office.start({ senders: new Map([["sms", sender]]) }).idle();
    await unlocked;
    expect(office.parts()).toEqual(["một"]);
    expect(await office.states()).toEqual(["delivered"]);
  });

  test("a look that finds the file locked waits, and what is due goes out once", async () => {
    await office.promise({ text: "một" });
    const unlocked = lockedFor(60);
    office.start({ pollMs: 20 });
    await unlocked;
    await expect.poll(() => office.parts(), PATIENT).toEqual(["một"]);
  });
});
