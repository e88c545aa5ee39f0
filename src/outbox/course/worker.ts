import type { SendOutcome } from "../../messages/index.ts";
import type { Clock, Database, Logger } from "../../platform/index.ts";
import { amountOf } from "../charges/price.ts";
import type { Charge } from "../charges/store.ts";
import { BOTS_WORDS, type Claim, type DeliverySender, isNotice, type Way } from "../delivery.ts";
import { floorIn } from "../floor/store.ts";
import type { DeliveryPolicy } from "../policy.ts";
import { isUncertain, noteDeath, type Onward, postpone, reroute, setAside } from "../record/store.ts";
import { allowedAt } from "../route/quiet.ts";
import { type Abilities, isSameWay, nextWay, restOf } from "../route/route.ts";
import { courseOf } from "../route/store.ts";
import { release } from "../store.ts";

/** What it takes to choose a delivery's way. */
export interface Pilot {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly policy: DeliveryPolicy;
  readonly senders: ReadonlyMap<Claim["to"]["channel"], DeliverySender>;
}

/** The reason of a notice nobody wants. */
const UNWANTED = "asked for no notices";

/** True when the delivery may be tried now by the way it is on; else it has been put where it belongs. */
export async function mayGo(pilot: Pilot, held: Claim, parts: readonly string[]): Promise<boolean> {
  const { db, clock, policy } = pilot;
  const now = clock.now();
  if (held.uncertain === 2) await noteDeath(db, held, await chargeOf(pilot, held, parts, undefined));
  if (held.bounced !== null) {
    await afterBounce(pilot, held, parts, held.bounced);
    return false;
  }
  if (!isNotice(held.cause)) return true;
  if (await putElsewhere(pilot, held, parts)) return false;
  const at = policy.quietHours ? allowedAt(now, policy.quietHours) : now;
  if (at <= now) return true;
  await postpone(db, held, at);
  return false;
}

const isUntried = ({ hops, attempts, partsSent, uncertain }: Claim): boolean =>
  hops + attempts + partsSent + uncertain === 0;

/**
 * True when the person wants this notice another way, or not at all. A wish chooses the first way; what they stop is left at any try,
 * for they may have said so since the one before.
 */
async function putElsewhere(pilot: Pilot, held: Claim, parts: readonly string[]): Promise<boolean> {
  const { db, clock } = pilot;
  const now: Way = { by: held.by, to: held.to };
  const { ways } = await courseOf(db, pilot.policy, held);
  if (ways.length === 0) {
    await setAside(db, held, "abandoned", UNWANTED, clock.now());
    return true;
  }
  if (!isUntried(held)) return ways.some((way) => isSameWay(way, now)) ? false : await leave(pilot, held, parts);
  const way = nextWay(ways, [], { key: held.reply.key, partsSent: 0 }, abilitiesOf(pilot));
  if (!way || isSameWay(way, now)) return false;
  await reroute(db, held, { way, rest: held.reply, reason: "wished" }, clock.now());
  return true;
}

/** Goes on by a way that is still open to us; without one nobody wants it any more. */
async function leave(pilot: Pilot, held: Claim, parts: readonly string[]): Promise<true> {
  const { db, clock } = pilot;
  const onward = await onwardFrom(pilot, held, parts, "wished");
  if (onward) await reroute(db, held, onward, clock.now());
  else await setAside(db, held, "abandoned", UNWANTED, clock.now());
  return true;
}

/** The provider took it and said later that it did not arrive. */
async function afterBounce(pilot: Pilot, held: Claim, parts: readonly string[], reason: string): Promise<void> {
  const onward = await onwardFrom(pilot, held, parts, reason);
  if (onward) await reroute(pilot.db, held, onward, pilot.clock.now());
  else await setAside(pilot.db, held, "stuck", reason, pilot.clock.now());
}

/** False when an officer has taken the floor meanwhile: the delivery is given back and waits. */
export async function maySpeak({ db, clock }: Pilot, held: Claim): Promise<boolean> {
  if (!BOTS_WORDS.includes(held.cause) || !(await floorIn(db.read, held.lane))) return true;
  await release(db, held, clock.now());
  return false;
}

/** The way on from one that is given up, with what is left to say there; undefined when none is left. */
export async function onwardFrom(
  pilot: Pilot,
  held: Claim,
  parts: readonly string[],
  reason: string,
): Promise<Onward | undefined> {
  const { db, policy } = pilot;
  const { ways, tried } = await courseOf(db, policy, held);
  const left = { key: held.reply.key, partsSent: held.partsSent };
  const way = nextWay(ways, tried, left, abilitiesOf(pilot));
  if (!way) return undefined;
  const note = held.uncertain > 0 ? policy.repeatNote : "";
  return { way, rest: restOf(held, parts, note), reason };
}

function abilitiesOf({ senders }: Pilot): Abilities {
  return {
    canSend: (channel) => senders.has(channel),
    hasTemplate: (channel, key) => senders.get(channel)?.template?.has(key) ?? false,
  };
}

/**
 * What this try cost; undefined for nothing. `outcome` undefined: the worker died with the part in hand, so it may have been sent.
 */
export async function chargeOf(
  pilot: Pilot,
  held: Claim,
  parts: readonly string[],
  outcome: SendOutcome | undefined,
): Promise<Charge | undefined> {
  const isSent = outcome?.kind === "sent";
  if (!isSent && outcome && !isUncertain({ ...held, uncertain: 0 }, outcome)) return undefined;
  const { policy, clock, log } = pilot;
  const now = clock.now();
  const part = parts[held.partsSent] ?? held.reply.text;
  try {
    const known = isSent ? outcome.billed : undefined;
    const billed = known ?? (await policy.billedFor({ by: held.by, to: held.to }, part, held.lane, now));
    if (!billed) return undefined;
    return {
      deliveryId: held.id,
      part: held.partsSent,
      at: now,
      channel: held.to.channel,
      billed,
      amountVnd: amountOf(billed, policy.services),
      providerId: isSent ? outcome.providerId : null,
      certain: isSent,
    };
  } catch (error) {
    // A letter that is out is not sent twice because its price could not be looked up.
    log.error({ delivery: held.id, error: error instanceof Error ? error.name : typeof error }, "outbox.price_failed");
    return undefined;
  }
}
