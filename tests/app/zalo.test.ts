import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { visitor } from "../fakes/console-office.ts";
import { metric, OFFICE, openSite, type Site, startHere } from "../fakes/running-app.ts";
import { RETRY_PAUSES_MS, zaloCourier } from "../fakes/zalo-courier.ts";
import { zaloEvent, zaloFollowEvent, zaloTextEvent } from "../fakes/zalo-events.ts";

const NOW = Date.parse("2026-11-23T08:00:00+07:00");
const HOUR = 3_600_000;
const PERSON = "8170236945512073846";
const OTHER = "8170236945512073999";
const PASSWORD = "mot cau that de nho";

let clock: ReturnType<typeof fixedClock>;
let site: Site;
let app: App;
beforeEach(async () => {
  clock = fixedClock(NOW);
  site = await openSite({ zalo: { now: clock.now } });
  app = await startHere(site, { clock, settleMs: 0 });
});
afterEach(async () => {
  await app.stop();
  await site.close();
});

const courier = (url = app.url) =>
  zaloCourier({ url: `${url}/webhooks/zalo`, appId: OFFICE.appId, oaSecretKey: OFFICE.oaSecretKey, clock });
const ids = { appId: OFFICE.appId, oaId: OFFICE.oaId, userId: PERSON };
const text = (words: string, messageId: string, at = clock.now()) =>
  zaloTextEvent({ ...ids, text: words, messageId, at });
const saidTo = (person: string) => site.zalo.sent.filter(({ userId }) => userId === person).map((sent) => sent.text);

describe("Zalo's courier", () => {
  test("brings a message three times: it is answered once", async () => {
    await courier().send(text("Xin chào", "m1"), 3);
    await app.settle();
    const said = saidTo(PERSON);
    expect(said).not.toEqual([]);
    expect(said).toEqual([...new Set(said)]);
  });

  test("tries again on its schedule after an outage, and then gives up until a person presses the button", async () => {
    const nobody = courier("http://127.0.0.1:1");
    await nobody.send(text("Xin chào", "m1"));
    await nobody.carryOn();
    expect(nobody.statuses).toHaveLength(1 + RETRY_PAUSES_MS.length);
    expect(nobody.isOff()).toBe(true);
    expect(clock.now() - NOW).toBe(RETRY_PAUSES_MS.reduce((sum, pause) => sum + pause, 0));
  });

  test("brings a message late, after all its retries: it is still taken in", async () => {
    const body = text("Xin chào", "m1");
    clock.advance(1.85 * HOUR);
    await courier().send(body);
    await app.settle();
    const said = saidTo(PERSON);
    expect(said).not.toEqual([]);
    expect(said).toEqual([...new Set(said)]);
  });

  test("brings receipts, follows and echoes in any order, some twice: all are kept, none is answered", async () => {
    const at = clock.now();
    const events = [
      zaloEvent({ ...ids, name: "user_seen_message", at: at + 2, message: { msg_ids: ["z1"] } }),
      zaloFollowEvent({ ...ids, at }),
      zaloEvent({ ...ids, name: "user_received_message", at: at + 1, message: { msg_id: "z1" } }),
      zaloEvent({ ...ids, name: "oa_send_text", at, message: { msg_id: "z1", text: "x" } }),
      zaloFollowEvent({ ...ids, at: at - 5 }, "unfollow"),
    ];
    const carrier = courier();
    await carrier.sendShuffled(events, [4, 0, 1, 0, 3, 2, 1]);
    await app.settle();
    expect(carrier.statuses).toEqual(Array(7).fill(200));
    expect(site.zalo.calls.count).toBe(0);
    expect(await metric(app.url, "lang_nghe_webhook_rejections_total")).toBe(0);
  });

  test("tells of an officer's words in OA Manager: the bot is silent for that person, and for nobody else", async () => {
    const carrier = courier();
    const echo = zaloEvent({
      ...ids,
      name: "oa_send_text",
      at: clock.now(),
      adminId: "42",
      message: { msg_id: "e1", text: "x" },
    });
    await carrier.send(echo, 2);
    await carrier.send(text("Xin chào", "m1"));
    await carrier.send(zaloTextEvent({ ...ids, userId: OTHER, text: "Xin chào", messageId: "m2", at: clock.now() }));
    await app.settle();
    expect(saidTo(PERSON)).toEqual([]);
    expect(saidTo(OTHER)).not.toEqual([]);
  });

  test("somebody last heard of eight days ago is not written to on Zalo, and no call is made", async () => {
    await courier().send(text("Xin chào", "m1"));
    await app.settle();
    const sent = site.zalo.calls.count;
    clock.advance(8 * 24 * HOUR);
    const zalo = app.channels.get("zalo");
    if (!zalo || "off" in zalo) throw new Error("Zalo is off");
    const to = { channel: "zalo", id: PERSON, account: OFFICE.oaId } as const;
    expect(await zalo.sender?.send(to, "tin cũ", "k")).toEqual({ kind: "unreachable", reason: "window_closed" });
    expect(site.zalo.calls.count).toBe(sent);
  });
});

