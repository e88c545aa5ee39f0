import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Address, ChannelName, SendOutcome } from "../../src/messages/index.ts";
import {
  costsByMonth,
  type DeliveryPolicy,
  type DeliverySender,
  enqueue,
  floorIn,
  giveFloorBack,
  outboxMigrations,
  startOutbox,
  takeFloor,
} from "../../src/outbox/index.ts";
import { createLog, type Database, fixedClock, newId, openSqlite } from "../../src/platform/index.ts";
import { seeded } from "./seeded.ts";

/** How many runs; DELIVERY_SEEDS=1000 for the long one. */
const SEEDS = Number(process.env["DELIVERY_SEEDS"] ?? 10);
const PEOPLE = ["+84900000001", "+84900000002", "+84900000003"];
const NEVER = new Promise<never>(() => {});

const laneOf = (to: string) => `zalo::${to}`;

/** What a provider says that has taken nothing. */
function refusal(dice: number, channel: ChannelName): SendOutcome | undefined {
  if (dice < 0.08) return { kind: "retry", reason: "429", afterMs: 60_000 };
  if (dice < 0.16) return { kind: "retry", reason: "503" };
  if (dice < 0.2) return { kind: "operator", reason: "token expired" };
  return dice < 0.24 && channel === "zalo" ? { kind: "unreachable", reason: "window" } : undefined;
}

