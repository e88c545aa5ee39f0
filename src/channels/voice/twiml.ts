import { loadTwilio } from "../sms/twilio/sdk.ts";
import { type Place, queryOf } from "./parse.ts";
import type { Plan } from "./plan.ts";

const LANGUAGE = "vi-VN";
/** A `<Say>` takes 4,096 characters at most; shorter ones start sooner. */
const LONGEST_SAY = 1000;
const LISTEN_SECONDS = 6;
const RING_SECONDS = 25;
const WAIT_SECONDS = 2;

/** A plan as TwiML, made by Twilio's own package. `address`: our webhook as Twilio knows it. */
export async function twimlOf(plan: Plan, address: string): Promise<string> {
  const { twiml } = await loadTwilio();
  const response = new twiml.VoiceResponse();
  const at = (place: Place) => ({ action: `${address}?${queryOf(place)}`, method: "POST" });
  const speak = (to: { say(options: { language: typeof LANGUAGE }, text: string): unknown }) => {
    for (const sentence of plan.say.flatMap(cut)) to.say({ language: LANGUAGE }, sentence);
  };
  switch (plan.kind) {
    case "ask":
      // Said inside <Gather>, so that whoever knows the way may speak or press a key at once.
      speak(
        response.gather({
          ...at(plan.next),
          input: ["speech", "dtmf"],
          language: LANGUAGE,
          timeout: LISTEN_SECONDS,
          speechTimeout: "2",
          finishOnKey: "#",
          actionOnEmptyResult: true,
          ...(plan.hints.length > 0 && { hints: plan.hints.join(",").slice(0, 500) }),
        }),
      );
      break;
    case "wait":
      speak(response);
      response.pause({ length: WAIT_SECONDS });
      response.redirect({ method: "POST" }, `${address}?${queryOf(plan.next)}`);
      break;
    case "transfer":
      speak(response);
      response.dial({ ...at(plan.next), timeout: RING_SECONDS }, plan.number);
      break;
    case "hang_up":
      speak(response);
      response.hangup();
      break;
    default:
      plan satisfies never;
  }
  return response.toString();
}

/** Long texts in several, cut between sentences. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  for (const sentence of text.match(/[^.?!]+[.?!]*\s*|[.?!]+/g) ?? []) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length <= LONGEST_SAY) pieces[pieces.length - 1] = last + sentence;
    else pieces.push(...chunks(sentence));
  }
  return pieces.map((piece) => piece.trim()).filter(Boolean);
}

function chunks(sentence: string): string[] {
  const points = [...sentence];
  return Array.from({ length: Math.ceil(points.length / LONGEST_SAY) }, (_, nth) =>
    points.slice(nth * LONGEST_SAY, (nth + 1) * LONGEST_SAY).join(""),
  );
}
