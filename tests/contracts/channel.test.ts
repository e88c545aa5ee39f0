import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  androidChannel,
  type BotFrameworkPorts,
  botFrameworkChannel,
  type Channel,
  type ChannelOff,
  esmsChannel,
  hotlineChannel,
  twilioChannel,
  type VoicePorts,
  voiceChannel,
  zaloBotChannel,
  zaloChannel,
} from "../../src/channels/index.ts";
import type { Address, Reply } from "../../src/messages/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { smsSize } from "../../src/text/index.ts";
import { stampAndroid, startAndroidFake } from "../fakes/android-gateway.ts";
import { CLOSED_CONVERSATION, startEmulator, typedActivity } from "../fakes/emulator.ts";
import { magicEsmsNumber, signEsmsMo, startEsmsFake } from "../fakes/esms.ts";
import { magicTwilioNumber, signTwilioWebhook, startTwilioFake } from "../fakes/twilio.ts";
import { magicZaloUser, signZaloWebhook, startZaloFake } from "../fakes/zalo.ts";
import { magicChat, startZaloBotFake, zaloBotUpdate } from "../fakes/zalo-bot.ts";
import { zaloPortsOf } from "../fakes/zalo-memory.ts";
import { configured, type Door, openDoor, post } from "./door.ts";
import {
  ANDROID_BODY,
  ANDROID_KEY,
  ESMS_MO_KEY,
  OWN_ACCOUNT,
  TWILIO_OWN_TOKEN,
  TWILIO_SMS,
  VOICE_TURN,
  ZALO,
  ZALO_ACCEPTED,
} from "./vectors.ts";

const NOW = 1_793_318_700_000;
const PUBLIC_URL = "https://bot.example.vn";

interface Outside {
  readonly url: string;
  failNext(code: number): void;
  hangNext(): void;
  close(): Promise<void>;
}

interface Case {
  readonly name: string;
  readonly provider: string;
  readonly path: string;
  /** The body; of a channel that is called by GET, the query without the signature. */
  readonly sample: Buffer;
  readonly method?: "get";
  /** Headers, or for GET the signature's own part of the query. */
  readonly headers: (body: Buffer) => Record<string, string>;
  readonly signatureHeader: string;
  /** What of a body is signed, where spelling may differ or not all of it is; the whole otherwise. */
  readonly signed?: (body: Buffer) => string;
  /** A shared secret instead of a signature: it says who calls, and nothing of the bytes. */
  readonly isSecret?: true;
  readonly refusal: number;
  readonly build: (left?: { out?: string; api?: string }) => Channel | ChannelOff;
  readonly secrets: readonly string[];
  readonly expected: { id: string; from: Address; text: string };
  readonly limit: (part: string) => boolean;
  /** Its provider is not known to send again what was refused. */
  readonly isOfferedOnce?: true;
  /** What a message that cannot be kept is answered with, where not 503. */
  readonly whenFull?: number;
  readonly outside?: {
    start: () => Promise<Outside>;
    /** Absent where the provider does not say so when it takes a message. */
    blocked?: Address;
    reachable: Address;
    no: readonly (readonly [number, string])[];
  };
}

const without = <T extends object>(settings: T, out?: string): Partial<T> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name !== out)) as Partial<T>;

const CALL = JSON.stringify({
  schema: "hotline-transcript/1",
  callId: "CA0001",
  provider: "pbx",
  caller: "+84901234567",
  startedAt: "2026-11-22T09:30:00+07:00",
  language: "vi-VN",
  turns: [
    { index: 0, speaker: "agent", text: "Dạ em nghe", startMs: 0, confidence: 0.9 },
    { index: 1, speaker: "caller", text: "Tôi hỏi thủ tục khai sinh", startMs: 900, confidence: 0.8 },
    { index: 2, speaker: "caller", text: "ở phường Bến Thành", startMs: null, confidence: null },
  ],
});

const TURN = "?luot=1";

/** Nobody has called before, and every turn is answered with nothing. */
const QUIET_OFFICE: VoicePorts = {
  calls: {
    begin: async () => undefined,
    leftOff: async () => undefined,
    keepHeard: async () => undefined,
    heard: async () => undefined,
    hangUp: async () => undefined,
  },
  repliesTo: async () => [],
  reads: () => ({ isUrgent: false, wantsPerson: false, isRight: undefined }),
  say: (key) => ({ key, text: key }),
  canText: () => false,
};

