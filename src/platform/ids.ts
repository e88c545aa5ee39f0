import { randomFillSync } from "node:crypto";

const RANDOM_BYTES = 10;
/** Asking the system for ten bytes costs as much as asking it for thousands. */
const pool = Buffer.alloc(RANDOM_BYTES * 400);
let used = pool.length;

function randomHex(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_BYTES;
  return pool.toString("hex", used - RANDOM_BYTES, used);
}

/**
 * A new row identifier: 12 hex digits of the millisecond, then 20 random ones. Rows made later sort later, and nobody
 * can guess a neighbour's.
 */
export function newId(now: number): string {
  return now.toString(16).padStart(12, "0") + randomHex();
}
