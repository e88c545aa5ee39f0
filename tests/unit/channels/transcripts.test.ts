import { createHash, createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  detectFormat,
  parseTranscript,
  TRANSCRIPT_FORMATS,
  type TranscriptFormat,
  transcriptMessage,
} from "../../../src/channels/index.ts";
import { verifyHotline } from "../../../src/channels/transcripts/verify.ts";

const NOW = Date.UTC(2026, 10, 22, 3);
type Row = readonly [
  speaker: string,
  startMs: number | null,
  endMs: number | null,
  text: string,
  confidence: number | null,
];

function rows(raw: string, format: TranscriptFormat): readonly Row[] | string {
  const transcript = parseTranscript(raw, format);
  if ("error" in transcript) return `${transcript.at}: ${transcript.error}`;
  return transcript.turns.map(
    (turn) => [turn.speaker, turn.startMs ?? null, turn.endMs ?? null, turn.text, turn.confidence ?? null] as const,
  );
}

const VTT = `\ufeffWEBVTT - ca sáng\n\nSTYLE\n::cue { color: red }\n\nNOTE ghi tay\n\n00:01.000 --> 00:02.500 align:start
<v.to Người dân>Rác ở <i>ngõ 5</i> &lt;đã 3 ngày&gt;</v>\n<v Cán bộ trực>Dạ\n\n2\n01:00:03.000 --> 01:00:04.000\nHạn: 29/11\n`;
const SRT =
  "1\r\n00:00:00,500 --> 00:00:02,000\r\nKhách hàng: Tôi hỏi\r\nvề hộ khẩu\r\n- Tổng đài viên: Dạ\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n- Vâng\r\n- Cảm ơn\r\n";

describe("transcripts of every format", () => {
  test("WebVTT: voices, classes, entities, blocks that are no speech", () => {
    expect(rows(VTT, "vtt")).toEqual([
      ["caller", 1000, 2500, "Rác ở ngõ 5 <đã 3 ngày>", null],
      ["unknown", 1000, 2500, "Dạ", null],
      ["unknown", 3_603_000, 3_604_000, "Hạn: 29/11", null],
    ]);
  });
  test("SubRip: names, lines that go on, dashes", () => {
    expect(rows(SRT, "srt")).toEqual([
      ["caller", 500, 2000, "Tôi hỏi về hộ khẩu", null],
      ["agent", 500, 2000, "Dạ", null],
      ["unknown", 3000, 4000, "Vâng", null],
      ["unknown", 3000, 4000, "Cảm ơn", null],
    ]);
  });
  test("Twilio: seconds as text, a confidence of nothing", () => {
    const sentence = (media_channel: number, start_time: string, confidence: string | null) => ({
      media_channel,
      start_time,
      end_time: null,
      transcript: "Alo",
      confidence,
    });
    const file = {
      transcript: { sid: "GT1", media_start_time: "2026-11-22T02:30:00Z", duration: 12 },
      sentences: [sentence(1, "0.42", "0.91"), sentence(2, "x", "0")],
    };
    expect(rows(JSON.stringify(file), "twilio-ci-v2")).toEqual([
      ["caller", 420, null, "Alo", 0.91],
      ["agent", null, null, "Alo", null],
    ]);
  });
  test("Google: the last result repeats all words with their speakers", () => {
    const word = (text: string, speakerTag: number, at: number) => ({
      word: text,
      speakerTag,
      startTime: `${at}s`,
      endTime: `${at + 1}s`,
    });
    const last = { alternatives: [{ words: [word("xin", 1, 1), word("chào", 1, 2), word("dạ", 2, 3)] }] };
    expect(
      rows(JSON.stringify({ results: [{ alternatives: [{ transcript: "xin chào dạ" }] }, last] }), "google-stt-v1"),
    ).toEqual([
      ["caller", 1000, 3000, "xin chào", null],
      ["agent", 3000, 4000, "dạ", null],
    ]);
  });
  test("Amazon: a mark without a speaker belongs to the word before", () => {
    const item = (type: string, content: string, more: object = {}) => ({
      type,
      alternatives: [{ content, confidence: "0.5" }],
      ...more,
    });
    const items = [
      item("pronunciation", "Dạ", { speaker_label: "spk_1", start_time: "0.1", end_time: "0.2" }),
      item("punctuation", ","),
      item("pronunciation", "vâng", { speaker_label: "spk_1", start_time: "0.3", end_time: "0.4" }),
      item("punctuation", "."),
    ];
    expect(rows(JSON.stringify({ results: { items } }), "aws-transcribe")).toEqual([
      ["agent", 100, 400, "Dạ, vâng.", 0.5],
    ]);
  });
  test("Genesys: instants and offsets", () => {
    const phrase = (startTimeMs: number) => ({ text: "vâng", startTimeMs, participantPurpose: "external" });
    const file = {
      conversationId: "c",
      conversationStartTime: 1_618_594_870_000,
      transcripts: [{ phrases: [phrase(1_618_594_874_451), phrase(6000)] }],
    };
    expect(rows(JSON.stringify(file), "genesys-cloud")).toEqual([
      ["caller", 4451, null, "vâng", null],
      ["caller", 6000, null, "vâng", null],
    ]);
  });
  test.each([
    ["ISO text, phrases in milliseconds", "2026-11-22T02:30:00.000Z", 1_795_314_604_451],
    ["ISO text with our zone", "2026-11-22T09:30:00+07:00", "2026-11-22T09:30:04.451+07:00"],
    ["ISO text whose zone was lost", "2026-11-22T02:30:00.000", "2026-11-22T02:30:04.451"],
    ["numbers as text", "1795314600000", "1795314604451"],
    ["an offset as text", "2026-11-22T02:30:00Z", "4451"],
  ])("Genesys: a start as %s", (_, conversationStartTime, startTimeMs) => {
    const phrases = [{ text: "vâng", startTimeMs, participantPurpose: "external" }];
    const file = JSON.stringify({ conversationId: "c", conversationStartTime, transcripts: [{ phrases }] });
    expect(parseTranscript(file, "genesys-cloud")).toMatchObject({ startedAt: "2026-11-22T02:30:00.000Z" });
    expect(rows(file, "genesys-cloud")).toEqual([["caller", 4451, null, "vâng", null]]);
  });
  test("Genesys: a start nobody can read is a defect of the file", () => {
    const file = JSON.stringify({ conversationId: "c", conversationStartTime: "hôm qua", transcripts: [] });
    expect(rows(file, "genesys-cloud")).toContain("conversationStartTime");
  });
});