const ESMS_QUERY = new URLSearchParams({
  sender: "84901234567",
  content: "PAKN Đường làng hỏng nặng",
  serviceNumber: "8079",
  keyword: "PAKN",
  cpid: "TTHC01",
  smsid: "9f1c7a52",
  receiverTime: "20261122093015",
}).toString();
const esmsFields = (query: Buffer) => {
  const fields = new URLSearchParams(query.toString());
  const [cpid = "", smsid = "", content = "", receiverTime = ""] = ["cpid", "smsid", "content", "receiverTime"].map(
    (name) => fields.get(name) ?? "",
  );
  return { cpid, smsid, content, receiverTime };
};

const DOOR_SECRET = "a-secret-of-24-characters";

const ACTIVITY = Buffer.from(
  JSON.stringify(
    typedActivity({
      conversation: "c-1|livechat",
      id: "a-1",
      text: "Tôi muốn hỏi thủ tục cấp sổ đỏ",
      serviceUrl: "http://localhost:50001",
    }),
  ),
);

/** Every conversation is answered at one place, and nobody is greeted. */
const answeredAt = (serviceUrl: string): BotFrameworkPorts => ({
  references: {
    keep: async () => undefined,
    find: async ({ id }) => ({
      serviceUrl,
      conversation: id,
      channelId: "emulator",
      user: { id: "nguoi-dan" },
      bot: { id: "bot" },
      activityId: "a-1",
    }),
  },
  repliesTo: async () => [],
  greet: async () => [],
});

