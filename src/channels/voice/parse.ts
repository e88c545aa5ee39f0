import { z } from "zod";
import { type Address, cleanText } from "../../messages/index.ts";
import { toE164 } from "../phone-number.ts";
import type { FormFields } from "../sms/twilio/verify.ts";
import type { Call } from "./calls.ts";

const sid = z.string().regex(/^CA[0-9A-Za-z]{1,62}$/);
/** A name sent twice is read by its first value; the signature has covered them all. */
const first = z.union([z.string(), z.array(z.string()).transform((all) => all[0] ?? "")]);

const fields = z.object({
  CallSid: first.pipe(sid),
  AccountSid: first,
  From: first.default(""),
  To: first.default(""),
  CallStatus: first.default(""),
  SpeechResult: first.default(""),
  Confidence: first.transform(Number).pipe(z.number().min(0).max(1)).optional().catch(undefined),
  Digits: first
    .pipe(z.string().regex(/^[0-9*#]{0,64}$/))
    .optional()
    .catch(undefined),
  DialCallStatus: first.default(""),
});

/** Where in a call a request stands: our own words in the address Twilio was given, so its signature covers them. */
export interface Place {
  /** Which answer of the caller is waited for, from 1; 0 at the start of the call. */
  readonly nth: number;
  /** Times in a row nothing was heard. */
  readonly silent: number;
  /** Times in a row nothing was understood. */
  readonly unclear: number;
  /** What was heard is being read back, for the nth time. */
  readonly readBack: number;
  /** Times a turn was waited for. */
  readonly waited: number;
  /** Times what was said could not be kept. */
  readonly failed: number;
  /** The officer's telephone was rung. */
  readonly dialled: boolean;
}

export const START: Place = {
  nth: 0,
  silent: 0,
  unclear: 0,
  readBack: 0,
  waited: 0,
  failed: 0,
  dialled: false,
};

const NAMES = {
  nth: "luot",
  silent: "im",
  unclear: "chua_ro",
  readBack: "doc_lai",
  waited: "cho",
  failed: "loi",
} as const;

/** The place as a query, without what is zero. */
export function queryOf(place: Place): string {
  const numbers = Object.entries(NAMES).map(([field, name]) => [name, place[field as keyof typeof NAMES]] as const);
  return [...numbers, ["noi", place.dialled ? 1 : 0] as const]
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function placeIn(query: URLSearchParams): Place {
  const count = (name: string) => (/^\d{1,4}$/.test(query.get(name) ?? "") ? Number(query.get(name)) : 0);
  return {
    nth: count(NAMES.nth),
    silent: count(NAMES.silent),
    unclear: count(NAMES.unclear),
    readBack: count(NAMES.readBack),
    waited: count(NAMES.waited),
    failed: count(NAMES.failed),
    dialled: count("noi") > 0,
  };
}

/** One request of a call going on. */
export interface CallRequest {
  readonly call: Call;
  readonly place: Place;
  /** What was said or keyed, cleaned; empty for silence. */
  readonly text: string;
  readonly keys: string;
  /** 0 to 1; null where it was not measured. */
  readonly confidence: number | null;
  /** The officer's telephone was answered, and the talk with them is over. */
  readonly wasConnected: boolean;
}

export type VoiceInbound =
  | { readonly kind: "going_on"; readonly request: CallRequest }
  | { readonly kind: "over"; readonly call: Call }
  | { readonly kind: "not_for_us"; readonly name: string };

const OVER = new Set(["completed", "busy", "failed", "no-answer", "canceled"]);
const CONNECTED = new Set(["completed", "answered"]);
const LONGEST_SPEECH = 5000;

/** Reads a verified request of a call. `url` is the address Twilio called. */
export function parseVoice(form: FormFields, url: string, accountSid: string): VoiceInbound {
  const parsed = fields.safeParse({ ...form });
  if (!parsed.success) return { kind: "not_for_us", name: `schema:${parsed.error.issues[0]?.path.join(".") ?? ""}` };
  const said = parsed.data;
  if (said.AccountSid !== accountSid) return { kind: "not_for_us", name: "AccountSid" };
  const call = { callSid: said.CallSid, from: callerOf(said.From, said.To, said.CallSid) };
  if (OVER.has(said.CallStatus)) return { kind: "over", call };
  const keys = said.Digits ?? "";
  return {
    kind: "going_on",
    request: {
      call,
      place: placeIn(new URL(url).searchParams),
      text: speechOf(said.SpeechResult) || keys,
      keys,
      // Recognisers send 0 for "not measured".
      confidence: keys || !said.Confidence ? null : said.Confidence,
      wasConnected: CONNECTED.has(said.DialCallStatus),
    },
  };
}

function speechOf(raw: string): string {
  return cleanText(raw.toWellFormed())
    .slice(0, LONGEST_SPEECH)
    .toWellFormed()
    .replace(/[.。]+$/, "");
}

/** Who hides their number is known for the length of the call alone. */
function callerOf(from: string, to: string, callSid: string): Address {
  const account = toE164(to) ?? cleanText(to.toWellFormed()).slice(0, 64);
  return { channel: "voice", id: toE164(from) ?? `call:${callSid}`, account };
}
