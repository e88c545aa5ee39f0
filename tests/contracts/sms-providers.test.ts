import { afterEach, describe, expect, test } from "vitest";
import { androidChannel, esmsChannel, renderSms, smsChannel, twilioChannel } from "../../src/channels/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import {
  ANDROID_RETRIES_MS,
  androidFate,
  androidReceived,
  androidWebhook,
  callAndroid,
  startAndroidFake,
} from "../fakes/android-gateway.ts";
import { esmsMoCall, reportEsms, startEsmsFake } from "../fakes/esms.ts";
import { startTwilioFake } from "../fakes/twilio.ts";
import { configured, openDoor, post } from "./door.ts";
import { OWN_ACCOUNT, TWILIO_OWN_TOKEN } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const ESMS = { apiKey: "api-key", secretKey: "secret-key" };
const LAN = { channel: "sms", id: "+84901234567" } as const;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
async function kept<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> {
  const one = await opening;
  open.push(one);
  return one;
}
const senderOf = (channel: Parameters<typeof configured>[0]) => {
  const { sender } = configured(channel);
  if (!sender) throw new Error("no sender");
  return sender;
};

describe("eSMS's door", () => {
  const doorOf = (more = {}) => kept(openDoor(configured(esmsChannel({ ...ESMS, ...more })), NOW));

  test("answers with an empty document: what we say goes out as a message of its own", async () => {
    const door = await doorOf();
    const response = await fetch(door.url + esmsMoCall({ smsid: "m-1", content: "Xin chào" }, "secret-key"));
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "text/xml; charset=utf-8",
      '<?xml version="1.0" encoding="UTF-8"?><ClientResponse/>',
    ]);
  });

  test("a plus sign nobody escaped is read as what it was", async () => {
    const door = await doorOf();
    const call =
      Array.from({ length: 99 }, (_, i) => esmsMoCall({ smsid: `m-${i}`, content: "x" }, "secret-key")).find((path) =>
        path.includes("%2B"),
      ) ?? "";
    expect((await fetch(door.url + call.replaceAll("%2B", "+"))).status).toBe(200);
    expect(door.accepted).toHaveLength(1);
  });

  test("a key of its own for what comes in", async () => {
    const door = await doorOf({ moKey: "mo-key" });
    const statuses = [
      (await fetch(door.url + esmsMoCall({ smsid: "m-1", content: "x" }, "secret-key"))).status,
      (await fetch(door.url + esmsMoCall({ smsid: "m-1", content: "x" }, "mo-key"))).status,
    ];
    expect(statuses).toEqual([403, 200]);
  });

  test("addresses that are not eSMS's are turned away, however well they sign", async () => {
    const closed = await doorOf({ allowedIps: ["203.0.113.7"] });
    const opened = await doorOf({ allowedIps: ["203.0.113.7", "127.0.0.1"] });
    const call = esmsMoCall({ smsid: "m-1", content: "x" }, "secret-key");
    expect([(await fetch(closed.url + call)).status, (await fetch(opened.url + call)).status]).toEqual([403, 200]);
    expect(closed.rejected).toEqual(["sms signature address"]);
  });

  test("a name that comes twice is refused: which of the two was signed could not be told", async () => {
    const door = await doorOf();
    const call = `${esmsMoCall({ smsid: "m-1", content: "x" }, "secret-key")}&sender=84909999999`;
    expect((await fetch(door.url + call)).status).toBe(403);
  });

  test("the same bytes cut into other fields are no new message", async () => {
    const door = await doorOf();
    const call = esmsMoCall({ smsid: "m-12", content: "Xin chao" }, "secret-key");
    const shifted = call.replace("smsid=m-12", "smsid=m-1").replace("content=Xin", "content=2Xin");
    expect(shifted).not.toBe(call);
    const statuses = [];
    for (const path of [call, shifted, call]) statuses.push((await fetch(door.url + path)).status);
    expect(statuses).toEqual([200, 403, 200]);
    expect(door.accepted.map(({ providerId }) => providerId)).toEqual(["m-12"]);
  });

  test("a POST is no call of eSMS's", async () => {
    const door = await doorOf();
    expect((await post(door.url + esmsMoCall({ smsid: "m-1", content: "x" }, "secret-key"), "")).status).toBe(404);
  });
});

