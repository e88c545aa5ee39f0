/** What is left to do in a lane: nothing; or to look again, after so long. `forMoreAfter`: the message whose sequel is waited for. */
export type Next = "done" | Later;

export interface Later {
  readonly waitMs: number;
  readonly forMoreAfter?: string;
}

export interface LaneWork {
  /** Lanes known here at once; beyond it they stand in the inbox until there is room. */
  readonly most: number;
  /** Lanes worked at once. */
  readonly width: number;
  /** Looks into a lane and works it, once. Never rejects. */
  readonly work: (lane: string, waitedFor: string | undefined) => Promise<Next>;
  /** Up to so many lanes in which something stands, those that have waited longest first. Never rejects. */
  readonly waiting: (most: number) => Promise<readonly string[]>;
}

/** The lanes in which something stands: each is worked by one at a time, first come first served. */
export interface Lanes {
  /** Something new stands in this lane. `next`: what is left to do there if nothing else does, so that nobody need look. */
  poke(lane: string, next?: Later): void;
  /** Takes up the lanes that wait, as many as there is room for. */
  takeUp(): Promise<void>;
  /** Resolves when this lane is not known here. */
  quiet(lane: string): Promise<void>;
  /** Resolves when no lane is. */
  idle(): Promise<void>;
  /** Begins nothing more; resolves when what is being worked is done. */
  stop(): Promise<void>;
}

/**
 * Knows so many lanes and no more, however many people write at once: a crowd that is kept but not yet answered must not fill the memory,
 * and must not fill it again after a start. A lane that waits is a name in a set, because thousands may, and what lives long is
 * what a collector has to carry.
 */
export function createLanes({ most, width, work, waiting }: LaneWork): Lanes {
  const queue = new Set<string>();
  const inHand = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const resting = new Map<string, NodeJS.Timeout>();
  const waitedFor = new Map<string, string>();
  const watchers = new Set<() => void>();
  let isMore = false;
  let isStopping = false;
  let looking: Promise<void> | undefined;

  const size = () => queue.size + inHand.size + resting.size;
  const isKnown = (lane: string) => queue.has(lane) || inHand.has(lane) || resting.has(lane);

  function poke(lane: string, next?: Later): void {
    if (inHand.has(lane)) again.add(lane);
    else if (isStopping || isKnown(lane)) return;
    else if (size() >= most) isMore = true;
    else if (next) goOn(lane, next);
    else enqueue(lane);
  }

  function enqueue(lane: string): void {
    queue.add(lane);
    fill();
  }

  function fill(): void {
    for (const lane of queue) {
      if (isStopping || inHand.size >= width) return;
      queue.delete(lane);
      inHand.set(lane, workOne(lane));
    }
  }

  async function workOne(lane: string): Promise<void> {
    const next = await work(lane, waitedFor.get(lane));
    waitedFor.delete(lane);
    inHand.delete(lane);
    const isPoked = again.delete(lane);
    if (!isStopping) goOn(lane, next === "done" && isPoked ? { waitMs: 0 } : next);
    fill();
    // Not for each lane that ends: looking them all up costs more than one turn.
    if (isMore && size() <= most / 2) void takeUp();
    tell();
  }

  function goOn(lane: string, next: Next): void {
    if (next === "done") return;
    if (next.forMoreAfter !== undefined) waitedFor.set(lane, next.forMoreAfter);
    if (next.waitMs <= 0) queue.add(lane);
    else resting.set(lane, setTimeout(wakeUp, next.waitMs, lane));
  }

  function wakeUp(lane: string): void {
    resting.delete(lane);
    enqueue(lane);
  }

  function tell(): void {
    for (const watcher of watchers) watcher();
    watchers.clear();
  }

  const change = () => new Promise<void>((resolve) => watchers.add(resolve));

  function takeUp(): Promise<void> {
    looking ??= look().finally(() => {
      looking = undefined;
      tell();
    });
    return looking;
  }

  async function look(): Promise<void> {
    isMore = false;
    // One more than there is room for shows that there are more.
    for (const lane of await waiting(most + 1)) if (!inHand.has(lane)) poke(lane);
  }

  return {
    poke,
    takeUp,
    async quiet(lane) {
      while (isKnown(lane)) await change();
    },
    async idle() {
      while (size() > 0 || looking !== undefined) await change();
    },
    async stop() {
      isStopping = true;
      for (const timer of resting.values()) clearTimeout(timer);
      for (const lanes of [queue, resting, waitedFor]) lanes.clear();
      await Promise.all([looking, ...inHand.values()]);
      tell();
    },
  };
}
