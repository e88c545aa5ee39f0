import type { Draft, DraftTurn } from "./draft.ts";
import type { Speaker, TranscriptError } from "./schema.ts";
import { speakerOf } from "./speakers.ts";

interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/** WebVTT (W3C): voice tags name the speaker; NOTE, STYLE and REGION blocks are passed over. */
export function parseVtt(raw: string): Draft | TranscriptError {
  const text = plainLines(raw);
  if (!/^WEBVTT(?:[ \t\n]|$)/.test(text)) return { error: "the file does not begin with WEBVTT", at: "line 1" };
  return draftOf("vtt", cuesOf(text, { blankEnds: true }), byVoice);
}

/** SubRip: no standard for speakers; "Name: text" with a known name, one or several a cue. */
export function parseSrt(raw: string): Draft | TranscriptError {
  return draftOf("srt", cuesOf(plainLines(raw), { blankEnds: false }), (cue, before) =>
    byPrefix(cue, cue.lines.map(plainText), before),
  );
}

/** A cue's turns; `before`: the last turn of the cue before it. */
type TurnsOf = (cue: Cue, before: DraftTurn | undefined) => DraftTurn[];

function draftOf(provider: string, cues: readonly Cue[], turnsOf: TurnsOf): Draft | TranscriptError {
  if (cues.length === 0) return { error: NO_CUE, at: "line 1" };
  const turns: DraftTurn[] = [];
  for (const cue of cues) turns.push(...turnsOf(cue, turns.at(-1)));
  return { provider, turns };
}

export const NO_CUE = "no cue with a time line";

function plainLines(raw: string): string {
  return raw.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
}

const TIME_LINE =
  /^\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)[ \t]*-->[ \t]*((?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)/;

/**
 * A time line begins a cue, with or without a blank line before it; the number right above it is not speech. In WebVTT a blank line
 * ends the cue, for a note or a name may follow; in SubRip what follows is more of what is said.
 */
function cuesOf(text: string, { blankEnds }: { readonly blankEnds: boolean }): Cue[] {
  const cues: (Cue & { readonly lines: string[] })[] = [];
  let lines: string[] | undefined;
  for (const line of text.split("\n")) {
    const [, start, end] = TIME_LINE.exec(line) ?? [];
    if (start !== undefined && end !== undefined) {
      withoutNumber(lines);
      lines = [];
      cues.push({ startMs: msOf(start), endMs: msOf(end), lines });
    } else if (blankEnds && line.trim() === "") lines = undefined;
    else lines?.push(line);
  }
  return cues;
}

function withoutNumber(lines: string[] = []): void {
  if (/^\s*\d+\s*$/.test(lines.at(-1) ?? "")) lines.pop();
}

function msOf(clock: string): number {
  const [time = "", fraction = ""] = clock.split(/[.,]/);
  const seconds = time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds * 1000 + Number(fraction.padEnd(3, "0"));
}

/** Names are bounded, so that a file of unclosed tags is read in linear time. */
const VOICE = /<v(?:\.[^\s<>]{0,80})?[ \t]{1,4}([^<>\n]{0,120})>/g;

function byVoice(cue: Cue, before: DraftTurn | undefined): DraftTurn[] {
  const [unvoiced = "", ...voices] = cue.lines.join("\n").split(VOICE);
  const turns = byPrefix(cue, unvoiced.split("\n").map(plainText), before);
  // split() gives name and words in turn.
  for (let at = 0; at < voices.length; at += 2) {
    const label = plainText(voices[at] ?? "").trim();
    turns.push(turnOf(cue, speakerOf(label) ?? "unknown", label, plainText(voices[at + 1] ?? "")));
  }
  return turns;
}

/**
 * Lines of one cue as turns: a known "Name:" or a dialogue dash begins a new one, any other line goes on. What begins without a name
 * goes on with what the caller said before: exporters cut long sentences into cues and name the first.
 */
function byPrefix(cue: Cue, lines: readonly string[], before: DraftTurn | undefined): DraftTurn[] {
  const turns: DraftTurn[] = [];
  for (const line of lines) {
    const named = namedLine(line);
    const last = turns.at(-1);
    if (named) turns.push(turnOf(cue, named.speaker, named.label, named.text));
    else if (DASH.test(line)) turns.push(turnOf(cue, "unknown", undefined, line.replace(DASH, "")));
    else if (last) turns[turns.length - 1] = { ...last, text: `${last.text} ${line}` };
    else if (before?.speaker === "caller") turns.push(turnOf(cue, "caller", before.label, line));
    else turns.push(turnOf(cue, "unknown", undefined, line));
  }
  return turns.filter((turn) => turn.text.trim() !== "");
}

const DASH = /^\s*[-–]\s/;

/** "Khách hàng: …", "[Khách hàng] …". */
function namedLine(line: string): { speaker: Speaker; label: string; text: string } | undefined {
  const [, bracketed, plain = "", text = ""] =
    /^\s*(?:[-–]\s*)?(?:\[([^[\]]{1,40})\]\s*[:：]?|([^:：]{1,40})[:：])(.*)$/.exec(line) ?? [];
  const label = bracketed ?? plain;
  const speaker = speakerOf(label);
  return speaker && { speaker, label: label.trim(), text };
}

function turnOf({ startMs, endMs }: Cue, speaker: Speaker, label: string | undefined, text: string): DraftTurn {
  return { speaker, label, startMs, endMs, text, confidence: null };
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  lrm: "",
  rlm: "",
};

/** Without tags, with entities as characters. Decoded last, so that "&lt;b&gt;" stays a text. */
function plainText(line: string): string {
  return line
    .replace(/<[^<>]*>/g, "")
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, (entity, decimal, hex, name) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? entity;
      const point = decimal ? Number(decimal) : Number.parseInt(String(hex), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "";
    });
}
