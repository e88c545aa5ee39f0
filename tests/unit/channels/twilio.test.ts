import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderSms } from "../../../src/channels/index.ts";
import { outcomeOfError } from "../../../src/channels/sms/twilio/outcome.ts";
import { parseTwilio } from "../../../src/channels/sms/twilio/parse.ts";
import { formFields, verifyTwilio } from "../../../src/channels/sms/twilio/verify.ts";
import {
  OWN_ACCOUNT,
  TWILIO_ACCEPTED,
  TWILIO_REFUSED,
  TWILIO_SMS,
  TWILIO_UNDELIVERED,
  WIRE_BODY,
} from "../../contracts/vectors.ts";
import { signTwilioWebhook } from "../../fakes/twilio.ts";

describe("Twilio's signature", () => {
  test.each(TWILIO_ACCEPTED)("%s is accepted", async (_, token, url, body, signature) => {
    expect(await verifyTwilio(Buffer.from(body), signature, url, token)).toBe(true);
  });
  test.each(TWILIO_REFUSED)("%s is refused", async (_, token, url, body, signature) => {
    expect(await verifyTwilio(Buffer.from(body), signature, url, token)).toBe(false);
  });
  test("an empty token verifies nothing, and an address that is none neither", async () => {
    const [, , url = "", body = ""] = TWILIO_ACCEPTED[0] ?? [];
    expect(await verifyTwilio(Buffer.from(body), signTwilioWebhook(url, {}, ""), url, "")).toBe(false);
    expect(await verifyTwilio(Buffer.from(body), "x", "no address", "t")).toBe(false);
  });
  test("the fake signs as Twilio does", () => {
    const signature = signTwilioWebhook(
      "https://bot.example.vn/webhooks/twilio/sms",
      Object.fromEntries(new URLSearchParams(WIRE_BODY)),
      "a3f1c0de5eed4b1d9e8f7a6b5c4d3e2f",
    );
    expect(signature).toBe("HWe+ltCaG8YxFY+Q9lccvhDB9qs=");
  });
});

describe("the fields of a form", () => {
  test("keep empty values, literal names and all values of a name", () => {
    expect({ ...formFields(Buffer.from("a=&b[c]=1&d=1&d=2&d=1&__proto__=x+y")) }).toEqual(
      Object.assign(Object.create(null), { a: "", "b[c]": "1", d: ["1", "2", "1"], ["__proto__"]: "x y" }),
    );
  });
});

const NOW = 1_793_318_700_000;
const parse = (form: string, account = OWN_ACCOUNT) => parseTwilio(formFields(Buffer.from(form)), account, NOW);
const sms = (fields: Record<string, string>) =>
  new URLSearchParams({
    MessageSid: "SM1",
    AccountSid: OWN_ACCOUNT,
    From: "+84901234567",
    To: "+15005550006",
    Body: "x",
    ...fields,
  }).toString();

