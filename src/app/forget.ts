import { forgetCalls, forgetWhenWritten } from "../channels/index.ts";
import { type AlsoForget, talkForgetter } from "../conversation/index.ts";
import type { Clock, Database, Logger } from "../platform/index.ts";

/** How long the words of an unnamed case stand in the outbox, once sent, at the longest. */
const LOOK_EVERY_MS = 30_000;

export interface Forgetting {
  /** Looks now. */
  now(): Promise<void>;
  stop(): Promise<void>;
}

const alsoForget: AlsoForget = async (tx, lanes) => {
  await forgetWhenWritten(tx, lanes);
  return forgetCalls(tx, lanes);
};

/** Finishes forgetting who opened or touched an unnamed case: docs/adr/0025. */
export function startForgetting(db: Database, clock: Clock, log: Logger): Forgetting {
  const forget = talkForgetter(db, alsoForget);
  let looking: Promise<void> | undefined;
  /** True at first: who ended before us may have forgotten what its log still holds. */
  let isToScrub = true;
  async function look(): Promise<void> {
    isToScrub = (await forget(clock.now())) || isToScrub;
    if (isToScrub) isToScrub = !(await db.scrub());
  }
  function now(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }
  const timer = setInterval(() => {
    now().catch((error: unknown) => log.error({ err: error }, "talks were not forgotten"));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    now,
    async stop() {
      clearInterval(timer);
      await looking?.catch(() => undefined);
    },
  };
}