async function run(seed: number) {
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-delivery-"));
  const db = await openSqlite(join(folder, "chaos.db"), outboxMigrations);
  const clock = fixedClock(Date.parse("2026-11-23T08:00:00+07:00"));
  let calm = false;
  /** What providers took, by delivery. */
  const taken = new Map<string, number>();
  const spokeOver: string[] = [];
  const take = (key: string): number => {
    const id = key.split("-")[0] ?? "";
    const nth = (taken.get(id) ?? 0) + 1;
    taken.set(id, nth);
    return nth;
  };
  const heed = (to: string, part: string): void => {
    if (floors.has(to) && part.startsWith("bot")) spokeOver.push(part);
  };
  /** People whose floor is taken, and nothing of the bot was on the wire when it was. */
  const floors = new Set<string>();
  let process = { alive: true, steps: 0 };

  /** A process that may die before or after anything it awaits. */
  const step = async <T>(life: typeof process, work: () => Promise<T>): Promise<T> => {
    life.steps -= 1;
    const dies = life.alive && !calm && life.steps <= 0;
    if (!life.alive || (dies && random() < 0.5)) {
      life.alive = false;
      return NEVER;
    }
    const result = await work();
    if (dies) life.alive = false;
    return life.alive ? result : NEVER;
  };

  const provider = (life: typeof process, channel: ChannelName): DeliverySender => ({
    render: ({ text }) => text.split("|"),
    send: (to, part, key) =>
      step(life, async (): Promise<SendOutcome> => {
        heed(to.id, part);
        const dice = calm ? 1 : random();
        const refused = refusal(dice, channel);
        if (refused) return refused;
        const nth = take(key);
        if (dice < 0.3) return { kind: "retry", reason: "time-out", uncertain: true };
        return { kind: "sent", providerId: `${channel}-${key}-${nth}` };
      }),
  });
  const policy: DeliveryPolicy = {
    chain: ["zalo", "sms", "call"],
    quietHours: { from: 21 * 60, to: 7 * 60 },
    services: [{ id: "tin", name: "tin thử", unit: "tin", price_vnd: 10, since: null, source: "một giá để thử" }],
    repeatNote: "",
    othersOf: async ({ to }): Promise<Address[]> => [{ channel: "sms", id: to.id }],
    billedFor: async () => ({ service: "tin", units: 1 }),
  };
  const live = (life: typeof process): Database => ({ ...db, write: (work) => step(life, () => db.write(work)) });

  async function work(): Promise<void> {
    process = { alive: true, steps: 2 + Math.floor(random() * 25) };
    const life = process;
    const outbox = startOutbox({
      db: live(life),
      senders: new Map((["zalo", "sms"] as const).map((name) => [name, provider(life, name)])),
      clock,
      log: createLog("silent"),
      policy,
      soleOwner: true,
      jitter: random,
      pollMs: 3_600_000,
    });
    const died = new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (life.alive) return;
        clearInterval(look);
        resolve();
      }, 1);
      void outbox.idle().then(() => {
        clearInterval(look);
        resolve();
      });
    });
    await died;
    const hasDied = !life.alive;
    life.alive = false;
    if (!hasDied) await outbox.stop().catch(() => undefined);
  }

  const promised: { id: string; parts: number }[] = [];
  async function promise(to: string): Promise<void> {
    const id = newId(clock.now() + promised.length);
    const isBots = random() < 0.5;
    const parts = 1 + Math.floor(random() * 3);
    const text = Array.from({ length: parts }, (_, i) => `${isBots ? "bot" : "can bo"} ${id} ${i}`).join("|");
    const delivery = { id, to: { channel: "zalo", id: to }, reply: { key: "k", text }, key: id } as const;
    const cause = isBots ? "turn" : random() < 0.5 ? "officer" : "talk";
    for (let copy = 0; copy < 2; copy++) await db.write((tx) => enqueue(tx, { ...delivery, cause }, clock.now()));
    promised.push({ id, parts });
  }
  async function passFloor(to: string): Promise<void> {
    if (floors.delete(to)) {
      await db.write((tx) => giveFloorBack(tx, laneOf(to), { officerId: "lan", summary: "", at: clock.now() }));
      return;
    }
    const got = await takeFloor(db, { channel: "zalo", id: to }, "lan", clock.now());
    if (got.kind === "taken") floors.add(to);
  }

  for (let i = 0; i < 12; i++) {
    for (const to of PEOPLE) if (random() < 0.5) await promise(to);
    const someone = PEOPLE[Math.floor(random() * PEOPLE.length)] ?? "";
    if (random() < 0.4) await passFloor(someone);
    await work();
    clock.advance(Math.floor((random() - 0.1) * 20 * 60_000)); // now and then the clock is set back
  }
  for (const to of [...floors]) await passFloor(to);
  calm = true;
  for (let i = 0; i < 30; i++) {
    clock.advance(5 * 3_600_000);
    await work();
  }
  const rows = await db.read
    .withTables<{ deliveries: { id: string; state: string } }>()
    .selectFrom("deliveries")
    .select(["id", "state"])
    .execute();
  const costs = await costsByMonth(db);
  const still = await floorIn(db.read, laneOf(PEOPLE[0] ?? ""));
  await db.close();
  rmSync(folder, { recursive: true, force: true });
  const sum = (pick: (cost: (typeof costs)[number]) => number) => costs.reduce((all, cost) => all + pick(cost), 0);
  return {
    promised,
    rows,
    spokeOver,
    still,
    took: [...taken.values()].reduce((all, n) => all + n, 0),
    certain: sum(({ sends }) => sends),
    uncertain: sum(({ uncertain }) => uncertain),
    amount: sum(({ amountVnd }) => amountVnd),
  };
}

describe("deliveries under duplicates, failures, crashes and a skewed clock", () => {
  test.each(Array.from({ length: SEEDS }, (_, i) => i + 1))("seed %i", async (seed) => {
    const { promised, rows, spokeOver, still, took, certain, uncertain, amount } = await run(seed);
    expect(rows.map(({ id }) => id).toSorted()).toEqual(promised.map(({ id }) => id).toSorted());
    // Delivered, or shown to a person: a call to make, or nowhere left to go.
    expect(rows.filter(({ state }) => state !== "delivered" && state !== "stuck")).toEqual([]);
    expect(spokeOver).toEqual([]);
    expect(still).toBeUndefined();
    // Every send a provider took is in the ledger: for certain, or as one whose fate nobody knows.
    expect(took).toBeGreaterThanOrEqual(certain);
    expect(took).toBeLessThanOrEqual(certain + uncertain);
    expect(amount).toBe(certain * 10);
    // What is surely taken is never sent again: a part can double only where its fate was unknown.
    expect(certain).toBeLessThanOrEqual(promised.reduce((all, { parts }) => all + parts, 0));
  });
});
