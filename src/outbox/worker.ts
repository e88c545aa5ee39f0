import { setTimeout } from "node:timers/promises";
import type { ChannelName, SendOutcome } from "../messages/index.ts";
import type { Clock, Database, Logger } from "../platform/index.ts";
import { isExhausted } from "./attempt.ts";
import { chargeOf, mayGo, maySpeak, onwardFrom } from "./course/worker.ts";
import type { Claim, DeliverySender, DeliveryState, Way } from "./delivery.ts";
import { type DeliveryPolicy, PLAIN_POLICY } from "./policy.ts";
import { type Progress, progressAfter, stuckAfterCrashes } from "./progress.ts";
import { createPump } from "./pump.ts";
import { isUncertain, type Onward, record } from "./record/store.ts";
import { cut, send } from "./send/worker.ts";
import { claim, endLeases, noteMissingSenders, release } from "./store.ts";
import { wishesOf } from "./wishes/store.ts";

/** One try of one part, for the metrics. */
export interface OutboxEvent {
  readonly channel: ChannelName;
  readonly outcome: SendOutcome["kind"];
  readonly state: DeliveryState;
  /** Milliseconds since it could have been sent. */
  readonly waitedMs: number;
  /** The way it goes on by, when this one is given up. */
  readonly onward?: Way;
}

export interface OutboxOptions {
  readonly db: Database;
  /** The channels this process serves; may grow while it runs. */
  readonly senders: ReadonlyMap<ChannelName, DeliverySender>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe?: (event: OutboxEvent) => void;
  /** Other ways, quiet hours and prices; without one, everything stays on its channel. */
  readonly policy?: DeliveryPolicy;
  /** This process is the database's only worker: what an earlier one had in hand when it died is taken up at once. */
  readonly soleOwner?: boolean;
  /** People served at once. */
  readonly lanes?: number;
  /** How often to look without having been woken. */
  readonly pollMs?: number;
  /** For how long a worker that says nothing is believed to be alive. */
  readonly leaseMs?: number;
  /** How long one part may take; below `leaseMs`, or a slow provider is asked twice at the same time. */
  readonly sendLimitMs?: number;
  /** Waited for before deliveries are claimed, never while one is held, whose lease runs: who comes in goes first. */
  readonly giveWay?: () => Promise<void>;
  /** A number in [0, 1) that spreads retries. */
  readonly jitter?: () => number;
}

export interface Outbox {
  /** Something was enqueued and committed: look now. */
  wake(): void;
  /** Ends after the parts now on the wire; what is left is given back. */
  stop(): Promise<void>;
  /** Resolves when nothing is in hand and nothing more is due now (or the database does not answer). */
  idle(): Promise<void>;
}

/** Pauses before a failed write of an outcome is tried again: losing it means sending the part once more. */
const RECORD_PAUSES_MS = [100, 1000, 5000] as const;

const DEFAULTS = {
  lanes: 8,
  pollMs: 1000,
  leaseMs: 60_000,
  sendLimitMs: 45_000,
  giveWay: () => Promise.resolve(),
  jitter: Math.random,
  soleOwner: false,
  policy: PLAIN_POLICY,
};

/**
 * Sends what is promised, one delivery a person at a time, oldest first. At least once: a crash between the provider's yes
 * and our record of it repeats that one part, under the same key.
 */
export function startOutbox(options: OutboxOptions): Outbox {
  const settings = { ...DEFAULTS, ...options };
  let stopping = false;
  const started = takeOver(settings);
  const pump = createPump<Claim>({
    width: settings.lanes,
    async take(limit) {
      await started;
      await settings.giveWay();
      return take(settings, limit);
    },
    carry: (held) => carry({ ...settings, isStopping: () => stopping }, held),
  });
  let looking: Promise<void> | undefined;
  const look = () => {
    looking ??= noteMissing(settings)
      .then(pump.wake)
      .finally(() => {
        looking = undefined;
      });
  };
  look();
  const timer = setInterval(look, settings.pollMs);
  timer.unref();

  return {
    wake: pump.wake,
    async stop() {
      stopping = true;
      pump.stop();
      clearInterval(timer);
      await looking;
      await pump.settled();
    },
    async idle() {
      await looking;
      pump.wake();
      await pump.settled();
    },
  };
}

/** Nothing here rejects: a database that is away is asked again at the next look. */
async function takeOver({ soleOwner, db, clock, log }: Settings): Promise<void> {
  if (!soleOwner) return;
  await endLeases(db, clock.now()).catch((error) => log.error({ error: nameOf(error) }, "outbox.takeover_failed"));
}

