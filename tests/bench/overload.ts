import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import {
  metric,
  openSite,
  type RunningChild,
  type Site,
  smsWebhook,
  spawnMain,
  type Webhook,
  zaloWebhook,
} from "../fakes/running-app.ts";
import { CONNECTIONS, percentiles, post } from "./load.ts";
import { type Call, failuresOf, sendAt } from "./open-loop.ts";
import { decimal, row, type Table } from "./table.ts";
import { atRest, webhooks } from "./webhooks.ts";

const TYPING = "cho em hỏi";
const QUESTION = "đăng ký kết hôn cần giấy tờ gì";
const ANSWERED = CONNECTIONS * 10;
const BURST_MS = 1500;
const STEADY_S = 15;
const FLOOD_S = 15;
/** Messages that may wait before the door is shut; the office's own limit would take minutes to reach and to work off. */
const WAITING = 300;
/** What a provider waits for its acknowledgement, in milliseconds (Zalo 2 s, Twilio 15 s). */
const BUDGETS = { zalo: 2000, twilio: 15_000 } as const;
const MIB = 1024 * 1024;
/** Calls Zalo takes: our own limits are measured, and with its 4,000 a minute the answers of a quick machine would never all be sent. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

let nth = 0;
/** Questions, half of them by Zalo, half by SMS, each of another person. */
function questions(count: number): Webhook[] {
  return Array.from({ length: count }, (_, index) => {
    nth += 1;
    const id = String(nth);
    return index % 2 === 0
      ? zaloWebhook({ person: String(7_400_000_000_000 + nth), text: QUESTION, id: `over-${id}` })
      : smsWebhook({ person: `+8490${id.padStart(7, "0")}`, text: QUESTION, id: `SM${id.padStart(32, "0")}` });
  });
}

const isZalo = ({ hook }: Call) => hook.path.includes("zalo");
const taken = (calls: readonly Call[]) => calls.filter(({ status }) => status === 200);

/** One row of figures for calls that were sent at fixed times. */
function figures(title: string, perSecond: number, calls: readonly Call[]): string[] {
  const kept = taken(calls);
  const times = percentiles(kept.map(({ ms }) => ms));
  const isAway = ({ status, retryAfter }: Call) => status === 503 && retryAfter !== undefined;
  const away = calls.filter(isAway).length;
  const most = Math.max(0, ...kept.map(({ ms }) => ms));
  const other = failuresOf(calls.filter((one) => one.status !== 200 && !isAway(one)));
  return row(
    title,
    decimal(perSecond, 0),
    calls.length,
    kept.length,
    away,
    other || 0,
    decimal(times.p50, 1),
    decimal(times.p99, 1),
    decimal(most, 0),
  );
}

const HEADER = [
  "sent at fixed times",
  "calls/s",
  "calls",
  "acknowledged",
  "503 with Retry-After",
  "anything else",
  "p50 ms",
  "p99 ms",
  "longest ms",
];

/** A door at 80 % of what it takes, an office at 80 % of what it answers, and ten times that. */
export async function benchOverload(): Promise<Table[]> {
  const door = await doorAlone();
  const office = await wholeOffice();
  return [{ header: HEADER, rows: [door, ...office.rows] }, office.promises];
}

/**
 * Nobody is answered while the clock runs: those who write are still typing. What the first door took is not waited for (some
 * 20,000 answers at Zalo's 50 a second): a second door, with nothing behind it, takes the 80 %.
 */
async function doorAlone(): Promise<string[]> {
  const full = await atADoor(async ({ url }) => await post(url, webhooks(TYPING, CONNECTIONS * 500), BURST_MS));
  const perSecond = full.perSecond * 0.8;
  const calls = await atADoor(
    async ({ url }) => await sendAt(url, webhooks(TYPING, Math.round((perSecond * BURST_MS) / 1000)), perSecond),
  );
  return figures(`door alone, 80 % of ${decimal(full.perSecond, 0)}/s`, perSecond, calls);
}

async function atADoor<Measured>(measure: (child: RunningChild) => Promise<Measured>): Promise<Measured> {
  // Turned away with 503 is soon said: everything is taken here.
  const knowledge = knowledgeWith(UNBOUNDED);
  const site = await openSite({ environment: { KNOWLEDGE_DIR: knowledge } });
  site.zalo.leaveCalls(UNBOUNDED);
  const child = await spawnMain(site.environment).ready;
  try {
    await warmUp(child);
    return await measure(child);
  } finally {
    await child.kill("SIGKILL");
    await site.close();
    rmSync(knowledge, { recursive: true, force: true });
  }
}

/** A copy of the shipped knowledge with another limit of what may wait. */
function knowledgeWith(waiting: number): string {
  const knowledge = mkdtempSync(join(tmpdir(), "lang-nghe-overload-"));
  cpSync(resolve(import.meta.dirname, "../../knowledge"), knowledge, { recursive: true });
  const limits = join(knowledge, "limits.yaml");
  writeFileSync(limits, readFileSync(limits, "utf8").replace(/^waiting: \d+$/m, `waiting: ${waiting}`));
  return knowledge;
}

async function warmUp(child: RunningChild): Promise<void> {
  const few = webhooks(QUESTION, CONNECTIONS);
  await post(child.url, Array.from({ length: 40 }, () => few).flat());
  await atRest(child.url);
}

