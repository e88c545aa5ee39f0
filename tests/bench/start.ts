import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { importJsonl } from "../../src/catalogue/index.ts";
import { type Environment, metric, openSite, spawnMain, zaloWebhook } from "../fakes/running-app.ts";
import { CONNECTIONS, median, post } from "./load.ts";
import { QUESTIONS, questionsAbout } from "./search-data.ts";
import { decimal, row, type Table } from "./table.ts";
import { atRest } from "./webhooks.ts";

const STARTS = 5;
const MESSAGES = CONNECTIONS * 20;
const MIB = 1024 * 1024;

async function startOnce(environment: Environment): Promise<number> {
  const site = await openSite({ environment });
  const began = performance.now();
  const child = await spawnMain(site.environment).ready;
  if ((await fetch(`${child.url}/healthz`)).status !== 200) throw new Error("the app listens and is not well");
  const took = performance.now() - began;
  await sleep(SETTLED_MS);
  // Node writes what it compiled when it ends.
  await child.kill("SIGTERM");
  await site.close();
  return took;
}

/** Seconds until the start is over: what is loaded once the server listens is loaded then. */
const SETTLED_MS = 3000;

interface Memory {
  readonly title: string;
  readonly atStart: number;
  readonly underLoad: number;
}

async function memory(title: string, texts: readonly string[], environment: Environment = {}): Promise<Memory> {
  const site = await openSite({ environment });
  // What a first start makes of a catalogue is kept; the second is what every later one is like.
  if (environment["CATALOGUE"]) await (await spawnMain(site.environment).ready).kill("SIGTERM");
  const child = await spawnMain(site.environment).ready;
  const resident = async () => (await metric(child.url, "process_resident_memory_bytes")) / MIB;
  await sleep(SETTLED_MS);
  const atStart = await resident();
  const hooks = Array.from({ length: MESSAGES }, (_, nth) =>
    zaloWebhook({
      person: String(7_700_000_000_000 + nth),
      text: texts[nth % texts.length] ?? "",
      id: `memory-${nth}`,
    }),
  );
  await post(child.url, hooks);
  await atRest(child.url);
  const underLoad = await resident();
  await child.kill("SIGKILL");
  await site.close();
  return { title, atStart, underLoad };
}

async function memories(catalogue: string | undefined, environment: Environment): Promise<Memory[]> {
  const one = await memory("shipped knowledge, one question", ["đăng ký kết hôn cần giấy tờ gì"], environment);
  if (!catalogue) return [one];
  const names = (await importJsonl(catalogue)).procedures.map(({ name }) => name);
  const title = `${names.length.toLocaleString("en-US")} procedures, ${QUESTIONS} questions`;
  return [one, await memory(title, questionsAbout(names), { ...environment, CATALOGUE: catalogue })];
}

/** Process start to the first 200 of /healthz on an empty data directory, and memory before and after a load. */
export async function benchStart(catalogue: string | undefined): Promise<Table> {
  const compiled = mkdtempSync(join(tmpdir(), "lang-nghe-compiled-"));
  const environment = { NODE_COMPILE_CACHE: compiled };
  try {
    const first = await startOnce(environment);
    const later: number[] = [];
    for (let i = 0; i < STARTS; i++) later.push(await startOnce(environment));
    const rows = (await memories(catalogue, environment)).flatMap(({ title, atStart, underLoad }) => [
      row(`resident memory after the start: ${title}`, `${decimal(atStart, 0)} MiB`),
      row(`resident memory after ${MESSAGES} turns: ${title}`, `${decimal(underLoad, 0)} MiB`),
    ]);
    const starts = [
      row("first start to /healthz 200, nothing compiled", `${decimal(first, 0)} ms`),
      row(`later starts to /healthz 200 (median of ${STARTS})`, `${decimal(median(later), 0)} ms`),
    ];
    return { header: ["start and memory", "value"], rows: [...starts, ...rows] };
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
}
