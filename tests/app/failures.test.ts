import { spawn } from "node:child_process";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { afterEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { createSetupLink } from "../../src/officers/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { PASSWORD, visitor } from "../fakes/console-office.ts";
import { type Line, openLine } from "../fakes/line.ts";
import { metric, openSite, postTo, type Site, startHere, zaloWebhook } from "../fakes/running-app.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CITIZEN = "8170236945512073846";
const QUESTION = "đăng ký kết hôn cần giấy tờ gì";
const PATIENT = { timeout: 20_000, interval: 20 };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A running app at nine in the morning of today, on a clock of its own. */
async function atWork(more: { line?: boolean; settleMs?: number } = {}) {
  const clock = fixedClock(Date.now());
  const site = await openSite({ zalo: { now: () => clock.now() } });
  open.push(site);
  const line = more.line ? await openLine(site.zalo.url) : undefined;
  if (line) open.push(line);
  const zaloUrl = line?.url ?? site.zalo.url;
  const joined = { ...site, environment: { ...site.environment, ZALO_API_URL: zaloUrl, ZALO_OAUTH_URL: zaloUrl } };
  const app = await startHere(joined, { clock, settleMs: more.settleMs ?? 50 });
  open.push({ close: () => app.stop() });
  return { site, app, clock, line: line as Line };
}

let nth = 0;
function says(text: string, person: string, at: number) {
  nth += 1;
  return zaloWebhook({ person, text, id: `failing-${nth}`, at });
}
const ask = async (app: App, at: number, person = CITIZEN, text = QUESTION) => {
  const { status } = await postTo(app.url, says(text, person, at));
  return status;
};
const texts = (site: Site) => site.zalo.sent.map(({ text }) => text);
const eachOnce = (list: readonly string[]) => expect(new Set(list).size).toBe(list.length);

/** The operators' page, as the person sees it who set the system up. */
async function operator(app: App, now: number) {
  const person = visitor(app.url);
  const token = (await createSetupLink(app.db, now)) ?? "";
  await person.get(`/console/cai-dat?token=${token}`);
  const account = { displayName: "Trần Thị Lan", username: "lan.tran", password: PASSWORD, again: PASSWORD };
  await person.post("/console/cai-dat", { ...account, token });
  return {
    async page() {
      expect(await person.get("/console/he-thong")).toBe(200);
      return person.page();
    },
    sendAgain: (id: string) => person.post("/console/he-thong/gui-lai", { id }),
    hidden: person.hidden,
  };
}

describe("when Zalo is in trouble", () => {
  test("and cannot be reached, the answer waits, is shown to the operators, and arrives once when it is back", async () => {
    const { site, app, clock, line } = await atWork({ line: true });
    line.pull();
    expect(await ask(app, clock.now())).toBe(200);
    await app.settle();
    expect(texts(site)).toEqual([]);
    clock.advance(16 * MINUTE);
    expect(await (await operator(app, clock.now())).page()).toContain("Chờ gửi");
    line.mend();
    // It may have been tried again while the operator looked: the next try after that is minutes away.
    clock.advance(HOUR);
    await app.settle();
    expect(texts(site).join("\n")).toMatch(/kết hôn/);
    eachOnce(texts(site));
    expect(await metric(app.url, "lang_nghe_sends_total", "zalo", "retry")).toBeGreaterThan(0);
  }, 30_000);

  test("and slow, the answer arrives once and the door stays open meanwhile", async () => {
    const { site, app, clock } = await atWork();
    site.zalo.delayNext(1500);
    expect(await ask(app, clock.now())).toBe(200);
    const began = performance.now();
    expect(await ask(app, clock.now(), "8170236945512073849")).toBe(200);
    expect(performance.now() - began).toBeLessThan(1400);
    await app.settle();
    const read = site.zalo.sent.filter(({ userId }) => userId === CITIZEN).map(({ text }) => text);
    expect(read.join("\n")).toMatch(/kết hôn/);
    eachOnce(read);
  }, 30_000);

  test.each([
    ["answers nothing but HTTP 503", 503, 6500],
    ["says it is busy (-200)", -200, 6500],
    ["says we are too fast (-32)", -32, MINUTE],
  ])(
    "and %s, the answer is sent again later, once",
    async (_, code, afterMs) => {
      const { site, app, clock } = await atWork();
      site.zalo.failNext(code);
      expect(await ask(app, clock.now())).toBe(200);
      await app.settle();
      expect(texts(site)).toEqual([]);
      clock.advance(afterMs);
      await app.settle();
      expect(texts(site).join("\n")).toMatch(/kết hôn/);
      eachOnce(texts(site));
    },
    30_000,
  );

  test("and takes our access token no longer (-216), we refresh it and send at once", async () => {
    const { site, app, clock } = await atWork();
    const { refreshToken } = site.zalo.tokens();
    site.zalo.failNext(-216);
    site.zalo.expireAccess();
    expect(await ask(app, clock.now())).toBe(200);
    await app.settle();
    expect(texts(site).join("\n")).toMatch(/kết hôn/);
    expect(site.zalo.presented).toEqual([refreshToken]);
    eachOnce(texts(site));
  }, 30_000);

  test("and gives no new token either, nothing is lost: the operators see it, and it goes out once the token is good", async () => {
    const { site, app, clock } = await atWork();
    site.zalo.expireAccess();
    site.zalo.failNextRefresh(503, 3);
    expect(await ask(app, clock.now())).toBe(200);
    await app.settle();
    expect(texts(site)).toEqual([]);
    clock.advance(20 * MINUTE);
    expect(await (await operator(app, clock.now())).page()).toContain("Chờ gửi");
    for (let i = 0; i < 6; i++) {
      await app.settle();
      clock.advance(20 * MINUTE);
    }
    expect(texts(site).join("\n")).toMatch(/kết hôn/);
    eachOnce(texts(site));
  }, 30_000);

  test("and this person may not be written to any more (-230), an officer sees it and can send it once they may", async () => {
    const { site, app, clock } = await atWork();
    site.zalo.interacted(CITIZEN, clock.now() - 8 * 24 * HOUR);
    expect(await ask(app, clock.now())).toBe(200);
    await app.settle();
    expect(texts(site)).toEqual([]);
    expect(await metric(app.url, "lang_nghe_deliveries_stuck")).toBeGreaterThan(0);
    const officer = await operator(app, clock.now());
    const page = await officer.page();
    expect(page).toContain("Cần người xử lý");
    expect(page).toContain("zalo -230");
    site.zalo.interacted(CITIZEN, clock.now());
    for (let left = 5; left > 0 && (await officer.page()).includes("zalo -230"); left--) {
      expect((await officer.sendAgain(officer.hidden("id"))).status).toBe(303);
      await app.settle();
    }
    expect(texts(site).join("\n")).toMatch(/kết hôn/);
    eachOnce(texts(site));
  }, 30_000);
});

/** Holds the database's write lock from another process; resolves with the release once the lock is held. */
async function lockElsewhere(file: string, ms: number): Promise<{ released: Promise<unknown> }> {
  const script = `const { DatabaseSync } = require("node:sqlite");
    const db = new DatabaseSync(process.argv[1]);
    db.exec("PRAGMA busy_timeout=5000; BEGIN IMMEDIATE");
    process.stdout.write("held");
    setTimeout(() => { db.exec("COMMIT"); db.close(); }, Number(process.argv[2]));`;
  const child = spawn(process.execPath, ["-e", script, file, String(ms)], { stdio: ["ignore", "pipe", "inherit"] });
  const released = once(child, "exit");
  await once(child.stdout, "data");
  return { released };
}

const kept = (file: string): string[] => {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare("select provider_id as id from inbox").all() as { id: string }[];
  db.close();
  return rows.map(({ id }) => id);
};

const idOf = (body: string) => (JSON.parse(body) as { message: { msg_id: string } }).message.msg_id;

describe("when the database cannot be written", () => {
  test.each([
    ["for one second", 1000, 200],
    ["for longer than we wait", 7000, 503],
  ])(
    "because another process holds it %s, 200 is said only over what is on disk",
    async (_, lockedMs, first) => {
      const { site, app, clock } = await atWork();
      const { released } = await lockElsewhere(site.databaseFile, lockedMs);
      const hooks = Array.from({ length: 5 }, (_hook, i) => says(QUESTION, String(8_300_000_000_000 + i), clock.now()));
      const statuses = await Promise.all(
        hooks.map(async (hook) => {
          const { status } = await postTo(app.url, hook);
          if (status === 200) expect(kept(site.databaseFile)).toContain(idOf(hook.body));
          return status;
        }),
      );
      expect(statuses[0]).toBe(first);
      expect(statuses.every((status) => status === 200 || status === 503)).toBe(true);
      await released;
      for (const hook of hooks) expect((await postTo(app.url, hook)).status).toBe(200);
      await expect
        .poll(() => app.settle().then(() => new Set(site.zalo.sent.map((one) => one.userId)).size), PATIENT)
        .toBe(5);
      const words = site.zalo.sent.map(({ userId, text }) => `${userId} ${text}`);
      eachOnce(words);
      expect(await metric(app.url, "lang_nghe_webhook_rejections_total", "not_stored")).toBe(
        statuses.filter((status) => status === 503).length,
      );
    },
    60_000,
  );

  /** From now on the file may not grow by more than `extra` pages, as on a full disk; "none" takes the limit away. */
  async function limitPages(app: App, extra: number | "none"): Promise<void> {
    const setLimit = () =>
      app.db.write(async (tx) => {
        const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(tx);
        const limit = extra === "none" ? 1_000_000_000 : (rows[0]?.page_count ?? 0) + extra;
        await sql.raw(`PRAGMA max_page_count = ${limit}`).execute(tx);
      });
    // It may share a batch with works that no longer fit, and fall with them before it was reached.
    await expect.poll(() => setLimit().then(() => "set"), { timeout: 10_000, interval: 50 }).toBe("set");
  }

  test("because the disk is full, the door says 503 and counts it, and takes the same message when there is room", async () => {
    const { site, app, clock } = await atWork();
    await limitPages(app, 0);
    const hook = says(`${QUESTION} ${"dài ".repeat(10_000)}`, CITIZEN, clock.now());
    expect((await postTo(app.url, hook)).status).toBe(503);
    expect(await metric(app.url, "lang_nghe_webhook_rejections_total", "zalo", "not_stored")).toBe(1);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
    await limitPages(app, "none");
    expect((await postTo(app.url, hook)).status).toBe(200);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    await app.settle();
    expect(texts(site).join("\n")).toMatch(/Anh\/Chị/);
    eachOnce(texts(site));
  }, 30_000);

  test("because the disk fills up after a message was acknowledged, that message is answered when there is room, without a restart", async () => {
    const { site, app, clock } = await atWork();
    // Small rows still fit into pages that exist; the answer's rows do not.
    const filler = "phiếu này dùng để lấp đầy những trang còn trống ".repeat(200);
    await limitPages(app, 0);
    const people = Array.from({ length: 40 }, (_, i) => String(8_400_000_000_000 + i));
    const acknowledged: string[] = [];
    for (const person of people) if ((await ask(app, clock.now(), person)) === 200) acknowledged.push(person);
    expect(await ask(app, clock.now(), "8499999999999", filler)).toBe(503);
    expect(acknowledged.length).toBeGreaterThan(0);
    await expect
      .poll(() => metric(app.url, "lang_nghe_turn_failures_total"), { timeout: 30_000, interval: 100 })
      .toBeGreaterThanOrEqual(acknowledged.length * 4);
    await limitPages(app, "none");
    await expect
      .poll(() => app.settle().then(() => metric(app.url, "lang_nghe_inbox_waiting")), {
        timeout: 30_000,
        interval: 200,
      })
      .toBe(0);
    // What could not be recorded, or sent for want of a token's row, is tried again after a while.
    for (let i = 0; i < 3; i++) {
      clock.advance(2 * MINUTE);
      await app.settle();
    }
    expect(new Set(site.zalo.sent.map(({ userId }) => userId))).toEqual(new Set(acknowledged));
  }, 90_000);
});

describe("when the clock stands still", () => {
  test("somebody who was still typing is waited for once, and then answered", async () => {
    const { site, app, clock } = await atWork();
    await ask(app, clock.now(), CITIZEN, "xin chào");
    await app.settle();
    expect(texts(site).length).toBeGreaterThan(0);
  }, 60_000);
});

describe("when the clock is set back by an hour", () => {
  test("the next question is answered at once, and so is somebody who was still typing", async () => {
    const { site, app, clock } = await atWork({ settleMs: 300 });
    await ask(app, clock.now());
    await app.settle();
    const before = texts(site).length;
    expect(before).toBeGreaterThan(0);
    await ask(app, clock.now(), "8170236945512073847", "cho em hỏi");
    clock.advance(-HOUR);
    expect(await ask(app, clock.now(), CITIZEN, "lệ phí bao nhiêu")).toBe(200);
    await expect
      .poll(() => site.zalo.sent.filter(({ userId }) => userId === CITIZEN).length, PATIENT)
      .toBeGreaterThan(before);
    await expect.poll(() => texts(site).length, PATIENT).toBeGreaterThan(before + 1);
    await expect.poll(() => site.zalo.sent.some(({ userId }) => userId === "8170236945512073847"), PATIENT).toBe(true);
  }, 60_000);

  test("people who wrote in great numbers just before it are answered too", async () => {
    const { site, app, clock } = await atWork();
    const people = Array.from({ length: 30 }, (_, i) => String(8_500_000_000_000 + i));
    await Promise.all(people.map((person) => ask(app, clock.now(), person)));
    await app.settle();
    clock.advance(-HOUR);
    await Promise.all(people.map((person) => ask(app, clock.now(), person, "lệ phí bao nhiêu")));
    const before = site.zalo.sent.length;
    await expect
      .poll(() => app.settle().then(() => site.zalo.sent.length), PATIENT)
      .toBeGreaterThanOrEqual(before + 30);
  }, 60_000);
});