describe("sending over eSMS", () => {
  const brands = { UBNDXA: [/^Phieu PA-\w{4}-\w{4}: da xong\.$/] };
  const templates = [
    { name: "xong", brand: "UBNDXA", text: "Phieu {ma}: da xong.", max: { ma: 12 }, approved: "2026-01-31" },
  ];
  const started = async (more = {}) => {
    const fake = await kept(startEsmsFake({ ...ESMS, brands }));
    const channel = esmsChannel({
      ...ESMS,
      apiUrl: fake.url,
      publicUrl: "https://bot.example.vn/",
      timeoutMs: 300,
      ...more,
    });
    return { fake, channel, sender: senderOf(channel) };
  };

  test("the number without a plus, the text's alphabet as it is, the key as RequestId, and what it costs", async () => {
    const { fake, sender } = await started();
    const plain = await sender.send(LAN, "Da nhan", "key-1");
    const marked = await sender.send(LAN, "Đã nhận ".repeat(10), "key-2");
    expect([plain, marked]).toMatchObject([{ billed: { service: "sms_esms", units: 1 } }, { billed: { units: 2 } }]);
    expect(fake.sent).toMatchObject([
      { phone: "84901234567", content: "Da nhan", requestId: "key-1", brandName: undefined },
      { requestId: "key-2" },
    ]);
  });

  test("a lost answer is asked for again under the same key, and the person has one message", async () => {
    const { fake, sender } = await started();
    fake.loseNextAnswer();
    expect(await sender.send(LAN, "Da nhan", "key-1")).toMatchObject({ kind: "retry", uncertain: true });
    expect(await sender.send(LAN, "Da nhan", "key-1")).toMatchObject({ kind: "sent", providerId: "key-1" });
    expect([fake.sent.length, fake.calls.count]).toEqual([1, 2]);
  });

  test("under a brand name only what an operator has approved leaves the house", async () => {
    const { fake, sender } = await started({ brandName: "UBNDXA", templates });
    expect(await sender.send(LAN, "Phieu PA-7K3M-92XF: da xong.", "k1")).toMatchObject({ kind: "sent" });
    expect(await sender.send(LAN, "Chao Anh/Chi", "k2")).toEqual({
      kind: "refused",
      reason: "no approved template of UBNDXA fits",
    });
    expect(await sender.send(LAN, "Phieu PA-7K3M-92XF-1: da xong.", "k3")).toEqual({
      kind: "refused",
      reason: "template xong: a place is too long",
    });
    expect(fake.calls.count).toBe(1);
  });

  test("what we held for approved and the operator does not is refused there, and named", async () => {
    const { sender } = await started({
      brandName: "UBNDXA",
      templates: [{ ...templates[0], text: "Phieu {ma} xong" }],
    });
    expect(await sender.send(LAN, "Phieu 1 xong", "k")).toEqual({ kind: "refused", reason: "esms 146 (template)" });
  });

  test("its report comes to an address only eSMS was given, and says what became of the message", async () => {
    const { fake, channel, sender } = await started();
    const door = await kept(openDoor(configured(channel), NOW));
    await sender.send(LAN, "Da nhan", "key-1");
    const [sent] = fake.sent;
    if (!sent) throw new Error("nothing sent");
    expect((await reportEsms(sent, { status: 2 }, door.url))?.status).toBe(200);
    expect((await reportEsms(sent, { status: 5, succeeded: 1 }, door.url))?.status).toBe(200);
    expect(door.events).toMatchObject([{ kind: "delivery", status: "delivered", providerIds: [sent.smsId, "key-1"] }]);
    const forged = { ...sent, callbackUrl: `https://bot.example.vn/webhooks/sms/esms/report/${"0".repeat(40)}` };
    expect((await reportEsms(forged, { status: 5, failed: 1 }, door.url))?.status).toBe(403);
    expect(door.rejected).toEqual(["sms not_for_us status:2", "sms signature"]);
  });

  test("an answer that is none is tried again", async () => {
    const { fake, sender } = await started();
    fake.failNext(502);
    expect(await sender.send(LAN, "x", "k")).toEqual({ kind: "retry", reason: "esms http 502" });
  });
});

describe("a page that says 200 and is not the provider's", () => {
  test("is no receipt of a message given to the phone; asked again under its key, it is sent once", async () => {
    const fake = await kept(startAndroidFake());
    const sender = senderOf(androidChannel({ url: fake.url, secret: "s" }));
    fake.failNext(200);
    const unread = { kind: "retry", reason: "android unreadable answer", uncertain: true };
    expect(await sender.send(LAN, "x", "k")).toEqual(unread);
    expect(await sender.send(LAN, "x", "k")).toMatchObject({ kind: "sent", providerId: "k" });
    expect(await sender.send(LAN, "x", "k")).toMatchObject({ kind: "sent", providerId: "k" });
    expect(fake.sent).toHaveLength(1);
  });

  test("nor of one given to Twilio", async () => {
    const twilio = await kept(startTwilioFake({ accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN }));
    const own = { accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN, publicUrl: "https://bot.example.vn" };
    const sender = senderOf(twilioChannel({ ...own, apiUrl: twilio.url, from: "+15005550006" }));
    twilio.failNext(200);
    expect(await sender.send(LAN, "x", "k")).toMatchObject({ kind: "retry", uncertain: true });
  });
});

