import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AccountMemory, type ChannelPorts, zaloChannel } from "../../src/channels/index.ts";
import { watchZalo, type ZaloWatch } from "../../src/channels/zalo/chat/worker.ts";
import { zaloClient } from "../../src/channels/zalo/client.ts";
import { type InboundMessage, Overloaded } from "../../src/messages/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { signZaloWebhook, startZaloFake, type ZaloChatLine, type ZaloFake, zaloTextEvent } from "../fakes/zalo.ts";
import { memoryOf, tokensOf, zaloPortsOf } from "../fakes/zalo-memory.ts";
import { configured, openDoor, post } from "./door.ts";
import { ZALO } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const MINUTE = 60_000;
const FIRST = "8170236945512073846";
const SECOND = "8170236945512073999";

let fake: ZaloFake;
let clock: ReturnType<typeof fixedClock>;
let memory: AccountMemory;
let accepted: InboundMessage[];
let isFull = false;
const watches: ZaloWatch[] = [];

beforeEach(async () => {
  clock = fixedClock(NOW);
  fake = await startZaloFake({ appId: ZALO.appId, now: clock.now });
  memory = memoryOf();
  accepted = [];
});
afterEach(async () => {
  await Promise.all(watches.splice(0).map((watch) => watch.stop()));
  await fake.close();
});

function watch(polling = true): ZaloWatch {
  const ports: ChannelPorts = {
    async accept(message) {
      if (isFull) throw new Overloaded(60);
      if (accepted.some(({ providerId }) => providerId === message.providerId)) return "seen_before";
      accepted.push(message);
      return "new";
    },
    reject: () => undefined,
    now: clock.now,
  };
  const hosts = { apiUrl: fake.url, oauthUrl: fake.url };
  const { accessToken, refreshToken } = fake.tokens();
  const { api, keeper } = zaloClient({
    appId: ZALO.appId,
    appSecret: "s",
    accessToken,
    refreshToken,
    ...hosts,
    tokens: tokensOf(),
    clock,
  });
  const one = watchZalo({ us: ZALO, api, keeper, memory, polling, everyMs: 3_600_000 }, ports);
  watches.push(one);
  return one;
}

let lines = 0;
function said(person: string, message: string, time: number, more: Partial<ZaloChatLine> = {}): void {
  lines += 1;
  fake.wrote({
    message_id: `line-${lines}`,
    src: 1,
    time,
    type: "text",
    message,
    from_id: person,
    to_id: ZALO.oaId,
    ...more,
  });
}
const ours = (person: string, message: string, time: number) =>
  said(person, message, time, { src: 0, from_id: ZALO.oaId, to_id: person });
const texts = () => accepted.map(({ from, text }) => `${from.id === FIRST ? 1 : 2}: ${text}`);

describe("the safety net under calls that were sent away", () => {
  test("reads the chats from there, though the webhook speaks again, and until what they hold is kept", async () => {
    const crowd = { enter: () => isRoom, leave: () => undefined };
    let isRoom = false;
    const door = await openDoor(configured(zaloChannel(ZALO, zaloPortsOf(clock, { memory: () => memory }))), NOW, {
      crowd,
    });
    const call = async (text: string, messageId: string) => {
      const body = zaloTextEvent({ ...ZALO, text, messageId, at: clock.now() });
      const signature = signZaloWebhook(body, ZALO.appId, ZALO.oaSecretKey);
      return (await post(`${door.url}/webhooks/zalo`, body, { "x-zevent-signature": signature })).status;
    };
    const one = watch();
    await one.look();
    expect(await call("một", "m-1")).toBe(503);
    said(FIRST, "một", clock.now());
    clock.advance(3 * MINUTE);
    isRoom = true;
    expect(await call("hai", "m-2")).toBe(200);
    expect(await one.look()).toBe(0);
    clock.advance(MINUTE);
    isFull = true;
    expect(await one.look()).toBe(0);
    isFull = false;
    expect([await one.look(), texts()]).toEqual([1, ["1: một"]]);
    const asked = fake.calls.recent;
    clock.advance(MINUTE);
    expect([await one.look(), fake.calls.recent]).toEqual([0, asked]);
    await door.close();
  });
});