const call = {
  schema: "hotline-transcript/1",
  callId: "CA1",
  provider: "pbx",
  language: "vi-VN",
  turns: [{ index: 0, speaker: "caller", text: "Alo" }],
};
const turn = call.turns[0];

describe("the neutral schema", () => {
  const check = (value: object) => {
    const result = parseTranscript(JSON.stringify(value), "hotline-transcript/1");
    return "error" in result ? result.at : "good";
  };
  test.each([
    ["the least a call must have", call],
    [
      "everything a call may have",
      {
        ...call,
        direction: "inbound",
        caller: "+84901234567",
        callee: "1022",
        startedAt: "2026-11-22T02:30:00Z",
        endedAt: null,
        durationMs: 12000,
        disposition: "answered",
        final: true,
        dtmf: [{ atMs: 900, digit: "2" }],
        recordingUrl: null,
        consent: { recordingAnnounced: true, atMs: 0 },
        source: { format: "x", file: "y", sha256: "a".repeat(64) },
        meta: { anything: [1] },
        turns: [
          {
            ...turn,
            speakerLabel: null,
            channel: 1,
            startMs: 420,
            endMs: 2100,
            confidence: 0.91,
            words: [{ w: "Alo", startMs: 1, endMs: null }],
          },
        ],
      },
    ],
    ["a call without words", { ...call, turns: [] }],
  ])("%s is good", (_, value) => expect(check(value)).toBe("good"));
  test.each([
    ["schema", { ...call, schema: "hotline-transcript/2" }],
    ["callId", { ...call, callId: "" }],
    ["callId", { ...call, callId: "x".repeat(129) }],
    ["provider", { ...call, provider: "P B X" }],
    ["caller", { ...call, caller: "0901234567" }],
    ["startedAt", { ...call, startedAt: "yesterday" }],
    ["language", { ...call, language: "Vietnamese!" }],
    ["durationMs", { ...call, durationMs: -1 }],
    ["surprise", { ...call, surprise: 1 }],
    ["turns", { ...call, turns: undefined }],
    ["turns[0].speaker", { ...call, turns: [{ ...turn, speaker: "citizen" }] }],
    ["turns[1].text", { ...call, turns: [turn, { ...turn, text: "x".repeat(8001) }] }],
    ["turns[0].confidence", { ...call, turns: [{ ...turn, confidence: 91 }] }],
    ["turns[0].startMs", { ...call, turns: [{ ...turn, startMs: 0.5 }] }],
    ["turns[0].mood", { ...call, turns: [{ ...turn, mood: "angry" }] }],
    ["dtmf[0].digit", { ...call, dtmf: [{ digit: "12" }] }],
    ["source.format", { ...call, source: {} }],
    ["recordingUrl", { ...call, recordingUrl: "no address" }],
  ])("a fault is named by its field: %s", (at, value) => expect(check(value)).toBe(at));
});

