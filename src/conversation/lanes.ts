export interface LaneWork {
  /** Lanes held here at once; beyond it they stand in the inbox until there is room. */
  readonly most: number;
  /** Works a lane until nothing stands in it; "again": look into it once more. Never rejects. */
  readonly work: (lane: string) => Promise<"done" | "again">;
  /** Up to so many lanes in which something stands, those that have waited longest first. Never rejects. */
  readonly waiting: (most: number) => Promise<readonly string[]>;
  readonly isStopping: () => boolean;
}

/** The lanes that are being worked, each once. */
export interface Lanes {
  /** Something new stands in this lane. */
  poke(lane: string): void;
  /** Takes up the lanes that wait, as many as there is room for. */
  takeUp(): Promise<void>;
  /** Resolves when this lane is not worked here. */
  quiet(lane: string): Promise<void>;
  /** Resolves when nothing waits any more; once stopping, when nothing is being worked. */
  idle(): Promise<void>;
}

/**
 * Holds so many lanes in memory and no more, however many people write at once: a crowd that is kept but not yet answered must not
 * fill the memory, and must not fill it again after a start.
 */
export function createLanes({ most, work, waiting, isStopping }: LaneWork): Lanes {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let isMore = false;
  let looking: Promise<void> | undefined;

  function poke(lane: string): void {
    if (isStopping()) return;
    if (running.has(lane)) again.add(lane);
    else if (running.size >= most) isMore = true;
    else running.set(lane, run(lane));
  }

  async function run(lane: string): Promise<void> {
    const next = await work(lane);
    running.delete(lane);
    if (again.delete(lane) || next === "again") poke(lane);
    // Not for each lane that ends: looking them all up costs more than one turn.
    if (isMore && running.size <= most / 2) void takeUp();
  }

  function takeUp(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function look(): Promise<void> {
    isMore = false;
    // One more than there is room for shows that there are more.
    for (const lane of await waiting(most + 1)) if (!running.has(lane)) poke(lane);
  }

  return {
    poke,
    takeUp,
    async quiet(lane) {
      while (running.has(lane)) await running.get(lane);
    },
    async idle() {
      while (running.size > 0 || looking !== undefined) await Promise.all([looking, ...running.values()]);
    },
  };
}
