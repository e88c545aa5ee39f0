import { type DestinationStream, type Logger, pino } from "pino";

export type { Logger };

/** Structured log, on stdout unless `to` is given. Callers log ids, counts and codes, never a citizen's words, number or name. */
export function createLog(level: string, to?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return to ? pino(options, to) : pino(options);
}
