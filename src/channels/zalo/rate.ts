/** How evenly requests are spread: `perSecond` on average, `burst` at once. */
export interface Pace {
  readonly perSecond: number;
  readonly burst: number;
}

const FARTHEST_MS = 120_000;

/**
 * Books the next place in line. `bookedUntil` is the epoch millisecond up to which the pace is used up (0 at the start);
 * `waitMs` is how long this request must hold back.
 */
export function book(
  bookedUntil: number,
  now: number,
  pace: Pace,
): { readonly bookedUntil: number; readonly waitMs: number } {
  const step = 1000 / pace.perSecond;
  // Nobody books so far ahead: the clock was set back, and must not silence us for as long.
  const line = bookedUntil - now > FARTHEST_MS ? 0 : bookedUntil;
  const next = Math.max(line, now) + step;
  return { bookedUntil: next, waitMs: Math.max(0, Math.ceil(next - now - pace.burst * step)) };
}
