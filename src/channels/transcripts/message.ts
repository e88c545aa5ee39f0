import { cleanText, type InboundMessage, type SpokenTurn } from "../../messages/index.ts";
import { sha256 } from "../../platform/index.ts";
import { detectFormat, parseTranscript } from "./formats.ts";
import type { Transcript, TranscriptError, Turn } from "./schema.ts";

/** A whole call as one message. `hash` stands in where the transcript does not state its file's; `now` where it has no start. */
export function messageOfTranscript(transcript: Transcript, hash: string, now: number): InboundMessage {
  const caller = transcript.caller ?? null;
  const turns = transcript.turns.map(spokenTurn);
  const callId = cleanText(transcript.callId.toWellFormed());
  return {
    providerId: `${transcript.provider}:${callId}:${transcript.source?.sha256 ?? hash}`,
    from: { channel: "transcript", id: caller ?? `call:${callId}` },
    sentAt: instantOf(transcript.startedAt) ?? now,
    text: citizensWords(turns),
    attachments: [],
    call: { callId, callerNumber: caller, turns },
  };
}

/** Reads an uploaded file of any known format; its name, without the ending, is the call's id where the file has none. */
export function transcriptMessage(raw: string, filename: string, now: number): InboundMessage | TranscriptError {
  const format = detectFormat(raw);
  if (!format) return { error: "unknown transcript format", at: "" };
  const transcript = parseTranscript(raw, format, callIdOf(filename));
  if ("error" in transcript) return transcript;
  const message = messageOfTranscript(transcript, sha256(raw), now);
  return message.text === "" ? { error: "nobody says anything", at: "turns" } : message;
}

/** A file's name without folder and ending. */
export function callIdOf(filename: string): string {
  const stem =
    filename
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.[^.]*$/, "") ?? "";
  return [...cleanText(stem.toWellFormed())].slice(0, 128).join("") || "unknown";
}

function spokenTurn({ index, speaker, text, startMs, confidence }: Turn): SpokenTurn {
  return {
    index,
    speaker,
    text: cleanText(text.toWellFormed()),
    startMs: startMs ?? null,
    confidence: confidence ?? null,
  };
}

/** What the caller said, a line a turn. A file that does not tell speakers apart may hold the caller in any of its turns. */
function citizensWords(turns: readonly SpokenTurn[]): string {
  const by = (speaker: SpokenTurn["speaker"]) =>
    turns.filter((turn) => turn.speaker === speaker && turn.text !== "").map((turn) => turn.text);
  const caller = by("caller");
  return (caller.length > 0 ? caller : by("unknown")).join("\n");
}

function instantOf(text: string | null | undefined): number | undefined {
  const instant = Date.parse(text ?? "");
  return Number.isNaN(instant) ? undefined : instant;
}
