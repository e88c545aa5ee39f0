import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { renderZalo } from "../../src/channels/index.ts";
import { tryRoutes } from "../../src/channels/web/index.ts";
import type { InboundMessage, Reply } from "../../src/messages/index.ts";
import { createHttp } from "../../src/platform/http.ts";
import { createLog } from "../../src/platform/index.ts";
import { listen } from "../fakes/listen.ts";

/** The page has no provider and no signature: what the other channels' suite asks of those, it answers by who may call it. */
const TAB = "0b9a6a2e-6f6c-4f5e-9d57-2f1f2f0c1a11";
const SAMPLE = JSON.stringify({ tab: TAB, side: "zalo", text: "Tôi muốn hỏi thủ tục cấp sổ đỏ" });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function page(options: { full?: boolean } = {}) {
  const accepted: InboundMessage[] = [];
  const routes = tryRoutes({
    accept: async (message) => {
      if (options.full) throw new Error("disk full");
      accepted.push(message);
      return "new";
    },
    repliesFor: async () => [],
    ticketsFor: async () => [],
    renderZalo,
    renderSms: ({ text }) => [text],
    countSms: () => 1,
    now: () => 1_793_318_700_000,
    newId: () => `id-${accepted.length}`,
  });
  const server = await listen(
    createHttp({ log: createLog("silent"), now: Date.now, secure: false }, (web) => web.use("/thu", routes)),
  );
  open.push(server);
  const say = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/thu/tin`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
  return { accepted, say };
}

test("takes in a genuine message, in our words", async () => {
  const { accepted, say } = await page();
  expect((await say(SAMPLE)).status).toBe(202);
  expect(accepted).toEqual([
    {
      providerId: "id-0",
      from: { channel: "web", account: "zalo", id: TAB },
      sentAt: 1_793_318_700_000,
      text: "Tôi muốn hỏi thủ tục cấp sổ đỏ",
      attachments: [],
    },
  ]);
});

test.each([
  ["a foreign page", { origin: "https://evil.example" }],
  ["a proxy", { "x-forwarded-for": "203.0.113.9" }],
])("takes nothing from %s", async (_who, headers) => {
  const { accepted, say } = await page();
  expect((await say(SAMPLE, headers)).status).toBe(404);
  expect(accepted).toEqual([]);
});

test("does not say that it has a message the inbox could not keep", async () => {
  const { say } = await page({ full: true });
  expect((await say(SAMPLE)).status).toBeGreaterThanOrEqual(500);
});

test("takes no body beyond all measure", async () => {
  const { accepted, say } = await page();
  expect((await say(JSON.stringify({ tab: TAB, side: "zalo", text: "a".repeat(200_000) }))).status).toBe(413);
  expect(accepted).toEqual([]);
});

test("survives any bytes", async () => {
  const { accepted, say } = await page();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const { status } = await say(new Uint8Array(bytes));
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 150 },
  );
  expect(accepted).toEqual([]);
});

test("shows any reply within what a phone shows, and nothing empty", () => {
  const reply = fc.record({ key: fc.constant("bat_ky"), text: fc.string({ unit: "grapheme", maxLength: 6000 }) });
  fc.assert(
    fc.property(reply, (wish: Reply) => {
      for (const part of renderZalo(wish)) {
        expect([...part].length).toBeLessThanOrEqual(1900);
        expect(part.trim()).not.toBe("");
      }
    }),
    { numRuns: 100 },
  );
});
