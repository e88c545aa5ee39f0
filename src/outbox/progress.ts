import type { SendOutcome } from "../messages/index.ts";
import { afterOutcome, type NextStep } from "./attempt.ts";
import type { Claim, DeliveryState } from "./delivery.ts";

/** What one try of one part makes of a delivery. */
export interface Progress {
  readonly state: DeliveryState;
  /** Epoch milliseconds at which a worker may take it next (the end of the lease while sending); null: none may. */
  readonly nextAt: number | null;
  readonly partsSent: number;
  readonly attempts: number;
  readonly reason: string | null;
  readonly providerId: string | null;
  readonly settledAt: number | null;
}

export interface Circumstances {
  readonly now: number;
  /** In [0, 1). */
  readonly jitter: number;
  readonly leaseMs: number;
}

/** The delivery after `outcome` of part `claim.partsSent` out of `total`. */
export function progressAfter(claim: Claim, total: number, outcome: SendOutcome, at: Circumstances): Progress {
  const step = afterOutcome(outcome, claim.attempts, at.jitter);
  if (outcome.kind === "sent") return afterSent(claim, total, outcome.providerId, at);
  return afterFailure(claim, outcome.reason, step, at.now);
}

function afterSent(claim: Claim, total: number, providerId: string, at: Circumstances): Progress {
  const partsSent = claim.partsSent + 1;
  const done = partsSent >= total;
  return {
    state: done ? "delivered" : "sending",
    nextAt: done ? null : at.now + at.leaseMs,
    partsSent,
    attempts: 0,
    reason: null,
    providerId,
    settledAt: done ? at.now : null,
  };
}

function afterFailure(claim: Claim, reason: string, step: NextStep, now: number): Progress {
  const again = step.do === "again" ? step : null;
  return {
    state: again ? "pending" : "stuck",
    nextAt: again ? now + again.afterMs : null,
    partsSent: claim.partsSent,
    attempts: claim.attempts + (again?.counts === false ? 0 : 1),
    reason,
    providerId: null,
    settledAt: null,
  };
}

/** Workers died with this delivery in hand again and again: it is set aside for a person before it takes down another. */
export function stuckAfterCrashes(claim: Claim): { outcome: SendOutcome; progress: Progress } {
  const reason = "worker died with it in hand";
  return { outcome: { kind: "retry", reason }, progress: afterFailure(claim, reason, { do: "stuck" }, 0) };
}
