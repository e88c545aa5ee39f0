/** How often the backlog is counted at most: a provider waits while it is asked about. */
const LOOK_EVERY_MS = 1000;

export interface BacklogGate {
  /** False while more messages wait for their answer than may; what was last counted stands until it is counted anew. */
  isIn(now: number): boolean;
  /** Resolves when the count now under way is in force. */
  counted(): Promise<void>;
}

/**
 * Shuts the door while answers have fallen too far behind: a provider that sends again later loses nothing, an answer that comes
 * an hour late does. Counts beside the calls that ask, never before them; a count that fails changes nothing. `most` null: open.
 */
export function backlogGate(count: () => Promise<number>, most: number | null): BacklogGate {
  let waiting = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  const look = () =>
    count()
      .then((counted) => {
        waiting = counted;
      })
      .catch(() => undefined)
      .finally(() => {
        looking = undefined;
      });
  return {
    isIn(now) {
      if (most === null) return true;
      // A clock set back must not keep an old count in force.
      if (Math.abs(now - lookedAt) >= LOOK_EVERY_MS && !looking) {
        lookedAt = now;
        looking = look();
      }
      return waiting <= most;
    },
    counted: async () => looking,
  };
}
