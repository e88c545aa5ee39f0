/**
 * The real app on a clock that runs SOAK_FACTOR times as fast since SOAK_SINCE (epoch milliseconds). Prints its address, then, once
 * an hour of that clock, what it holds after a full collection, as JSON. Needs --expose-gc.
 */
import { setInterval } from "node:timers";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/platform/index.ts";
import { fastClock } from "./soak-clock.ts";

const factor = Number(process.env["SOAK_FACTOR"]);
const clock = fastClock(Number(process.env["SOAK_SINCE"]), factor);
const MIB = 1024 * 1024;

const app = await startApp(readConfig(process.env), { clock, log: createLog("silent") });
process.stdout.write(`${app.url}\n`);

setInterval(() => {
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ heap: heapUsed / MIB, rss: rss / MIB, external: external / MIB })}\n`);
}, 3_600_000 / factor);
