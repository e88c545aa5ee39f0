/**
 * Stops asking a service that keeps failing: after `failures` in a row it is left alone for `openMs`, then one call tries
 * again while the others still stay away.
 */
export interface Circuit {
  /** False while the service is left alone. A true may be the one trial call: report how it went. */
  allows(now: number): boolean;
  succeeded(): void;
  /** True when this failure opened the circuit. */
  failed(now: number): boolean;
}

export function createCircuit(options: { readonly failures: number; readonly openMs: number }): Circuit {
  let inARow = 0;
  let openUntil = 0;
  return {
    allows(now) {
      if (now < openUntil) return false;
      // Whoever comes first after the pause is the trial; the pause starts anew for the rest.
      if (openUntil > 0) openUntil = now + options.openMs;
      return true;
    },
    succeeded() {
      inARow = 0;
      openUntil = 0;
    },
    failed(now) {
      inARow += 1;
      if (inARow < options.failures) return false;
      openUntil = now + options.openMs;
      return true;
    },
  };
}
