import { z } from "zod";

/** JSON Schema counts characters as code points, strings in memory as UTF-16 units. */
function text(min: number, max: number) {
  return z.string().refine((value) => {
    const length = [...value].length;
    return length >= min && length <= max;
  }, `must have ${min} to ${max} characters`);
}

const instant = z.iso.datetime({ offset: true }).nullable();
const ms = z.int().min(0).nullable();

const word = z.strictObject({
  w: z.string(),
  startMs: z.int().nullable().optional(),
  endMs: z.int().nullable().optional(),
  confidence: z.number().nullable().optional(),
});

const turn = z.strictObject({
  index: z.int().min(0),
  speaker: z.enum(["caller", "agent", "bot", "ivr", "unknown"]),
  speakerLabel: text(0, 80).nullable().optional(),
  channel: z.int().min(0).nullable().optional(),
  startMs: ms.optional(),
  endMs: ms.optional(),
  text: text(0, 8000),
  confidence: z.number().min(0).max(1).nullable().optional(),
  words: z.array(word).optional(),
});

/**
 * A telephone call as text, `hotline-transcript/1`: the one form every exporter's file is brought into. Unknown fields
 * are refused. Times are milliseconds from the start of the call, null when unknown; `caller` is E.164 or null.
 */
export const transcriptSchema = z.strictObject({
  schema: z.literal("hotline-transcript/1"),
  callId: text(1, 128),
  provider: z.string().regex(/^[a-z0-9-]{1,40}$/),
  direction: z.enum(["inbound", "outbound", "internal", "unknown"]).optional(),
  caller: z
    .string()
    .regex(/^\+[1-9][0-9]{5,14}$/)
    .nullable()
    .optional(),
  callee: text(0, 64).nullable().optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  durationMs: ms.optional(),
  disposition: z.enum(["answered", "no-answer", "busy", "failed", "abandoned", "voicemail", "unknown"]).optional(),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
  final: z.boolean().optional(),
  turns: z.array(turn).max(20_000),
  dtmf: z.array(z.strictObject({ atMs: ms.optional(), digit: z.string().regex(/^[0-9A-D*#]$/) })).optional(),
  recordingUrl: z.url().nullable().optional(),
  consent: z
    .strictObject({ recordingAnnounced: z.boolean().optional(), atMs: z.int().nullable().optional() })
    .optional(),
  source: z
    .strictObject({
      format: z.string(),
      file: z.string().optional(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    })
    .optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
});

export type Transcript = z.infer<typeof transcriptSchema>;
export type Turn = Transcript["turns"][number];
export type Speaker = Turn["speaker"];

/** Where a file does not keep to a form, as a path into it (`turns[3].speaker`), and what is wrong there. */
export interface TranscriptError {
  readonly error: string;
  readonly at: string;
}

/** Checks an unknown value against the schema. */
export function checkTranscript(value: unknown): Transcript | TranscriptError {
  const parsed = transcriptSchema.safeParse(value);
  return parsed.success ? parsed.data : errorOf(parsed.error);
}

/** The first problem of a zod error, with its field. */
export function errorOf(problem: z.ZodError): TranscriptError {
  const issue = problem.issues[0];
  if (!issue) return { error: "unreadable", at: "" };
  const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
  return { error: issue.message.slice(0, 200), at: pathText(path) };
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step).slice(0, 60)}`))
    .join("")
    .replace(/^\./, "");
}