describe("the phone's door", () => {
  const channel = configured(androidChannel({ url: "http://phone.invalid", secret: "s" }));

  test("the same call again is the same message, though another message may have the same messageId", async () => {
    const door = await kept(openDoor(channel, NOW));
    for (const id of ["c-1", "c-2", "c-1"]) {
      const { body, headers } = androidWebhook(androidReceived(id, "Xin chao"), "s", NOW);
      expect((await post(`${door.url}/webhooks/sms/android`, body, headers)).status).toBe(200);
    }
    expect(door.accepted.map(({ providerId }) => providerId)).toEqual(["c-1", "c-2"]);
  });

  test("a call recorded and sent again later is refused; how much later is a setting", async () => {
    const { body, headers } = androidWebhook(androidReceived("c-1", "Xin chao"), "s", NOW - 600_000);
    const strict = await kept(openDoor(channel, NOW));
    const lenient = configured(androidChannel({ url: "http://phone.invalid", secret: "s", toleranceMs: 3_600_000 }));
    const patient = await kept(openDoor(lenient, NOW));
    expect((await post(`${strict.url}/webhooks/sms/android`, body, headers)).status).toBe(401);
    expect((await post(`${patient.url}/webhooks/sms/android`, body, headers)).status).toBe(200);
    expect(strict.rejected).toEqual(["sms stale"]);
  });

  test("while we cannot keep a message the phone tries again for two days, stamped anew, and none is lost", async () => {
    const clock = fixedClock(NOW);
    const full = await kept(openDoor(channel, NOW, { full: true }));
    expect(
      await callAndroid(`${full.url}/webhooks/sms/android`, androidReceived("c-1", "Xin"), "s", fixedClock(NOW)),
    ).toEqual({ tries: 15, delivered: false });
    const waited = ANDROID_RETRIES_MS.reduce((sum, wait) => sum + wait, 0);
    clock.advance(waited);
    const mended = await kept(openDoor(channel, clock.now()));
    expect(await callAndroid(`${mended.url}/webhooks/sms/android`, androidReceived("c-1", "Xin"), "s", clock)).toEqual({
      tries: 1,
      delivered: true,
    });
    expect(waited / 3_600_000).toBeGreaterThan(45);
  });

  test("what became of what we sent is kept, and that it left the phone is passed over", async () => {
    const door = await kept(openDoor(channel, NOW));
    const sent = { id: "key-1", to: "+84901234567", text: "x", simNumber: 1 };
    for (const fate of ["sent", "delivered", "failed"] as const)
      await callAndroid(`${door.url}/webhooks/sms/android`, androidFate(sent, fate, `c-${fate}`), "s", fixedClock(NOW));
    expect(door.events).toMatchObject([
      { status: "delivered", providerIds: ["key-1"] },
      { status: "failed", providerIds: ["key-1"] },
    ]);
    expect(door.rejected).toEqual(["sms not_for_us sms:sent"]);
  });
});

describe("sending through the phone", () => {
  test.each([false, true])(
    "logs in, asks for the SIM written to, and once only (early version: %s)",
    async (isEarly) => {
      const fake = await kept(startAndroidFake({ isEarly }));
      const sender = senderOf(androidChannel({ url: `${fake.url}/`, secret: "s" }));
      const to = { ...LAN, account: "android:2" };
      expect(await sender.send(to, "Da nhan", "key-1")).toEqual({
        kind: "sent",
        providerId: "key-1",
        billed: { service: "sms_android", units: 1 },
      });
      expect(await sender.send(to, "Da nhan", "key-1")).toMatchObject({ kind: "sent", providerId: "key-1" });
      expect(fake.sent).toEqual([{ id: "key-1", to: "+84901234567", text: "Da nhan", simNumber: 2 }]);
    },
  );

  test("a wrong password is the operator's affair", async () => {
    const fake = await kept(startAndroidFake());
    const url = fake.url.replace("%3Aword", "%3Awort");
    expect(await senderOf(androidChannel({ url, secret: "s" })).send(LAN, "x", "k")).toEqual({
      kind: "operator",
      reason: "android http 401",
    });
  });
});

