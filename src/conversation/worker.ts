import { setTimeout as sleep } from "node:timers/promises";
import {
  AlreadyHandled,
  countAttempt,
  type InboundMessage,
  laneOf,
  type WaitingMessage,
  waitingIn,
  waitingLanes,
} from "../messages/index.ts";
import { preferencesOf } from "../outbox/index.ts";
import type { Clock, Database, Logger, Pace } from "../platform/index.ts";
import { findSecret } from "../tickets/index.ts";
import { type AlikePorts, findAlike } from "./alike.ts";
import { broughtBy } from "./attached.ts";
import type { Bot } from "./bot.ts";
import { burstOf, joined, settleTime } from "./burst.ts";
import { findClaim } from "./claim/store.ts";
import { commandIn } from "./command.ts";
import type { DossierDesk } from "./dossier/client.ts";
import { findDossier } from "./dossier/find.ts";
import { lookUp } from "./gather.ts";
import { createLanes, type Next } from "./lanes.ts";
import { remember } from "./memory/store.ts";
import type { Turn, TurnInput } from "./model.ts";
import { findTickets } from "./own-tickets.ts";
import { type RephrasePorts, rephrase } from "./rephrase.ts";
import { decideWith, type RestatePorts, restated } from "./restate.ts";
import { type CommitPorts, type Committed, commit } from "./store.ts";

export type ConversationPorts = CommitPorts &
  RestatePorts &
  RephrasePorts &
  AlikePorts & { readonly bot: () => Promise<Bot>; readonly dossiers?: DossierDesk | undefined };

export interface ConversationOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ports: () => ConversationPorts;
  /** Turns give way to who comes in. */
  readonly pace: Pace;
  /** A turn is on disk and its replies are owed. */
  readonly onTurn?: (lane: string, committed: Committed, took: number) => void;
  readonly onFailure?: (giveUp: boolean) => void;
  /** How long a fragment waits for the rest of its burst. */
  readonly settleMs?: number;
}

