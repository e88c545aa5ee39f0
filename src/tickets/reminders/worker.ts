import type { Clock, Database, Logger } from "../../platform/index.ts";
import { type Reminder, type Reminding, remind, ticketsToRemind } from "./store.ts";

export interface ReminderOptions extends Pick<Reminding, "rules" | "tell"> {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Who holds which office now, asked at every look. */
  readonly staff: () => Promise<Reminding["staff"]>;
  readonly onReminder?: (reminder: Reminder) => void;
  /** Default half a minute. */
  readonly pollMs?: number;
}

export interface Reminders {
  /** Does everything that is due now; resolves when it is done. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 30_000;

/**
 * Reminds officers and their heads of deadlines. What is due stands in the database, so a crash, a second process or a
 * clock that was set loses and doubles nothing.
 */
export function startReminders(options: ReminderOptions): Reminders {
  let looking: Promise<void> | undefined;
  let stopped = false;
  const look = (): Promise<void> => {
    looking ??= lookOnce(options, () => stopped).finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const timer = setInterval(look, options.pollMs ?? POLL_MS);
  timer.unref();
  void look();
  return {
    look,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
    },
  };
}

/** Never rejects: a database that is away is asked again at the next look, and one broken ticket stops no other. */
async function lookOnce(options: ReminderOptions, isStopped: () => boolean): Promise<void> {
  const failed: string[] = [];
  try {
    const staff = await options.staff();
    for (;;) {
      const ids = await ticketsToRemind(options.db.read, options.clock.now(), failed);
      if (ids.length === 0) return;
      for (const id of ids) if (isStopped() || !(await remindOne(options, id, staff))) failed.push(id);
      if (isStopped()) return;
    }
  } catch (error) {
    options.log.error({ error: nameOf(error) }, "reminders.look_failed");
  }
}

async function remindOne(options: ReminderOptions, id: string, staff: Reminding["staff"]): Promise<boolean> {
  const { db, clock, log, rules, tell, onReminder } = options;
  try {
    const done = await db.write((tx) => remind(tx, id, clock.now(), { rules, staff, tell }));
    for (const reminder of done) onReminder?.(reminder);
    return true;
  } catch (error) {
    log.error({ ticket: id, error: nameOf(error) }, "reminders.ticket_failed");
    return false;
  }
}

/** The name only: a message may quote what a citizen wrote. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
