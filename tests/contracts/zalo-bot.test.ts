import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Background, Channel, ChannelPorts } from "../../src/channels/index.ts";
import { zaloBotChannel } from "../../src/channels/index.ts";
import { parseZaloBot } from "../../src/channels/zalo-bot/parse.ts";
import type { InboundMessage } from "../../src/messages/index.ts";
import { FUZZ_RUNS } from "../fakes/fuzz.ts";
import { startZaloBotFake, zaloBotUpdate } from "../fakes/zalo-bot.ts";
import { configured } from "./door.ts";

const NOW = 1_793_318_700_000;
const TOKEN = "77001:made-up";
const CHAT = "6f0a11";
const parse = (json: unknown) => parseZaloBot(json, "77001");
const update = (more: object = {}, event = "message.text.received", text: string | undefined = "Xin chào") =>
  zaloBotUpdate({ chatId: CHAT, messageId: "m1", at: NOW, event, more, ...(text !== undefined && { text }) });
const link = "https://f.zdn.vn/a";

describe("an update", () => {
  const from = { channel: "zalo-bot", id: CHAT, account: "77001" };
  test.each([
    ["a text", update(), "Xin chào", []],
    ["a text, wrapped", { ok: true, result: update() }, "Xin chào", []],
    [
      "a picture as documented",
      update({ photo: link, caption: "Rác" }, "message.image.received", ""),
      "Rác",
      [{ kind: "image", url: link }],
    ],
    [
      "a picture as bots see it",
      update({ photo_url: link }, "message.image.received", ""),
      "",
      [{ kind: "image", url: link }],
    ],
    [
      "a sticker",
      update({ sticker: "7", url: link }, "message.sticker.received", ""),
      "",
      [{ kind: "sticker", url: link }],
    ],
    ["a voice note", update({ voice_url: link }, "message.voice.received", ""), "", [{ kind: "audio", url: link }]],
    ["what the platform does not pass on", update({}, "message.unsupported.received", ""), "", [{ kind: "file" }]],
    [
      "a picture that is not https",
      update({ photo: "http://10.0.0.1" }, "message.image.received", ""),
      "",
      [{ kind: "image" }],
    ],
  ])("%s is a message", (_, json, text, attachments) => {
    expect(parse(json)).toEqual({
      kind: "message",
      message: { providerId: "m1", from, sentAt: NOW, text, attachments },
    });
  });

  test("a date in seconds means the same", () => {
    expect(parse(update({ date: NOW / 1000 }))).toEqual(parse(update()));
  });

  test.each([
    ["another bot's", update({ from: { is_bot: true } }), "message.text.received:bot"],
    ["a group's", update({ chat: { id: "g", chat_type: "GROUP" } }), "message.text.received:group"],
    ["empty", update({}, "message.text.received", " "), "message.text.received:empty"],
    ["unknown", update({}, "constructor"), "constructor"],
    ["no object", [], "schema:"],
  ])("%s is not for us", (_, json, name) => expect(parse(json)).toEqual({ kind: "not_for_us", name }));

  test("of any shape is read or left, and never throws", () => {
    const message = fc.record(
      {
        message_id: fc.oneof(fc.string(), fc.jsonValue()),
        from: fc.oneof(fc.constant({ is_bot: false }), fc.jsonValue()),
        chat: fc.oneof(fc.constant({ id: CHAT, chat_type: "PRIVATE" }), fc.jsonValue()),
        date: fc.oneof(fc.nat(), fc.jsonValue()),
        text: fc.oneof(fc.string({ unit: "binary" }), fc.jsonValue()),
        photo: fc.jsonValue(),
        voice_url: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const names = ["message.text.received", "message.image.received", "message.voice.received", "__proto__"];
    const body = fc.record({
      event_name: fc.oneof(fc.constantFrom(...names), fc.string()),
      message: fc.oneof(message, fc.jsonValue()),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          body,
          body.map((result) => ({ ok: true, result })),
          fc.jsonValue(),
        ),
        (json) => {
          expect(["message", "not_for_us"]).toContain(parse(json).kind);
        },
      ),
      { numRuns: FUZZ_RUNS },
    );
  });
});

const open: { close?: () => Promise<void>; stop?: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await (one.stop ?? one.close)?.();
});

