import { describe, expect, test } from "vitest";
import { parseAndroid } from "../../../src/channels/sms/android/parse.ts";
import { verifyAndroid } from "../../../src/channels/sms/android/verify.ts";
import { ANDROID_BODY, ANDROID_KEY, ANDROID_SIGNATURE, ANDROID_STAMP } from "../../contracts/vectors.ts";

const NOW = Number(ANDROID_STAMP) * 1000;
const RAW = Buffer.from(ANDROID_BODY);
const clock = { now: NOW, toleranceMs: 300_000 };
const stamps = { signature: ANDROID_SIGNATURE, timestamp: ANDROID_STAMP };

describe("the gateway app's signature", () => {
  test.each([
    ["the vector", RAW, stamps, ANDROID_KEY, clock, "genuine"],
    ["in capitals", RAW, { ...stamps, signature: ANDROID_SIGNATURE.toUpperCase() }, ANDROID_KEY, clock, "genuine"],
    ["five minutes later", RAW, stamps, ANDROID_KEY, { ...clock, now: NOW + 300_000 }, "genuine"],
    ["later than that", RAW, stamps, ANDROID_KEY, { ...clock, now: NOW + 300_001 }, "stale"],
    ["from a clock ahead of ours", RAW, stamps, ANDROID_KEY, { ...clock, now: NOW - 300_001 }, "stale"],
    [
      "two days later where that is allowed",
      RAW,
      stamps,
      ANDROID_KEY,
      { now: NOW + 1.7e8, toleranceMs: 1.8e8 },
      "genuine",
    ],
    ["another key", RAW, stamps, "s1gn-k3z", clock, "forged"],
    ["no key", RAW, stamps, "", clock, "forged"],
    ["another stamp", RAW, { ...stamps, timestamp: "1793318401" }, ANDROID_KEY, clock, "forged"],
    ["a stamp that is none", RAW, { ...stamps, timestamp: "x" }, ANDROID_KEY, clock, "forged"],
    ["no stamp", RAW, { ...stamps, timestamp: undefined }, ANDROID_KEY, clock, "forged"],
    ["no signature", RAW, { ...stamps, signature: undefined }, ANDROID_KEY, clock, "forged"],
    ["half a signature", RAW, { ...stamps, signature: ANDROID_SIGNATURE.slice(32) }, ANDROID_KEY, clock, "forged"],
    [
      "a digit moved from the stamp to the body",
      Buffer.from(`${ANDROID_BODY}1`),
      { ...stamps, timestamp: "793318400" },
      ANDROID_KEY,
      clock,
      "stale",
    ],
  ] as const)("%s", (_, raw, headers, key, when, verdict) => {
    expect(verifyAndroid(raw, headers, key, when)).toBe(verdict);
  });

  test("changing any one byte of the body is refused", () => {
    for (const [at, byte] of RAW.entries()) {
      const changed = Buffer.from(RAW);
      changed[at] = byte ^ 1;
      expect(verifyAndroid(changed, stamps, ANDROID_KEY, clock)).toBe("forged");
    }
  });
});

const call = (event: string, payload: object, id = "call-1") =>
  parseAndroid(Buffer.from(JSON.stringify({ deviceId: "d", event, id, webhookId: "w", payload })), NOW);

describe("what the gateway app sends", () => {
  test("an SMS is a message, known by the call's own id", () => {
    expect(parseAndroid(RAW, NOW)).toEqual({
      kind: "message",
      message: {
        providerId: "Ey6ECgOkVVFjz3CL48B8C",
        from: { channel: "sms", id: "+84901234567", account: "android:1" },
        sentAt: Date.parse("2026-11-22T09:30:15+07:00"),
        text: "Tôi muốn hỏi thủ tục",
        attachments: [],
      },
    });
  });
  test("an older app names the sender otherwise; a phone may not know its SIM nor the time", () => {
    expect(call("sms:received", { phoneNumber: "0901234567", message: "STOP", simNumber: null })).toMatchObject({
      message: { from: { id: "+84901234567", account: "android" }, sentAt: NOW, keyword: { means: "stop" } },
    });
  });
  test.each(["delivered", "failed"] as const)("sms:%s is the fate of what we sent", (status) => {
    expect(call(`sms:${status}`, { messageId: "m-1", recipient: "+84901234567", simNumber: 2 })).toEqual({
      kind: "event",
      event: {
        kind: "delivery",
        to: { channel: "sms", id: "+84901234567", account: "android:2" },
        providerIds: ["m-1"],
        status,
        ...(status === "failed" && { reason: "android sms:failed" }),
        at: NOW,
      },
    });
  });
  test.each([
    ["sms:sent", { messageId: "m" }, "sms:sent"],
    ["system:ping", { health: {} }, "system:ping"],
    ["sms:received", { sender: "VIETTEL", message: "x" }, "sender"],
    ["sms:received", { sender: "+84901234567", message: " " }, "empty"],
    ["sms:delivered", { recipient: "+84901234567" }, "schema:payload.messageId"],
    ["sms:received", { sender: 1 }, "schema:payload.sender"],
  ])("%s %j is not for us", (event, payload, name) => {
    expect(call(event, payload)).toEqual({ kind: "not_for_us", name });
  });
  test.each(["", "{", "null", "[]", '{"id":"a b","event":"x","payload":{}}'])("%s is no call", (body) => {
    expect(parseAndroid(Buffer.from(body), NOW)).toMatchObject({
      kind: "not_for_us",
      name: expect.stringMatching(/^schema:/),
    });
  });
});
