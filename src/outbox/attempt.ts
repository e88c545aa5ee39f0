import type { SendOutcome } from "../messages/index.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Wait after the first, second … failed try of a part, in milliseconds: a hiccup is over in seconds, an outage in hours. */
const WAITS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR] as const;

/** Our own account is at fault: each try costs little, and the fix must show soon after somebody makes it. */
const OPERATOR_WAIT_MS = 5 * MINUTE;

/** A provider that asks for more than this is not obeyed to the letter. */
const LONGEST_WAIT_MS = 24 * HOUR;

/** What happens to a delivery after one part was tried. A fall-back chain adds a case here that names the next address. */
export type NextStep =
  | { readonly do: "go_on" }
  /** `counts`: the try brings the delivery nearer to being stuck. */
  | { readonly do: "again"; readonly afterMs: number; readonly counts: boolean }
  | { readonly do: "stuck" };

/** Milliseconds until the next try after `failures` failed ones (from 1), spread by `jitter` in [0, 1): 75 % to 125 %. */
export function nextAttempt(failures: number, jitter: number): number | "give_up" {
  const wait = WAITS_MS[failures - 1];
  return wait === undefined ? "give_up" : spread(wait, jitter);
}

/** True when workers have died so often with this delivery in hand that it must not be touched again. */
export function isExhausted(failures: number): boolean {
  return failures > WAITS_MS.length;
}

/** The delivery policy. `failures` are the failed tries of this part before this one. */
export function afterOutcome(outcome: SendOutcome, failures: number, jitter: number): NextStep {
  switch (outcome.kind) {
    case "sent":
      return { do: "go_on" };
    case "retry":
      return tryAgain(outcome.afterMs ?? 0, failures + 1, jitter);
    case "operator":
      return { do: "again", afterMs: spread(OPERATOR_WAIT_MS, jitter), counts: false };
    case "unreachable":
    case "refused":
      return { do: "stuck" };
    default:
      return outcome satisfies never;
  }
}

function tryAgain(askedMs: number, failures: number, jitter: number): NextStep {
  const wait = nextAttempt(failures, jitter);
  if (wait === "give_up") return { do: "stuck" };
  return { do: "again", afterMs: Math.min(Math.max(wait, askedMs), LONGEST_WAIT_MS), counts: true };
}

function spread(ms: number, jitter: number): number {
  return Math.round(ms * (0.75 + jitter / 2));
}
