import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** The first and the last year wanted. */
export interface Years {
  readonly first: number;
  readonly last: number;
}

/** `start` and `end` in epoch milliseconds, the end not part of it. */
export interface PublicHoliday {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/**
 * The holidays of the Labour Code (Bộ luật Lao động 2019 Đ112), lunar ones included, as the library `date-holidays` has them. It carries
 * the rules of every country, 10 MiB of memory asked once a start: so it is read in a thread that then ends. Rejects when it cannot be.
 */
export async function publicHolidays(years: Years): Promise<readonly PublicHoliday[]> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: years });
  const [found] = await once(worker, "message");
  await worker.terminate();
  return found as readonly PublicHoliday[];
}
