import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  metric,
  openSite,
  type RunningChild,
  spawnMain,
  spawnServer,
  type Webhook,
  zaloWebhook,
} from "../fakes/running-app.ts";
import { CONNECTIONS, type Load, median, post } from "./load.ts";
import { decimal, row, type Table } from "./table.ts";

const ROUNDS = 5;
/** Times the same few messages are sent before the clock starts: known ids take the whole way and lead to no turn. */
const WARM_UP = 60;
const REFERENCE = resolve(import.meta.dirname, "reference.ts");
/** Shorter than the two seconds for which somebody still typing is waited for, however fast or slow the machine. */
const ROUND_MS = 1500;
/** More than any machine acknowledges in a round. */
const MOST = CONNECTIONS * 500;

/** What the citizens of a round write. */
interface Words {
  readonly title: string;
  readonly text: string;
}

/** Somebody still typing: the message is kept now, its turn begins after the round. */
const TYPING: Words = { title: "the door alone", text: "cho em hỏi" };
/** A whole thought: its turn is taken while the next webhooks come in. */
const ASKING: Words = { title: "with turns taken meanwhile", text: "đăng ký kết hôn cần giấy tờ gì" };

let nth = 0;
export function webhooks(text: string, count: number): Webhook[] {
  return Array.from({ length: count }, () => {
    nth += 1;
    return zaloWebhook({ person: String(7_500_000_000_000 + nth), text, id: `bench-${nth}` });
  });
}

export interface Round extends Load {
  /** Microseconds of processor the server used for each, with its collector and compiler; NaN where /proc is not there. */
  readonly processorUs: number;
}

async function measure(child: RunningChild, words: Words): Promise<Round> {
  const few = webhooks(ASKING.text, CONNECTIONS);
  await post(child.url, Array.from({ length: WARM_UP }, () => few).flat());
  await atRest(child.url);
  const hooks = webhooks(words.text, MOST);
  const before = processorMs(child.pid);
  const load = await post(child.url, hooks, ROUND_MS);
  const processorUs = ((processorMs(child.pid) - before) / load.acknowledged) * 1000;
  await child.kill("SIGKILL");
  return { ...load, processorUs };
}

/** Processor time of a process so far, from Linux's /proc (in hundredths of a second). */
function processorMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Waits until every message is answered and every answer sent; the reference, which has no such figures, is always at rest. */
export async function atRest(url: string): Promise<void> {
  const gauges = ["lang_nghe_inbox_waiting", "lang_nghe_deliveries_pending", "lang_nghe_deliveries_sending"];
  const isBusy = async () => (await Promise.all(gauges.map((name) => metric(url, name)))).some((value) => value > 0);
  while (await isBusy()) await sleep(100);
}

async function ours(words: Words): Promise<Round> {
  const site = await openSite();
  try {
    return await measure(await spawnMain(site.environment).ready, words);
  } finally {
    await site.close();
  }
}

async function reference(words: Words): Promise<Round> {
  const site = await openSite();
  try {
    const child = spawnServer([REFERENCE, join(site.dataDirectory, "reference.db")], {});
    return await measure(await child.ready, words);
  } finally {
    await site.close();
  }
}

interface Pair {
  readonly ours: Round;
  readonly reference: Round;
}

/** Reference and app by turns, on new files each time, so that what else the machine does meets both. */
async function duel(words: Words): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = await reference(words);
    pairs.push({ reference: first, ours: await ours(words) });
  }
  return pairs;
}

/** Acknowledged signed Zalo webhooks a second, beside the reference. */
export async function benchWebhooks(): Promise<{ table: Table; reference: number }> {
  const rows: string[][] = [];
  let bare = Number.NaN;
  for (const words of [TYPING, ASKING]) {
    const pairs = await duel(words);
    const [theirs, app] = [pairs.map((pair) => pair.reference), pairs.map((pair) => pair.ours)];
    if (words === TYPING) bare = median(theirs.map(({ perSecond }) => perSecond));
    const ratios = pairs.map((pair) => pair.ours.perSecond / pair.reference.perSecond);
    const each = ratios.map((ratio) => decimal(ratio, 2)).join(" ");
    rows.push(
      line(`reference, ${words.title}`, theirs, "", ""),
      line(`app, ${words.title}`, app, each, `${decimal(median(ratios), 2)} ×`),
    );
  }
  const header = [
    `webhooks, medians of ${ROUNDS} pairs of rounds`,
    "acknowledged/s",
    "p50 ms",
    "p99 ms",
    "processor µs each",
    "failed",
    "against the reference, each pair",
    "median",
  ];
  return { table: { header, rows }, reference: bare };
}

function line(title: string, rounds: readonly Round[], each: string, ratio: string): string[] {
  const of = (key: keyof Round, digits: number) => decimal(median(rounds.map((round) => round[key])), digits);
  const failed = Math.max(...rounds.map((round) => round.failed));
  return row(title, of("perSecond", 0), of("p50", 1), of("p99", 1), of("processorUs", 0), failed, each, ratio);
}
