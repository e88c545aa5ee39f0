const HOUR = 3_600_000;

/**
 * How long after a person's last sign of life Zalo takes a consultation message, and for how long it is free.
 * Source: Zalo's notice on replies from 2026-01-01 and the OA documentation of consultation messages, both read second hand.
 */
const FREE_MS = 48 * HOUR;
const OPEN_MS = 7 * 24 * HOUR;

/** "unknown": nobody noted when this person last turned to us, so only Zalo can say. */
export type ReplyWindow = "free" | "paid" | "closed" | "unknown";

/** Both in epoch milliseconds. */
export function windowAt(lastInteraction: number | undefined, now: number): ReplyWindow {
  if (lastInteraction === undefined) return "unknown";
  const since = now - lastInteraction;
  if (since <= FREE_MS) return "free";
  return since <= OPEN_MS ? "paid" : "closed";
}
