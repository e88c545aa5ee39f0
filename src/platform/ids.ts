import { randomBytes } from "node:crypto";

/**
 * A new row identifier: 12 hex digits of the millisecond, then 20 random ones. Rows made later sort later, and nobody
 * can guess a neighbour's.
 */
export function newId(now: number): string {
  return now.toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
}
