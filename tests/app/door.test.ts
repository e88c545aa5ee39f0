import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { backlogGate } from "../../src/app/backlog.ts";
import { openDoor } from "../../src/app/door.ts";
import { MIGRATIONS } from "../../src/app/migrations.ts";
import type { App } from "../../src/app.ts";
import { Overloaded } from "../../src/messages/index.ts";
import { createMeter } from "../../src/messages/meter.ts";
import { createMetrics, fixedClock, newId, openSqlite } from "../../src/platform/index.ts";
import { metric, openSite, postTo, type Site, smsWebhook, startHere, zaloWebhook } from "../fakes/running-app.ts";

const FLOODER = "8170236945512070001";
const OTHER = "8170236945512070002";

describe("more than can be answered", () => {
  let site: Site;
  let app: App;

  beforeAll(async () => {
    site = await openSite();
    app = await startHere(site);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await site.close();
  });

  const say = (person: string, text: string, id: string) => postTo(app.url, zaloWebhook({ person, text, id }));
  const readBy = (person: string) => site.zalo.sent.filter(({ userId }) => userId === person).map(({ text }) => text);

  test("one person is told so once, others are answered, everything is kept, and danger is always answered", async () => {
    for (let i = 0; i < 75; i++) expect((await say(FLOODER, `tin thứ ${i}`, `f${i}`)).status).toBe(200);
    await app.settle();
    const notices = readBy(FLOODER).filter((text) => text.includes("nhiều tin trong thời gian ngắn"));
    expect(notices.length).toBeGreaterThanOrEqual(1);
    expect(notices.length).toBeLessThanOrEqual(2); // the five minutes may end in between
    expect(await metric(app.url, "lang_nghe_messages_total", "zalo", "new")).toBe(75);
    const before = readBy(FLOODER).length;
    await say(OTHER, "Đăng ký khai sinh cần giấy tờ gì?", "o1");
    await say(FLOODER, "cháy nhà rồi cứu với", "f-danger");
    await app.settle();
    expect(readBy(OTHER).join("\n")).toContain("khai sinh");
    expect(readBy(FLOODER)[before]).toContain("114");
  }, 60_000);
});

describe("a flood beyond every limit", () => {
  let site: Site;
  let app: App;

  beforeAll(async () => {
    site = await openSite();
    const file = join(site.environment["KNOWLEDGE_DIR"] ?? "", "limits.yaml");
    const few = "{ messages: 2, minutes: 60 }";
    const limits = readFileSync(file, "utf8").replace(/^(channel|overall): .*$/gm, `$1: ${few}`);
    writeFileSync(file, limits.replace(/^waiting: .*$/m, "waiting: 1"));
    app = await startHere(site);
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await site.close();
  });

  test("who offers a message but once is kept and answered, once each; who comes again is sent away", async () => {
    const people = Array.from({ length: 6 }, (_, nth) => `+8497133730${nth}`);
    const sms = people.map((person, nth) => ({
      person,
      text: "Đăng ký khai sinh cần giấy tờ gì?",
      id: `SMflood${nth}`,
    }));
    const statuses = await Promise.all(sms.map(async (one) => (await postTo(app.url, smsWebhook(one))).status));
    expect(statuses).toEqual(people.map(() => 200));
    const away = await postTo(app.url, zaloWebhook({ person: OTHER, text: "Xin chào", id: "flood-zalo" }));
    expect([away.status, away.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await metric(app.url, "lang_nghe_webhook_rejections_total", "sms", "overload")).toBe(0);
    await app.settle();
    const answers = people.map((person) => site.twilio.sent.filter(({ to }) => to === person));
    for (const said of answers) expect(said.map(({ body }) => body).join(" ")).toMatch(/khai sinh/);
    expect(new Set(answers.map((said) => said.length)).size).toBe(1);
  }, 60_000);
});

describe("answers that have fallen behind", () => {
  test("shut the door until they have caught up, whatever the clock does; a count that fails changes nothing", async () => {
    const counts = [3, 2, new Error("away"), 3];
    const next = async () => {
      const count = counts.shift();
      if (count instanceof Error) throw count;
      return count ?? 0;
    };
    const gate = backlogGate(next, 2);
    const ask = async (now: number) => {
      const answer = gate.isIn(now);
      await gate.counted();
      return answer;
    };
    expect([await ask(0), await ask(10), await ask(1000), await ask(2000), await ask(3000)]).toEqual([
      true, // nothing is counted yet
      false,
      false, // counted beside this call
      true,
      true, // the count before it failed
    ]);
    expect(await ask(3010)).toBe(false);
    expect(counts).toEqual([]);
    expect(await ask(-5000)).toBe(false);
    expect(await ask(-4990)).toBe(true);
  });
});

test("a message of somebody who writes too often while too much waits is understood once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-door-"));
  const db = await openSqlite(join(folder, "office.db"), MIGRATIONS);
  const few = { count: 1, perMs: 60_000 };
  const many = { count: 1000, perMs: 60_000 };
  const understood: string[] = [];
  const clock = fixedClock(1_793_318_400_000);
  const door = openDoor({
    db,
    clock,
    metrics: createMetrics(),
    conversations: { poke: () => undefined },
    limits: { person: few, channel: many, overall: many, waiting: 1 },
    isOff: () => false,
    understand(text) {
      understood.push(text);
      return { sightings: text === "cháy" ? [{ intent: "khan_cap.114" }] : [] };
    },
    tooMany: { key: "nhan_qua_nhieu", text: "Xin chờ." },
  });
  const say = (text: string, person: string, providerId = text) => {
    clock.advance(1000);
    const from = { channel: "sms", id: person } as const;
    return door.accept({ providerId, from, sentAt: 0, text, attachments: [] });
  };
  await say("một", "+84971337200");
  await say("hai", "+84971337201");
  expect(understood).toEqual([]);
  // What waits is counted beside the calls.
  await vi.waitFor(() => expect(say("ba", "+84971337202", newId(clock.now()))).rejects.toThrow(Overloaded));
  understood.length = 0;
  expect(await say("cháy", "+84971337200")).toBe("new");
  expect(understood).toEqual(["cháy"]);
  await db.close();
  rmSync(folder, { recursive: true });
});

test("a meter lets so many through in so long, key by key, and a clock set back shuts nobody out", () => {
  const meter = createMeter({ count: 2, perMs: 1000 });
  expect([meter.admit("a", 0), meter.admit("a", 10), meter.admit("a", 20), meter.admit("b", 20)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(meter.admit("a", 1000)).toBe(true);
  expect(meter.admit("a", 500)).toBe(true);
});
