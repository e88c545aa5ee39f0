import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { addOfficer, latestAudit } from "../../src/officers/index.ts";
import { listStuck } from "../../src/outbox/index.ts";
import { PASSWORD, visitor } from "../fakes/console-office.ts";
import { metric, openSite, postTo, type Site, smsWebhook, startHere, zaloWebhook } from "../fakes/running-app.ts";

describe("a channel switched off at the console", () => {
  let site: Site;
  let app: App;
  let admin: ReturnType<typeof visitor>;

  beforeAll(async () => {
    site = await openSite();
    app = await startHere(site);
    admin = await administrator();
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await site.close();
  });

  async function administrator() {
    const who = {
      username: "quantri",
      displayName: "Quản trị",
      roles: ["admin"],
      department: null,
    } as const;
    const added = await addOfficer(app.db, who, Date.now());
    if (added.kind !== "added") throw new Error("taken");
    const person = visitor(app.url);
    await person.get(`/console/mat-khau?token=${added.token}`);
    await person.post("/console/mat-khau", { token: added.token, password: PASSWORD, again: PASSWORD });
    return person;
  }

  test("takes nothing in, says when to come back, and goes on without a restart; it is kept who did it and why", async () => {
    const say = (id: string) =>
      postTo(app.url, zaloWebhook({ person: "8170236945512070009", text: "Đăng ký khai sinh cần giấy tờ gì?", id }));
    await admin.get("/console/he-thong");
    await admin.post("/console/he-thong/kenh", { channel: "zalo", what: "tat", reason: "" });
    expect((await say("k0")).status).toBe(200);
    await app.settle();
    const before = site.zalo.sent.length;
    expect(before).toBeGreaterThan(0);
    await admin.get("/console/he-thong");
    await admin.post("/console/he-thong/kenh", { channel: "zalo", what: "tat", reason: "Tin lạ gửi đi" });
    const refused = await say("k1");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "300"]);
    const ready = (await (await fetch(`${app.url}/readyz`)).json()) as { switchedOff: string[] };
    expect(ready.switchedOff).toEqual(["zalo"]);
    await admin.get("/console/he-thong");
    expect(admin.page()).toContain("Tin lạ gửi đi");
    await admin.post("/console/he-thong/kenh", { channel: "zalo", what: "bat" });
    expect((await say("k1")).status).toBe(200);
    await app.settle();
    expect(site.zalo.sent.length).toBeGreaterThan(before);
    const thrown = (await latestAudit(app.db, 20)).filter(({ action }) => action === "channel_switched");
    expect(thrown.map(({ subject }) => subject)).toEqual(["zalo on", "zalo off"]);
  }, 60_000);

  test("keeps what its provider would not send again, shows officers who waits there, and answers when it is on again", async () => {
    await admin.get("/console/he-thong");
    expect(admin.page()).toMatch(/SMS: Twilio<\/strong> <span class="ln-tag ln-tag--green">Đang bật/);
    await admin.post("/console/he-thong/kenh", { channel: "sms", what: "tat", reason: "Nhầm đầu số" });
    await admin.get("/console/he-thong");
    expect(admin.page()).toMatch(/SMS: Twilio<\/strong> <span class="ln-tag ln-tag--grey">Đang tắt/);
    const before = site.twilio.sent.length;
    const sms = { person: "+84971337299", text: "Đăng ký khai sinh cần giấy tờ gì?", id: "SMoff1" };
    for (let nth = 0; nth < 2; nth++) expect((await postTo(app.url, smsWebhook(sms))).status).toBe(200);
    const forged = { ...smsWebhook({ ...sms, id: "SMoff2" }), headers: smsWebhook(sms).headers };
    expect((await postTo(app.url, forged)).status).toBe(403);
    await app.settle();
    expect(site.twilio.sent).toHaveLength(before);
    expect(await metric(app.url, "lang_nghe_messages_total", "sms", "new")).toBe(1);
    // Officers see after a quarter of an hour that somebody waits there.
    const late = await listStuck(app.db, Date.now() + 20 * 60_000);
    expect(late.map(({ channel }) => channel)).toContain("sms");
    await admin.get("/console/he-thong");
    await admin.post("/console/he-thong/kenh", { channel: "sms", what: "bat" });
    await app.settle();
    const said = site.twilio.sent.slice(before);
    expect(said.every(({ to }) => to === sms.person)).toBe(true);
    expect(said.map(({ body }) => body).join(" ")).toMatch(/khai sinh/);
  }, 60_000);
});
