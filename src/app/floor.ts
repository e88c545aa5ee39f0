import { handBack } from "../conversation/index.ts";
import type { Address, Wording } from "../messages/index.ts";
import { enqueue, type Floor, heardFromProvider, LOOK_EVERY_MS, lookAtFloors } from "../outbox/index.ts";
import { type Clock, type Database, type Logger, newId, type Queries } from "../platform/index.ts";

/** One of us has started to write to this person elsewhere; called inside the transaction that notes it, once a message. */
export type FloorTaken = (tx: Queries, who: Address, at: number) => Promise<void>;

/** What an officer types in a provider's own screen takes the floor as the console's button does. */
export const floorFromProvider =
  (clock: Clock): FloorTaken =>
  (tx, who, at) =>
    heardFromProvider(tx, who, at, clock.now());

export interface FloorWatch {
  stop(): Promise<void>;
}

/** Looks at every taken floor once a minute: reminds, and after the reminder ends it; the person is told that the bot is back. */
export function watchFloors(around: {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wording: Wording;
  readonly onEnd: () => void;
}): FloorWatch {
  const { db, clock, log, wording, onEnd } = around;
  const look = async () => {
    try {
      const now = clock.now();
      const ended = await lookAtFloors(db, now, (tx, floor) => endTalk(tx, floor, wording, now));
      if (ended > 0) onEnd();
    } catch (error) {
      log.error({ err: error }, "floors were not looked at");
    }
  };
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** What the person wrote while nobody answered is not answered late by guess: they are told how to go on. */
async function endTalk(tx: Queries, floor: Floor, wording: Wording, now: number): Promise<void> {
  await handBack(tx, floor.lane, "", now);
  const reply = wording.say("can_bo_het_phien");
  await enqueue(tx, { id: newId(now), to: floor.to, reply, key: `floor:${floor.id}:ended`, cause: "turn" }, now);
}