const CASES: readonly Case[] = [
  {
    name: "zalo",
    provider: "Zalo",
    path: "/webhooks/zalo",
    sample: Buffer.from(ZALO_ACCEPTED[1]?.body ?? ""),
    headers: (body) => ({ "x-zevent-signature": signZaloWebhook(body, ZALO.appId, ZALO.oaSecretKey) }),
    signatureHeader: "x-zevent-signature",
    refusal: 401,
    build: ({ out, api } = {}) =>
      zaloChannel(
        without(
          {
            ...ZALO,
            appSecret: "app-secret",
            refreshToken: "refresh-1",
            strict: true,
            apiUrl: api,
            oauthUrl: api,
            timeoutMs: 300,
          },
          out,
        ),
        zaloPortsOf(fixedClock(NOW)),
      ),
    secrets: ["appId", "oaId", "oaSecretKey"],
    expected: {
      id: "96d3cdf3af150460909",
      from: { channel: "zalo", id: ZALO.userId, account: ZALO.oaId },
      text: "Tôi muốn hỏi thủ tục cấp sổ đỏ",
    },
    limit: (part) => [...part].length <= 1900,
    outside: {
      start: () => startZaloFake({ appId: ZALO.appId, appSecret: "app-secret", now: () => NOW }),
      blocked: { channel: "zalo", id: magicZaloUser(-217) },
      reachable: { channel: "zalo", id: ZALO.userId },
      no: [
        [-32, "retry"],
        [-200, "retry"],
        [-201, "refused"],
        [-230, "unreachable"],
        [-224, "operator"],
        [500, "retry"],
        [404, "operator"],
      ],
    },
  },
  {
    name: "sms",
    provider: "Twilio",
    path: "/webhooks/sms/twilio",
    isOfferedOnce: true,
    sample: Buffer.from(TWILIO_SMS),
    // "%c3" and "%C3", "+" and "%20" are the same form; a change that changes no field is no change.
    signed: (body) => new URLSearchParams(body.toString()).toString(),
    headers: (body) => ({
      "x-twilio-signature": signTwilioWebhook(
        `${PUBLIC_URL}/webhooks/sms/twilio`,
        Object.fromEntries(new URLSearchParams(body.toString())),
        TWILIO_OWN_TOKEN,
      ),
    }),
    signatureHeader: "x-twilio-signature",
    refusal: 403,
    build: ({ out, api } = {}) =>
      twilioChannel(
        without(
          {
            accountSid: OWN_ACCOUNT,
            authToken: TWILIO_OWN_TOKEN,
            from: "+15005550006",
            publicUrl: PUBLIC_URL,
            apiUrl: api,
            timeoutMs: 300,
          },
          out,
        ),
      ),
    secrets: ["accountSid", "authToken", "publicUrl"],
    expected: {
      id: "SM00000000000000000000000000000001",
      from: { channel: "sms", id: "+84901234567", account: "+15005550006" },
      text: "Tôi muốn hỏi thủ tục cấp sổ đỏ",
    },
    limit: (part) => smsSize(part).segments <= 3,
    outside: {
      start: () => startTwilioFake({ accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN }),
      blocked: { channel: "sms", id: magicTwilioNumber(21610) },
      reachable: { channel: "sms", id: "+84901234567" },
      no: [
        [20429, "retry"],
        [30003, "retry"],
        [21617, "refused"],
        [21614, "unreachable"],
        [20003, "operator"],
        [500, "retry"],
        [429, "retry"],
      ],
    },
  },
  {
    name: "voice",
    provider: "Twilio",
    path: `/webhooks/voice/twilio${TURN}`,
    sample: Buffer.from(VOICE_TURN),
    // "%c3" and "%C3", "+" and "%20" are the same form; a change that changes no field is no change.
    signed: (body) => new URLSearchParams(body.toString()).toString(),
    headers: (body) => ({
      "x-twilio-signature": signTwilioWebhook(
        `${PUBLIC_URL}/webhooks/voice/twilio${TURN}`,
        Object.fromEntries(new URLSearchParams(body.toString())),
        TWILIO_OWN_TOKEN,
      ),
    }),
    signatureHeader: "x-twilio-signature",
    refusal: 403,
    build: ({ out } = {}) =>
      voiceChannel(
        without({ accountSid: OWN_ACCOUNT, authToken: TWILIO_OWN_TOKEN, publicUrl: PUBLIC_URL }, out),
        QUIET_OFFICE,
      ),
    secrets: ["accountSid", "authToken", "publicUrl"],
    expected: {
      id: "CA00000000000000000000000000000001:1",
      from: { channel: "voice", id: "+84901234567", account: "+842871000000" },
      text: "tôi muốn phản ánh về hồ sơ đất đai trễ hẹn",
    },
    limit: () => true,
    // A caller hears that it was not kept, and says it again; a bare error would only end the call.
    whenFull: 200,
  },
  {
    name: "sms",
    provider: "eSMS",
    path: "/webhooks/sms/esms",
    isOfferedOnce: true,
    method: "get",
    sample: Buffer.from(ESMS_QUERY),
    headers: (query) => ({ sign: signEsmsMo(esmsFields(query), ESMS_MO_KEY) }),
    signatureHeader: "sign",
    signed: (query) => Object.values(esmsFields(query)).join("|"),
    refusal: 403,
    build: ({ out, api } = {}) =>
      esmsChannel(without({ apiKey: "api-key", secretKey: ESMS_MO_KEY, apiUrl: api, timeoutMs: 300 }, out)),
    secrets: ["apiKey", "secretKey"],
    expected: {
      id: "9f1c7a52",
      from: { channel: "sms", id: "+84901234567", account: "esms:8079" },
      text: "PAKN Đường làng hỏng nặng",
    },
    limit: (part) => smsSize(part).segments <= 3,
    outside: {
      start: () => startEsmsFake({ apiKey: "api-key", secretKey: ESMS_MO_KEY }),
      blocked: { channel: "sms", id: magicEsmsNumber(99) },
      reachable: { channel: "sms", id: "+84901234567" },
      no: [
        [101, "operator"],
        [103, "operator"],
        [104, "operator"],
        [108, "unreachable"],
        [118, "operator"],
        [140, "operator"],
        [146, "refused"],
        [177, "operator"],
        [500, "retry"],
        [429, "retry"],
        [401, "operator"],
      ],
    },
  },
  {
    name: "sms",
    provider: "an Android phone",
    path: "/webhooks/sms/android",
    sample: Buffer.from(ANDROID_BODY),
    headers: (body) => stampAndroid(body, ANDROID_KEY, NOW),
    signatureHeader: "x-signature",
    refusal: 401,
    build: ({ out, api } = {}) =>
      androidChannel(without({ url: api ?? "http://phone.invalid", secret: ANDROID_KEY, timeoutMs: 300 }, out)),
    secrets: ["url", "secret"],
    expected: {
      id: "Ey6ECgOkVVFjz3CL48B8C",
      from: { channel: "sms", id: "+84901234567", account: "android:1" },
      text: "Tôi muốn hỏi thủ tục",
    },
    limit: (part) => smsSize(part).segments <= 3,
    outside: {
      start: () => startAndroidFake(),
      reachable: { channel: "sms", id: "+84901234567" },
      no: [
        [400, "refused"],
        [401, "operator"],
        [429, "retry"],
        [503, "retry"],
      ],
    },
  },
  {
    name: "transcript",
    provider: "a telephone exchange",
    path: "/webhooks/hotline",
    sample: Buffer.from(CALL),
    headers: (body) => {
      const at = String(NOW / 1000);
      return {
        "x-timestamp": at,
        "x-signature": `sha256=${createHmac("sha256", "hotline-secret").update(`${at}.`).update(body).digest("hex")}`,
      };
    },
    signatureHeader: "x-signature",
    refusal: 401,
    build: ({ out } = {}) => hotlineChannel(without({ secret: "hotline-secret" }, out)),
    secrets: ["secret"],
    expected: {
      id: expect.stringMatching(/^pbx:CA0001:[0-9a-f]{64}$/),
      from: { channel: "transcript", id: "+84901234567" },
      text: "Tôi hỏi thủ tục khai sinh\nở phường Bến Thành",
    },
    limit: () => true,
  },
  {
    name: "zalo-bot",
    provider: "the Zalo Bot platform",
    path: "/webhooks/zalo-bot",
    isOfferedOnce: true,
    sample: Buffer.from(
      JSON.stringify(
        zaloBotUpdate({ chatId: "6f0a11", messageId: "bot-1", at: NOW, text: "Tôi hỏi thủ tục khai sinh" }),
      ),
    ),
    headers: () => ({ "x-bot-api-secret-token": "made-up-secret" }),
    signatureHeader: "x-bot-api-secret-token",
    isSecret: true,
    refusal: 401,
    build: ({ out, api } = {}) =>
      zaloBotChannel(
        without(
          { token: "77001:made-up", secret: "made-up-secret", publicUrl: PUBLIC_URL, apiUrl: api, timeoutMs: 300 },
          out,
        ),
      ),
    secrets: ["token", "secret"],
    expected: {
      id: "bot-1",
      from: { channel: "zalo-bot", id: "6f0a11", account: "77001" },
      text: "Tôi hỏi thủ tục khai sinh",
    },
    limit: (part) => [...part].length <= 1900,
    outside: {
      start: () => startZaloBotFake("77001:made-up"),
      blocked: { channel: "zalo-bot", id: magicChat(403) },
      reachable: { channel: "zalo-bot", id: "6f0a11" },
      no: [
        [429, "retry"],
        [401, "operator"],
        [400, "refused"],
        [500, "retry"],
        [404, "operator"],
      ],
    },
  },
  {
    name: "botframework",
    provider: "the Emulator",
    path: "/api/messages",
    sample: ACTIVITY,
    headers: () => ({ authorization: `Bearer ${DOOR_SECRET}` }),
    signatureHeader: "authorization",
    isSecret: true,
    refusal: 401,
    build: ({ out, api = "http://localhost:50001" } = {}) =>
      botFrameworkChannel(without({ door: "on", secret: DOOR_SECRET, timeoutMs: 300 } as const, out), answeredAt(api)),
    secrets: ["door"],
    expected: {
      id: "emulator:c-1|livechat:a-1",
      from: { channel: "botframework", id: "c-1|livechat", account: "emulator" },
      text: "Tôi muốn hỏi thủ tục cấp sổ đỏ",
    },
    limit: (part) => [...part].length <= 8000,
    outside: {
      start: () => startEmulator(),
      blocked: { channel: "botframework", id: CLOSED_CONVERSATION, account: "emulator" },
      reachable: { channel: "botframework", id: "c-1|livechat", account: "emulator" },
      no: [
        [400, "refused"],
        [401, "operator"],
        [404, "unreachable"],
        [429, "retry"],
        [503, "retry"],
      ],
    },
  },
];

