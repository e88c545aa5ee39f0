/** At most so many in so long; `perMs` in milliseconds. */
export interface Limit {
  readonly count: number;
  readonly perMs: number;
}

/** Counts by key. */
export interface Meter {
  /** Counts one; false when that is more than the limit. A clock set back starts the window anew. */
  admit(key: string, now: number): boolean;
}

/** Keys remembered at most; beyond it those whose window has passed are forgotten. */
const MOST_KEYS = 50_000;

interface Window {
  readonly start: number;
  n: number;
}

/** Fixed windows a key: at the edge of two windows twice the limit may pass, which a limit against floods bears. */
export function createMeter({ count, perMs }: Limit): Meter {
  const windows = new Map<string, Window>();
  const isOver = ({ start }: Window, now: number) => now - start >= perMs || now < start;
  function open(key: string, now: number): Window {
    if (windows.size >= MOST_KEYS) for (const [old, window] of windows) if (isOver(window, now)) windows.delete(old);
    const window = { start: now, n: 0 };
    windows.set(key, window);
    return window;
  }
  return {
    admit(key, now) {
      const known = windows.get(key);
      const window = known && !isOver(known, now) ? known : open(key, now);
      window.n += 1;
      return window.n <= count;
    },
  };
}

/** More than can be taken in now, or a channel that is switched off: nothing was kept, so the provider must send it again. */
export class Overloaded extends Error {
  readonly retryAfterS: number;

  constructor(retryAfterS: number) {
    super("not taken in");
    this.retryAfterS = retryAfterS;
  }
}
