import type { Clock } from "../../src/platform/index.ts";

/** A clock that was right at `since` and has run `factor` times as fast from then on; equal in every process. */
export const fastClock = (since: number, factor: number): Clock => ({
  now: () => Math.round(since + (Date.now() - since) * factor),
});
