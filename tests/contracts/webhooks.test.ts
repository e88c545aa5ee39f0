import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { hotlineChannel, twilioChannel, zaloChannel } from "../../src/channels/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { signTwilioWebhook, startTwilioFake, twilioForm } from "../fakes/twilio.ts";
import { signZaloWebhook, startZaloFake, zaloTextEvent } from "../fakes/zalo.ts";
import { zaloPortsOf } from "../fakes/zalo-memory.ts";
import { configured, type Door, openDoor, post } from "./door.ts";
import { OWN_ACCOUNT, TWILIO_OWN_TOKEN, ZALO, ZALO_ACCEPTED, ZALO_REFUSED } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const HOUR = 3_600_000;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
async function kept<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> {
  const one = await opening;
  open.push(one);
  return one;
}

describe("Zalo's door", () => {
  const channel = (strict?: boolean) => configured(zaloChannel({ ...ZALO, strict }, zaloPortsOf(fixedClock(NOW))));
  const event = (at: number, text = "Xin chào") => zaloTextEvent({ ...ZALO, text, messageId: "m-1", at });
  const send = (door: Door, body: string) =>
    post(`${door.url}/webhooks/zalo`, body, {
      "x-zevent-signature": signZaloWebhook(body, ZALO.appId, ZALO.oaSecretKey),
    });

  test("answers an unsigned call 200 and empty, as the console's test button demands, but takes nothing in", async () => {
    const door = await kept(openDoor(channel(), NOW));
    const response = await post(`${door.url}/webhooks/zalo`, event(NOW));
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect([door.accepted, door.rejected]).toEqual([[], ["zalo signature"]]);
  });

  test.each(ZALO_ACCEPTED)("$name comes in, and coming twice does nothing twice", async ({ body, mac }) => {
    const door = await kept(openDoor(channel(true), NOW));
    const call = () => post(`${door.url}/webhooks/zalo`, body, { "x-zevent-signature": `mac=${mac}` });
    expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
    expect([
      door.accepted.length + new Set(door.events.map((event) => JSON.stringify(event))).size,
      door.rejected,
    ]).toEqual([1, []]);
  });

  test.each(ZALO_REFUSED)("%s stays out", async (_, header) => {
    const door = await kept(openDoor(channel(true), NOW));
    const body = ZALO_ACCEPTED[0]?.body ?? "";
    expect((await post(`${door.url}/webhooks/zalo`, body, { "x-zevent-signature": header })).status).toBe(401);
    expect([door.accepted, door.events, door.rejected]).toEqual([[], [], ["zalo signature"]]);
  });

  test("refuses a body it cannot read", async () => {
    const door = await kept(openDoor(channel(), NOW));
    expect(
      (await post(`${door.url}/webhooks/zalo`, "{", { "x-zevent-signature": `mac=${"0".repeat(64)}` })).status,
    ).toBe(400);
    expect(door.rejected).toEqual(["zalo unparsable"]);
  });

  test.each([
    ["two hours old, as after Zalo's retries", NOW - 2 * HOUR, 1, []],
    ["a day old", NOW - 24 * HOUR - 1, 0, ["zalo stale"]],
    ["from the day after tomorrow", NOW + 48 * HOUR, 0, ["zalo stale"]],
  ])("a message %s", async (_, at, accepted, rejected) => {
    const door = await kept(openDoor(channel(), NOW));
    expect((await send(door, event(at))).status).toBe(200);
    expect(door.accepted).toHaveLength(accepted);
    expect(door.rejected).toEqual(rejected);
  });

  test("takes 5,000 accented characters", async () => {
    const door = await kept(openDoor(channel(), NOW));
    await send(door, event(NOW, "ế".repeat(5000)));
    expect(door.accepted[0]?.text).toBe("ế".repeat(5000));
  });

  const seen = JSON.stringify({
    event_name: "user_seen_message",
    app_id: ZALO.appId,
    sender: { id: ZALO.oaId },
    recipient: { id: ZALO.userId },
    message: { msg_ids: ["a"] },
    timestamp: String(NOW),
  });
  test("keeps what is no message where somebody wants it, and counts it where nobody does", async () => {
    const wanted = await kept(openDoor(channel(), NOW));
    const unwanted = await kept(openDoor(channel(), NOW, { withoutKeep: true }));
    await send(wanted, seen);
    await send(unwanted, seen);
    expect(wanted.events).toMatchObject([{ kind: "delivery", status: "seen", providerIds: ["a"] }]);
    expect(unwanted.rejected).toEqual(["zalo not_for_us delivery"]);
  });

  test("an event we do not know is acknowledged and counted by its name", async () => {
    const door = await kept(openDoor(channel(), NOW));
    const response = await send(door, seen.replace("user_seen_message", "user_reacted_message"));
    expect([response.status, door.rejected]).toEqual([200, ["zalo not_for_us user_reacted_message"]]);
  });

  test("compressed bodies are refused, since the signature covers the bytes on the wire", async () => {
    const door = await kept(openDoor(channel(), NOW));
    expect((await post(`${door.url}/webhooks/zalo`, event(NOW), { "content-encoding": "gzip" })).status).toBe(415);
    expect(door.rejected).toEqual(["zalo unparsable"]);
  });

  test("a reply goes out word for word, once, to the person who wrote", async () => {
    const fake = await kept(startZaloFake({ now: () => NOW }));
    const { sender } = configured(
      zaloChannel(
        { ...ZALO, accessToken: fake.tokens().accessToken, apiUrl: `${fake.url}/` },
        zaloPortsOf(fixedClock(NOW)),
      ),
    );
    expect(await sender?.send({ channel: "zalo", id: ZALO.userId }, "Đã nhận", "k")).toMatchObject({ kind: "sent" });
    expect(fake.sent).toMatchObject([{ userId: ZALO.userId, text: "Đã nhận" }]);
  });

  test("a person last heard of eight days ago cannot be reached here", async () => {
    const fake = await kept(startZaloFake({ now: () => NOW }));
    fake.interacted(ZALO.userId, NOW - 8 * 24 * HOUR);
    const { sender } = configured(
      zaloChannel({ ...ZALO, accessToken: fake.tokens().accessToken, apiUrl: fake.url }, zaloPortsOf(fixedClock(NOW))),
    );
    expect(await sender?.send({ channel: "zalo", id: ZALO.userId }, "x", "k")).toEqual({
      kind: "unreachable",
      reason: "zalo -230",
    });
  });
});

