import { cleanText } from "../../messages/index.ts";
import type { Speaker, Transcript, Turn } from "./schema.ts";

/** What a format reads out of a file; the rest of the transcript has the same shape for all. */
export interface Draft {
  /** Absent where the format carries no call id: whoever imports the file gives it. */
  readonly callId?: string | undefined;
  readonly provider: string;
  readonly caller?: string | null | undefined;
  readonly startedAt?: string | null | undefined;
  readonly durationMs?: number | null | undefined;
  readonly language?: string | undefined;
  readonly turns: readonly DraftTurn[];
}

export interface DraftTurn {
  readonly speaker: Speaker;
  readonly label?: string | undefined;
  readonly channel?: number | undefined;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly text: string;
  readonly confidence: number | null;
}

/** A draft as a transcript: texts cleaned, empty turns dropped, turns numbered, over-long ones cut into several. */
export function transcriptOf(draft: Draft, callId: string, format: string): Transcript {
  const turns = inTime(draft.turns)
    .map((turn) => ({ ...turn, text: spoken(turn.text) }))
    .filter((turn) => turn.text !== "")
    .flatMap(cutLong)
    .map(numbered);
  return {
    schema: "hotline-transcript/1",
    callId: draft.callId || callId,
    provider: draft.provider,
    caller: draft.caller ?? null,
    startedAt: draft.startedAt ?? null,
    durationMs: draft.durationMs ?? null,
    language: languageTag(draft.language),
    turns,
    source: { format },
  };
}

/** By when each was begun, where all say it: some exporters write one speaker after the other. */
const inTime = (turns: readonly DraftTurn[]): readonly DraftTurn[] =>
  turns.every(({ startMs }) => startMs !== null)
    ? turns.toSorted((one, other) => (one.startMs ?? 0) - (other.startMs ?? 0))
    : turns;

function spoken(text: string): string {
  return cleanText(text.toWellFormed()).replace(/\s+/g, " ");
}

const LONGEST_TURN = 8_000;

function cutLong(turn: DraftTurn): DraftTurn[] {
  if (turn.text.length <= LONGEST_TURN) return [turn];
  const points = [...turn.text];
  const pieces = Math.ceil(points.length / LONGEST_TURN);
  return Array.from({ length: pieces }, (_, piece) => ({
    ...turn,
    text: points.slice(piece * LONGEST_TURN, (piece + 1) * LONGEST_TURN).join(""),
  }));
}

function numbered(turn: DraftTurn, index: number): Turn {
  const { speaker, label, channel, startMs, endMs, text, confidence } = turn;
  const optional = { ...(label && { speakerLabel: label.slice(0, 80) }), ...(channel !== undefined && { channel }) };
  return { index, speaker, ...optional, startMs, endMs, text, confidence };
}

/** "vi-vn" → "vi-VN"; Vietnamese where a file does not say. */
function languageTag(tag: string | undefined): string {
  const parts = /^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2}))?$/.exec(tag ?? "");
  if (!parts?.[1]) return "vi-VN";
  return parts[2] ? `${parts[1].toLowerCase()}-${parts[2].toUpperCase()}` : parts[1].toLowerCase();
}

/** Seconds as number or text ("0.42", "1.300s") in whole milliseconds; null for anything else. */
export function msOfSeconds(value: string | number | null | undefined): number | null {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value.trim().replace(/s$/, "")) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) : null;
}

/** A confidence between 0 and 1; null for none and for 0, which recognisers send for "not measured". */
export function confidenceOf(value: string | number | null | undefined): number | null {
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && number > 0 && number <= 1 ? number : null;
}
