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

const ROUNDS = 3;
/** Times the same few messages are sent before the clock starts: known ids take the whole way and lead to no turn. */
const WARM_UP = 40;
const REFERENCE = resolve(import.meta.dirname, "reference.ts");

/** What the citizens of a round write. */
interface Words {
  readonly title: string;
  readonly text: string;
  readonly messages: number;
}

/** Somebody still typing: the message is kept now, its turn begins two seconds later, after the round, which is kept short for it. */
const TYPING: Words = { title: "the door alone", text: "cho em hỏi", messages: CONNECTIONS * 80 };
/** A whole thought: its turn is taken while the next webhooks come in. */
const ASKING: Words = {
  title: "with every turn taken meanwhile",
  text: "đăng ký kết hôn cần giấy tờ gì",
  messages: CONNECTIONS * 160,
};

let nth = 0;
function webhooks(text: string, count: number): Webhook[] {
  return Array.from({ length: count }, () => {
    nth += 1;
    return zaloWebhook({ person: String(7_500_000_000_000 + nth), text, id: `bench-${nth}` });
  });
}

async function measure(child: RunningChild, words: Words): Promise<Load> {
  const few = webhooks(ASKING.text, CONNECTIONS);
  await post(child.url, Array.from({ length: WARM_UP }, () => few).flat());
  await atRest(child.url);
  const load = await post(child.url, webhooks(words.text, words.messages));
  await child.kill("SIGKILL");
  return load;
}

/** Waits until every message is answered and every answer sent; the reference, which has no such figures, is always at rest. */
export async function atRest(url: string): Promise<void> {
  const gauges = ["lang_nghe_inbox_waiting", "lang_nghe_deliveries_pending", "lang_nghe_deliveries_sending"];
  const isBusy = async () => (await Promise.all(gauges.map((name) => metric(url, name)))).some((value) => value > 0);
  while (await isBusy()) await sleep(100);
}

async function ours(words: Words): Promise<Load> {
  const site = await openSite();
  try {
    return await measure(await spawnMain(site.environment).ready, words);
  } finally {
    await site.close();
  }
}

async function reference(words: Words): Promise<Load> {
  const site = await openSite();
  try {
    const child = spawnServer([REFERENCE, join(site.dataDirectory, "reference.db")], {});
    return await measure(await child.ready, words);
  } finally {
    await site.close();
  }
}

export interface Duel {
  readonly ours: Load;
  readonly reference: Load;
}

/** Reference and app by turns, on new files each time, so that what else the machine does meets both. */
async function duel(words: Words): Promise<Duel> {
  const rounds: Duel[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = await reference(words);
    rounds.push({ reference: first, ours: await ours(words) });
  }
  return { ours: middle(rounds.map((one) => one.ours)), reference: middle(rounds.map((one) => one.reference)) };
}

function middle(loads: readonly Load[]): Load {
  const of = (key: keyof Load) => median(loads.map((load) => load[key]));
  return {
    perSecond: of("perSecond"),
    p50: of("p50"),
    p99: of("p99"),
    acknowledged: of("acknowledged"),
    failed: Math.max(...loads.map((load) => load.failed)),
  };
}

/** Acknowledged signed Zalo webhooks a second, beside the reference. */
export async function benchWebhooks(): Promise<{ table: Table; reference: Load }> {
  const rows: string[][] = [];
  let best: Load | undefined;
  for (const words of [TYPING, ASKING]) {
    const { ours: app, reference: bare } = await duel(words);
    best ??= bare;
    rows.push(
      line(`reference, ${words.title}`, bare, ""),
      line(`app, ${words.title}`, app, `${decimal(app.perSecond / bare.perSecond, 2)} ×`),
    );
  }
  const header = ["webhooks", "acknowledged/s", "p50 ms", "p99 ms", "failed", "against the reference"];
  if (!best) throw new Error("nothing was measured");
  return { table: { header, rows }, reference: best };
}

const line = (title: string, { perSecond, p50, p99, failed }: Load, ratio: string) =>
  row(title, decimal(perSecond, 0), decimal(p50, 1), decimal(p99, 1), failed, ratio);
