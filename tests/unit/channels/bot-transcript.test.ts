import fc from "fast-check";
import { expect, test } from "vitest";
import { readTranscript, type Said, writeTranscript } from "../../../src/channels/index.ts";

const SAID = fc.array(
  fc.record({
    by: fc.constantFrom("person" as const, "bot" as const),
    text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }).filter((text) => text.trim() === text),
    at: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  }),
);

test("what is written is read back, word for word", () => {
  fc.assert(
    fc.property(SAID, (said: readonly Said[]) => {
      expect(readTranscript(writeTranscript("PA-1", said))).toEqual(said);
    }),
  );
});

test("an Emulator's file: roles tell who speaks; what is no message is passed over", () => {
  const file = [
    { type: "conversationUpdate", from: { id: "u", role: "user" }, membersAdded: [{ id: "u" }] },
    { type: "message", from: { id: "u", role: "user" }, text: "xin chào ", timestamp: "2026-11-22T02:30:00.000Z" },
    { type: "typing", from: { id: "b", role: "bot" } },
    { type: "message", from: { id: "b", role: "bot" }, text: "Dạ", timestamp: "2026-11-22T02:30:01.000Z" },
    { type: "message", from: { id: "u", role: "user" }, text: null, value: "2", timestamp: "2026-11-22T02:30:02.000Z" },
    { type: "message", from: { id: "u", role: "user" }, value: { card: 1 } },
    { type: "message", from: { id: "b", role: "bot" }, attachments: [{ contentType: "image/png" }] },
  ];
  expect(readTranscript(`\ufeff${JSON.stringify(file)}`)).toEqual([
    { by: "person", text: "xin chào", at: Date.UTC(2026, 10, 22, 2, 30) },
    { by: "bot", text: "Dạ", at: Date.UTC(2026, 10, 22, 2, 30, 1) },
    { by: "person", text: "2", at: Date.UTC(2026, 10, 22, 2, 30, 2) },
  ]);
});

test("a file without roles knows the bot by whom it writes to, or by its name", () => {
  const file = [
    { type: "message", from: { id: "1" }, recipient: { id: "2", role: "bot" }, text: "a" },
    { type: "message", from: { id: "2" }, recipient: { id: "1", role: "user" }, text: "b" },
    { type: "message", from: { id: "Bot-7" }, text: "c" },
  ];
  expect(readTranscript(JSON.stringify(file))).toMatchObject([{ by: "person" }, { by: "bot" }, { by: "bot" }]);
});

test.each([
  ["no JSON", "WEBVTT", "file: "],
  ["no array", "{}", "file: "],
  ["an activity without a type", '[{"text":"a"}]', "0.type: "],
])("%s is refused, and where", (_, text, where) => {
  expect(readTranscript(text)).toEqual(expect.stringContaining(where));
});

test("no bytes make the reader throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readTranscript(text);
    }),
  );
});
