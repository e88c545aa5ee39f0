import type { Committed } from "../../src/conversation/index.ts";
import type { ChannelName } from "../../src/messages/index.ts";
import { androidReceived, androidWebhook } from "../fakes/android-gateway.ts";
import { postActivity, typedActivity } from "../fakes/emulator.ts";
import { esmsMoCall } from "../fakes/esms.ts";
import { OFFICE, postTo, signedCall, signedZalo, smsWebhook, zaloWebhook } from "../fakes/running-app.ts";
import { SECRETS } from "../fakes/town/town.ts";
import { type PhoneCall, phoneLine } from "../fakes/twilio-voice.ts";
import { zaloBotUpdate } from "../fakes/zalo-bot.ts";
import { zaloEvent } from "../fakes/zalo-events.ts";
import type { Doors } from "./doors.ts";
import type { Said } from "./transcript.ts";
import type { Way } from "./ways.ts";

type Sends = NonNullable<Said["sends"]>;

/** Somebody at one door. */
export interface Citizen {
  readonly channel: ChannelName;
  /** What they write or call from, where it is a telephone, and its last four digits; empty where there is none. */
  readonly number: string;
  readonly digits: string;
  /** Says one thing, or several in one go; what came of it. */
  say(texts: readonly string[], sends?: Sends): Promise<Committed>;
}

/** Posts one message, as its provider would. */
type Post = (text: string, sends: Sends | undefined, id: string) => Promise<Response>;

let people = 0;
let messages = 0;

/** Somebody who has never been in touch before. */
export function newCitizen(way: Exclude<Way, "hotline">, doors: Doors): Citizen {
  people += 1;
  const number = `+84901${String(people).padStart(6, "0")}`;
  if (way === "terminal") return atTerminal(doors);
  const post = way === "voice" ? callingFrom(number, doors) : POSTS[way](doors, people, number);
  return {
    channel: CHANNEL[way],
    ...(PHONED.has(way) ? { number, digits: number.slice(-4) } : { number: "", digits: "" }),
    async say(texts, sends) {
      const said = way === "voice" ? [texts.join(", ")] : texts;
      for (const text of said) {
        messages += 1;
        const response = await post(text, sends, `${way}-${messages}`);
        if (!response.ok) throw new Error(`${way}: ${response.status} ${await response.text()}`);
      }
      return doors.outcome();
    },
  };
}

const CHANNEL = {
  zalo: "zalo",
  "zalo-bot": "zalo-bot",
  twilio: "sms",
  esms: "sms",
  android: "sms",
  web: "web",
  voice: "voice",
  botframework: "botframework",
} as const;
const PHONED: ReadonlySet<Way> = new Set(["twilio", "esms", "android", "voice"]);

const PICTURE = "https://example.invalid/a";
const PLACE = { latitude: 21.0285112, longitude: 105.8048172 };

type Typed = Exclude<Way, "voice" | "terminal" | "hotline">;

const POSTS: Record<Typed, (doors: Doors, nth: number, number: string) => Post> = {
  zalo:
    ({ url, now }, nth) =>
    (text, sends, id) => {
      const person = `11112222${String(nth).padStart(6, "0")}`;
      if (!sends) return postTo(url, zaloWebhook({ person, text, id, at: now() }));
      const { oaId, appId } = OFFICE;
      const payload = sends === "location" ? { coordinates: PLACE } : { url: PICTURE };
      const message = { msg_id: id, text, attachments: [{ type: sends, payload }] };
      return postTo(
        url,
        signedZalo(zaloEvent({ oaId, appId, userId: person, name: `user_send_${sends}`, at: now(), message })),
      );
    },
  "zalo-bot":
    ({ url, now }, nth) =>
    (text, sends, id) => {
      const event = `message.${sends === "audio" ? "voice" : (sends ?? "text")}.received`;
      const more = sends ? { caption: text, photo: PICTURE, url: PICTURE, voice_url: PICTURE } : {};
      const said = { chatId: `a1b2c3${nth}`, messageId: id, at: now(), event, more };
      const body = JSON.stringify(zaloBotUpdate(sends ? said : { ...said, text }));
      const headers = { "content-type": "application/json", "x-bot-api-secret-token": SECRETS.zaloBotSecret };
      return fetch(`${url}/webhooks/zalo-bot`, { method: "POST", headers, body });
    },
  twilio:
    ({ url }, _nth, number) =>
    (text, _sends, id) =>
      postTo(url, smsWebhook({ person: number, text, id })),
  esms:
    ({ url }, _nth, number) =>
    (text, _sends, id) =>
      fetch(url + esmsMoCall({ smsid: id, content: text, sender: number.slice(1) }, SECRETS.esmsSecret)),
  android:
    ({ url, now }, _nth, number) =>
    (text, _sends, id) => {
      const call = androidWebhook(androidReceived(id, text, number), SECRETS.androidSecret, now());
      return postTo(url, { path: "/webhooks/sms/android", ...call });
    },
  web:
    ({ url }, nth) =>
    (text) =>
      fetch(`${url}/thu/tin`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ tab: `a-tab-of-the-page-${nth}`, side: "zalo", text }),
      }),
  botframework:
    ({ url }, nth) =>
    (text, sends, id) => {
      const said = { conversation: `try-${nth}|livechat`, id, text, serviceUrl: "http://localhost:50001" };
      return postActivity(url, typedActivity(said, sends ? carried(sends) : {}));
    },
};

const MEDIA: Readonly<Record<string, string>> = { image: "image/jpeg", audio: "audio/ogg" };

const carried = (sends: Sends) =>
  sends === "location"
    ? { entities: [{ type: "GeoCoordinates", ...PLACE }] }
    : { attachments: [{ contentType: MEDIA[sends], contentUrl: PICTURE }] };

/** A call that goes on from sentence to sentence; who is hung up on calls again. A text of digits presses keys. */
function callingFrom(number: string, { url }: Doors): Post {
  const { accountSid, authToken, ownNumber, publicUrl } = OFFICE;
  const line = phoneLine({ url, publicUrl, accountSid, authToken, ownNumber });
  let call: PhoneCall | undefined;
  return async (text) => {
    call ??= await line.call(number);
    const { status, say, hangsUp } = await (/^[\d*#]+$/.test(text) ? call.press(text) : call.say(text));
    if (say === "") throw new Error(`the caller hears nothing after “${text}”`);
    if (hangsUp) call = undefined;
    return new Response(null, { status });
  };
}

function atTerminal({ terminal }: Doors): Citizen {
  const from = { channel: "zalo", id: `terminal-${people}` } as const;
  return {
    channel: "zalo",
    number: "",
    digits: "",
    async say(texts) {
      let committed: Committed | undefined;
      for (const text of texts) committed = await terminal.say(from, text);
      if (!committed) throw new Error("nothing was said");
      return committed;
    },
  };
}

export interface Line {
  readonly speaker: "agent" | "caller";
  readonly text: string;
}

/** One finished call as the exchange writes it down: what was asked, and what the caller said to it. */
export async function tellInOneCall(lines: readonly Line[], doors: Doors): Promise<Committed> {
  people += 1;
  const call = {
    schema: "hotline-transcript/1",
    callId: `call-${people}`,
    provider: "pbx",
    language: "vi-VN",
    caller: `+84901${String(people).padStart(6, "0")}`,
    turns: lines.map((line, index) => ({ index, ...line })),
  };
  const response = await postTo(doors.url, signedCall(JSON.stringify(call), doors.now()));
  if (!response.ok) throw new Error(`hotline: ${response.status} ${await response.text()}`);
  return doors.outcome();
}
