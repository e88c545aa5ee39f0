import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metric, openSite, type Site, spawnMain } from "../fakes/running-app.ts";
import { type Books, brokenChains, type Carried, carried, promisesAmiss, readBooks, turnsPerMessage } from "./audit.ts";
import { openTown, type Town } from "./citizens.ts";
import { seeded } from "./seeded.ts";

/** CHAOS_SEED repeats a run, CHAOS_KILLS makes it longer. */
const SEED = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);
const KILLS = Number(process.env["CHAOS_KILLS"] ?? 50);
/** The outbox serves eight people at once, so a death can catch eight parts between the provider's yes and our record of it. */
const IN_HAND = 8;

/** Fifty starts take from one minute to six, as the machine is busy or not; never so long unless something hangs. */
const LONGEST_MS = 900_000;

/** When one life of the process ends. */
type Moment = { readonly kind: "starting" | "ms" | "acknowledged" | "parts"; readonly value: number };

function moment(chance: () => number): Moment {
  const [kind, value] = [chance(), chance()];
  if (kind < 0.1) return { kind: "starting", value: Math.round(value * 1000) };
  if (kind < 0.4) return { kind: "ms", value: Math.round(value * 700) };
  if (kind < 0.7) return { kind: "acknowledged", value: 1 + Math.floor(value * 10) };
  return { kind: "parts", value: 1 + Math.floor(value * 16) };
}