async function platform() {
  const fake = await startZaloBotFake(TOKEN);
  open.push(fake);
  return fake;
}

function begin(channel: Channel, refuseFirst = 0) {
  const accepted: InboundMessage[] = [];
  let refusals = refuseFirst;
  const ports: ChannelPorts = {
    async accept(message) {
      if (refusals-- > 0) throw new Error("disk full");
      if (accepted.some(({ providerId }) => providerId === message.providerId)) return "seen_before";
      accepted.push(message);
      return "new";
    },
    reject: () => undefined,
    now: () => NOW,
  };
  const work: Background | undefined = channel.start?.(ports);
  if (work) open.push(work);
  return accepted;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !(await holds()); tries += 1) await sleep(20);
  expect(await holds()).toBe(true);
}

describe("a bot nobody can reach from outside", () => {
  test("asks for its messages, one by one, and takes each in once", async () => {
    const fake = await platform();
    for (const messageId of ["m1", "m2", "m2"]) fake.wrote({ chatId: CHAT, messageId, at: NOW, text: messageId });
    const accepted = begin(configured(zaloBotChannel({ token: TOKEN, apiUrl: fake.url, pauseMs: 20 })));
    await until(() => fake.asked.count > 4);
    expect(accepted.map(({ text }) => text)).toEqual(["m1", "m2"]);
  });

  test("holds on to a message that could not be kept until it is", async () => {
    const fake = await platform();
    fake.wrote({ chatId: CHAT, messageId: "m1", at: NOW, text: "giữ lấy" });
    const accepted = begin(configured(zaloBotChannel({ token: TOKEN, apiUrl: fake.url, pauseMs: 20 })), 3);
    await until(() => accepted.length === 1);
  });

  test("says so when its token is refused, and stops asking", async () => {
    const fake = await platform();
    const channel = configured(zaloBotChannel({ token: "77001:other", apiUrl: fake.url, pauseMs: 20 }));
    begin(channel);
    await until(async () => (await channel.alarms?.())?.join() === "token_refused");
    expect(fake.asked.count).toBe(0);
  });
});

describe("a bot that can be reached", () => {
  const settings = { token: TOKEN, secret: "made-up-secret", publicUrl: "https://bot.example.vn/", pauseMs: 20 };

  test("has the platform send to its webhook", async () => {
    const fake = await platform();
    const channel = configured(zaloBotChannel({ ...settings, apiUrl: fake.url }));
    begin(channel);
    await until(() => fake.webhook() !== undefined);
    expect(fake.webhook()).toEqual({ url: "https://bot.example.vn/webhooks/zalo-bot", secret: "made-up-secret" });
    expect([fake.asked.count, await channel.alarms?.()]).toEqual([0, []]);
  });

  test("insists while the platform is away, and says so", async () => {
    const fake = await platform();
    open.splice(open.indexOf(fake), 1);
    await fake.close();
    const channel = configured(zaloBotChannel({ ...settings, apiUrl: fake.url }));
    begin(channel);
    await until(async () => (await channel.alarms?.())?.join() === "webhook_not_set");
  });
});

test.each([
  [{ token: "no-colon" }, "ZALO_BOT_TOKEN must be id:secret"],
  [{ token: TOKEN, secret: "short" }, "ZALO_BOT_SECRET must have 8 to 256 characters"],
  [{ token: TOKEN, publicUrl: "https://x" }, "not set: ZALO_BOT_SECRET"],
])("settings %j switch the channel off", (config, off) => {
  expect(zaloBotChannel(config)).toMatchObject({ off });
});

test("pictures go out after the words", async () => {
  const fake = await platform();
  const { sender } = configured(zaloBotChannel({ token: TOKEN, apiUrl: fake.url }));
  const attachments = [
    { kind: "image", url: "https://x.example.vn/a.jpg", caption: "Lối vào" },
    { kind: "file", reference: "r", name: "a.pdf", type: "application/pdf" },
  ] as const;
  for (const part of sender?.render({ key: "k", text: "Bản đồ", attachments }) ?? [])
    await sender?.send({ channel: "zalo-bot", id: CHAT }, part, "k");
  expect(fake.sent.map(({ method, text }) => [method, text])).toEqual([
    ["sendMessage", "Bản đồ"],
    ["sendPhoto", "Lối vào"],
  ]);
});