async function take({ db, senders, clock, leaseMs, log }: Settings, limit: number): Promise<Claim[]> {
  try {
    const claims = await claim(db, { channels: [...senders.keys()], limit, now: clock.now(), leaseMs });
    return await withWishes(db, claims, log);
  } catch (error) {
    log.error({ error: nameOf(error) }, "outbox.claim_failed");
    return [];
  }
}

/** Deliveries already claimed are not put down because a wish could not be looked up. */
async function withWishes(db: Database, claims: Claim[], log: Logger): Promise<Claim[]> {
  try {
    const wishes = await wishesOf(
      db.read,
      claims.map(({ to }) => to),
    );
    return claims.map((held, i) => ({ ...held, wishes: wishes[i] }));
  } catch (error) {
    log.error({ error: nameOf(error) }, "outbox.wishes_failed");
    return claims;
  }
}

async function noteMissing({ db, senders, clock, log }: Settings): Promise<void> {
  try {
    const missing = await noteMissingSenders(db, [...senders.keys()], clock.now());
    if (missing > 0) log.warn({ deliveries: missing }, "outbox.no_sender");
  } catch (error) {
    log.error({ error: nameOf(error) }, "outbox.look_failed");
  }
}

type Settings = typeof DEFAULTS & OutboxOptions;
type Carrier = Settings & { readonly isStopping: () => boolean };

/** The lease covers a delivery whose outcome could not be recorded; it is taken up again when the lease ends. */
async function carry(carrier: Carrier, held: Claim): Promise<void> {
  try {
    await deliver(carrier, held);
  } catch (error) {
    carrier.log.error({ delivery: held.id, error: nameOf(error) }, "outbox.record_failed");
  }
}

/** Sends the parts that are left, recording each before the next. */
async function deliver(carrier: Carrier, claimed: Claim): Promise<void> {
  const parts = claimed.parts ?? cut(carrier, claimed);
  if (!(await mayGo(carrier, claimed, parts))) return;
  let held: Claim | null = claimed;
  while (held) {
    if (carrier.isStopping()) return release(carrier.db, held, carrier.clock.now());
    if (!(await maySpeak(carrier, held))) return;
    held = await sendNext(carrier, held, parts);
  }
}

/** The delivery with one more part sent, or null when there is no more to do with it now. */
async function sendNext(carrier: Carrier, held: Claim, parts: readonly string[]): Promise<Claim | null> {
  const { db, clock, observe } = carrier;
  const { outcome, progress } = await tryPart(carrier, held, parts);
  const charge = await chargeOf(carrier, held, parts, outcome);
  const onward = await wayOn(carrier, held, parts, outcome, progress);
  const tried = { parts, outcome, progress, charge, onward };
  const kept = await persist(() => record(db, held, tried, clock.now()));
  const waitedMs = clock.now() - held.dueSince;
  const { channel } = held.to;
  const state = onward ? "pending" : progress.state;
  observe?.({ channel, outcome: outcome.kind, state, waitedMs, ...(onward ? { onward: onward.way } : {}) });
  if (kept === "lost" || progress.state !== "sending") return null;
  return { ...held, partsSent: progress.partsSent, attempts: progress.attempts, uncertain: 0 };
}

/** Where a delivery goes whose way is given up. A template the office may not use yet is no reason to wait. */
async function wayOn(
  carrier: Carrier,
  held: Claim,
  parts: readonly string[],
  outcome: SendOutcome,
  progress: Progress,
): Promise<Onward | undefined> {
  const isUnusable = held.by === "template" && outcome.kind === "operator";
  if (outcome.kind === "sent" || (progress.state !== "stuck" && !isUnusable)) return undefined;
  const uncertain = isUncertain(held, outcome) ? 1 : 0;
  return onwardFrom(carrier, { ...held, uncertain }, parts, outcome.reason);
}

async function tryPart(
  carrier: Carrier,
  held: Claim,
  parts: readonly string[],
): Promise<{ outcome: SendOutcome; progress: Progress }> {
  if (isExhausted(held.attempts)) return stuckAfterCrashes(held);
  const outcome = await send(carrier, held, parts[held.partsSent]);
  const at = { now: carrier.clock.now(), jitter: carrier.jitter(), leaseMs: carrier.leaseMs };
  return { outcome, progress: progressAfter(held, parts.length, outcome, at) };
}

async function persist<T>(write: () => Promise<T>): Promise<T> {
  for (const pause of RECORD_PAUSES_MS) {
    try {
      return await write();
    } catch {
      await setTimeout(pause);
    }
  }
  return write();
}

/** The name only: a message may quote what was sent. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
