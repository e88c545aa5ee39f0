import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseActivity } from "../../src/channels/botframework/parse.ts";
import { isServiceUrlAllowed } from "../../src/channels/botframework/service-url.ts";
import { botFrameworkChannel } from "../../src/channels/index.ts";
import { typedActivity } from "../fakes/emulator.ts";

const NOW = 1_793_318_700_000;
/** FUZZ_RUNS=100000 for the long run. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 2000);

const parse = (activity: unknown) => parseActivity(Buffer.from(JSON.stringify(activity)), NOW);
const typed = (more: object = {}) => typedActivity({ conversation: "c-1", id: "a-1", text: "chào" }, more);
const messageIn = (more: object) => {
  const inbound = parse(typed(more));
  if (inbound.kind !== "message") throw new Error(inbound.kind);
  return inbound.message;
};

describe("what an activity says", () => {
  test("a picture, a voice message and a document keep their kind and address", () => {
    const { attachments } = messageIn({
      attachments: [
        { contentType: "image/png", contentUrl: "http://localhost:50001/a.png", name: "ổ gà.png" },
        { contentType: "audio/ogg", contentUrl: "https://example.invalid/b.ogg" },
        { contentType: "application/pdf", contentUrl: "data:application/pdf;base64,AAAA", name: "don.pdf" },
        { contentType: "text/html", contentUrl: "https://example.invalid/same-text" },
      ],
    });
    expect(attachments).toEqual([
      { kind: "image", url: "http://localhost:50001/a.png", name: "ổ gà.png" },
      { kind: "audio", url: "https://example.invalid/b.ogg" },
      { kind: "file", name: "don.pdf" },
    ]);
  });

  test("a place is a location", () => {
    const entities = [{ type: "GeoCoordinates", latitude: 10.77, longitude: 106.69 }, { type: "ClientCapabilities" }];
    expect(messageIn({ entities }).attachments).toEqual([{ kind: "location", latitude: 10.77, longitude: 106.69 }]);
  });

  test("a tapped choice counts as its number", () => {
    expect(messageIn({ text: "", value: "2" }).text).toBe("2");
  });

  test("a clock ahead of ours is not believed", () => {
    expect(messageIn({ timestamp: "2099-01-01T00:00:00Z" }).sentAt).toBe(NOW);
    expect(messageIn({ timestamp: new Date(NOW - 5000).toISOString() }).sentAt).toBe(NOW - 5000);
  });

  test.each([
    ["a conversation of several people", { conversation: { id: "c-1", isGroup: true } }, "not_for_us"],
    ["somebody typing", { type: "typing" }, "not_for_us"],
    ["an event", { type: "event", name: "x" }, "not_for_us"],
    ["nothing said", { text: " " }, "not_for_us"],
    ["the bot's own coming", { type: "conversationUpdate", membersAdded: [{ id: "bot" }] }, "not_for_us"],
    ["the person's coming", { type: "conversationUpdate", membersAdded: [{ id: "nguoi-dan" }] }, "joined"],
    ["a message without id", { id: undefined }, "unreadable"],
    ["a conversation without id", { conversation: {} }, "unreadable"],
    ["a channel name that could pass for another lane", { channelId: "a:b" }, "unreadable"],
  ])("%s", (_, more, kind) => {
    expect(parse(typed(more)).kind).toBe(kind);
  });

  test(`any activity is read without a throw (${RUNS} runs)`, () => {
    const kinds = new Set<string>();
    const field = fc.constantFrom(...Object.keys(typed()), "attachments", "entities", "membersAdded", "value");
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, "", "typing", "message", "conversationUpdate", [{ id: "x" }], { id: "" }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(field, value), { maxLength: 3 }), fc.boolean(), (changes, comes) => {
        const base = comes ? { type: "conversationUpdate", membersAdded: [{ id: "nguoi-dan" }] } : {};
        const inbound = parse({ ...typed(base), ...Object.fromEntries(changes) });
        kinds.add(inbound.kind);
        if (inbound.kind === "message") expect(inbound.message.text).toBe(inbound.message.text.normalize("NFC"));
      }),
      { numRuns: RUNS },
    );
    expect([...kinds].sort()).toEqual(["joined", "message", "not_for_us", "unreadable"]);
  });

  test(`any bytes are read without a throw (${RUNS} runs)`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseActivity(Buffer.from(bytes), NOW).kind).toBe("unreadable");
      }),
      { numRuns: RUNS },
    );
  });
});

describe("where replies may be posted", () => {
  test.each([
    ["http://localhost:50001", true],
    ["http://127.0.0.1:3978/", true],
    ["http://[::1]:9000", true],
    ["https://example.com", false],
    ["http://localhost.example.com", false],
    ["http://127.0.0.1@example.com", false],
    ["http://example.com#localhost", false],
    ["http://169.254.169.254/latest", false],
    ["http://10.0.0.1", false],
    ["http://localhost:50001/?x=1", false],
    ["file:///etc/passwd", false],
    ["", false],
  ])("with no list: %s %s", (url, allowed) => {
    expect(isServiceUrlAllowed(url, [])).toBe(allowed);
  });

  test.each([
    ["https://chat.example.vn/bot", true],
    ["https://chat.example.vn:8443", false],
    ["http://chat.example.vn", false],
    ["https://chat.example.vn.evil.example", false],
    ["http://localhost:50001", false],
  ])("with a list: %s %s", (url, allowed) => {
    expect(isServiceUrlAllowed(url, ["https://chat.example.vn"])).toBe(allowed);
  });
});

test.each([
  [{ door: "on" as const, secret: "short" }, /24 characters/],
  [{ door: "on" as const, serviceUrls: ["example.vn"] }, /BOTFRAMEWORK_SERVICE_URLS/],
])("settings that would open the door by mistake keep it shut", (settings, off) => {
  const nobody = { references: {}, repliesTo: async () => [], greet: async () => [] } as never;
  expect(botFrameworkChannel(settings, nobody)).toEqual({ off: expect.stringMatching(off) });
});
