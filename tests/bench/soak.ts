import { resolve } from "node:path";
import { createInterface } from "node:readline";
import {
  type Environment,
  MALLOC,
  metric,
  openSite,
  smsWebhook,
  spawnServer,
  type Webhook,
  zaloWebhook,
} from "../fakes/running-app.ts";
import { type Call, sendAt } from "./open-loop.ts";
import { fastClock } from "./soak-clock.ts";
import { decimal, row, type Table } from "./table.ts";

/** A day of an office that hears from its citizens about twice a minute, in five minutes. */
const MESSAGES = 3000;
const HOURS = 24;
const SECONDS = 300;
const PEOPLE = 400;
/** What is loaded and learnt at first is no leak. */
const SETTLED_HOURS = 6;
/** Flat: less than this a simulated hour, in MiB of heap after a full collection. */
const FLAT = 0.25;

/** What people write in turn: questions, what follows from them, reports with all their steps, thanks. */
const DAY: readonly string[] = [
  "đăng ký kết hôn cần giấy tờ gì",
  "thế còn phí?",
  "tôi muốn phản ánh rác thải đổ ở đầu ngõ 12 đường Trần Phú đã ba ngày",
  "đúng",
  "bỏ qua",
  "cảm ơn",
  "làm lại căn cước ở đâu",
  "khai sinh cho con mất mấy ngày",
  "phiếu của tôi đến đâu rồi",
  "giờ làm việc thế nào",
  "đèn đường trước số nhà 40 hỏng cả tuần nay",
  "gửi",
];

export interface Held {
  readonly heap: number;
  readonly rss: number;
  readonly external: number;
}

function messages(at: (nth: number) => number): Webhook[] {
  return Array.from({ length: MESSAGES }, (_, nth) => {
    // Each person goes through the list; a step of 7 mixes them without chance.
    const who = (nth * 7) % PEOPLE;
    const text = DAY[(Math.floor(nth / PEOPLE) + who) % DAY.length] ?? "";
    const id = String(nth).padStart(32, "0");
    return nth % 3 === 0
      ? smsWebhook({ person: `+8493${String(who).padStart(7, "0")}`, text, id: `SM${id}` })
      : zaloWebhook({ person: String(7_300_000_000_000 + who), text, id: `soak-${nth}`, at: at(nth) });
  });
}

/** Memory over a day of an office, with the clock running as much faster as the day is shortened. */
export async function benchSoak(): Promise<Table[]> {
  const since = Date.now();
  const factor = (HOURS * 3600) / SECONDS;
  const clock = fastClock(since, factor);
  const site = await openSite({ zalo: { now: () => clock.now() } });
  const office = startOffice({ ...site.environment, SOAK_SINCE: String(since), SOAK_FACTOR: String(factor) });
  try {
    const child = await office.ready;
    const began = clock.now();
    const hooks = messages((nth) => began + (nth * HOURS * 3_600_000) / MESSAGES);
    const calls = await sendAt(child.url, hooks, MESSAGES / SECONDS);
    await office.hours(HOURS);
    const waiting = await metric(child.url, "lang_nghe_inbox_waiting");
    const turns = await metric(child.url, "lang_nghe_turns_total");
    return tablesOf(office.held(), { calls, waiting, turns });
  } finally {
    await office.kill("SIGKILL");
    await site.close();
  }
}

function startOffice(environment: Environment) {
  const flags = ["--max-semi-space-size=4", "--max-old-space-size=512", "--v8-pool-size=1", "--expose-gc"];
  const office = resolve(import.meta.dirname, "soak-office.ts");
  const child = spawnServer([...flags, office], { ...MALLOC, ...environment });
  const held: Held[] = [];
  let told: () => void = () => undefined;
  createInterface({ input: child.output }).on("line", (line) => {
    if (!line.startsWith("{")) return;
    held.push(JSON.parse(line) as Held);
    told();
  });
  return {
    ready: child.ready,
    kill: child.kill,
    held: () => held,
    async hours(count: number): Promise<void> {
      while (held.length < count)
        await new Promise<void>((resolve) => {
          told = resolve;
        });
    },
  };
}

/** Least squares: how much `values` grow from one to the next. */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const above = values.reduce((sum, value, x) => sum + (x - middle) * (value - mean), 0);
  const below = values.reduce((sum, _, x) => sum + (x - middle) ** 2, 0);
  return above / below;
}

function tablesOf(
  held: readonly Held[],
  { calls, waiting, turns }: { readonly calls: readonly Call[]; readonly waiting: number; readonly turns: number },
): Table[] {
  const every3 = held
    .map((one, index) => ({ ...one, hour: index + 1 }))
    .filter(({ hour }) => hour === 1 || hour % 3 === 0)
    .slice(0, 1 + HOURS / 3);
  const settled = held.slice(SETTLED_HOURS, HOURS);
  const slope = (key: keyof Held) => slopeOf(settled.map((one) => one[key]));
  const rows = every3.map(({ hour, heap, external, rss }) =>
    row(`${hour} h`, ...[heap, external, rss].map((mib) => decimal(mib, 1))),
  );
  const heap = slope("heap");
  return [
    { header: ["after a full collection, MiB", "heap", "outside it", "resident"], rows },
    {
      header: [`${HOURS} h in ${SECONDS} s, ${MESSAGES} messages of ${PEOPLE} people`, "seen", "wanted"],
      rows: [
        row("acknowledged", calls.filter(({ status }) => status === 200).length, MESSAGES),
        row("turns taken, messages still waiting", `${turns}, ${waiting}`, ""),
        row(
          `growth of the heap an hour, from hour ${SETTLED_HOURS} on, MiB`,
          decimal(heap, 3),
          `below ${FLAT}: ${heap < FLAT ? "flat" : "NOT FLAT"}`,
        ),
        row("growth of resident memory an hour, MiB", decimal(slope("rss"), 3), ""),
      ],
    },
  ];
}
