import type { InboundMessage } from "../../messages/index.ts";
import { sha256 } from "../../platform/index.ts";
import { detectFormat, parseTranscript, type TranscriptFormat } from "./formats.ts";
import { callIdOf, messageOfTranscript } from "./message.ts";
import type { TranscriptError } from "./schema.ts";
import { NO_CUE } from "./subtitles.ts";

/** A transcript brought as a file. */
export type CallFile =
  | { readonly ok: true; readonly message: InboundMessage; readonly format: TranscriptFormat }
  /** `why`: a Vietnamese sentence for whoever brought it. */
  | { readonly ok: false; readonly why: string };

const FORMATS_TAKEN = "WebVTT, SRT, JSON của Twilio, Google, Amazon, Genesys, hoặc hotline-transcript/1";

/** Reads a file of any known format; its name, without the ending, is the call's id where the file has none. Never throws. */
export function readCallFile(filename: string, bytes: Buffer, now: number): CallFile {
  const text = textOf(bytes);
  if (text === undefined) return { ok: false, why: "Tệp không phải chữ (cần UTF-8 hoặc UTF-16)." };
  if (text.trim() === "") return { ok: false, why: "Tệp trống." };
  const format = detectFormat(text);
  if (!format) return { ok: false, why: `Chưa nhận ra dạng tệp${whyUnknown(text)}. Nhận: ${FORMATS_TAKEN}.` };
  const transcript = parseTranscript(text, format, callIdOf(filename));
  if ("error" in transcript) return { ok: false, why: whereWrong(format, transcript) };
  if (transcript.final === false)
    return { ok: false, why: "Cuộc gọi chưa kết thúc (final: false); gửi lại khi có bản đầy đủ." };
  const message = messageOfTranscript(transcript, sha256(bytes), now);
  if (message.text === "") return { ok: false, why: "Bản ghi không có lời nào của người gọi." };
  return { ok: true, message, format };
}

/** JSON in a known shape would have been known by it. */
function whyUnknown(text: string): string {
  if (!/^\s*[{[]/.test(text)) return "";
  try {
    JSON.parse(text);
    return ": JSON không có mục nào của các dạng đã biết";
  } catch {
    return ": JSON bị đứt đoạn hoặc sai cú pháp, có thể tệp chưa ghi xong";
  }
}

function whereWrong(format: TranscriptFormat, { error, at }: TranscriptError): string {
  if (error === NO_CUE)
    return `Tệp ${format} không có dòng giờ nào đọc được (ví dụ 00:00:01,000 --> 00:00:03,500), nên không có lời nào.`;
  return at === ""
    ? `Tệp không đúng dạng ${format}: không đọc được.`
    : `Tệp không đúng dạng ${format}: sai ở chỗ “${at}”.`;
}

/** Files of older Windows programs are UTF-16 with a mark in front, which says the order of the bytes. */
const ENCODING: Readonly<Record<string, string>> = { fffe: "utf-16le", feff: "utf-16be" };

function textOf(bytes: Buffer): string | undefined {
  const encoding = ENCODING[bytes.toString("hex", 0, 2)] ?? "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
