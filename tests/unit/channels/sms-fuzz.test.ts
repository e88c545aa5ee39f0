import express from "express";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  androidChannel,
  type Channel,
  type ChannelPorts,
  esmsChannel,
  webhookRouter,
} from "../../../src/channels/index.ts";
import { parseAndroid } from "../../../src/channels/sms/android/parse.ts";
import { verifyAndroid } from "../../../src/channels/sms/android/verify.ts";
import { fieldsOf, parseMo, parseReport, signedOf } from "../../../src/channels/sms/esms/parse.ts";
import { reportToken, verifyEsms } from "../../../src/channels/sms/esms/verify.ts";
import { parseTwilio } from "../../../src/channels/sms/twilio/parse.ts";
import { formFields } from "../../../src/channels/sms/twilio/verify.ts";
import { configured, post } from "../../contracts/door.ts";
import { stampAndroid } from "../../fakes/android-gateway.ts";
import { signEsmsMo } from "../../fakes/esms.ts";
import { listen } from "../../fakes/listen.ts";

/** Bodies a parser is shown; more by hand: FUZZ_RUNS=100000 npx vitest run tests/unit/channels/sms-fuzz.test.ts */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 2000);
/** A call over the wire takes a millisecond or a few. */
const LIMIT_MS = 20_000 + RUNS * 12;
const NOW = 1_793_318_700_000;
const ACCOUNT = "AC00000000000000000000000000000001";

/** Names and values as providers use them, in any company, twice, broken or missing. */
const NAMES = [
  "cpid",
  "smsid",
  "content",
  "receiverTime",
  "receiveTime",
  "sender",
  "serviceNumber",
  "keyword",
  "sign",
  "SMSID",
  "RequestId",
  "SendStatus",
  "SendFailed",
  "SendSuccess",
  "phonenumber",
  "MessageSid",
  "AccountSid",
  "From",
  "To",
  "Body",
  "NumMedia",
  "MediaUrl0",
  "MessageStatus",
  "OptOutType",
  "__proto__",
];
const VALUES = [
  "84901234567",
  "+84901234567",
  "20261122093015",
  "8079",
  "PAKN HUY",
  "STOP",
  "5",
  "1",
  "-1",
  "NaN",
  ACCOUNT,
  "constructor",
];
const anyText = fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const query = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string() }),
      anyText,
    ),
    { maxLength: 14 },
  )
  .map((pairs) => new URLSearchParams(pairs).toString());
const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
const mo = fc.record({
  cpid: fc.string({ minLength: 1, maxLength: 8 }),
  smsid: fc.string({ unit: fc.constantFrom(..."abc019-_".split("")), minLength: 1, maxLength: 12 }),
  content: anyText,
  receiverTime: fc.stringMatching(/^\d{14}$/),
});
/** Mostly what it should be. */
const mostly = <T>(...good: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>(...good) }, { weight: 1, arbitrary: fc.anything() });
const report = fc
  .record(
    {
      SMSID: fc.oneof(fc.uuid(), anyText),
      RequestId: fc.oneof(fc.uuid(), anyText),
      SendStatus: fc.oneof(fc.constantFrom("1", "2", "4", "5", "7"), anyText),
      SendFailed: anyText,
      SendSuccess: fc.oneof(fc.constantFrom("0", "1"), anyText),
      phonenumber: anyText,
    },
    { requiredKeys: [] },
  )
  .map((fields) => new URLSearchParams(fields as Record<string, string>).toString());
const androidCall = fc
  .record({
    event: fc.oneof(fc.constantFrom("sms:received", "sms:delivered", "sms:failed", "sms:sent"), fc.string()),
    id: fc.oneof({ weight: 6, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.anything() }),
    payload: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record({
          messageId: mostly("m-1", "m-2"),
          message: fc.oneof({ weight: 6, arbitrary: anyText }, { weight: 1, arbitrary: fc.anything() }),
          sender: mostly("+84901234567", "0901234567", "VIETTEL", null),
          recipient: mostly("+84901234567", null),
          simNumber: mostly(1, 2, null),
          receivedAt: mostly("2026-11-22T09:30:15.000+07:00", ""),
        }),
      },
      { weight: 1, arbitrary: fc.anything() },
    ),
  })
  .map((call) => Buffer.from(JSON.stringify(call, printable)));
const printable = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/** Runs a reading over many inputs and gives what kinds came of it; a reading that throws fails the test. */
function kindsOf<T>(inputs: fc.Arbitrary<T>, read: (input: T) => string): string[] {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(inputs, (input) => void kinds.add(read(input))),
    { numRuns: RUNS },
  );
  return [...kinds].sort();
}

