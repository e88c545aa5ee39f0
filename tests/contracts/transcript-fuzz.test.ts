import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCallFile } from "../../src/channels/index.ts";

/** FUZZ_RUNS=100000 for the long run. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 3000);
const NOW = 1_793_318_700_000;

const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("Alo", "0.91", "1.3s", "", "caller"),
);
const value = fc.oneof(
  words,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 2 }),
);
const row = (names: readonly string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 })), value, { maxKeys: 8 });
const many = (names: readonly string[]) => fc.oneof(fc.array(row(names), { maxLength: 6 }), value);

/** Files that begin like each exporter's and then go wrong anywhere. */
const JSON_FILES = fc.oneof(
  fc.record({
    schema: fc.constantFrom("hotline-transcript/1", "other"),
    callId: words,
    provider: fc.constantFrom("pbx", "PBX!"),
    language: fc.constantFrom("vi-VN", "?"),
    turns: many(["index", "speaker", "text", "startMs", "endMs", "confidence", "channel"]),
  }),
  fc.record({
    transcript: row(["sid", "media_start_time", "duration", "customer_key"]),
    sentences: many(["media_channel", "start_time", "end_time", "transcript", "confidence"]),
  }),
  fc.record({
    results: fc.array(fc.record({ alternatives: many(["transcript", "confidence", "words"]) }), { maxLength: 4 }),
  }),
  fc.record({
    results: fc.record({ items: many(["type", "start_time", "end_time", "speaker_label", "alternatives"]) }),
  }),
  fc.record({
    conversationId: value,
    conversationStartTime: value,
    transcripts: fc.array(fc.record({ phrases: many(["text", "startTimeMs", "participantPurpose", "confidence"]) }), {
      maxLength: 3,
    }),
  }),
);
/** One that is right: of files that go wrong anywhere nearly all are refused, and none might be read. */
const WELL_FORMED = {
  schema: "hotline-transcript/1",
  callId: "cuoc-1",
  provider: "pbx",
  language: "vi-VN",
  turns: [{ index: 0, speaker: "caller", text: "Alo" }],
} as const;
/** The right one with one field gone wrong. */
const BENT = fc
  .tuple(fc.constantFrom(...Object.keys(WELL_FORMED)), value)
  .map(([name, wrong]) => ({ ...WELL_FORMED, [name]: wrong }));
const clock = fc.constantFrom("00:00:01,500", "00:01.000", "99:99:99,999", "0", "-1:00.000");
const SUBTITLES = fc
  .tuple(
    fc.constantFrom("WEBVTT\n\n", "\ufeffWEBVTT - x\n\nNOTE\n", "1\r\n", ""),
    fc.array(fc.tuple(clock, fc.constantFrom(" --> ", "-->", " -> "), clock, words), { maxLength: 6 }),
  )
  .map(
    ([head, cues]) =>
      head + cues.map(([from, arrow, to, text]) => `${from}${arrow}${to}\n<v Khách>${text}\n\n`).join(""),
  );

function check(bytes: Buffer, seen: Set<string>): void {
  const read = readCallFile("cuoc-goi.json", bytes, NOW);
  seen.add(read.ok ? read.format : "refused");
  if (!read.ok) {
    expect(read.why).toMatch(/^\p{Lu}.*\.$/su);
    return;
  }
  const { message } = read;
  expect(message.text).toBe(message.text.normalize("NFC"));
  expect(
    message.call?.turns.every(({ confidence }) => confidence === null || (confidence >= 0 && confidence <= 1)),
  ).toBe(true);
  expect(JSON.parse(JSON.stringify(message))).toEqual(message);
}

describe(`a transcript's file (${RUNS} runs each)`, () => {
  test("of any exporter, gone wrong anywhere, is read or refused in words", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(JSON_FILES, BENT), (file) => check(Buffer.from(JSON.stringify(file)), seen)),
      { numRuns: RUNS, examples: [[WELL_FORMED]] },
    );
    expect([...seen]).toEqual(expect.arrayContaining(["refused", "hotline-transcript/1"]));
  });

  test("with subtitles gone wrong is read or refused in words", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(SUBTITLES, (text) => check(Buffer.from(text), seen)),
      { numRuns: RUNS },
    );
    expect([...seen].sort()).toEqual(["refused", "srt", "vtt"]);
  });

  test("of any bytes is refused in words", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => check(Buffer.from(bytes), seen)),
      { numRuns: RUNS },
    );
    expect([...seen]).toEqual(["refused"]);
  });
});
