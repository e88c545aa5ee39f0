import { describe, expect, test } from "vitest";
import { parseTranscript, type TranscriptFormat } from "../../../src/channels/index.ts";
import { readCallFile } from "../../../src/channels/transcripts/file.ts";

/** Who says what, in order; or where the file is wrong. */
function said(raw: string, format: TranscriptFormat): readonly string[] {
  const transcript = parseTranscript(raw, format);
  if ("error" in transcript) return [transcript.error];
  return transcript.turns.map(({ speaker, text }) => `${speaker}: ${text}`);
}

describe("subtitles as programs really write them", () => {
  test.each([
    [
      "no blank line between cues",
      "1\r\n00:00:00,500 --> 00:00:02,000\r\nKhách hàng: Rác ở thôn 2\r\n2\r\n00:00:02,100 --> 00:00:04,000\r\nCán bộ: Dạ\r\n",
      ["caller: Rác ở thôn 2", "agent: Dạ"],
    ],
    [
      "a blank line inside a cue",
      "1\n00:00:00,500 --> 00:00:02,000\nKhách hàng: Rác\n\nở thôn 2\n\n2\n00:00:02,100 --> 00:00:04,000\nCán bộ: Dạ\n",
      ["caller: Rác ở thôn 2", "agent: Dạ"],
    ],
    [
      "what the caller goes on with is not named again",
      "1\n00:00:00,500 --> 00:00:02,000\nKhách hàng: Rác\n\n2\n00:00:02,100 --> 00:00:04,000\nđổ ở thôn 2\n",
      ["caller: Rác", "caller: đổ ở thôn 2"],
    ],
    [
      "nobody goes on with what the desk said",
      "1\n00:00:00,500 --> 00:00:02,000\nCán bộ: Dạ\n\n2\n00:00:02,100 --> 00:00:04,000\nRác ở thôn 2\n",
      ["agent: Dạ", "unknown: Rác ở thôn 2"],
    ],
    [
      "names in brackets, times without thousandths",
      "1\n00:00:01 --> 00:00:03\n[Khách hàng] Rác ở thôn 2\n\n2\n00:00:03 --> 00:00:05\n[ĐTV]: Dạ\n",
      ["caller: Rác ở thôn 2", "agent: Dạ"],
    ],
    ["a number is said", "1\n00:00:01,0 --> 00:00:03,0\nKhách hàng: thôn\n2\n\n", ["caller: thôn 2"]],
    [
      "one speaker's cues after the other's",
      "00:05,000 --> 00:06,000\nCán bộ: Ở đâu ạ?\n\n00:01,000 --> 00:04,000\nKhách hàng: Rác\n",
      ["caller: Rác", "agent: Ở đâu ạ?"],
    ],
  ])("SubRip: %s", (_, raw, turns) => expect(said(raw, "srt")).toEqual(turns));

  test("WebVTT: notes between cues, cues that overlap, hours above 99", () => {
    const raw =
      "WEBVTT\r\nKind: captions\r\n\r\nNOTE hai\r\ndòng\r\n\r\n100:00:03.900 --> 100:00:09.000\r\n<v Khách hàng>ở thôn 5\r\n\r\nSTYLE\r\n::cue {}\r\n\r\nmột\r\n100:00:01.000 --> 100:00:04.500\r\n<v Điện thoại viên>Dạ ở đâu ạ?";
    expect(said(raw, "vtt")).toEqual(["agent: Dạ ở đâu ạ?", "caller: ở thôn 5"]);
  });
});

describe("speakers a recogniser only numbers", () => {
  const words = (speaker_label: string, text: string, at: number) =>
    text.split(" ").map((content) => ({
      type: "pronunciation",
      start_time: String(at),
      end_time: String(at),
      speaker_label,
      alternatives: [{ content, confidence: "0.9" }],
    }));
  const amazon = (first: string, second: string) =>
    said(
      JSON.stringify({ results: { items: [...words("spk_0", first, 0), ...words("spk_1", second, 1)] } }),
      "aws-transcribe",
    );

  test.each([
    ["Dạ tổng đài xã Tuyên Bình xin nghe", "Tôi phản ánh rác"],
    ["Alo em nghe ạ", "Tôi phản ánh rác"],
    ["Dạ có thể giúp gì cho chị", "Tôi phản ánh rác"],
  ])("“%s” is the desk, whoever speaks first", (first, second) =>
    expect(amazon(first, second)).toEqual([`agent: ${first}`, `caller: ${second}`]),
  );

  test.each([
    ["Alo tổng đài phải không", "Dạ xin nghe"],
    ["Em nghe nói xã sắp thu phí rác", "Dạ đúng rồi"],
  ])("“%s” is no desk", (first, second) =>
    expect(amazon(first, second)).toEqual([`caller: ${first}`, `agent: ${second}`]),
  );

  test("however long a turn is, it is looked at quickly", () => {
    const started = performance.now();
    amazon("tổng đài ".repeat(20_000).trim(), "Tôi phản ánh rác");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test("Twilio: the channels may be the other way round, and the sentences may come alone", () => {
    const sentences = ["Dạ xin nghe", "Rác ở thôn 2"].map((transcript, at) => ({
      media_channel: at + 1,
      start_time: at,
      transcript,
    }));
    const turns = ["agent: Dạ xin nghe", "caller: Rác ở thôn 2"];
    expect(said(JSON.stringify({ meta: {}, sentences }), "twilio-ci-v2")).toEqual(turns);
  });

  test("Google: told apart by speaker, what was heard badly stays heard badly", () => {
    const word = (text: string, confidence?: number) => ({ word: text, speakerTag: 1, confidence });
    const heard = (tagged: readonly object[]) => {
      const last = { alternatives: [{ words: tagged }] };
      const file = { results: [{ alternatives: [{ transcript: "rác", confidence: 0.3 }] }, last] };
      const transcript = parseTranscript(JSON.stringify(file), "google-stt-v1");
      return "error" in transcript ? transcript : transcript.turns.map(({ confidence }) => confidence);
    };
    expect(heard([word("rác")])).toEqual([0.3]);
    expect(heard([word("rác", 0.8), word("thôn", 0.6)])).toEqual([0.7]);
  });
});

describe("a file that cannot be taken", () => {
  const why = (text: string | Buffer) => {
    const read = readCallFile("a.json", Buffer.from(text), 0);
    return read.ok ? "taken" : read.why;
  };
  test.each([
    ['{"schema":"hotline-transcript/1","turns":[{"index":0,', "bị đứt đoạn hoặc sai cú pháp"],
    ["{}", "không có mục nào của các dạng đã biết"],
    ["WEBVTT\n\nNOTE chưa có gì\n", "không có dòng giờ nào đọc được"],
    ["không phải bản ghi", "Chưa nhận ra dạng tệp"],
  ])("%j: %s", (text, reason) => expect(why(text)).toContain(reason));

  test("UTF-16 is read in either order of bytes", () => {
    const little = Buffer.from("\ufeff1\n00:00:01,000 --> 00:00:03,000\nKhách hàng: rác ở thôn 2\n", "utf16le");
    expect([why(little), why(Buffer.from(little).swap16())]).toEqual(["taken", "taken"]);
  });
});