async function wholeOffice() {
  const knowledge = knowledgeWith(WAITING);
  const site = await openSite({ environment: { KNOWLEDGE_DIR: knowledge } });
  site.zalo.leaveCalls(UNBOUNDED);
  const first = await spawnMain(site.environment).ready;
  try {
    await warmUp(first);
    const capacity = await answeredPerSecond(first);
    const steady = await sendAt(first.url, questions(Math.round(capacity * 0.8 * STEADY_S)), capacity * 0.8);
    await atRest(first.url);
    const flood = await flooded(site, first, capacity * 10);
    return {
      rows: [
        figures(`every message answered, 80 % of ${decimal(capacity, 0)}/s`, capacity * 0.8, steady),
        figures("ten times what is answered: Zalo", capacity * 5, flood.calls.filter(isZalo)),
        figures(
          "ten times what is answered: Twilio",
          capacity * 5,
          flood.calls.filter((one) => !isZalo(one)),
        ),
      ],
      promises: promises(flood),
    };
  } finally {
    await first.kill("SIGKILL");
    await site.close();
    rmSync(knowledge, { recursive: true, force: true });
  }
}

/** What is asked, answered and sent, a second, when as much waits as there are connections. SMS, which has no limit of its own. */
async function answeredPerSecond(child: RunningChild): Promise<number> {
  const hooks = questions(ANSWERED * 2).filter(({ path }) => path.includes("twilio"));
  const began = performance.now();
  await post(child.url, hooks);
  await atRest(child.url);
  return (hooks.length * 1000) / (performance.now() - began);
}

interface Flood {
  readonly calls: readonly Call[];
  readonly before: number;
  readonly most: number;
  /** Seconds the thread was longest away from its calls. */
  readonly stalled: number;
  readonly lost: number;
  /** Calls by Twilio whose message is not in the inbox, whatever they were answered with. */
  readonly offeredInVain: number;
  readonly unhandled: number;
  /** Seconds from the last call until a new one was taken, and until all were handled. */
  readonly openAfter: number;
  readonly restAfter: number;
}

/** Ten times what is answered, then a kill in the middle of the work it left, and a second process that goes on with it. */
async function flooded(site: Site, first: RunningChild, perSecond: number): Promise<Flood> {
  const resident = async (child: RunningChild) => (await metric(child.url, "process_resident_memory_bytes")) / MIB;
  const before = await resident(first);
  let most = before;
  let stalled = 0;
  const look = async () => {
    most = Math.max(most, await resident(first));
    // Since the last look.
    stalled = Math.max(stalled, await metric(first.url, "nodejs_eventloop_lag_max_seconds"));
  };
  const looking = setInterval(() => void look().catch(() => undefined), 1000);
  const calls = await sendAt(first.url, questions(Math.round(perSecond * FLOOD_S)), perSecond);
  clearInterval(looking);
  const ended = performance.now();
  const since = () => (performance.now() - ended) / 1000;
  while ((await sendAt(first.url, questions(1), 1))[0]?.status !== 200) await sleep(500);
  const openAfter = since();
  await first.kill("SIGKILL");
  const ids = taken(calls).map(({ hook }) => idOf(hook));
  const kept = inboxOf(site.databaseFile);
  const second = await spawnMain(site.environment).ready;
  while ((await metric(second.url, "lang_nghe_inbox_waiting")) > 0) await sleep(500);
  const restAfter = since();
  most = Math.max(most, await resident(second));
  await second.kill("SIGKILL");
  const handled = inboxOf(site.databaseFile);
  return {
    calls,
    before,
    most,
    stalled,
    lost: ids.filter((id) => !kept.has(id)).length,
    offeredInVain: calls.filter((one) => !isZalo(one) && !kept.has(idOf(one.hook))).length,
    unhandled: ids.filter((id) => !handled.get(id)).length,
    openAfter,
    restAfter,
  };
}

function idOf({ path, body }: Webhook): string {
  if (path.includes("twilio")) return new URLSearchParams(body).get("MessageSid") ?? "";
  return (JSON.parse(body) as { message: { msg_id: string } }).message.msg_id;
}

/** Provider ids of what is kept, with whether it is handled. */
function inboxOf(file: string): Map<string, boolean> {
  const db = new DatabaseSync(file);
  const rows = db.prepare("select provider_id, handled_at from inbox").all();
  db.close();
  return new Map(rows.map((one) => [String(one["provider_id"]), one["handled_at"] !== null]));
}

function promises(flood: Flood): Table {
  const late = (of: readonly Call[], budget: number) => taken(of).filter(({ ms }) => ms > budget).length;
  const rows = [
    row("acknowledged later than Zalo's 2 s", late(flood.calls.filter(isZalo), BUDGETS.zalo), "0"),
    row(
      "acknowledged later than Twilio's 15 s",
      late(
        flood.calls.filter((one) => !isZalo(one)),
        BUDGETS.twilio,
      ),
      "0",
    ),
    row("sent by Twilio, which offers once, and not kept", flood.offeredInVain, "0"),
    row("acknowledged, then SIGKILL, then not in the inbox", flood.lost, "0"),
    row("acknowledged and not handled in the end", flood.unhandled, "0"),
    row(
      "resident memory before and at most during it, MiB",
      `${decimal(flood.before, 0)}, ${decimal(flood.most, 0)}`,
      "bounded",
    ),
    row("seconds the thread was longest busy with one thing", decimal(flood.stalled, 2), ""),
    row("seconds until the door was open again", decimal(flood.openAfter, 1), ""),
    row("seconds until everything was handled, a kill and a start included", decimal(flood.restAfter, 1), ""),
  ];
  return { header: [`${FLOOD_S} s of ten times what is answered`, "seen", "wanted"], rows };
}
