/** Time comes in as an argument everywhere else; this is where it enters the system. Instants are epoch milliseconds. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved; for tests and for `converse`, which must not wait. */
export function fixedClock(start: number): Clock & { advance(ms: number): void } {
  let time = start;
  return {
    now: () => time,
    advance(ms) {
      time += ms;
    },
  };
}