describe("what Twilio sends", () => {
  test("an SMS is a message", () => {
    expect(parse(TWILIO_SMS)).toEqual({
      kind: "message",
      message: {
        providerId: "SM00000000000000000000000000000001",
        from: { channel: "sms", id: "+84901234567", account: "+15005550006" },
        sentAt: NOW,
        text: "Tôi muốn hỏi thủ tục cấp sổ đỏ",
        attachments: [],
      },
    });
  });
  test("pictures come along", () => {
    const form = sms({
      Body: "",
      NumMedia: "2",
      MediaUrl0: "https://api.twilio.com/m",
      MediaContentType0: "image/jpeg",
      MediaUrl1: "http://x/",
    });
    expect(parse(form)).toMatchObject({
      message: { text: "", attachments: [{ kind: "image", url: "https://api.twilio.com/m" }] },
    });
  });
  test("a national number is brought into its international form", () => {
    expect(parse(sms({ From: "0901234567" }))).toMatchObject({ message: { from: { id: "+84901234567" } } });
  });
  test("the fate of an SMS we sent is kept for later", () => {
    expect(parse(TWILIO_UNDELIVERED)).toEqual({
      kind: "event",
      event: {
        kind: "delivery",
        to: { channel: "sms", id: "+84901234567", account: "UBNDXA" },
        providerIds: ["SM00000000000000000000000000000002"],
        status: "failed",
        reason: "twilio 30006",
        at: NOW,
      },
    });
  });
  test.each([
    ["another account", sms({ AccountSid: "AC9" }), "AccountSid"],
    ["a sender name", sms({ From: "VIETTEL" }), "From"],
    ["nothing said", sms({ Body: " " }), "empty"],
    ["a status on the way", sms({ MessageStatus: "queued" }), "status:queued"],
    ["a form without an id", "Body=x", "schema:MessageSid"],
    ["no form", "", "schema:MessageSid"],
  ])("%s is not for us", (_, form, name) => expect(parse(form)).toEqual({ kind: "not_for_us", name }));

  test("never throws on any form", () => {
    const names = fc.constantFrom(
      "MessageSid",
      "AccountSid",
      "From",
      "To",
      "Body",
      "NumMedia",
      "MediaUrl0",
      "MessageStatus",
      "__proto__",
    );
    const form = fc.array(
      fc.tuple(fc.oneof(names, fc.string()), fc.oneof(fc.constantFrom(OWN_ACCOUNT, "+84901234567", "3"), fc.string())),
    );
    const kinds = new Set<string>();
    fc.assert(
      fc.property(form, (pairs) => void kinds.add(parse(`${TWILIO_SMS}&${new URLSearchParams(pairs)}`).kind)),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => void kinds.add(parseTwilio(formFields(Buffer.from(bytes)), OWN_ACCOUNT, NOW).kind),
      ),
      { numRuns: 1000 },
    );
    expect([...kinds].sort()).toContain("message");
  });
});

test.each([
  [20429, 429, "retry"],
  [30001, 400, "retry"],
  [30003, 400, "retry"],
  [30008, 400, "retry"],
  [21610, 400, "unreachable"],
  [21614, 400, "unreachable"],
  [30006, 400, "unreachable"],
  [20003, 401, "operator"],
  [21408, 400, "operator"],
  [30007, 400, "operator"],
  [21617, 400, "refused"],
  [0, 429, "retry"],
  [0, 503, "retry"],
  [0, 401, "operator"],
  [0, 400, "refused"],
])("Twilio's error %i with status %i means %s", (code, status, kind) => {
  expect(outcomeOfError(code, status)).toMatchObject({
    kind,
    reason: code ? `twilio ${code}` : `twilio http ${status}`,
  });
});

describe("an SMS reply", () => {
  const reply = {
    key: "bao_ma",
    text: "Đã tiếp nhận phản ánh của Anh/Chị. Mã phiếu: PA-1.",
    short: "Đã nhận. Mã: PA-1.",
  };
  test.each([
    ["takes the short form, without marks", reply, { accents: false, maxSegments: 3 }, ["Da nhan. Ma: PA-1."]],
    ["keeps the marks where wished", reply, { accents: true, maxSegments: 3 }, ["Đã nhận. Mã: PA-1."]],
    [
      "takes the full form where there is no short one",
      { key: "k", text: "Mời Anh/Chị" },
      { accents: false, maxSegments: 3 },
      ["Moi Anh/Chi"],
    ],
    ["is nothing where nothing is said", { key: "k", text: " " }, { accents: false, maxSegments: 3 }, []],
    [
      "says honestly that more was to come",
      { key: "k", text: "à ".repeat(200) },
      { accents: false, maxSegments: 1 },
      [`${"a ".repeat(74)}a (con nua)`],
    ],
  ])("%s", (_, wish, style, parts) => expect(renderSms(wish, style)).toEqual(parts));
});