describe("Twilio's door", () => {
  const url = "https://bot.example.vn/webhooks/sms/twilio?x=1";
  const fields = {
    MessageSid: "SM1",
    AccountSid: OWN_ACCOUNT,
    From: "0901234567",
    To: "+15005550006",
    Body: "PAKN",
    OptOutType: "",
  };
  const settings = { accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN, publicUrl: "https://bot.example.vn/" };

  test("verifies the public address, not the one it listens on, and answers with an empty document", async () => {
    const door = await kept(openDoor(configured(twilioChannel(settings)), NOW));
    const response = await post(`${door.url}/webhooks/sms/twilio?x=1`, twilioForm(fields), {
      "x-twilio-signature": signTwilioWebhook(url, fields, TWILIO_OWN_TOKEN),
    });
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "text/xml; charset=utf-8",
      "<Response/>",
    ]);
    expect(door.accepted).toMatchObject([{ providerId: "SM1", from: { id: "+84901234567" }, text: "PAKN" }]);
  });

  test("an account id that is none switches the channel off", () => {
    expect(twilioChannel({ ...settings, accountSid: "SK1" })).toEqual({ off: "TWILIO_ACCOUNT_SID must start with AC" });
  });

  test.each([
    ["our configured number", "+15005550006", { account: "+15005550001" }, "+15005550006"],
    ["a messaging service", "MG00000000000000000000000000000001", {}, "MG00000000000000000000000000000001"],
    ["the number the citizen wrote to", undefined, { account: "+15005550001" }, "+15005550001"],
  ])("a reply comes from %s", async (_, from, account, expected) => {
    const fake = await kept(startTwilioFake(settings));
    const { sender } = configured(twilioChannel({ ...settings, from, apiUrl: fake.url }));
    expect(await sender?.send({ channel: "sms", id: "+84901234567", ...account }, "Da nhan", "k")).toMatchObject({
      kind: "sent",
    });
    expect(fake.sent).toMatchObject([{ from: expected, to: "+84901234567", body: "Da nhan" }]);
  });

  test("without any number an operator must act", async () => {
    const { sender } = configured(twilioChannel(settings));
    expect(await sender?.send({ channel: "sms", id: "+84901234567" }, "x", "k")).toMatchObject({ kind: "operator" });
  });
});

describe("the hotline's door", () => {
  const channel = configured(hotlineChannel({ secret: "s" }));
  const call = {
    schema: "hotline-transcript/1",
    callId: "CA1",
    provider: "pbx",
    language: "vi-VN",
    turns: [{ index: 0, speaker: "caller", text: "Alo" }],
  };
  const send = async (value: unknown, at = NOW) => {
    const door = await kept(openDoor(channel, NOW));
    const body = JSON.stringify(value);
    const signature = createHmac("sha256", "s")
      .update(`${at / 1000}.${body}`)
      .digest("hex");
    const response = await post(`${door.url}/webhooks/hotline`, body, {
      "x-timestamp": String(at / 1000),
      "x-signature": `sha256=${signature}`,
    });
    return {
      status: response.status,
      answer: await response.json(),
      rejected: door.rejected,
      accepted: door.accepted.length,
    };
  };

  test("says what it took in", async () => {
    expect(await send(call)).toEqual({
      status: 200,
      answer: { status: "new", id: expect.stringMatching(/^pbx:CA1:[0-9a-f]{64}$/) },
      rejected: [],
      accepted: 1,
    });
  });
  test("names the field that is wrong", async () => {
    const wrong = { ...call, turns: [...call.turns, { index: 1, speaker: "nobody", text: "x" }] };
    expect(await send(wrong)).toMatchObject({
      status: 422,
      answer: { at: "turns[1].speaker" },
      rejected: ["transcript schema turns[1].speaker"],
      accepted: 0,
    });
  });
  test("refuses a call recorded and sent again later", async () => {
    expect(await send(call, NOW - 6 * 60_000)).toEqual({
      status: 401,
      answer: { error: "stale" },
      rejected: ["transcript stale"],
      accepted: 0,
    });
  });
  test.each([
    ["still going on", { ...call, final: false }, "not final"],
    [
      "without a word of the caller",
      { ...call, turns: [{ index: 0, speaker: "agent", text: "Alo" }] },
      "no words of the caller",
    ],
  ])("passes over a call %s", async (_, value, reason) => {
    expect(await send(value)).toMatchObject({
      status: 200,
      answer: { status: "not_for_us" },
      rejected: [`transcript not_for_us ${reason}`],
      accepted: 0,
    });
  });
});
