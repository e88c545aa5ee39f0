import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AccountMemory, type ZaloConfig, zaloChannel } from "../../src/channels/index.ts";
import { zaloClient } from "../../src/channels/zalo/client.ts";
import type { Reply } from "../../src/messages/index.ts";
import { fixedClock } from "../../src/platform/index.ts";
import { startZaloFake, type ZaloFake } from "../fakes/zalo.ts";
import { memoryOf, tokensOf, zaloPortsOf } from "../fakes/zalo-memory.ts";
import { configured } from "./door.ts";
import { ZALO } from "./vectors.ts";

const NOW = 1_793_318_700_000;
const HOUR = 3_600_000;
const TO = { channel: "zalo", id: ZALO.userId } as const;

let fake: ZaloFake;
let clock: ReturnType<typeof fixedClock>;
beforeEach(async () => {
  clock = fixedClock(NOW);
  fake = await startZaloFake({ appId: ZALO.appId, appSecret: "app-secret", now: clock.now });
});
afterEach(() => fake.close());

function senderOf(config: Partial<ZaloConfig> = {}, last?: number, memory: AccountMemory = memoryOf()) {
  const ports = zaloPortsOf(clock, { memory: () => memory, lastInteraction: async () => last });
  const settings = { ...ZALO, appSecret: "app-secret", refreshToken: "refresh-1", timeoutMs: 500 };
  const { sender } = configured(
    zaloChannel({ ...settings, apiUrl: fake.url, oauthUrl: fake.url, znsUrl: fake.url, ...config }, ports),
  );
  if (!sender) throw new Error("no sender");
  return sender;
}

describe("the seven days in which Zalo takes an answer", () => {
  test.each([
    ["at once", 0, { kind: "sent", providerId: expect.any(String) }],
    ["after 48 hours, free to the minute", 48 * HOUR, { kind: "sent", providerId: expect.any(String) }],
    [
      "a moment later, at the office's cost",
      48 * HOUR + 1,
      { kind: "sent", providerId: expect.any(String), billed: { service: "zalo_tu_van", units: 1 } },
    ],
    ["after seven days, not at all", 7 * 24 * HOUR + 1, { kind: "unreachable", reason: "window_closed" }],
  ])("%s", async (_, since, outcome) => {
    expect(await senderOf({}, NOW - since).send(TO, "Đã nhận", "k")).toEqual(outcome);
  });

  test("a closed window costs no call", async () => {
    await senderOf({}, NOW - 8 * 24 * HOUR).send(TO, "x", "k");
    expect(fake.calls.count).toBe(0);
  });

  test("where we do not know, Zalo decides", async () => {
    fake.interacted(TO.id, NOW - 8 * 24 * HOUR);
    expect(await senderOf().send(TO, "x", "k")).toEqual({ kind: "unreachable", reason: "zalo -230" });
    expect(fake.calls).toMatchObject({ count: 1, quota: 0 });
  });

  test("or is asked first, where that is wanted", async () => {
    fake.interacted(TO.id, NOW - 8 * 24 * HOUR);
    expect(await senderOf({ preflight: true }).send(TO, "x", "k")).toEqual({
      kind: "unreachable",
      reason: "window_closed",
    });
    expect(fake.calls).toMatchObject({ count: 0, quota: 1 });
  });

  test("somebody Zalo cannot speak of beforehand is written to", async () => {
    expect(await senderOf({ preflight: true }).send(TO, "x", "k")).toMatchObject({ kind: "sent" });
    expect(fake.calls).toMatchObject({ count: 1, quota: 1 });
  });
});

const CHOICES = ["Đất đai", "Hộ tịch"];
const ask: Reply = { key: "hoi", text: "Anh/Chị hỏi việc gì?\n1. Đất đai\n2. Hộ tịch", choices: CHOICES };

