import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Calls, openCalls, type VoicePorts, type WatchedFolder, watchFolder } from "../channels/index.ts";
import type { Config } from "../config.ts";
import { type ConversationPorts, type Conversations, isEmergency, repliesTo } from "../conversation/index.ts";
import { type Address, type ChannelName, type InboundMessage, laneOf, type Reply } from "../messages/index.ts";
import type { DeliverySender } from "../outbox/index.ts";
import type { Clock, Database, Logger } from "../platform/index.ts";
import { fold, words } from "../text/index.ts";
import { findSecret } from "../tickets/index.ts";

/** What doors that answer in the same breath draw on. Functions, because people come long after everything has started. */
export interface House {
  readonly config: Config;
  readonly db: Database;
  readonly ports: ConversationPorts;
  readonly senders: () => ReadonlyMap<ChannelName, DeliverySender>;
  readonly conversations: () => Conversations;
  readonly wakeOutbox: () => void;
}

export function voicePorts(world: House): VoicePorts & { readonly calls: Calls } {
  const { config, db, ports } = world;
  const { wording } = ports;
  const say = (key: string): Reply => wording.say(key, { don_vi: ports.officeName });
  const canText = (number: string) => world.senders().has("sms") && takesFreeText(config) && takesSms(number);
  const textTo = ({ id }: Address): Address | null => {
    const account = answeringNumber(config);
    return canText(id) ? { channel: "sms", id, ...(account && { account }) } : null;
  };
  return {
    calls: openCalls({ db, textTo, say, wake: world.wakeOutbox }),
    say,
    canText,
    repliesTo: (message, withinMs) => repliesInTime(world, message, withinMs),
    reads(text) {
      const { sightings } = ports.understand(findSecret(text, ports.secretWords)?.rest ?? text);
      return {
        isUrgent: sightings.some(({ intent }) => isEmergency(intent)),
        wantsPerson: sightings[0]?.intent === "gap_can_bo",
        isRight: sayingOf(text, wording.words("goi.nghe_dung"), wording.words("goi.nghe_sai")),
      };
    },
  };
}

/** Whose SMS a caller gets, as the SMS channel chooses where nobody has written first. */
function providerOf({ sms, esms, android }: Config): "esms" | "android" | "twilio" {
  return sms.provider ?? (esms.apiKey ? "esms" : android.url ? "android" : "twilio");
}

/** Under a name operators deliver registered texts only, so nothing an answer says may be promised. */
function takesFreeText(config: Config): boolean {
  const provider = providerOf(config);
  return provider === "android" || (provider === "twilio" && /^(?:\+|MG)/.test(config.twilio.from ?? ""));
}

/**
 * Our number that an SMS to a caller comes from and their answer goes to; undefined where nobody knows it before they write: a
 * messaging service, or a provider whose numbers show themselves only in what it takes in.
 */
function answeringNumber(config: Config): string | undefined {
  const { from } = config.twilio;
  return providerOf(config) === "twilio" && from?.startsWith("+") ? from : undefined;
}

/** A landline in Viet Nam (+842…) takes no SMS; abroad nothing tells. */
const takesSms = (number: string): boolean => /^\+(?!84)\d|^\+84[35789]\d{8}$/.test(number);

function sayingOf(text: string, yes: readonly string[], no: readonly string[]): boolean | undefined {
  const said = fold(words(text).join(" "));
  if (no.some((way) => fold(way) === said)) return false;
  return yes.some((way) => fold(way) === said) ? true : undefined;
}

const LOOK_EVERY_MS = 250;

/** Waits for the turn of a message, which another process may be at. */
export async function repliesInTime(
  { db, conversations }: Pick<House, "db" | "conversations">,
  message: InboundMessage,
  withinMs: number,
): Promise<readonly Reply[] | "late"> {
  const ended = new AbortController();
  const tooLate = setTimeout(withinMs, "late" as const, { signal: ended.signal });
  tooLate.catch(() => undefined); // aborted
  const look = async (): Promise<readonly Reply[] | "late"> => {
    await conversations().quiet(laneOf(message.from));
    while (!ended.signal.aborted) {
      const replies = await repliesTo(db, message);
      if (replies) return replies;
      await setTimeout(LOOK_EVERY_MS);
    }
    return "late";
  };
  try {
    return (await repliesTo(db, message)) ?? (await Promise.race([look(), tooLate]));
  } finally {
    ended.abort();
  }
}

const FINISH_EVERY_MS = 30_000;

/** What goes on around calls without anybody waiting for it. */
export interface CallWork {
  /** Takes in what lies in the watched folder now. */
  readonly folder: WatchedFolder;
  stop(): Promise<void>;
}

/** Finishes calls whose end nobody told us of, and takes in transcripts laid into DATA_DIR/transcripts/in. */
export function startCallWork(world: {
  readonly config: Config;
  readonly calls: Calls;
  readonly accept: (message: InboundMessage) => Promise<"new" | "seen_before">;
  readonly clock: Clock;
  readonly log: Logger;
}): CallWork {
  const { config, calls, accept, clock, log } = world;
  const finish = () =>
    calls.finishOld(clock.now()).catch((error: unknown) => log.error({ err: error }, "calls not finished"));
  void finish();
  const timer = setInterval(finish, FINISH_EVERY_MS);
  timer.unref();
  const folder = watchFolder({
    folder: join(config.dataDirectory, "transcripts"),
    accept,
    now: () => clock.now(),
    report(outcome, error) {
      if (outcome === "not_kept") log.error({ err: error }, "a transcript in the folder could not be kept");
      else log.info({ outcome }, "transcript from the folder");
    },
  });
  return {
    folder,
    async stop() {
      clearInterval(timer);
      await folder.stop();
    },
  };
}
