import { z } from "zod";
import { toE164 } from "../phone-number.ts";
import { confidenceOf, type Draft, type DraftTurn, msOfSeconds } from "./draft.ts";
import type { Speaker } from "./schema.ts";
import { speakerOfChannel, withDeskKnown } from "./speakers.ts";

const number = z.union([z.string(), z.number()]).nullish();

/** Twilio Conversational Intelligence v2: the transcript resource and its sentences in one file, or the sentences alone. */
export const twilioFile = z.object({
  transcript: z
    .object({
      sid: z.string().optional(),
      customer_key: z.string().nullish(),
      media_start_time: z.iso.datetime({ offset: true }).nullish(),
      duration: z.number().nonnegative().nullish(),
      language_code: z.string().nullish(),
    })
    .default({}),
  sentences: z.array(
    z.object({
      media_channel: z.int().min(0),
      start_time: number,
      end_time: number,
      transcript: z.string(),
      confidence: number,
    }),
  ),
});

export function readTwilio({ transcript, sentences }: z.infer<typeof twilioFile>): Draft {
  return {
    callId: transcript.customer_key || transcript.sid,
    provider: "twilio",
    startedAt: transcript.media_start_time,
    durationMs: msOfSeconds(transcript.duration),
    language: transcript.language_code ?? undefined,
    turns: withDeskKnown(
      sentences.map((sentence) => ({
        speaker: speakerOfChannel(sentence.media_channel),
        channel: sentence.media_channel,
        startMs: msOfSeconds(sentence.start_time),
        endMs: msOfSeconds(sentence.end_time),
        text: sentence.transcript,
        confidence: confidenceOf(sentence.confidence),
      })),
    ),
  };
}

const googleWord = z.object({
  word: z.string(),
  startTime: number,
  endTime: number,
  speakerTag: z.int().min(0).optional(),
  confidence: number,
});
const googleResult = z.object({
  alternatives: z
    .array(
      z.object({
        transcript: z.string().optional(),
        confidence: z.number().nullish(),
        words: z.array(googleWord).optional(),
      }),
    )
    .optional(),
  channelTag: z.int().min(0).optional(),
  resultEndTime: number,
  languageCode: z.string().optional(),
});

/** Google Speech-to-Text v1. */
export const googleFile = z.object({ results: z.array(googleResult) });
type GoogleResult = z.infer<typeof googleResult>;

export function readGoogle({ results }: z.infer<typeof googleFile>): Draft {
  // With speaker recognition on, the last result repeats every word with its speaker.
  const tagged = (results.at(-1)?.alternatives?.[0]?.words ?? []).filter((word) => (word.speakerTag ?? 0) > 0);
  const turns = tagged.length > 0 ? turnsByTag(tagged, heardIn(results)) : results.flatMap(turnOfResult);
  const language = results.find((result) => result.languageCode)?.languageCode;
  return { provider: "google", language, turns: withDeskKnown(turns) };
}

/** How well all of it was heard: words told apart by speaker mostly carry no confidence of their own. */
const heardIn = (results: readonly GoogleResult[]): number | null =>
  mean(results.flatMap(({ alternatives }) => confidenceOf(alternatives?.[0]?.confidence) ?? []));

function turnOfResult({ alternatives, channelTag, resultEndTime }: GoogleResult): DraftTurn[] {
  const best = alternatives?.[0];
  if (!best?.transcript) return [];
  const startMs = msOfSeconds(best.words?.[0]?.startTime);
  const endMs = msOfSeconds(resultEndTime) ?? msOfSeconds(best.words?.at(-1)?.endTime);
  const channel = channelTag === undefined ? {} : { channel: channelTag };
  return [
    {
      speaker: speakerOfChannel(channelTag),
      ...channel,
      startMs,
      endMs,
      text: best.transcript,
      confidence: confidenceOf(best.confidence),
    },
  ];
}

function turnsByTag(words: readonly z.infer<typeof googleWord>[], heard: number | null): DraftTurn[] {
  return runsOf(words, (first, word) => first.speakerTag === word.speakerTag).map((run) => ({
    speaker: speakerOfChannel(run[0]?.speakerTag),
    label: `speaker ${run[0]?.speakerTag}`,
    startMs: msOfSeconds(run[0]?.startTime),
    endMs: msOfSeconds(run.at(-1)?.endTime),
    text: run.map((word) => word.word).join(" "),
    confidence: mean(run.flatMap((word) => confidenceOf(word.confidence) ?? [])) ?? heard,
  }));
}