describe("buttons", () => {
  const buttonsSent = () => fake.sent.map(({ message }) => message.attachment?.payload?.buttons);

  test("are not sent unless wanted", async () => {
    const sender = senderOf();
    expect(sender.render(ask)).toEqual([ask.text]);
  });

  test("stand under the numbered text, and send the number", async () => {
    const sender = senderOf({ buttons: true });
    for (const part of sender.render(ask)) await sender.send(TO, part, "k");
    expect(fake.sent).toMatchObject([{ text: ask.text }]);
    expect(buttonsSent()).toEqual([
      [
        { title: "Đất đai", type: "oa.query.show", payload: "1" },
        { title: "Hộ tịch", type: "oa.query.show", payload: "2" },
      ],
    ]);
  });

  test("six choices stay a list", () => {
    const many = { ...ask, choices: ["1", "2", "3", "4", "5", "6"] };
    expect(senderOf({ buttons: true }).render(many)).toEqual([ask.text]);
  });

  test.each([-201, -233] as const)(
    "refused with %i, the same words go out without, and that is remembered",
    async (code) => {
      fake.takeButtons(code);
      const memory = memoryOf();
      const sender = senderOf({ buttons: true }, undefined, memory);
      const [part = ""] = sender.render(ask);
      expect(await sender.send(TO, part, "k")).toMatchObject({ kind: "sent" });
      expect([fake.sent.length, fake.calls.count]).toEqual([1, 2]);
      expect(await sender.send(TO, part, "k")).toMatchObject({ kind: "sent" });
      expect(fake.calls.count).toBe(3);
      expect(buttonsSent()).toEqual([undefined, undefined]);
      expect((await memory.read()).buttonsRefusedAt).toBe(NOW);
    },
  );

  test("are not blamed where the words alone are refused as well", async () => {
    const memory = memoryOf();
    const sender = senderOf({ buttons: true }, undefined, memory);
    fake.failNext(-201, 2);
    expect(await sender.send(TO, sender.render(ask)[0] ?? "", "k")).toEqual({ kind: "refused", reason: "zalo -201" });
    expect((await memory.read()).buttonsRefusedAt).toBeNull();
  });
});

describe("what goes along with a text", () => {
  test("a picture, by its address", async () => {
    const sender = senderOf();
    const parts = sender.render({
      key: "k",
      text: "Bản đồ",
      attachments: [{ kind: "image", url: "https://x.example.vn/a.jpg", caption: "Lối vào" }],
    });
    expect(parts).toHaveLength(2);
    for (const part of parts) expect(await sender.send(TO, part, "k")).toMatchObject({ kind: "sent" });
    expect(fake.sent).toMatchObject([{ text: "Bản đồ" }, { text: "Lối vào" }]);
    expect(fake.sent[1]?.message.attachment?.payload).toEqual({
      template_type: "media",
      elements: [{ media_type: "image", url: "https://x.example.vn/a.jpg" }],
    });
  });

  test("Zalo's own form for name, telephone and address", async () => {
    const sender = senderOf();
    const form = {
      title: "Cho biết cách liên lạc",
      subtitle: "Để cán bộ gọi lại",
      imageUrl: "https://x.example.vn/a.jpg",
    };
    const [, part = ""] = sender.render({ key: "k", text: "Mời", attachments: [{ kind: "contact_form", ...form }] });
    expect(await sender.send(TO, part, "k")).toMatchObject({ kind: "sent" });
    expect(fake.sent[0]?.message.attachment?.payload?.template_type).toBe("request_user_info");
  });

  test("a file, uploaded first; one that is gone is refused", async () => {
    const files = new Map([["sha256:1", new TextEncoder().encode("%PDF-1.7 …")]]);
    const client = zaloClient({
      appId: ZALO.appId,
      appSecret: "app-secret",
      accessToken: fake.tokens().accessToken,
      apiUrl: fake.url,
      tokens: tokensOf(),
      clock,
      openFile: async (reference) => files.get(reference),
    });
    const file = { kind: "file", reference: "sha256:1", name: "Biên nhận.pdf", type: "application/pdf" } as const;
    expect((await client.sendPart(TO, file)).outcome).toMatchObject({ kind: "sent" });
    expect([...fake.uploads.values()][0]).toContain("%PDF-1.7");
    expect((await client.sendPart(TO, { ...file, reference: "sha256:2" })).outcome).toEqual({
      kind: "refused",
      reason: "zalo: the file is gone",
    });
  });
});

describe("calls", () => {
  test("prove the app's secret where that is demanded", async () => {
    await senderOf({ secretProof: true }).send(TO, "x", "k");
    await senderOf({ refreshToken: fake.tokens().refreshToken }).send(TO, "x", "k");
    expect(fake.proofs).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), ""]);
  });

  test("stop for the rest of the minute when Zalo says that none are left", async () => {
    const sender = senderOf();
    fake.leaveCalls(1);
    expect(await sender.send(TO, "x", "k")).toMatchObject({ kind: "sent" });
    expect(await sender.send(TO, "x", "k")).toMatchObject({ kind: "retry", reason: "zalo: our own pace" });
    expect(fake.calls.count).toBe(1);
  });

  test("that may have arrived all the same are said to be uncertain, those that cannot are not", async () => {
    const sender = senderOf({ accessToken: fake.tokens().accessToken });
    fake.hangNext();
    expect(await sender.send(TO, "x", "k")).toEqual({ kind: "retry", reason: "zalo time-out", uncertain: true });
    const gone = await startZaloFake();
    await gone.close();
    const nobody = senderOf({ accessToken: "a", apiUrl: gone.url });
    expect(await nobody.send(TO, "x", "k")).toEqual({ kind: "retry", reason: "zalo unreachable" });
  });
});
