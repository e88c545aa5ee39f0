import type { z } from "zod";
import { type Draft, transcriptOf } from "./draft.ts";
import {
  awsFile,
  genesysFile,
  googleFile,
  readAws,
  readGenesys,
  readGoogle,
  readTwilio,
  twilioFile,
} from "./recognisers.ts";
import { checkTranscript, errorOf, type Transcript, type TranscriptError } from "./schema.ts";
import { parseSrt, parseVtt } from "./subtitles.ts";

/** One way calls are exported. `callId` serves files that carry none. */
interface Format {
  /** True for a file that looks like this format. `json` is undefined where the text is no JSON. */
  readonly fits: (text: string, json: unknown) => boolean;
  readonly read: (text: string, json: unknown, callId: string) => Transcript | TranscriptError;
}

/** Every format we read, the surest to recognise first. Another exporter is another row. */
const FORMATS = {
  "hotline-transcript/1": { fits: (_, json) => has(json, "schema"), read: (_, json) => checkTranscript(json) },
  vtt: {
    fits: (text) => /^\ufeff?WEBVTT/.test(text),
    read: (text, _, callId) => finish(parseVtt(text), callId, "vtt"),
  },
  "twilio-ci-v2": { fits: (_, json) => has(json, "sentences"), read: fromJson("twilio-ci-v2", twilioFile, readTwilio) },
  "genesys-cloud": {
    fits: (_, json) => has(json, "conversationId"),
    read: fromJson("genesys-cloud", genesysFile, readGenesys),
  },
  "google-stt-v1": {
    fits: (_, json) => has(json, "results") && Array.isArray(json.results),
    read: fromJson("google-stt-v1", googleFile, readGoogle),
  },
  "aws-transcribe": { fits: (_, json) => has(json, "results"), read: fromJson("aws-transcribe", awsFile, readAws) },
  srt: { fits: (text) => /-->/.test(text), read: (text, _, callId) => finish(parseSrt(text), callId, "srt") },
} as const satisfies Record<string, Format>;

export type TranscriptFormat = keyof typeof FORMATS;
export const TRANSCRIPT_FORMATS = Object.keys(FORMATS) as TranscriptFormat[];

/** The format a file's content looks like, or undefined. */
export function detectFormat(text: string): TranscriptFormat | undefined {
  const json = jsonOf(text);
  return TRANSCRIPT_FORMATS.find((format) => FORMATS[format].fits(text, json));
}

/** Reads a transcript in a known format. `callId` names the call where the file does not. Never throws. */
export function parseTranscript(
  text: string,
  format: TranscriptFormat,
  callId = "unknown",
): Transcript | TranscriptError {
  const json = jsonOf(text);
  const needsJson = format !== "vtt" && format !== "srt";
  return needsJson && json === undefined ? { error: "not JSON", at: "" } : FORMATS[format].read(text, json, callId);
}

function fromJson<S extends z.ZodType>(format: string, schema: S, read: (file: z.infer<S>) => Draft): Format["read"] {
  return (_, json, callId) => {
    const parsed = schema.safeParse(json);
    return parsed.success ? finish(read(parsed.data), callId, format) : errorOf(parsed.error);
  };
}

/** What a reader made is held to the same schema as what comes from outside. */
function finish(draft: Draft | TranscriptError, callId: string, format: string): Transcript | TranscriptError {
  return "error" in draft ? draft : checkTranscript(transcriptOf(draft, callId, format));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

function has<K extends string>(json: unknown, key: K): json is Record<K, unknown> {
  return typeof json === "object" && json !== null && Object.hasOwn(json, key);
}