export interface Conversations {
  /** This stands in the inbox, and is new. */
  poke(arrived: WaitingMessage): void;
  /** Resolves when nothing more is being done for this lane here. */
  quiet(lane: string): Promise<void>;
  /** Takes up what an earlier process left, and makes ready for the first turn. */
  recover(): Promise<void>;
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** People who may wait in memory for their turn. */
const MOST_LANES = 20_000;
const MOST_ATTEMPTS = 4;
const COME_BACK_MS = 5000;
const RETRY_MS = [200, 1000, 5000];
/** People answered at the same time. Turns share one thread, so more of them would only make each take longer. */
const WIDTH = 4;
/** The Bot Framework holds the thread for half a second while it loads. */
const PRELOAD_AFTER_MS = 1000;

/** One serial lane a person; lanes run beside each other. */
export function startConversations(options: ConversationOptions): Conversations {
  const { db, log, pace } = options;
  const ending = new AbortController();
  const lanes = createLanes({ most: MOST_LANES, width: WIDTH, work, waiting });
  const pause = (ms: number) => sleep(ms, undefined, { signal: ending.signal }).catch(() => undefined);

  async function work(lane: string, waitedFor: string | undefined): Promise<Next> {
    try {
      await pace.pass();
      return await workOnce(lane, options, waitedFor);
    } catch (error) {
      // The database could not even be asked, or could not take the apology: what waits must not wait for the next start.
      log.error({ err: error }, "a lane stopped");
      return { waitMs: COME_BACK_MS };
    }
  }

  async function waiting(most: number): Promise<readonly string[]> {
    while (!ending.signal.aborted) {
      try {
        return await waitingLanes(db, most);
      } catch (error) {
        log.error({ err: error }, "waiting lanes could not be looked up");
        await pause(COME_BACK_MS);
      }
    }
    return [];
  }

  /** While whoever started the system sees that it is up, rather than while somebody's first message waits. A turn that fails to load it says so. */
  async function preload(): Promise<void> {
    await pause(PRELOAD_AFTER_MS);
    if (ending.signal.aborted) return;
    const { bot } = options.ports();
    await bot().catch(() => undefined);
  }

  return {
    poke(arrived) {
      pace.busy();
      const waitMs = settleTime([arrived], options.clock.now(), options.settleMs);
      lanes.poke(laneOf(arrived.message.from), waitMs > 0 ? { waitMs, forMoreAfter: arrived.id } : undefined);
    },
    async recover() {
      await lanes.takeUp();
      void preload();
    },
    quiet: lanes.quiet,
    idle: lanes.idle,
    async stop() {
      ending.abort();
      await lanes.stop();
    },
  };
}

/**
 * Takes up what stands in the lane, once; says how long to wait before looking again. A fragment is waited on once, whatever
 * the clock does meanwhile.
 */
async function workOnce(lane: string, desk: ConversationOptions, waitedFor: string | undefined): Promise<Next> {
  const waiting = await waitingIn(desk.db, lane);
  const burst = burstOf(waiting);
  const last = burst.at(-1);
  if (!last) return "done";
  const waitMs = last.id === waitedFor ? 0 : settleTime(burst, desk.clock.now(), desk.settleMs);
  return waitMs > 0 ? { waitMs, forMoreAfter: last.id } : { waitMs: await attempt(lane, burst, desk) };
}

/** One try of a turn; the milliseconds to wait before the next. */
async function attempt(lane: string, burst: readonly WaitingMessage[], options: ConversationOptions): Promise<number> {
  const started = performance.now();
  try {
    const { db, pace, clock } = options;
    const committed = await runTurn(db, lane, burst, options.ports(), clock.now(), pace.pass);
    options.onTurn?.(lane, committed, performance.now() - started);
    return 0;
  } catch (error) {
    return error instanceof AlreadyHandled ? 0 : failed(lane, burst, options, error);
  }
}

async function failed(
  lane: string,
  burst: readonly WaitingMessage[],
  options: ConversationOptions,
  error: unknown,
): Promise<number> {
  const attempts = Math.max(...burst.map((one) => one.attempts)) + 1;
  options.log.error({ err: error, attempts, messages: burst.map((one) => one.id) }, "a turn failed");
  options.onFailure?.(attempts >= MOST_ATTEMPTS);
  await countAttempt(
    options.db,
    burst.map((one) => one.id),
  ).catch(() => undefined);
  if (attempts < MOST_ATTEMPTS) return RETRY_MS[attempts - 1] ?? 5000;
  await setAside(lane, burst, options);
  return 0;
}

/** A message we keep failing on becomes a person's: nothing is lost, and the citizen is told. */
async function setAside(lane: string, burst: readonly WaitingMessage[], options: ConversationOptions): Promise<void> {
  const ports = options.ports();
  const message = joined(burst);
  const { state, version } = await remember(options.db, lane);
  const turn: Turn = {
    state,
    replies: [ports.wording.say("loi_he_thong")],
    commands: [{ kind: "open_ticket", draft: ports.handOver(message, "loi_he_thong"), sayOpened: null }],
    trace: { intent: "khong_ro", outcome: "handover", reason: "error" },
  };
  const committed = await commit(
    options.db,
    turn,
    { lane, message, messageIds: burst.map((one) => one.id), state, version },
    ports,
    options.clock.now(),
  );
  options.onTurn?.(lane, committed, 0);
}

async function hasStopped(db: Database, message: InboundMessage): Promise<boolean> {
  const [preference] = commandIn(message) ? await preferencesOf(db.read, [message.from]) : [];
  return Boolean(preference?.stops);
}

/** Gather, decide, commit: the one path, for every channel. `giveWay` is waited for between gathering and deciding. */
export async function runTurn(
  db: Database,
  lane: string,
  burst: readonly WaitingMessage[],
  ports: ConversationPorts,
  now: number,
  giveWay: () => Promise<void> = () => Promise.resolve(),
): Promise<Committed> {
  const whole = joined(burst);
  // Four easy words side by side mean whatever anybody reads into them: only what is said besides is understood.
  const secret = whole.call ? undefined : findSecret(whole.text, ports.secretWords);
  const message = secret ? { ...whole, text: secret.rest } : whole;
  const { state, version } = await remember(db, lane);
  const [looked, found, alike, dossier, claim, isStopped, bot] = await Promise.all([
    lookUp(message, state, ports),
    findTickets(db, message, state, secret, now),
    findAlike(db, state, message, ports, now),
    findDossier(message, ports.dossiers),
    findClaim(db, message, state, now),
    hasStopped(db, message),
    ports.bot(),
  ]);
  const attached = burst.flatMap((one) => broughtBy(one.id, one.message.sentAt, one.message.attachments) ?? []);
  const input: TurnInput = {
    state,
    message,
    ...looked,
    found: { ...found, ...alike, ...dossier },
    claim,
    isStopped,
    attached,
  };
  // Half of the turn is done: who comes in need not wait for all of it.
  await giveWay();
  const restatement = await restated(input, ports);
  const turn = await rephrase(await bot.run(message, () => decideWith(restatement, input, ports)), message, ports);
  return commit(db, turn, { lane, message, messageIds: burst.map((one) => one.id), state, version }, ports, now);
}
