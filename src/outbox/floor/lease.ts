const MINUTE_MS = 60_000;

/** After so long without a word of the officer they are reminded that the talk is theirs. */
const REMIND_AFTER_MS = 25 * MINUTE_MS;
/** So long after the reminder the bot has the floor again, unless the officer goes on. */
const END_AFTER_MS = 10 * MINUTE_MS;
/** Looks are a minute apart and are counted: a clock that jumps cannot take an officer's time to answer the reminder. */
export const LOOK_EVERY_MS = MINUTE_MS;
const FEWEST_LOOKS = END_AFTER_MS / LOOK_EVERY_MS - 1;

/** What the lease's end depends on; instants in epoch milliseconds. */
export interface Lease {
  readonly actedAt: number;
  readonly remindedAt: number | null;
  /** Looks since the reminder. */
  readonly looks: number;
}

/**
 * What a look at a lease leads to. "anew": the clock was set back, so the time begins again, lest the bot be silent for as long; an
 * officer then has more time, never less.
 */
export function afterLook(
  { actedAt, remindedAt, looks }: Lease,
  now: number,
): "nothing" | "anew" | "remind" | "count" | "end" {
  if ((remindedAt ?? actedAt) > now) return "anew";
  if (remindedAt === null) return now - actedAt >= REMIND_AFTER_MS ? "remind" : "nothing";
  return now - remindedAt >= END_AFTER_MS && looks >= FEWEST_LOOKS ? "end" : "count";
}