describe("the Official Account's page", () => {
  async function administrator() {
    const person = visitor(app.url);
    await person.get(`/console/cai-dat?token=${await app.setupToken()}`);
    const token = person.hidden("token");
    const form = { token, displayName: "Quản trị", username: "quantri", password: PASSWORD, again: PASSWORD };
    const made = await person.post("/console/cai-dat", form);
    expect(made.status).toBe(303);
    return person;
  }

  test("is for administrators only", async () => {
    const nobody = visitor(app.url);
    expect(await nobody.get("/console/he-thong/zalo")).toBe(303);
  });

  test("shows how the account is, leads through the consent and keeps the tokens", async () => {
    await courier().send(text("Xin chào", "m1"));
    await app.settle();
    site.zalo.revoke();
    await courier().send(text("Xin chào lần nữa", "m2"));
    await app.settle();
    const person = await administrator();
    await courier().send(zaloEvent({ ...ids, name: "change_template_status", at: clock.now() }));
    expect(await person.get("/console/he-thong/zalo")).toBe(200);
    expect(person.page()).toContain("Trạng thái của một mẫu tin đã đổi");
    expect(person.page()).toContain("Zalo không gia hạn quyền gửi tin");
    expect(person.page()).toContain("token refused");
    expect(JSON.stringify(await (await fetch(`${app.url}/readyz`)).json())).toContain("on, but: token_refused");
    expect(await metric(app.url, "lang_nghe_channel_alarms")).toBe(1);

    await person.post("/console/he-thong/zalo/uy-quyen", {});
    const link = /href="([^"]*\/v4\/oa\/permission[^"]*)"/.exec(person.page())?.[1]?.replaceAll("&amp;", "&") ?? "";
    const code = site.zalo.consent(new URL(link).searchParams.get("code_challenge") ?? "");

    // Zalo sends the browser back without our cookies: another visitor plays that.
    const stranger = visitor(app.url);
    expect(await stranger.get(`/console/zalo/ve?code=${code}&oa_id=${OFFICE.oaId}`)).toBe(200);
    const next = /href="(\/console\/he-thong\/zalo\?[^"]*)"/.exec(stranger.page())?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(await stranger.get(next)).toBe(303);
    await stranger.get("/console/zalo/ve?error=access_denied");
    expect(stranger.page()).toContain("chủ OA chưa đồng ý");
    expect(stranger.page()).not.toContain("lưu quyền gửi tin");

    expect(await person.get(next)).toBe(200);
    const fields = { code: person.hidden("code"), oa_id: person.hidden("oa_id"), state: person.hidden("state") };
    site.zalo.failNextRefresh(502);
    const failed = await person.post("/console/he-thong/zalo/nhan-quyen", fields);
    expect(await person.get(failed.location)).toBe(200);
    expect(person.page()).toContain("Chưa nối được tới Zalo");
    expect(person.hidden("code")).toBe(code);
    expect((await person.post("/console/he-thong/zalo/nhan-quyen", fields)).status).toBe(303);
    await person.get("/console/he-thong/zalo");
    expect(person.page()).toContain("Đã lưu quyền gửi tin");
    expect(person.page()).toContain("Không có điều gì cần xử lý");

    expect((await person.post("/console/he-thong/zalo/nhan-quyen", fields)).status).toBe(303);
    await person.get("/console/he-thong/zalo");
    expect(person.page()).toContain("không phải lần xin quyền đang chờ");

    await person.post("/console/he-thong/zalo/tam-ngung", { on: person.hidden("on") });
    const before = site.zalo.calls.count;
    await courier().send(text("Xin chào khi tạm ngừng", "m3"));
    await app.settle();
    expect(site.zalo.calls.count).toBe(before);
    await person.get("/console/he-thong/zalo");
    expect(person.page()).toContain("Đang tạm ngừng gửi tin");
  });
});
