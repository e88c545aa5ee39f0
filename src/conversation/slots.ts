/** At most so long do turns give way to messages that are coming in. */
const GIVE_WAY_MS = 100;
const LOOK_MS = 5;

/**
 * Lets at most `width` works run at once, first come first served. Before each, whatever else has arrived goes first:
 * keeping a message takes a fraction of a millisecond and a provider waits for it, answering takes several.
 */
export function createSlots(width: number) {
  const queue: (() => void)[] = [];
  let running = 0;
  let arrivals = 0;

  let givingWay: Promise<void> | undefined;

  function giveWay(): Promise<void> {
    givingWay ??= quiet().finally(() => {
      givingWay = undefined;
    });
    return givingWay;
  }

  /** Looks rarely: a loop kept spinning would cut what arrives together into many small commits. */
  async function quiet(): Promise<void> {
    const limit = performance.now() + GIVE_WAY_MS;
    let seen = arrivals;
    await new Promise(setImmediate);
    while (seen !== arrivals && performance.now() < limit) {
      seen = arrivals;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  return {
    /** Something has come in. */
    busy(): void {
      arrivals += 1;
    },
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (running >= width) await new Promise<void>((free) => queue.push(free));
      else running += 1;
      try {
        await giveWay();
        return await work();
      } finally {
        const next = queue.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}

/** Pauses that can all be cut short. Thousands may be under way, which one AbortSignal for all would make slow. */
export function pauses() {
  const under = new Set<() => void>();
  let isEnded = false;
  return {
    ended: () => isEnded,
    pause(ms: number): Promise<void> {
      if (isEnded) return Promise.resolve();
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer);
          under.delete(end);
          resolve();
        };
        const timer = setTimeout(end, ms);
        under.add(end);
      });
    },
    end(): void {
      isEnded = true;
      for (const end of [...under]) end();
    },
  };
}