describe("a call as one message", () => {
  test("holds what the caller said, and the whole call beside it", () => {
    const raw = JSON.stringify({
      ...call,
      caller: "+84901234567",
      startedAt: "2026-11-22T02:30:00Z",
      turns: [
        { index: 0, speaker: "agent", text: "Dạ" },
        { ...turn, index: 1 },
      ],
    });
    expect(transcriptMessage(raw, "x.json", NOW)).toEqual({
      providerId: `pbx:CA1:${createHash("sha256").update(raw).digest("hex")}`,
      from: { channel: "transcript", id: "+84901234567" },
      sentAt: Date.UTC(2026, 10, 22, 2, 30),
      text: "Alo",
      attachments: [],
      call: {
        callId: "CA1",
        callerNumber: "+84901234567",
        turns: [
          { index: 0, speaker: "agent", text: "Dạ", startMs: null, confidence: null },
          { index: 1, speaker: "caller", text: "Alo", startMs: null, confidence: null },
        ],
      },
    });
  });
  test("keeps the hash its file states", () => {
    const raw = JSON.stringify({ ...call, source: { format: "x", sha256: "b".repeat(64) } });
    expect(transcriptMessage(raw, "x.json", NOW)).toMatchObject({ providerId: `pbx:CA1:${"b".repeat(64)}` });
  });
  test("a file without a call id is named after itself, a caller without a number after the call", () => {
    expect(transcriptMessage(VTT, "thu-muc/ca-sáng.vtt", NOW)).toMatchObject({
      from: { id: "call:ca-sáng" },
      sentAt: NOW,
      call: { callerNumber: null },
    });
  });
  test("where nobody is told apart, all of it may be the caller", () => {
    const raw = "1\n00:00:01,000 --> 00:00:02,000\nTôi hỏi\n\n2\n00:00:03,000 --> 00:00:04,000\nvề đất\n";
    expect(transcriptMessage(raw, "a.srt", NOW)).toMatchObject({ text: "Tôi hỏi\nvề đất" });
  });
  test.each([
    ["an unknown kind of file", "%PDF-1.7", "unknown transcript format"],
    ["a call in which nobody speaks", JSON.stringify({ ...call, turns: [] }), "nobody says anything"],
    ["a WebVTT file without cues", "WEBVTT\n\n", "no cue with a time line"],
  ])("%s is refused with a reason", (_, raw, error) =>
    expect(transcriptMessage(raw, "x", NOW)).toMatchObject({ error }),
  );
});

