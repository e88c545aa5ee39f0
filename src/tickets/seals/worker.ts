import type { Clock, Database, Logger } from "../../platform/index.ts";
import { registerKey } from "../keys/store.ts";
import type { OfficeKey } from "../receipts/sign.ts";
import { sealHash, sealNow } from "./store.ts";

export interface Seals {
  /** Seals what has settled; resolves when it is done. Never rejects. */
  seal(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 3_600_000;

/**
 * Makes the key known and seals the history once an hour. Each seal is written to the log too: a log kept elsewhere shows when the
 * last one is taken away.
 */
export function startSeals({
  db,
  clock,
  log,
  key,
}: {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly key: OfficeKey;
}): Seals {
  let sealing: Promise<void> | undefined;
  const once = async (): Promise<void> => {
    try {
      await db.write((tx) => registerKey(tx, key, clock.now()));
      const made = await sealNow(db, key, clock.now());
      if (made) log.info({ nth: made.nth, events: made.events, seal: sealHash(made) }, "history.sealed");
    } catch (error) {
      log.error({ error: error instanceof Error ? error.name : typeof error }, "history.seal_failed");
    }
  };
  const seal = (): Promise<void> => {
    sealing ??= once().finally(() => {
      sealing = undefined;
    });
    return sealing;
  };
  const timer = setInterval(seal, EVERY_MS);
  timer.unref();
  void seal();
  return {
    seal,
    async stop() {
      clearInterval(timer);
      await sealing;
    },
  };
}