/** As the channel is called: a body under headers, or everything in the query. */
function call(channel: Case, url: string, body: Buffer, headers: Record<string, string>): Promise<Response> {
  if (channel.method !== "get") return post(url + channel.path, body, headers);
  const query = [body.toString(), new URLSearchParams(headers).toString()].filter(Boolean).join("&");
  return fetch(`${url}${channel.path}?${query.replaceAll("#", "%23")}`);
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
async function doorOf(channel: Case, options = {}): Promise<Door> {
  const door = await openDoor(configured(channel.build()), NOW, options);
  open.push(door);
  return door;
}

describe.each(CASES)("the $name channel by $provider", (channel) => {
  const { sample, headers, signed: whatIsSigned = String } = channel;
  const signed = headers(sample);

  test("takes in a genuine message, in our words", async () => {
    const door = await doorOf(channel);
    const response = await call(channel, door.url, sample, signed);
    expect(response.status).toBe(200);
    expect(door.accepted).toHaveLength(1);
    const { providerId, from, text } = door.accepted[0] ?? {};
    expect({ id: providerId, from, text }).toEqual(channel.expected);
  });

  test("reads the same id from the same bytes twice, and keeps the message once", async () => {
    const door = await doorOf(channel);
    const first = await call(channel, door.url, sample, signed);
    const second = await call(channel, door.url, sample, signed);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(door.accepted).toHaveLength(1);
  });

  test("refuses a missing and a wrong signature, and counts both", async () => {
    const door = await doorOf(channel);
    const { [channel.signatureHeader]: _, ...unsigned } = signed;
    const changed = Buffer.from(sample.toString().replace("i", "I").replace("PAKN", "PAKn"));
    const other = channel.isSecret ? "another-secret" : (headers(changed)[channel.signatureHeader] ?? "");
    const statuses = [
      (await call(channel, door.url, sample, unsigned)).status,
      (await call(channel, door.url, sample, { ...signed, [channel.signatureHeader]: other })).status,
    ];
    expect(statuses).toEqual([channel.refusal, channel.refusal]);
    expect(door.rejected).toEqual([`${channel.name} signature`, `${channel.name} signature`]);
    expect(door.accepted).toEqual([]);
  });

  test.skipIf(channel.isSecret)("refuses the message when any one byte of it has changed", async () => {
    const door = await doorOf(channel);
    for (const [at, byte] of sample.entries()) {
      const changed = Buffer.from(sample);
      changed[at] = byte ^ 0x01;
      if (whatIsSigned(changed) === whatIsSigned(sample)) continue;
      await call(channel, door.url, changed, signed);
    }
    expect(door.accepted).toEqual([]);
    expect(door.rejected.length).toBeGreaterThan(sample.length / 2);
  });

  test("refuses the message when any one character of the signature has changed", async () => {
    const door = await doorOf(channel);
    const signature = signed[channel.signatureHeader] ?? "";
    for (let at = 0; at < signature.length; at += 1) {
      const replaced = signature[at] === "x" ? "y" : "x";
      const changed = signature.slice(0, at) + replaced + signature.slice(at + 1);
      await call(channel, door.url, sample, { ...signed, [channel.signatureHeader]: changed });
    }
    expect(door.accepted).toEqual([]);
    expect(door.rejected).toHaveLength(signature.length);
  });

  test("answers 503 when the inbox cannot write, so that the provider sends it again", async () => {
    const door = await doorOf(channel, { full: true });
    expect((await call(channel, door.url, sample, signed)).status).toBe(channel.whenFull ?? 503);
    expect(door.rejected).toEqual([`${channel.name} not_stored`]);
  });

  test("switched off it answers 503 where the message comes again, and verifies and keeps it where it does not", async () => {
    const door = await doorOf(channel, { off: true });
    const answer = await call(channel, door.url, sample, signed);
    const kept = door.accepted.map(({ providerId }) => providerId);
    if (channel.isOfferedOnce) expect([answer.status, kept]).toEqual([200, [channel.expected.id]]);
    // A caller hears why, instead of the provider's own error (tests/contracts/voice).
    else if (channel.name === "voice") expect([answer.status, kept]).toEqual([200, []]);
    else expect([answer.status, answer.headers.get("retry-after"), kept]).toEqual([503, "300", []]);
    expect(door.rejected).toEqual(channel.isOfferedOnce ? [] : [`${channel.name} disabled`]);
    const forged = await call(channel, door.url, sample, { [channel.signatureHeader]: "wrong" });
    expect(forged.status).toBe(channel.isOfferedOnce || channel.name === "voice" ? channel.refusal : 503);
    expect(door.accepted).toHaveLength(kept.length);
  });

  test.skipIf(channel.method === "get")("answers 413 to a body beyond all measure, and counts it", async () => {
    const door = await doorOf(channel);
    const response = await call(channel, door.url, Buffer.alloc(1_100_000, 0x61), signed);
    expect(response.status).toBe(413);
    expect(door.rejected).toEqual([`${channel.name} too_large`]);
  });

  test.each(channel.secrets)("is off, and says so, without %s", (secret) => {
    expect(channel.build({ out: secret })).toEqual({
      off: expect.stringMatching(/^not set: [A-Z_]+$/),
      lacks: [expect.stringMatching(/^[A-Z_]+$/)],
    });
  });

  test("survives any bytes under any signature", async () => {
    const door = await doorOf(channel);
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ unit: "grapheme-ascii", maxLength: 80 }),
        async (bytes, header) => {
          const response = await call(channel, door.url, Buffer.from(bytes), {
            ...signed,
            [channel.signatureHeader]: header.trim(),
          });
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: 200 },
    );
    expect(door.accepted).toEqual([]);
    expect(door.rejected).toHaveLength(200);
  });

  const sender = configured(channel.build()).sender;
  if (!sender || !channel.outside) {
    test("has no way out", () => expect(sender).toBeUndefined());
    return;
  }
  const { outside } = channel;

  test("renders any reply within the channel's limits, and nothing empty", () => {
    const reply = fc.record({ key: fc.constant("bat_ky"), text: fc.string({ unit: "grapheme", maxLength: 6000 }) });
    fc.assert(
      fc.property(reply, (wish: Reply) => {
        for (const part of sender.render(wish)) {
          expect(channel.limit(part)).toBe(true);
          expect(part.trim()).not.toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });

  test("shows all six numbered choices", () => {
    const choices = ["Đất đai", "Hộ tịch", "Chứng thực", "Cư trú", "Xây dựng", "Việc khác"];
    const text = ["Anh/Chị cần hỏi về việc gì?", ...choices.map((choice, at) => `${at + 1}. ${choice}`)].join("\n");
    const shown = sender.render({ key: "hoi_viec", text, choices }).join("\n");
    expect(shown.match(/^\d\./gm)).toEqual(["1.", "2.", "3.", "4.", "5.", "6."]);
  });

  async function out() {
    const vendor = await outside.start();
    open.push(vendor);
    const connected = configured(channel.build({ api: vendor.url })).sender;
    if (!connected) throw new Error("no sender");
    return { vendor, send: (to: Address) => connected.send(to, "Đã tiếp nhận", "key-1") };
  }

  test("delivers, and returns the provider's id", async () => {
    const { send } = await out();
    expect(await send(outside.reachable)).toMatchObject({
      kind: "sent",
      providerId: expect.stringMatching(/^[\w-]{5,}$/),
    });
  });

  test.each(outside.no)("takes the vendor's %i for %s", async (code, kind) => {
    const { vendor, send } = await out();
    vendor.failNext(code);
    expect(await send(outside.reachable)).toMatchObject({ kind, reason: expect.stringContaining(String(code)) });
  });

  const { blocked } = outside;
  if (blocked)
    test("knows a person who has blocked us", async () => {
      const { send } = await out();
      expect((await send(blocked)).kind).toBe("unreachable");
    });

  test("tries again after a time-out, and after a refused connection", async () => {
    const { vendor, send } = await out();
    vendor.hangNext();
    expect((await send(outside.reachable)).kind).toBe("retry");
    open.splice(open.indexOf(vendor), 1);
    await vendor.close();
    expect((await send(outside.reachable)).kind).toBe("retry");
  });
});
