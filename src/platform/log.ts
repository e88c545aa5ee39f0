import { type Logger, pino } from "pino";

export type { Logger };

/** Structured log on stdout. Callers log ids, counts and codes, never a citizen's words, number or name. */
export function createLog(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
