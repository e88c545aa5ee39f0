import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { type AndroidFake, androidReceived, androidWebhook, startAndroidFake } from "../fakes/android-gateway.ts";
import { type EsmsFake, esmsMoCall, reportEsms, startEsmsFake } from "../fakes/esms.ts";
import { metric, openSite, postTo, type Site, smsWebhook, startHere } from "../fakes/running-app.ts";

const clock = fixedClock(Date.parse("2026-11-23T09:00:00+07:00"));
const KEY = "17417a0d20114d36a902e49cad0e97f3";
let esms: EsmsFake;
let android: AndroidFake;
let site: Site;
let app: App;
beforeAll(async () => {
  esms = await startEsmsFake({ apiKey: "api-key", secretKey: KEY });
  android = await startAndroidFake();
  site = await openSite({
    environment: {
      ESMS_API_KEY: "api-key",
      ESMS_SECRET_KEY: KEY,
      ESMS_API_URL: esms.url,
      ESMS_KEYWORD: "PAKN",
      ANDROID_SMS_URL: android.url,
      ANDROID_SMS_SECRET: "s1gn-k3y",
    },
  });
  app = await startHere(site, { clock });
});
afterAll(async () => {
  await app.stop();
  await Promise.all([site.close(), esms.close(), android.close()]);
});

const counts = () => ({ esms: esms.sent.length, android: android.sent.length, twilio: site.twilio.sent.length });
const more = (before: ReturnType<typeof counts>) => {
  const now = counts();
  return { esms: now.esms - before.esms, android: now.android - before.android, twilio: now.twilio - before.twilio };
};

test("/readyz says of each provider that it is on, and the webhooks are there", async () => {
  const { channels } = (await (await fetch(`${app.url}/readyz`)).json()) as { channels: Record<string, string> };
  expect(channels).toMatchObject({ sms: "on", "sms/esms": "on", "sms/android": "on", "sms/twilio": "on" });
});

test("a question to the short code is answered from eSMS alone, once, however often it comes", async () => {
  const before = counts();
  const call =
    app.url + esmsMoCall({ smsid: "mo-1", content: "PAKN lam giay khai sinh can gi", sender: "84901000011" }, KEY);
  for (let i = 0; i < 3; i += 1) expect((await fetch(call)).status).toBe(200);
  await app.settle();
  const sent = more(before);
  expect(sent.esms).toBeGreaterThan(0);
  expect(sent).toMatchObject({ android: 0, twilio: 0 });
  const said = esms.sent.filter(({ phone }) => phone === "84901000011");
  expect(said).toHaveLength(sent.esms);
  expect(said.map(({ content }) => content).join(" ")).toContain("khai sinh");
  expect(new Set(said.map(({ requestId }) => requestId)).size).toBe(said.length);
  expect(said[0]?.callbackUrl).toMatch(/^http:\/\/bot\.example\.vn\/webhooks\/sms\/esms\/report\/[0-9a-f]{40}$/);
});

test("what became of it is kept", async () => {
  const [sent] = esms.sent;
  if (!sent) throw new Error("nothing sent");
  expect((await reportEsms(sent, { status: 5, succeeded: 1 }, app.url))?.status).toBe(200);
  const proofs = await app.db.read
    .withTables<{ delivery_proofs: { provider_id: string; status: string } }>()
    .selectFrom("delivery_proofs")
    .selectAll()
    .execute();
  expect(proofs).toContainEqual(expect.objectContaining({ provider_id: sent.smsId, status: "delivered" }));
});

test("an SMS to the phone is answered by the phone, with the SIM written to", async () => {
  const before = counts();
  const { body, headers } = androidWebhook(
    androidReceived("call-1", "lam giay khai sinh can gi", "+84901000012"),
    "s1gn-k3y",
    clock.now(),
  );
  expect((await postTo(app.url, { path: "/webhooks/sms/android", body, headers })).status).toBe(200);
  await app.settle();
  expect(more(before)).toMatchObject({ esms: 0, twilio: 0 });
  expect(android.sent.at(-1)).toMatchObject({ to: "+84901000012", simNumber: 1 });
});

test("an SMS to Twilio's number is answered by Twilio", async () => {
  const before = counts();
  await postTo(
    app.url,
    smsWebhook({ person: "+84901000013", text: "lam giay khai sinh can gi", id: `SM${"7".repeat(32)}` }),
  );
  await app.settle();
  expect(more(before)).toMatchObject({ esms: 0, android: 0 });
  expect(site.twilio.sent.at(-1)?.to).toBe("+84901000013");
});

test("an answer lost on the way to us costs the person no second message", async () => {
  esms.loseNextAnswer();
  const call = esmsMoCall({ smsid: "mo-2", content: "PAKN HUY", sender: "84901000014" }, KEY);
  expect((await fetch(app.url + call)).status).toBe(200);
  await app.settle();
  const asked = esms.calls.count;
  clock.advance(60_000);
  await app.settle();
  expect(esms.calls.count).toBe(asked + 1);
  expect(esms.sent.filter(({ phone }) => phone === "84901000014")).toHaveLength(1);
  clock.advance(24 * 3_600_000);
  await app.settle();
  expect(esms.calls.count).toBe(asked + 1);
});

test("a forged call is refused and counted", async () => {
  const before = await metric(app.url, "lang_nghe_webhook_rejections_total", "sms", "signature");
  expect((await fetch(app.url + esmsMoCall({ smsid: "mo-3", content: "x" }, "another key"))).status).toBe(403);
  expect(await metric(app.url, "lang_nghe_webhook_rejections_total", "sms", "signature")).toBe(before + 1);
});
