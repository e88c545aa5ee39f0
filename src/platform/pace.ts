import { setTimeout as sleep } from "node:timers/promises";

/** Who waits outside has the thread first, so many times as long as the last piece of other work held it. */
const SHARE = 3;
const LONGEST_MS = 100;
/** Looks rarely: a loop kept spinning would cut what arrives together into many small commits. */
const LOOK_MS = 5;

/** Keeps the one thread open for who comes in: keeping a message takes a fraction of a millisecond, answering it takes several. */
export interface Pace {
  /** Somebody has come in. */
  busy(): void;
  /** Resolves when the caller may hold the thread with a piece of work: one caller after another, each after those who came in. */
  pass(): Promise<void>;
}

export function createPace(): Pace {
  let arrivals = 0;
  let heldMs = 0;
  let line = Promise.resolve();

  async function open(): Promise<void> {
    let seen = arrivals;
    await new Promise(setImmediate);
    const until = performance.now() + Math.min(LONGEST_MS, SHARE * heldMs);
    while (seen !== arrivals && performance.now() < until) {
      seen = arrivals;
      await sleep(LOOK_MS);
    }
    const began = performance.now();
    // Called when the piece of work first waits for the world outside.
    process.nextTick(() => {
      heldMs = performance.now() - began;
    });
  }

  return {
    busy() {
      arrivals += 1;
    },
    pass() {
      line = line.then(open);
      return line;
    },
  };
}
