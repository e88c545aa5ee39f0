import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { outcomeOfCode } from "../../../src/channels/sms/esms/outcome.ts";
import { fieldsOf, parseMo, parseReport, signedOf } from "../../../src/channels/sms/esms/parse.ts";
import { reportToken, verifyEsms } from "../../../src/channels/sms/esms/verify.ts";
import { ESMS_ACCEPTED, ESMS_MO_KEY, ESMS_PUBLISHED } from "../../contracts/vectors.ts";
import { esmsMoCall } from "../../fakes/esms.ts";

const NOW = 1_793_318_700_000;

describe("eSMS's signature", () => {
  test.each(ESMS_PUBLISHED)("the provider's own example %s… is accepted", (joined, key, sign) => {
    const [cpid, smsid, content, receiverTime] = [joined.slice(0, 2), joined.slice(2, 3), joined.slice(3), ""];
    expect(verifyEsms({ cpid, smsid, content, receiverTime }, sign, key)).toBe(true);
  });
  test.each(ESMS_ACCEPTED)("%s text is accepted", (_, signed, sign) => {
    expect(verifyEsms(signed, sign, ESMS_MO_KEY)).toBe(true);
  });

  const [, signed, sign] = ESMS_ACCEPTED[1];
  const hex = createHash("md5")
    .update(signed.cpid + signed.smsid + signed.content + signed.receiverTime + ESMS_MO_KEY)
    .digest("hex");
  test.each([
    ["another key", signed, sign, "17417a0d20114d36a902e49cad0e97f4"],
    ["no key", signed, createHash("md5").update(Object.values(signed).join("")).digest("base64"), ""],
    ["the sum of another text", signed, ESMS_ACCEPTED[0][2], ESMS_MO_KEY],
    ["the text decomposed", { ...signed, content: signed.content.normalize("NFD") }, sign, ESMS_MO_KEY],
    ["the sum in hexadecimal", signed, hex, ESMS_MO_KEY],
    ["nothing", signed, "", ESMS_MO_KEY],
    ["the padding left out", signed, sign.replace("==", ""), ESMS_MO_KEY],
    ["the last digit's unused bits changed", signed, sign.replace("Q==", "R=="), ESMS_MO_KEY],
  ])("%s is refused", (_, fields, given, key) => expect(verifyEsms(fields, given, key)).toBe(false));

  test("changing any one byte of what is signed, or of the sum, is refused", () => {
    for (const name of ["cpid", "smsid", "content", "receiverTime"] as const)
      for (let at = 0; at < signed[name].length; at += 1) {
        const value = signed[name];
        const changed = value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ 1) + value.slice(at + 1);
        expect(verifyEsms({ ...signed, [name]: changed }, sign, ESMS_MO_KEY)).toBe(false);
      }
    for (let at = 0; at < sign.length; at += 1) {
      const changed = sign.slice(0, at) + (sign[at] === "A" ? "B" : "A") + sign.slice(at + 1);
      expect(verifyEsms(signed, changed, ESMS_MO_KEY)).toBe(false);
    }
  });

  test("the token of the report address follows from the secret, and tells nothing of it", () => {
    expect(reportToken("a")).toMatch(/^[0-9a-f]{40}$/);
    expect(reportToken("a")).not.toBe(reportToken("b"));
  });
});

const readMo = (call: string, prefix?: string) => {
  const fields = fieldsOf(new URLSearchParams(call.split("?")[1]));
  const signed = fields && signedOf(fields);
  return fields && signed ? parseMo(signed, fields, prefix, NOW) : undefined;
};