describe("the safety net under a silent webhook", () => {
  test("asks nothing while the webhook speaks", async () => {
    const one = watch();
    await one.look();
    for (let minute = 0; minute < 30; minute += 5) {
      clock.advance(5 * MINUTE);
      await memory.note({ lastWebhookAt: clock.now() });
      await one.look();
    }
    expect(fake.calls.recent).toBe(0);
  });

  test("after ten minutes takes in what was said meanwhile, in order, whole talks and nothing of ours", async () => {
    await memory.note({ lastWebhookAt: NOW });
    const one = watch();
    await one.look();
    said(FIRST, "trước đó", NOW - MINUTE);
    said(FIRST, "một", NOW + MINUTE);
    said(SECOND, "hai", NOW + 2 * MINUTE);
    said(FIRST, "ba", NOW + 3 * MINUTE);
    ours(SECOND, "của ta", NOW + 4 * MINUTE);
    clock.advance(11 * MINUTE);
    expect(await one.look()).toBe(3);
    expect(texts()).toEqual(["1: một", "2: hai", "1: ba"]);
    expect((await memory.read()).missedAt).toBe(clock.now());
  });

  test("takes nothing in twice, and looks again every five minutes", async () => {
    const one = watch();
    await one.look();
    said(FIRST, "một", NOW + MINUTE);
    clock.advance(10 * MINUTE);
    expect([await one.look(), await one.look()]).toEqual([1, 0]);
    expect(fake.calls.recent).toBe(1);
    said(FIRST, "hai", clock.now() + MINUTE);
    clock.advance(5 * MINUTE);
    expect(await one.look()).toBe(1);
    expect([texts(), fake.calls.recent]).toEqual([["1: một", "1: hai"], 2]);
  });

  test("what the inbox has already is not counted as missed", async () => {
    const one = watch();
    await one.look();
    said(FIRST, "một", NOW + MINUTE);
    accepted.push({
      providerId: `line-${lines}`,
      from: { channel: "zalo", id: FIRST },
      sentAt: 0,
      text: "",
      attachments: [],
    });
    clock.advance(10 * MINUTE);
    expect(await one.look()).toBe(0);
    expect((await memory.read()).missedAt).toBeNull();
  });

  test("after a start takes up where the last run ended, even when the webhook speaks again at once", async () => {
    await memory.note({ lastWebhookAt: NOW - 3 * 60 * MINUTE });
    said(FIRST, "trong lúc nghỉ", NOW - 2 * 60 * MINUTE);
    const one = watch();
    await Promise.resolve();
    await memory.note({ lastWebhookAt: NOW });
    expect(await one.look()).toBe(1);
    expect(texts()).toEqual(["1: trong lúc nghỉ"]);
  });

  test("history older than a day stays history", async () => {
    await memory.note({ lastWebhookAt: NOW - 72 * 60 * MINUTE });
    said(FIRST, "hôm kia", NOW - 25 * 60 * MINUTE);
    expect(await watch().look()).toBe(0);
  });

  test("a talk longer than a page is read to where it was known", async () => {
    const one = watch();
    await one.look();
    for (let at = 1; at <= 23; at += 1) said(FIRST, String(at), NOW + at * 1000);
    clock.advance(10 * MINUTE);
    expect(await one.look()).toBe(23);
    expect(texts().at(0)).toBe("1: 1");
    expect(texts().at(-1)).toBe("1: 23");
  });

  test("pictures, places and odd lines", async () => {
    const one = watch();
    await one.look();
    said(FIRST, "", NOW + 1, { type: "photo", url: "https://f.zdn.vn/a.jpg" });
    said(FIRST, "", NOW + 2, { type: "photo", url: "http://10.0.0.1/a.jpg" });
    said(FIRST, "", NOW + 3, { type: "text" });
    fake.wrote({ odd: true } as never);
    clock.advance(10 * MINUTE);
    expect(await one.look()).toBe(2);
    expect(accepted.map(({ attachments }) => attachments)).toEqual([
      [{ kind: "image", url: "https://f.zdn.vn/a.jpg" }],
      [{ kind: "image" }],
    ]);
  });

  test("a reading that fails is done again, from the same moment", async () => {
    const one = watch();
    await one.look();
    said(FIRST, "một", NOW + MINUTE);
    clock.advance(10 * MINUTE);
    fake.failNext(502, 1);
    expect(await one.look()).toBe(0);
    expect(await one.look()).toBe(1);
  });

  test("can be switched off; the token is kept alive all the same", async () => {
    const one = watch(false);
    clock.advance(60 * MINUTE);
    await one.look();
    expect(fake.calls.recent).toBe(0);
    expect(fake.presented).toEqual([]);
  });

  test("renews a token on a day without a message, and asks for a dead one every half hour only", async () => {
    const one = watch(false);
    clock.advance(21 * 60 * MINUTE);
    await one.look();
    expect(fake.presented).toEqual(["refresh-1"]);
    fake.revoke();
    clock.advance(30 * 60 * MINUTE);
    for (let minute = 0; minute < 60; minute += 1) {
      await one.look();
      clock.advance(MINUTE);
    }
    // The configured one is tried once where the kept one is dead.
    expect(fake.presented).toEqual(["refresh-1", "refresh-2", "refresh-1", "refresh-2"]);
  });
});
