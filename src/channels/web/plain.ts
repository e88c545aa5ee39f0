import type { SpokenTurn } from "../../messages/index.ts";
import { speakerOf } from "../transcripts/index.ts";

/** "[00:12] Người gọi: …": a time may stand before the name. */
const LINE = /^\s*(?:\[[\d:.,\s]+\]\s*)?([^:\n]{1,40}?)\s*:\s*(\S.*)$/u;

/**
 * Reads a call written down by hand: a line "Người gọi: …" or "Cán bộ: …" a turn; a line without a name goes on with
 * the turn before. Undefined when no line names a speaker.
 */
export function parsePlainCall(text: string): SpokenTurn[] | undefined {
  const turns: SpokenTurn[] = [];
  for (const line of text.normalize("NFC").split(/\r\n?|\n/)) {
    const [, name = "", words = ""] = LINE.exec(line) ?? [];
    const speaker = speakerOf(name);
    const last = turns.at(-1);
    if (speaker) turns.push({ index: turns.length, speaker, text: words.trim(), startMs: null, confidence: null });
    else if (last && line.trim()) turns[turns.length - 1] = { ...last, text: `${last.text} ${line.trim()}` };
  }
  return turns.length > 0 ? turns : undefined;
}