describe("no file makes the readers throw", () => {
  const pieces = fc.constantFrom(
    "WEBVTT",
    "\n\n",
    "\n",
    "00:01.000 --> 00:02.000",
    "<v Khách>",
    "</v>",
    "<",
    ">",
    "&#x110;",
    "&#99999999;",
    "Khách:",
    "- ",
    "NOTE",
    "ế",
  );
  test("subtitles", () => {
    const made = fc.array(fc.oneof(pieces, fc.string())).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        made,
        (raw) =>
          void [
            parseTranscript(raw, "vtt"),
            parseTranscript(`WEBVTT\n\n00:01.000 --> 00:02.000\n${raw}`, "vtt"),
            parseTranscript(raw, "srt"),
          ],
      ),
      { numRuns: 2000 },
    );
    const long = `WEBVTT\n\n00:01.000 --> 00:02.000\n${"<v ".repeat(50_000)}${"a:".repeat(50_000)}${"\n ".repeat(50_000)}`;
    const began = performance.now();
    expect(detectFormat(long)).toBe("vtt");
    parseTranscript(long, "vtt");
    expect(performance.now() - began).toBeLessThan(2000);
  });
  test("JSON of any shape, in every format", () => {
    const near = fc.record(
      {
        schema: fc.constant("hotline-transcript/1"),
        callId: fc.string(),
        provider: fc.string(),
        language: fc.constant("vi"),
        conversationId: fc.string(),
        conversationStartTime: fc.double(),
        transcripts: fc.array(
          fc.record({
            phrases: fc.array(fc.record({ text: fc.string(), startTimeMs: fc.double({ noNaN: true, min: 0 }) })),
          }),
        ),
        transcript: fc.jsonValue(),
        sentences: fc.jsonValue(),
        results: fc.jsonValue(),
        turns: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(near, fc.jsonValue()).map((value) => JSON.stringify(value) ?? ""),
        fc.constantFrom(...TRANSCRIPT_FORMATS),
        (raw, format) => {
          parseTranscript(raw, format);
          transcriptMessage(raw, "a", NOW);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("the hotline's signature", () => {
  const body = Buffer.from("{}");
  const signed = (at: string, secret = "s") => ({
    "x-timestamp": at,
    "x-signature": `sha256=${createHmac("sha256", secret).update(`${at}.{}`).digest("hex")}`,
  });
  test.each([
    ["now, in seconds", signed(String(NOW / 1000)), "genuine"],
    ["now, in milliseconds", signed(String(NOW)), "genuine"],
    ["five minutes ago", signed(String(NOW / 1000 - 300)), "genuine"],
    ["longer ago", signed(String(NOW / 1000 - 301)), "stale"],
    ["far ahead", signed(String(NOW / 1000 + 301)), "stale"],
    ["another secret", signed(String(NOW / 1000), "t"), "signature"],
    [
      "a time that was not signed",
      { ...signed(String(NOW / 1000)), "x-timestamp": String(NOW / 1000 + 1) },
      "signature",
    ],
    ["no time", { "x-signature": signed("1")["x-signature"] }, "signature"],
    ["nothing", {}, "signature"],
  ])("%s: %s", (_, headers, verdict) => expect(verifyHotline(body, headers, "s", NOW)).toBe(verdict));
  test("an empty secret verifies nothing", () =>
    expect(verifyHotline(body, signed(String(NOW / 1000), ""), "", NOW)).toBe("signature"));
});

const SAMPLES = new URL("../../../../shared/reference/transcript-samples/", import.meta.url);
const present = existsSync(SAMPLES);
if (!present) console.warn("SKIPPED: the shared transcript samples are not here; only the inline ones were tested");

describe.runIf(present)("the shared samples", () => {
  test.each<[string, TranscriptFormat, readonly Row[]]>([
    [
      "hotline.vtt",
      "vtt",
      [
        ["caller", 1000, 3500, "Tôi hỏi thủ tục cấp sổ đỏ & tách thửa", null],
        ["agent", 4000, 6250, "Dạ, anh ở phường nào ạ?", null],
      ],
    ],
    [
      "hotline.srt",
      "srt",
      [
        ["caller", 500, 2000, "Đường làng hỏng nặng", null],
        ["agent", 2100, 4000, "Ở thôn nào ạ?", null],
        ["caller", 2100, 4000, "Thôn Đông", null],
      ],
    ],
    [
      "twilio-ci-v2.json",
      "twilio-ci-v2",
      [
        ["caller", 420, 2100, "Alo", 0.91],
        ["agent", 2500, 4000, "Dạ em nghe", null],
      ],
    ],
    ["google-stt-v1.json", "google-stt-v1", [["caller", 1300, 2200, "xin chào", null]]],
    [
      "aws-transcribe.json",
      "aws-transcribe",
      [
        ["caller", 0, 800, "Xin chào.", 0.8],
        ["agent", 1000, 1400, "Dạ", 1],
      ],
    ],
    [
      "genesys-cloud.json",
      "genesys-cloud",
      [
        ["caller", 4451, null, "tôi muốn phản ánh", null],
        ["agent", 6000, null, "Vâng.", 0.8],
      ],
    ],
  ])("%s", (file, format, turns) => {
    const raw = readFileSync(new URL(file, SAMPLES), "utf8");
    expect(detectFormat(raw)).toBe(format);
    expect(rows(raw, format)).toEqual(turns);
  });
});