describe("several providers at once", () => {
  const off = { off: "not set: X" };
  const started = async (preferred?: "esms" | "android" | "twilio", out: readonly string[] = []) => {
    const [esms, android, twilio] = await Promise.all([
      kept(startEsmsFake(ESMS)),
      kept(startAndroidFake()),
      kept(startTwilioFake({ accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN })),
    ]);
    const channel = smsChannel(
      {
        esms: out.includes("esms") ? off : esmsChannel({ ...ESMS, apiUrl: esms.url }),
        android: out.includes("android") ? off : androidChannel({ url: android.url, secret: "s" }),
        twilio: out.includes("twilio")
          ? off
          : twilioChannel({
              accountSid: OWN_ACCOUNT,
              authToken: TWILIO_OWN_TOKEN,
              from: "+15005550006",
              publicUrl: "https://bot.example.vn",
              apiUrl: twilio.url,
            }),
      },
      preferred,
    );
    const counts = () => ({ esms: esms.sent.length, android: android.sent.length, twilio: twilio.sent.length });
    return { channel, counts, android };
  };

  test.each([
    ["esms:8079", { esms: 1, android: 0, twilio: 0 }],
    ["esms", { esms: 1, android: 0, twilio: 0 }],
    ["android:1", { esms: 0, android: 1, twilio: 0 }],
    ["android", { esms: 0, android: 1, twilio: 0 }],
    ["+15005550006", { esms: 0, android: 0, twilio: 1 }],
    ["UBNDXA", { esms: 0, android: 0, twilio: 1 }],
  ])("who wrote to %s is answered from there", async (account, expected) => {
    const { channel, counts } = await started("android");
    expect(await senderOf(channel).send({ ...LAN, account }, "Da nhan", "k")).toMatchObject({ kind: "sent" });
    expect(counts()).toEqual(expected);
  });

  test.each([
    [undefined, [], "esms"],
    ["twilio", [], "twilio"],
    ["android", [], "android"],
    ["esms", ["esms"], "android"],
    [undefined, ["esms", "android"], "twilio"],
  ] as const)("who never wrote: preferring %s, without %j, it is %s", async (preferred, out, expected) => {
    const { channel, counts } = await started(preferred, out);
    await senderOf(channel).send(LAN, "Da nhan", "k");
    expect(counts()).toEqual({ esms: 0, android: 0, twilio: 0, [expected]: 1 });
  });

  test("where the provider written to is gone, another answers from a number of its own", async () => {
    const { channel, counts, android } = await started(undefined, ["esms", "twilio"]);
    await senderOf(channel).send({ ...LAN, account: "esms:8079" }, "Da nhan", "k");
    expect(counts()).toEqual({ esms: 0, android: 1, twilio: 0 });
    expect(android.sent[0]?.simNumber).toBeUndefined();
  });

  test("each provider says what it lacks; with none on the channel is off and says it of all", async () => {
    const none = smsChannel(
      { esms: esmsChannel({}), android: androidChannel({}), twilio: twilioChannel({}) },
      undefined,
    );
    expect(none).toMatchObject({
      off: "esms: not set: ESMS_API_KEY, ESMS_SECRET_KEY; android: not set: ANDROID_SMS_URL, ANDROID_SMS_SECRET; twilio: not set: TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, PUBLIC_URL",
    });
    const one = configured(smsChannel({ esms: esmsChannel(ESMS), android: androidChannel({}), twilio: off }, "twilio"));
    expect([...(one.providers ?? [])].map(([name, state]) => [name, "off" in state ? state.off : "on"])).toEqual([
      ["sms/esms", "on"],
      ["sms/android", "not set: ANDROID_SMS_URL, ANDROID_SMS_SECRET"],
      ["sms/twilio", "not set: X"],
    ]);
  });

  test("renders as the office does, or as the person wishes", async () => {
    const { channel } = await started();
    const reply = { key: "k", text: "Đã nhận" };
    expect(senderOf(channel).render(reply)).toEqual(renderSms(reply, { accents: false, maxSegments: 3 }));
    expect(senderOf(channel).render(reply, { accents: true })).toEqual(["Đã nhận"]);
  });
});

test("Twilio: a sender's name is a brand, and takes approved texts only; a number takes any; both are asked to report", async () => {
  const fake = await kept(startTwilioFake({ accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN }));
  const shared = {
    accountSid: OWN_ACCOUNT,
    authToken: TWILIO_OWN_TOKEN,
    publicUrl: "https://bot.example.vn",
    apiUrl: fake.url,
  };
  const templates = [
    { name: "xong", brand: "UBNDXA", text: "Phieu {ma}: da xong.", max: { ma: 12 }, approved: "2026-01-31" },
  ];
  const branded = senderOf(twilioChannel({ ...shared, from: "UBNDXA", templates }));
  expect(await branded.send(LAN, "Chao", "k")).toEqual({
    kind: "refused",
    reason: "no approved template of UBNDXA fits",
  });
  expect(await branded.send(LAN, "Phieu PA-7K3M-92XF: da xong.", "k")).toMatchObject({
    kind: "sent",
    billed: { service: "sms_twilio", units: 1 },
  });
  expect(await senderOf(twilioChannel({ ...shared, from: "+15005550006" })).send(LAN, "Chao", "k")).toMatchObject({
    kind: "sent",
  });
  expect(fake.sent).toHaveLength(2);
  expect(new Set(fake.sent.map(({ statusCallback }) => statusCallback))).toEqual(
    new Set(["https://bot.example.vn/webhooks/sms/twilio"]),
  );
});
