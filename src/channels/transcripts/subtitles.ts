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
  return draftOf("vtt", cuesOf(text), (cue) => byVoice(cue));
}

/** SubRip: no standard for speakers; "Name: text" with a known name, one or several a cue. */
export function parseSrt(raw: string): Draft | TranscriptError {
  return draftOf("srt", cuesOf(plainLines(raw)), (cue) => byPrefix(cue, cue.lines.map(plainText), "unknown"));
}

function draftOf(provider: string, cues: readonly Cue[], turnsOf: (cue: Cue) => DraftTurn[]): Draft | TranscriptError {
  return cues.length === 0
    ? { error: "no cue with a time line", at: "line 1" }
    : { provider, turns: cues.flatMap(turnsOf) };
}

function plainLines(raw: string): string {
  return raw.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
}

const TIME_LINE =
  /^\s*((?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,4}:)?\d{1,2}:\d{1,2}[.,]\d{1,3})/;

/** Blocks that hold a time line; what stands before it (a number, a name) is not speech. */
function cuesOf(text: string): Cue[] {
  return text.split(/\n[ \t]*(?:\n[ \t]*)+/).flatMap((block) => {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => TIME_LINE.test(line));
    const times = TIME_LINE.exec(lines[at] ?? "");
    return times ? [{ startMs: msOf(times[1] ?? ""), endMs: msOf(times[2] ?? ""), lines: lines.slice(at + 1) }] : [];
  });
}

function msOf(clock: string): number {
  const [time = "", fraction = ""] = clock.split(/[.,]/);
  const seconds = time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds * 1000 + Number(fraction.padEnd(3, "0"));
}

/** Names are bounded, so that a file of unclosed tags is read in linear time. */
const VOICE = /<v(?:\.[^\s<>]{0,80})?[ \t]{1,4}([^<>\n]{0,120})>/g;

function byVoice(cue: Cue): DraftTurn[] {
  const [before = "", ...voices] = cue.lines.join("\n").split(VOICE);
  const turns = byPrefix(cue, before.split("\n").map(plainText), "unknown");
  // split() gives name and words in turn.
  for (let at = 0; at < voices.length; at += 2) {
    const label = plainText(voices[at] ?? "").trim();
    turns.push(turnOf(cue, speakerOf(label) ?? "unknown", label, plainText(voices[at + 1] ?? "")));
  }
  return turns;
}

/** Lines of one cue as turns: a known "Name:" or a dialogue dash begins a new one, any other line goes on. */
function byPrefix(cue: Cue, lines: readonly string[], first: Speaker): DraftTurn[] {
  const turns: DraftTurn[] = [];
  for (const line of lines) {
    const named = namedLine(line);
    const last = turns.at(-1);
    if (named) turns.push(turnOf(cue, named.speaker, named.label, named.text));
    else if (last && !/^\s*[-–]\s/.test(line)) turns[turns.length - 1] = { ...last, text: `${last.text} ${line}` };
    else turns.push(turnOf(cue, first, undefined, line.replace(/^\s*[-–]\s/, "")));
  }
  return turns.filter((turn) => turn.text.trim() !== "");
}

function namedLine(line: string): { speaker: Speaker; label: string; text: string } | undefined {
  const [, label = "", text = ""] = /^\s*(?:[-–]\s*)?([^:：]{1,40})[:：](.*)$/.exec(line) ?? [];
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
