import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { postTo, type Webhook, zaloWebhook } from "../fakes/running-app.ts";
import type { ZaloFake } from "../fakes/zalo.ts";

/** What somebody writes, and what they read before they write on; `undefined`: they do not wait. */
interface Step {
  readonly text: string;
  readonly until?: (received: readonly string[]) => boolean;
}

export type Kind = "complaint" | "question" | "hasty";

export interface Citizen {
  readonly id: string;
  readonly kind: Kind;
  readonly steps: readonly Step[];
}

/** The longest line of a wording that has no place to fill: how a test knows it without quoting it. */
function phraseOf(key: string): string {
  const wordings = parse(readFileSync("flows/messages/vi.yaml", "utf8")) as Record<string, string | { text: string }>;
  const entry = wordings[key] ?? "";
  const lines = (typeof entry === "string" ? entry : entry.text).split("\n").filter((line) => !line.includes("{{"));
  return lines.sort((a, b) => b.length - a.length)[0] ?? "";
}

const reads = (key: string) => {
  const phrase = phraseOf(key);
  if (phrase === "") throw new Error(`no line of "${key}" is free of places`);
  return (received: readonly string[]) => received.some((text) => text.includes(phrase));
};

const STEPS: Readonly<Record<Kind, (nth: number) => readonly Step[]>> = {
  complaint: (nth) => [
    { text: `Tôi phản ánh rác thải chất đống ở thôn ${nth} cả tuần nay chưa ai dọn`, until: reads("hoi_lien_he") },
    { text: "Ngô An 0933444666", until: reads("hoi_xac_nhan") },
    { text: "gửi đi", until: (received) => received.some((text) => /PA-\w{4}-\w{4}/.test(text)) },
  ],
  question: () => [
    { text: "làm giấy khai sinh cần gì", until: (received) => new Set(received).size >= 2 },
    { text: "lệ phí bao nhiêu", until: (received) => new Set(received).size >= 3 },
  ],
  hasty: (nth) => [
    { text: "đăng ký kết hôn cần giấy tờ gì" },
    { text: `còn lệ phí thì sao, tôi ở thôn ${nth}` },
    { text: "xin chào" },
  ],
};
const TURNS: readonly Kind[] = ["complaint", "question", "complaint", "hasty"];

export function citizen(nth: number): Citizen {
  const kind = TURNS[nth % TURNS.length] as Kind;
  return { id: String(7_000_000_000_000 + nth), kind, steps: STEPS[kind](nth) };
}

/** Everything the provider was told 200 for. */
export interface Ledger {
  readonly acknowledged: { readonly id: string; readonly person: string }[];
  /** Calls that met a dead or dying process and were made again. */
  repeated: number;
  /** "person: words" after which nothing came for a minute in which the app was up. */
  readonly unanswered: string[];
}

export interface Town {
  readonly ledger: Ledger;
  readonly met: readonly Citizen[];
  /** No new citizens; resolves when everybody who came has read their last answer. */
  finish(): Promise<void>;
}

export interface TownOptions {
  readonly zalo: ZaloFake;
  /** Where the app is now; undefined while it is down. */
  readonly address: () => string | undefined;
  readonly chance: () => number;
  /** Citizens talking at the same time. */
  readonly seats: number;
}

/**
 * How long the app may be up and say nothing; longer than any row of deaths may keep an answer back. While it is down nobody
 * can be answered: on a busy machine its starts take most of the time.
 */
const PATIENCE_MS = 60_000;

/** Citizens who keep coming; Zalo repeats each call until it is answered 200, and now and then once more. */
export function openTown(options: TownOptions): Town {
  const ledger: Ledger = { acknowledged: [], repeated: 0, unanswered: [] };
  const met: Citizen[] = [];
  let isOpen = true;
  const seat = async () => {
    while (isOpen) {
      const next = citizen(met.length);
      met.push(next);
      await talk(next, options, ledger);
    }
  };
  const seats = Promise.all(Array.from({ length: options.seats }, seat));
  return {
    ledger,
    met,
    async finish() {
      isOpen = false;
      await seats;
    },
  };
}

async function talk(who: Citizen, options: TownOptions, ledger: Ledger): Promise<void> {
  if (who.kind === "hasty") {
    await Promise.all(who.steps.map((_, nth) => write(who, nth, options, ledger)));
    return;
  }
  for (const [nth, { text, until }] of who.steps.entries()) {
    await write(who, nth, options, ledger);
    if (until && !(await isAnswered(who.id, until, options))) {
      ledger.unanswered.push(`${who.id}: ${text}`);
      return;
    }
  }
}

async function isAnswered(
  person: string,
  until: NonNullable<Step["until"]>,
  { zalo, address }: TownOptions,
): Promise<boolean> {
  let patience = PATIENCE_MS;
  for (let looked = -1, at = performance.now(); ; ) {
    if (zalo.sent.length !== looked && until(receivedBy(person, zalo))) return true;
    if (patience < 0) return false;
    looked = zalo.sent.length;
    await sleep(10);
    const now = performance.now();
    if (address() !== undefined) patience -= now - at;
    at = now;
  }
}

const receivedBy = (person: string, zalo: ZaloFake) =>
  zalo.sent.filter(({ userId }) => userId === person).map(({ text }) => text);

async function write({ id: person, steps }: Citizen, nth: number, options: TownOptions, ledger: Ledger): Promise<void> {
  const id = `${person}-${nth}`;
  const hook = zaloWebhook({ person, text: steps[nth]?.text ?? "", id });
  for (let answer = await post(hook, options); answer !== "taken"; answer = await post(hook, options)) {
    if (answer === "cut off") ledger.repeated += 1;
    await sleep(20);
  }
  ledger.acknowledged.push({ id, person });
  if (options.chance() < 0.1) await post(hook, options);
}

async function post(hook: Webhook, { address }: TownOptions): Promise<"taken" | "cut off" | "down"> {
  const url = address();
  if (url === undefined) return "down";
  const status = await postTo(url, hook).then(
    (response) => response.status,
    () => 0,
  );
  return status === 200 ? "taken" : "cut off";
}