describe(`a process killed ${KILLS} times under load (seed ${SEED})`, () => {
  let site: Site;
  let town: Town;
  let books: Books;
  let post: Carried;
  let tookMs = 0;
  const cache = mkdtempSync(join(tmpdir(), "lang-nghe-compiled-"));

  beforeAll(async () => {
    const started = performance.now();
    site = await openSite({ environment: { NODE_COMPILE_CACHE: cache } });
    // The provider takes its time, so that a death finds parts on the wire.
    site.zalo.delayNext(10, 100_000);
    await warmCache(site);
    const chance = seeded(SEED);
    let address: string | undefined;
    town = openTown({ zalo: site.zalo, address: () => address, chance, seats: 24 });
    for (let nth = 0; nth < KILLS; nth++) {
      await oneLife(moment(chance), (url) => {
        address = url;
      });
    }
    const last = spawnMain(site.environment);
    const { url } = await last.ready;
    address = url;
    await town.finish();
    await settled(url);
    await last.kill("SIGTERM");
    tookMs = performance.now() - started;
    books = readBooks(site.databaseFile);
    post = carried(books, site.zalo.sent);
    report();
  }, LONGEST_MS);

  afterAll(async () => {
    await site.close();
    rmSync(cache, { recursive: true, force: true });
  });

  /** A clean start and stop leaves compiled modules behind, so that the lives to come begin sooner. */
  async function warmCache({ environment }: Site): Promise<void> {
    const child = spawnMain(environment);
    await child.ready;
    await child.kill("SIGTERM");
  }

  async function oneLife(end: Moment, moveTo: (url: string | undefined) => void): Promise<void> {
    const child = spawnMain(site.environment);
    const before = { acknowledged: town.ledger.acknowledged.length, parts: site.zalo.calls.count };
    if (end.kind === "starting") await sleep(end.value);
    else {
      const { url } = await child.ready;
      moveTo(url);
      await reached(end, before);
    }
    await child.kill("SIGKILL");
    moveTo(undefined);
  }

  async function reached(end: Moment, before: { acknowledged: number; parts: number }): Promise<void> {
    const until = performance.now() + (end.kind === "ms" ? end.value : 1500);
    while (performance.now() < until) {
      if (end.kind === "acknowledged" && town.ledger.acknowledged.length - before.acknowledged >= end.value) return;
      if (end.kind === "parts" && site.zalo.calls.count - before.parts >= end.value) return;
      await sleep(1);
    }
  }

  async function settled(url: string): Promise<void> {
    const gauges = ["lang_nghe_inbox_waiting", "lang_nghe_deliveries_pending", "lang_nghe_deliveries_sending"];
    for (let nth = 0; nth < 600; nth++) {
      const open = await Promise.all(gauges.map((name) => metric(url, name)));
      if (open.every((value) => value === 0)) return;
      await sleep(100);
    }
    throw new Error("the app did not come to rest within a minute");
  }

  function report(): void {
    const line = [
      `seed ${SEED}`,
      `${KILLS} kills in ${Math.round(tookMs / 1000)} s`,
      `${town.met.length} citizens`,
      `${town.ledger.acknowledged.length} messages acknowledged (${town.ledger.repeated} calls repeated by the provider)`,
      `${books.turns.length} turns`,
      `${books.tickets.length} tickets`,
      `${post.promised} parts promised, ${post.received} received, ${post.lost.length} lost, ${post.doubled} received twice`,
    ];
    process.stdout.write(`chaos: ${line.join("; ")}\n`);
  }

  const complaints = () => town.met.filter(({ kind }) => kind === "complaint");

  test("the load was a load: hundreds of messages, dozens of reports, calls cut off in the middle", () => {
    expect(town.ledger.acknowledged.length).toBeGreaterThan(KILLS * 2);
    expect(complaints().length).toBeGreaterThan(KILLS / 5);
    expect(town.ledger.repeated).toBeGreaterThan(0);
  });

  test("every message acknowledged is kept, once, and none that was not sent", () => {
    const kept = books.inbox.map((row) => row.provider_id);
    expect(kept.toSorted()).toEqual(town.ledger.acknowledged.map(({ id }) => id).toSorted());
  });

  test("every message was handled in exactly one turn", () => {
    expect(books.inbox.filter((row) => row.handled_at === null)).toEqual([]);
    const amiss = [...turnsPerMessage(books)].filter(([, turns]) => turns !== 1);
    expect(amiss).toEqual([]);
    expect(books.turns.length).toBeLessThanOrEqual(books.inbox.length);
  });

  test("somebody who waits for each answer gets one turn a message", () => {
    const patient = town.met.filter(({ kind }) => kind !== "hasty");
    const wanted = patient.reduce((sum, { steps }) => sum + steps.length, 0);
    const lanes = new Set(patient.map(({ id }) => id));
    const taken = books.turns.filter(({ lane }) => lanes.has(lane.split(":").at(-1) ?? ""));
    expect(taken).toHaveLength(wanted);
  });

  test("every report became one ticket, and no confirmation opened two", () => {
    expect(new Set(books.tickets.map((ticket) => ticket.opened_by)).size).toBe(books.tickets.length);
    expect(books.tickets.map((ticket) => ticket.content).toSorted()).toEqual(
      complaints()
        .map(({ steps }) => steps[0]?.text)
        .toSorted(),
    );
  });

  test("nobody waited in vain", () => {
    expect(town.ledger.unanswered).toEqual([]);
  });

  test("every reply of every turn is promised once, and nothing else is", () => {
    expect(books.turns.length).toBeGreaterThan(0);
    expect(promisesAmiss(books)).toEqual([]);
  });

  test("every promise reached its person", () => {
    // By the way it was promised: Zalo never refuses here.
    expect(books.deliveries.filter(({ state, hops }) => state !== "delivered" || hops > 0)).toEqual([]);
    expect(post.lost).toEqual([]);
    expect(post.unpromised).toEqual([]);
  });

  test("no more parts were sent again than a death can have had in hand", () => {
    expect(post.doubled).toBe(post.received - post.promised);
    expect(post.doubled).toBeLessThanOrEqual(KILLS * IN_HAND);
  });

  test("the history of every ticket verifies and the file is sound", async () => {
    expect(books.integrity).toEqual(["ok"]);
    expect(await brokenChains(site.databaseFile, books.tickets)).toEqual([]);
  });
});