describe(`${RUNS} bodies`, () => {
  test("eSMS: any query is read or refused", { timeout: LIMIT_MS }, () => {
    const kinds = kindsOf(query, (text) => {
      const fields = fieldsOf(new URLSearchParams(text));
      if (!fields) return "twice";
      const signed = signedOf(fields);
      return signed ? parseMo(signed, fields, "PAKN", NOW).kind : "unsigned";
    });
    expect(kinds).toEqual(expect.arrayContaining(["twice", "unsigned"]));
  });

  test("eSMS: whole calls become messages", { timeout: LIMIT_MS }, () => {
    const kinds = kindsOf(fc.tuple(mo, anyText, anyText), ([signed, sender, serviceNumber]) => {
      const fields = new Map(Object.entries({ ...signed, sender, serviceNumber }));
      return parseMo(signed, fields, "PAKN", NOW).kind;
    });
    expect(kinds).toEqual(["message", "not_for_us"]);
  });

  test("eSMS: any report is an event or none", { timeout: LIMIT_MS }, () => {
    const kinds = kindsOf(
      fc.oneof(report, query),
      (text) => parseReport(fieldsOf(new URLSearchParams(text)) ?? new Map(), NOW).kind,
    );
    expect(kinds).toEqual(["event", "not_for_us"]);
  });

  test("eSMS: no signature but the right one passes", { timeout: LIMIT_MS }, () => {
    expect(kindsOf(fc.tuple(mo, anyText), ([signed, sign]) => String(verifyEsms(signed, sign, "key")))).toEqual([
      "false",
    ]);
    expect(kindsOf(mo, (signed) => String(verifyEsms(signed, signEsmsMo(signed, "key"), "key")))).toEqual(["true"]);
  });

  test("Android: any body is read or passed over", { timeout: LIMIT_MS }, () => {
    const kinds = kindsOf(
      fc.oneof({ weight: 4, arbitrary: androidCall }, { weight: 1, arbitrary: anyBytes }),
      (body) => parseAndroid(body, NOW).kind,
    );
    expect(kinds).toEqual(["event", "message", "not_for_us"]);
  });

  test("Android: no signature but the right one passes", { timeout: LIMIT_MS }, () => {
    const clock = { now: NOW, toleranceMs: 300_000 };
    const forged = fc.tuple(anyBytes, anyText, anyText);
    expect(
      kindsOf(forged, ([body, signature, timestamp]) => verifyAndroid(body, { signature, timestamp }, "key", clock)),
    ).toEqual(["forged"]);
  });

  test("Twilio: any form is read or passed over", { timeout: LIMIT_MS }, () => {
    const whole = query.map((text) => `MessageSid=SM1&AccountSid=${ACCOUNT}&From=%2B84901234567&To=%2B1500&${text}`);
    const kinds = kindsOf(
      fc.oneof(whole, query, anyBytes.map(String)),
      (text) => parseTwilio(formFields(Buffer.from(text)), ACCOUNT, NOW).kind,
    );
    expect(kinds).toEqual(expect.arrayContaining(["message", "not_for_us"]));
  });
});

/** Calls in hand at once. */
const AT_ONCE = 20;

/** A channel's door that only counts what it takes in. */
async function countingDoor(channel: Channel) {
  const taken = { messages: 0, events: 0, rejected: 0 };
  const ports: ChannelPorts = {
    now: () => NOW,
    accept: async () => {
      taken.messages += 1;
      return "new";
    },
    keep: async () => {
      taken.events += 1;
    },
    reject: () => {
      taken.rejected += 1;
    },
  };
  const server = await listen(express().use("/webhooks", webhookRouter(channel.routes(ports))));
  return { ...server, taken };
}

/** Shows a door many calls: each must be answered by a plain yes or no, and counted once. */
async function assail<T>(
  inputs: fc.Arbitrary<T>,
  channel: Channel,
  call: (url: string, input: T) => Promise<Response>,
) {
  const door = await countingDoor(channel);
  const statuses = new Set<number>();
  let calls = 0;
  const one = async (input: T) => {
    const response = await call(door.url, input);
    await response.arrayBuffer();
    statuses.add(response.status);
    calls += 1;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(inputs, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (all) => {
      await Promise.all(all.map(one));
    }),
    { numRuns: RUNS / AT_ONCE },
  );
  await door.close();
  const { messages, events, rejected } = door.taken;
  expect(messages + events + rejected).toBe(calls);
  expect(calls).toBe(RUNS);
  expect([messages, events, rejected]).not.toContain(0);
  return [...statuses].sort();
}

describe(`${RUNS} calls over the wire`, () => {
  test("eSMS's door", { timeout: LIMIT_MS }, async () => {
    const channel = configured(esmsChannel({ apiKey: "a", secretKey: "key", keyword: "PAKN" }));
    const signed = mo.map((one) => {
      const well = { ...one, content: one.content.toWellFormed(), cpid: one.cpid.toWellFormed() };
      return `/webhooks/sms/esms?${new URLSearchParams({ ...well, sender: "84901234567", sign: signEsmsMo(well, "key") })}`;
    });
    const reported = fc.oneof(report, query).map((text) => `/webhooks/sms/esms/report/${reportToken("key")}?${text}`);
    const loose = query.map((text) => `/webhooks/sms/esms?${text}`);
    const statuses = await assail(fc.oneof(signed, reported, loose), channel, (url, path) => fetch(url + path));
    expect(statuses).toEqual([200, 403]);
  });

  test("Android's door", { timeout: LIMIT_MS }, async () => {
    const channel = configured(androidChannel({ url: "http://phone.invalid", secret: "key" }));
    const isSigned = fc.integer({ min: 0, max: 9 }).map((n) => n > 0);
    const calls = fc.tuple(
      fc.oneof({ weight: 4, arbitrary: androidCall }, { weight: 1, arbitrary: anyBytes }),
      isSigned,
    );
    const statuses = await assail(calls, channel, (url, [body, signed]) =>
      post(`${url}/webhooks/sms/android`, body, stampAndroid(body, signed ? "key" : "yek", NOW)),
    );
    expect(statuses).toEqual([200, 401]);
  });
});
