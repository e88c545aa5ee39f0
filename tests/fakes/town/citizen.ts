import { androidReceived, androidWebhook } from "../android-gateway.ts";
import { postActivity, typedActivity } from "../emulator.ts";
import { esmsMoCall } from "../esms.ts";
import { callWebhook, OFFICE, postTo, smsWebhook, type Webhook, zaloWebhook } from "../running-app.ts";
import { signTwilioWebhook } from "../twilio.ts";
import { type PhoneCall, phoneLine } from "../twilio-voice.ts";
import { SECRETS, type Town } from "./town.ts";

/** One citizen's way to the office. */
export interface Pen {
  readonly what: string;
  /** Sends a text the way its provider would. Throws when the app does not take it. */
  write(text: string): Promise<void>;
  /** Everything this citizen has heard so far, in order. */
  heard(): readonly string[];
}

/** Who writes: a number or id for each way in, so that nobody is two people. `nth` is below a million. */
const peopleOf = (nth: number) => {
  const digits = String(nth).padStart(6, "0");
  return {
    twilio: `+84901${digits.slice(1)}1`,
    esms: `+84902${digits.slice(1)}1`,
    android: `+84903${digits.slice(1)}1`,
    call: `+84904${digits.slice(1)}1`,
    zalo: `1111222233334${digits}`,
    chat: `a1b2c3${digits}`,
    conversation: `try-me-${nth}|livechat`,
  };
};

/** Every way in, by the name it is typed with; each is a person of its own, and another `nth` are other people. */
export function pensOf(town: Town, appUrl: string, now: () => number, nth = 0): ReadonlyMap<string, Pen> {
  const people = peopleOf(nth);
  let count = 0;
  const nextId = (name: string) => {
    count += 1;
    return `${name}-${now().toString(36)}-${count}`;
  };
  const posting = async (hook: Webhook) => taken(await postTo(appUrl, hook));
  const call = callOf(appUrl, people.call);
  return new Map<string, Pen>([
    [
      "zalo",
      {
        what: "Zalo OA",
        write: (text) => posting(zaloWebhook({ person: people.zalo, text, id: nextId("zalo"), at: now() })),
        heard: () => town.zalo.sent.filter(({ userId }) => userId === people.zalo).map(({ text }) => text),
      },
    ],
    [
      "zalo-bot",
      {
        what: "Zalo Bot",
        write: async (text) => town.zaloBot.wrote({ chatId: people.chat, messageId: nextId("bot"), at: now(), text }),
        heard: () => town.zaloBot.sent.filter(({ chatId }) => chatId === people.chat).map(({ text }) => text),
      },
    ],
    [
      "sms",
      {
        what: "SMS, Twilio",
        write: (text) => posting(signedFor(appUrl, { person: people.twilio, text, id: nextId("SM") })),
        heard: () => textedTo(town, people.twilio),
      },
    ],
    [
      "esms",
      {
        what: "SMS, eSMS",
        write: async (text) => {
          const sender = people.esms.slice(1);
          const path = esmsMoCall({ smsid: nextId("e"), content: text, sender }, SECRETS.esmsSecret);
          taken(await fetch(appUrl + path));
        },
        heard: () => textedTo(town, people.esms),
      },
    ],
    [
      "android",
      {
        what: "SMS, an Android phone",
        write: (text) => {
          const received = androidReceived(nextId("a"), text, people.android);
          return posting({ path: "/webhooks/sms/android", ...androidWebhook(received, SECRETS.androidSecret, now()) });
        },
        heard: () => textedTo(town, people.android),
      },
    ],
    ["goi", call],
    [
      "ban-ghi",
      {
        what: "a finished call's transcript",
        write: (text) => posting(callWebhook({ person: people.call, text, id: nextId("call") }, {}, now())),
        heard: () => textedTo(town, people.call),
      },
    ],
    [
      "emulator",
      {
        what: "Bot Framework Emulator",
        write: async (text) => {
          const activity = { conversation: people.conversation, id: nextId("b"), text, serviceUrl: town.emulator.url };
          taken(await postActivity(appUrl, typedActivity(activity)));
        },
        heard: () =>
          town.emulator.shown
            .filter(({ conversation }) => conversation === people.conversation)
            .map(({ activity }) => activity.text ?? ""),
      },
    ],
  ]);
}

/** Every SMS to a number, by whichever provider. */
function textedTo({ twilio, esms, android }: Town, number: string): string[] {
  return [
    ...twilio.sent.filter(({ to }) => to === number).map(({ body }) => body),
    ...esms.sent.filter(({ phone }) => `+${phone}` === number).map(({ content }) => content),
    ...android.sent.filter(({ to }) => to === number).map(({ text }) => text),
  ];
}

function taken(response: Response): void {
  if (!response.ok) throw new Error(`the app answered ${response.status}`);
}

/** Twilio signs the address it was given, which is where the app listens. */
function signedFor(appUrl: string, said: { person: string; text: string; id: string }): Webhook {
  const hook = smsWebhook(said);
  const form = Object.fromEntries(new URLSearchParams(hook.body));
  const signature = signTwilioWebhook(appUrl + hook.path, form, OFFICE.authToken);
  return { ...hook, headers: { ...hook.headers, "x-twilio-signature": signature } };
}

/** A call that goes on from sentence to sentence until the office or the caller hangs up. */
function callOf(appUrl: string, from: string): Pen {
  const { accountSid, authToken, ownNumber } = OFFICE;
  const line = phoneLine({ url: appUrl, publicUrl: appUrl, accountSid, authToken, ownNumber });
  const heard: string[] = [];
  let call: PhoneCall | undefined;
  return {
    what: "a live call; a text of digits presses keys, “gác máy” hangs up",
    async write(text) {
      if (!call) {
        call = await line.call(from);
        heard.push(call.heard.say);
      }
      if (text === "gác máy") {
        await call.hangUp();
        call = undefined;
        return;
      }
      const { say, hangsUp } = await (/^[\d*#]+$/.test(text) ? call.press(text) : call.say(text));
      heard.push(say);
      if (hangsUp) call = undefined;
    },
    heard: () => heard,
  };
}
