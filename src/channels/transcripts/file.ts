import type { InboundMessage } from "../../messages/index.ts";
import { sha256 } from "../../platform/index.ts";
import { detectFormat, parseTranscript, type TranscriptFormat } from "./formats.ts";
import { callIdOf, messageOfTranscript } from "./message.ts";

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
  if (!format) return { ok: false, why: `Chưa nhận ra dạng tệp. Nhận: ${FORMATS_TAKEN}.` };
  const transcript = parseTranscript(text, format, callIdOf(filename));
  if ("error" in transcript) return { ok: false, why: whereWrong(format, transcript.at) };
  if (transcript.final === false)
    return { ok: false, why: "Cuộc gọi chưa kết thúc (final: false); gửi lại khi có bản đầy đủ." };
  const message = messageOfTranscript(transcript, sha256(bytes), now);
  if (message.text === "") return { ok: false, why: "Bản ghi không có lời nào của người gọi." };
  return { ok: true, message, format };
}

function whereWrong(format: TranscriptFormat, at: string): string {
  return at === ""
    ? `Tệp không đúng dạng ${format}: không đọc được.`
    : `Tệp không đúng dạng ${format}: sai ở chỗ “${at}”.`;
}

/** Files of older Windows programs are UTF-16 with a mark in front. */
function textOf(bytes: Buffer): string | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
