import { signTwilioWebhook, twilioForm } from "./twilio.ts";

export interface PhoneLineOptions {
  /** Where the app really listens. */
  readonly url: string;
  /** The address Twilio was given. */
  readonly publicUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** The number citizens call. */
  readonly ownNumber: string;
}

/** What one answer of the app makes the telephone do. */
export interface Heard {
  readonly status: number;
  readonly twiml: string;
  /** All that is said, in order. */
  readonly say: string;
  /** Where the caller's next words go; undefined when they are not listened to. */
  readonly gather: string | undefined;
  readonly hints: string;
  readonly dials: string | undefined;
  readonly hangsUp: boolean;
}

type Fields = Readonly<Record<string, string>>;

/** One call as Twilio makes it: signed requests on the wire, the next one where the TwiML says. */
export interface PhoneCall {
  readonly sid: string;
  /** What was heard last; waiting announcements before it are left out. */
  readonly heard: Heard;
  /** How many times the app asked for patience. */
  readonly waits: number;
  say(text: string, confidence?: number): Promise<Heard>;
  press(keys: string): Promise<Heard>;
  silence(): Promise<Heard>;
  /** The transfer's end, as `<Dial>` reports it. */
  dialEnds(status: "completed" | "no-answer" | "busy" | "failed"): Promise<Heard>;
  /** The last request once more, as Twilio sends it when the answer was lost. */
  retry(): Promise<Heard>;
  /** The caller hangs up: only the status callback says so. */
  hangUp(): Promise<Response>;
}

export interface PhoneLine {
  /** A call comes in; resolves when the greeting was heard. */
  call(from: string): Promise<PhoneCall>;
  /** One signed request, for callers who want to see the wire. `query` begins with "?" or is empty. */
  post(query: string, fields: Fields): Promise<Response>;
}

const PATH = "/webhooks/voice/twilio";
let calls = 0;

export function phoneLine(options: PhoneLineOptions): PhoneLine {
  const post = (query: string, fields: Fields) => {
    const signature = signTwilioWebhook(options.publicUrl + PATH + query, fields, options.authToken);
    return fetch(options.url + PATH + query, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
      body: twilioForm(fields),
    });
  };
  return { post, call: (from) => placeCall(from, options, post) };
}

async function placeCall(from: string, options: PhoneLineOptions, post: PhoneLine["post"]): Promise<PhoneCall> {
  calls += 1;
  const sid = `CA${calls.toString(16).padStart(32, "0")}`;
  const always = {
    CallSid: sid,
    AccountSid: options.accountSid,
    From: from,
    To: options.ownNumber,
    ApiVersion: "2010-04-01",
    Direction: "inbound",
  };
  let waits = 0;
  let last: { query: string; fields: Fields } = { query: "", fields: { ...always, CallStatus: "ringing" } };
  let heard = await send();

  async function send(): Promise<Heard> {
    let answer = await textOf(await post(last.query, last.fields));
    while (answer.redirect !== undefined) {
      waits += 1;
      answer = await textOf(await post(queryIn(answer.redirect, options), { ...always, CallStatus: "in-progress" }));
    }
    return read(answer.status, answer.twiml);
  }

  async function next(to: string | undefined, fields: Fields): Promise<Heard> {
    if (to === undefined) throw new Error(`nobody listens any more: ${heard.twiml}`);
    last = { query: queryIn(to, options), fields: { ...always, CallStatus: "in-progress", ...fields } };
    heard = await send();
    return heard;
  }

  return {
    sid,
    get heard() {
      return heard;
    },
    get waits() {
      return waits;
    },
    say: (text, confidence = 0.92) =>
      next(heard.gather, { SpeechResult: text, Confidence: String(confidence), Language: "vi-VN" }),
    press: (keys) => next(heard.gather, { Digits: keys, FinishedOnKey: "#" }),
    silence: () => next(heard.gather, {}),
    dialEnds: (status) =>
      next(/<Dial[^>]*action="([^"]*)"/.exec(heard.twiml)?.[1], { DialCallStatus: status, DialCallSid: `${sid}d` }),
    async retry() {
      heard = await send();
      return heard;
    },
    hangUp: () => post("", { ...always, CallStatus: "completed", CallDuration: "42", Timestamp: "now" }),
  };
}

async function textOf(response: Response) {
  const twiml = await response.text();
  return { status: response.status, twiml, redirect: /<Redirect[^>]*>([^<]*)</.exec(twiml)?.[1] };
}

function read(status: number, twiml: string): Heard {
  const said = [...twiml.matchAll(/<Say language="vi-VN">([^<]*)<\/Say>/g)].map(([, text = ""]) => plain(text));
  return {
    status,
    twiml,
    say: said.join(" "),
    gather: /<Gather[^>]*action="([^"]*)"/.exec(twiml)?.[1],
    hints: plain(/<Gather[^>]*hints="([^"]*)"/.exec(twiml)?.[1] ?? ""),
    dials: /<Dial[^>]*>([^<]*)<\/Dial>/.exec(twiml)?.[1],
    hangsUp: twiml.includes("<Hangup/>"),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
};
const plain = (xml: string) => xml.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);

/** What Twilio calls is what it was told, to the letter; only where it leads is ours to know. */
function queryIn(address: string, { publicUrl }: PhoneLineOptions): string {
  const whole = plain(address);
  if (!whole.startsWith(publicUrl + PATH)) throw new Error(`the TwiML leads elsewhere: ${whole}`);
  return whole.slice(publicUrl.length + PATH.length);
}
