export interface Pump {
  /** There may be work: look now, unless stopped. */
  wake(): void;
  /** Takes nothing more. */
  stop(): void;
  /** Resolves when nothing is in hand and the last look found nothing. */
  settled(): Promise<void>;
}

export interface PumpWork<T> {
  /** Pieces in hand at once, at most. */
  readonly width: number;
  /** Up to `limit` pieces of work; none when there is none. Never rejects. */
  take(limit: number): Promise<readonly T[]>;
  /** Never rejects. */
  carry(piece: T): Promise<void>;
}

/** Keeps up to `width` pieces of work in hand: looks when woken and each time one is done, never twice at once. */
export function createPump<T>(work: PumpWork<T>): Pump {
  const inHand = new Set<Promise<void>>();
  let stopped = false;
  let again = false;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const free = work.width - inHand.size;
      if (free > 0) for (const piece of await work.take(free)) carry(piece);
    }
  }

  function carry(piece: T): void {
    const run = work.carry(piece).then(() => {
      inHand.delete(run);
      wake();
    });
    inHand.add(run);
  }

  function wake(): void {
    again = !stopped;
    if (!again || looking !== undefined) return;
    looking = look().finally(() => {
      looking = undefined;
      if (again) wake();
    });
  }

  return {
    wake,
    stop() {
      stopped = true;
    },
    async settled() {
      while (looking !== undefined || inHand.size > 0) {
        await looking;
        await Promise.all(inHand);
      }
    },
  };
}
