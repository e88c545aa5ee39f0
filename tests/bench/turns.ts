import {
  type Environment,
  openSite,
  type Site,
  smsWebhook,
  spawnMain,
  type Webhook,
  zaloWebhook,
} from "../fakes/running-app.ts";
import { CONNECTIONS, median, post } from "./load.ts";
import { decimal, row, type Table } from "./table.ts";
import { atRest } from "./webhooks.ts";

const ROUNDS = 3;
const MESSAGES = CONNECTIONS * 10;
const TEXT = "đăng ký kết hôn cần giấy tờ gì";

interface Way {
  readonly title: string;
  readonly hook: (nth: number) => Webhook;
  readonly sent: (site: Site) => number;
}

const WAYS: readonly Way[] = [
  {
    title: "SMS: webhook → turn → delivered",
    hook: (nth) =>
      smsWebhook({
        person: `+8491${String(nth).padStart(7, "0")}`,
        text: TEXT,
        id: `SM${String(nth).padStart(32, "0")}`,
      }),
    sent: (site) => site.twilio.sent.length,
  },
  {
    title: "Zalo: webhook → turn → delivered (50 parts a second is Zalo's own limit)",
    hook: (nth) => zaloWebhook({ person: String(7_600_000_000_000 + nth), text: TEXT, id: `turn-${nth}` }),
    sent: (site) => site.zalo.sent.length,
  },
];

interface Turns {
  readonly perSecond: number;
  readonly partsPerSecond: number;
}

let nth = 0;
const hooks = (way: Way, count: number) =>
  Array.from({ length: count }, () => {
    nth += 1;
    return way.hook(nth);
  });

async function round(way: Way, environment: Environment): Promise<Turns> {
  const site = await openSite({ environment });
  const child = await spawnMain(site.environment).ready;
  await post(child.url, hooks(way, CONNECTIONS));
  await atRest(child.url);
  const before = way.sent(site);
  const started = performance.now();
  await post(child.url, hooks(way, MESSAGES));
  await atRest(child.url);
  const seconds = (performance.now() - started) / 1000;
  const parts = way.sent(site) - before;
  await child.kill("SIGKILL");
  await site.close();
  if (parts < MESSAGES) throw new Error(`${MESSAGES} messages were answered with ${parts} parts`);
  return { perSecond: MESSAGES / seconds, partsPerSecond: parts / seconds };
}

/** Full turns a second: from the webhook to the provider's yes for every part of the answer. */
export async function benchTurns(referencePerSecond: number | undefined): Promise<Table> {
  const rows: string[][] = [];
  for (const way of WAYS) {
    const rounds: Turns[] = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await round(way, {}));
    const perSecond = median(rounds.map((one) => one.perSecond));
    const ratio = referencePerSecond === undefined ? "" : `${decimal(perSecond / referencePerSecond, 3)} ×`;
    rows.push(
      row(way.title, decimal(perSecond, 0), decimal(median(rounds.map((one) => one.partsPerSecond)), 0), ratio),
    );
  }
  return { header: ["full turns", "turns/s", "parts delivered/s", "against acknowledgements of the reference"], rows };
}