describe("what eSMS sends", () => {
  test("a message comes from a number, at a short code, at a time in Viet Nam", () => {
    expect(readMo(esmsMoCall({ smsid: "m-1", content: "PAKN Đường hỏng" }, "k"))).toEqual({
      kind: "message",
      message: {
        providerId: "m-1",
        from: { channel: "sms", id: "+84901234567", account: "esms:8079" },
        sentAt: Date.parse("2026-11-22T09:30:15+07:00"),
        text: "PAKN Đường hỏng",
        attachments: [],
      },
    });
  });
  test.each([
    ["PAKN 1", "PAKN", "1", undefined],
    ["pakn  HUY", "PAKN", "HUY", "leave"],
    ["HUY", "PAKN", "HUY", "leave"],
    ["PAKN", "PAKN", "PAKN", undefined],
    ["PAKN HUY", undefined, "PAKN HUY", undefined],
    ["PAKNX 1", "PAKN", "PAKNX 1", undefined],
  ])("“%s” to a code that knows us by %s is “%s”", (content, prefix, text, means) => {
    const inbound = readMo(esmsMoCall({ smsid: "m-1", content }, "k"), prefix);
    expect(inbound).toMatchObject({ message: { text } });
    expect(inbound?.kind === "message" ? inbound.message.keyword?.means : "none").toBe(means);
  });
  test.each([
    ["a sender's name", { sender: "VIETTEL" }, "sender"],
    ["nothing said", { content: " " }, "empty"],
  ])("%s is not for us", (_, change, name) => {
    expect(readMo(esmsMoCall({ smsid: "m-1", content: "x", ...change }, "k"))).toEqual({ kind: "not_for_us", name });
  });
  test("a day that is none leaves our own clock", () => {
    expect(readMo(esmsMoCall({ smsid: "m", content: "x", receiverTime: "20261399999999" }, "k"))).toMatchObject({
      message: { sentAt: NOW },
    });
  });
  test.each(["cpid=a&smsid=b&content=c", "cpid=a&smsid=b c&content=c&receiverTime=20261122093015", ""])(
    "“%s” has no signed part",
    (query) => expect(signedOf(fieldsOf(new URLSearchParams(query)) ?? new Map())).toBeUndefined(),
  );
  test("a name that comes twice makes the whole query unreadable", () => {
    expect(fieldsOf(new URLSearchParams("content=a&content=b"))).toBeUndefined();
  });
});

describe("a delivery report", () => {
  const report = (query: string) => parseReport(new Map(new URLSearchParams(query)), NOW);
  test.each([
    ["5", "0", "1", "delivered"],
    ["5", "1", "0", "failed"],
    ["5", "1", "1", "failed"],
    ["4", "0", "0", "failed"],
  ])("status %s with %s failed and %s taken: %s", (status, failed, succeeded, fate) => {
    const query = `SMSID=s&RequestId=r&SendStatus=${status}&SendFailed=${failed}&SendSuccess=${succeeded}&phonenumber=84901234567`;
    expect(report(query)).toEqual({
      kind: "event",
      event: {
        kind: "delivery",
        to: { channel: "sms", id: "+84901234567", account: "esms" },
        providerIds: ["s", "r"],
        status: fate,
        ...(fate === "failed" && { reason: `esms status ${status}` }),
        at: NOW,
      },
    });
  });
  test.each([
    ["SMSID=s&SendStatus=1", "status:1"],
    ["SMSID=s&SendStatus=2", "status:2"],
    ["SMSID=s&SendStatus=7", "status:7"],
    ["SMSID=s&SendStatus=5&SendFailed=0&SendSuccess=0", "status:5"],
    ["SendStatus=5&SendSuccess=1", "schema:SMSID"],
  ])("%s says nothing final", (query, name) => expect(report(query)).toEqual({ kind: "not_for_us", name }));
});

test.each([
  ["100", "sent"],
  ["124", "sent"],
  ["99", "unreachable"],
  ["108", "unreachable"],
  ["101", "operator"],
  ["103", "operator"],
  ["104", "operator"],
  ["118", "operator"],
  ["140", "operator"],
  ["177", "operator"],
  ["146", "refused"],
  ["__proto__", "refused"],
])("eSMS's code %s means %s", (code, kind) => expect(outcomeOfCode(code, undefined, "key-1").kind).toBe(kind));
