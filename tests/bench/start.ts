import { metric, openSite, spawnMain, zaloWebhook } from "../fakes/running-app.ts";
import { CONNECTIONS, median, post } from "./load.ts";
import { decimal, row, type Table } from "./table.ts";
import { atRest } from "./webhooks.ts";

const STARTS = 5;
const MESSAGES = CONNECTIONS * 20;
const MIB = 1024 * 1024;

async function startOnce(): Promise<number> {
  const site = await openSite();
  const began = performance.now();
  const child = await spawnMain(site.environment).ready;
  if ((await fetch(`${child.url}/healthz`)).status !== 200) throw new Error("the app listens and is not well");
  const took = performance.now() - began;
  await child.kill("SIGKILL");
  await site.close();
  return took;
}

async function memory(): Promise<{ readonly atStart: number; readonly underLoad: number }> {
  const site = await openSite();
  const child = await spawnMain(site.environment).ready;
  const resident = async () => (await metric(child.url, "process_resident_memory_bytes")) / MIB;
  const atStart = await resident();
  const hooks = Array.from({ length: MESSAGES }, (_, nth) =>
    zaloWebhook({
      person: String(7_700_000_000_000 + nth),
      text: "đăng ký kết hôn cần giấy tờ gì",
      id: `memory-${nth}`,
    }),
  );
  await post(child.url, hooks);
  await atRest(child.url);
  const underLoad = await resident();
  await child.kill("SIGKILL");
  await site.close();
  return { atStart, underLoad };
}

/** Process start to the first 200 of /healthz on an empty data directory, and memory before and after a load. */
export async function benchStart(): Promise<Table> {
  const starts: number[] = [];
  for (let i = 0; i < STARTS; i++) starts.push(await startOnce());
  const { atStart, underLoad } = await memory();
  return {
    header: ["start and memory", "value"],
    rows: [
      row(`cold start to /healthz 200 (median of ${STARTS})`, `${decimal(median(starts), 0)} ms`),
      row("resident memory after the start", `${decimal(atStart, 0)} MiB`),
      row(`resident memory after ${MESSAGES} turns`, `${decimal(underLoad, 0)} MiB`),
    ],
  };
}