/** Amazon Transcribe. */
const awsItem = z.object({
  type: z.enum(["pronunciation", "punctuation"]),
  start_time: number,
  end_time: number,
  speaker_label: z.string().optional(),
  channel_label: z.string().optional(),
  alternatives: z.array(z.object({ content: z.string(), confidence: number })).min(1),
});
export const awsFile = z.object({ jobName: z.string().optional(), results: z.object({ items: z.array(awsItem) }) });
type AwsItem = z.infer<typeof awsItem>;

/** The labels say nothing about roles; like the channels of a recording, the first is taken for the caller. */
const AWS_SPEAKERS: Readonly<Record<string, Speaker>> = {
  spk_0: "caller",
  spk_1: "agent",
  ch_0: "caller",
  ch_1: "agent",
};
const labelOf = (item: AwsItem) => item.channel_label ?? item.speaker_label;

export function readAws({ jobName, results }: z.infer<typeof awsFile>): Draft {
  // A punctuation mark belongs to whoever said the word before it.
  const goesOn = (first: AwsItem, item: AwsItem) => item.type === "punctuation" || labelOf(item) === labelOf(first);
  return { callId: jobName, provider: "aws", turns: withDeskKnown(runsOf(results.items, goesOn).map(turnOfItems)) };
}

function turnOfItems(items: readonly AwsItem[]): DraftTurn {
  const words = items.filter((item) => item.type === "pronunciation");
  const label = items[0] && labelOf(items[0]);
  const text = items
    .map((item) => (item.type === "punctuation" ? "" : " ") + (item.alternatives[0]?.content ?? ""))
    .join("");
  return {
    speaker: AWS_SPEAKERS[label ?? ""] ?? "unknown",
    label,
    startMs: msOfSeconds(words[0]?.start_time),
    endMs: msOfSeconds(words.at(-1)?.end_time),
    text,
    confidence: mean(words.flatMap((item) => confidenceOf(item.alternatives[0]?.confidence) ?? [])),
  };
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1e4) / 1e4;
}

/** Genesys Cloud. Its other interfaces write an instant as ISO text, and some exporters every number as text. */
const instant = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
    z.iso.datetime({ offset: true, local: true }).transform(msOfIso),
  ])
  .pipe(z.number().nonnegative())
  .nullish();
const phrase = z.object({
  text: z.string(),
  decoratedText: z.string().nullish(),
  startTimeMs: instant,
  participantPurpose: z.string().nullish(),
  confidence: number,
});
export const genesysFile = z.object({
  conversationId: z.string().min(1),
  conversationStartTime: instant,
  ani: z.string().nullish(),
  transcripts: z.array(z.object({ phrases: z.array(phrase) })),
});
type GenesysFile = z.infer<typeof genesysFile>;

/** Above this a time is an instant, below it an offset: exports have both. */
const INSTANTS_FROM = 1e11;

export function readGenesys(file: GenesysFile): Draft {
  const start = file.conversationStartTime ?? null;
  return {
    callId: file.conversationId,
    provider: "genesys",
    caller: file.ani ? toE164(file.ani) : null,
    startedAt: start !== null && start >= INSTANTS_FROM && start < 8e15 ? new Date(start).toISOString() : null,
    turns: file.transcripts
      .flatMap((transcript) => transcript.phrases)
      .map((said) => ({
        speaker: GENESYS_SPEAKERS[said.participantPurpose ?? ""] ?? "unknown",
        startMs: genesysOffset(said.startTimeMs ?? null, start),
        endMs: null,
        text: said.decoratedText || said.text,
        confidence: confidenceOf(said.confidence),
      })),
  };
}

/** Genesys Cloud writes in UTC; a time without a zone is one whose Z was lost. */
function msOfIso(iso: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
}

const GENESYS_SPEAKERS: Readonly<Record<string, Speaker>> = { external: "caller", internal: "agent" };

function genesysOffset(time: number | null, start: number | null): number | null {
  if (time === null || time < INSTANTS_FROM) return time === null ? null : Math.round(time);
  return start !== null && time >= start ? Math.round(time - start) : null;
}

/** Neighbours together, as long as each goes on with what the first of them began. */
function runsOf<T>(items: readonly T[], goesOn: (first: T, item: T) => boolean): T[][] {
  const runs: T[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    const first = run?.[0];
    if (run && first !== undefined && goesOn(first, item)) run.push(item);
    else runs.push([item]);
  }
  return runs;
}
