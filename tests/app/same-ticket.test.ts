import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { App } from "../../src/app.ts";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog, systemClock } from "../../src/platform/index.ts";
import { digitsSpoken } from "../../src/text/index.ts";
import { queue, type Ticket } from "../../src/tickets/index.ts";
import { list, readTranscripts } from "../conversations/transcript.ts";
import { listen } from "../fakes/listen.ts";
import { type Pen, pensOf } from "../fakes/town/citizen.ts";
import { openTown, type Town } from "../fakes/town/town.ts";

/** SAME_TICKET_RUNS=60 for the long run. */
const RUNS = Number(process.env["SAME_TICKET_RUNS"] ?? 3);
const WAYS = ["zalo", "zalo-bot", "sms", "esms", "android", "goi", "emulator"] as const;

/** What citizens say in the written conversations that leave one ticket behind. */
const SCRIPTS = readTranscripts(join(import.meta.dirname, "../conversations")).flatMap(({ transcript }) => {
  const said = transcript.turns.flatMap((turn) => ("citizen" in turn ? [turn] : []));
  const isPlain = said.every(
    ({ sends, as, citizen }) => !sends && !as && list(citizen).length === 1 && !/\{\{/.test(list(citizen).join("")),
  );
  const isOneSitting = !transcript.turns.some((turn) => "officer" in turn || "days" in turn);
  const { tickets } = transcript;
  const opened = typeof tickets === "object" ? tickets.length : tickets;
  return opened === 1 && isPlain && isOneSitting ? [said.flatMap(({ citizen }) => list(citizen))] : [];
});

let town: Town;
let app: App;
const directory = mkdtempSync(join(tmpdir(), "lang-nghe-same-"));
beforeAll(async () => {
  const port = await listen(() => undefined);
  await port.close();
  town = await openTown(port.url);
  const config = readConfig({ ...town.channels, DATA_DIR: directory });
  app = await startApp(config, { clock: systemClock, log: createLog("silent"), settleMs: 0 });
});
afterAll(async () => {
  await app.stop();
  await town.close();
  rmSync(directory, { recursive: true, force: true });
});

let people = 0;
const newPeople = () => {
  people += 1;
  return pensOf(town, app.url, Date.now, people);
};
const penOf = (pens: ReadonlyMap<string, Pen>, way: string): Pen => {
  const pen = pens.get(way);
  if (!pen) throw new Error(way);
  return pen;
};

/** Writes, and waits for what is said to it; returns the new replies. */
async function say(pen: Pen, text: string): Promise<string> {
  const before = pen.heard().length;
  await pen.write(text);
  await vi.waitFor(() => expect(pen.heard().length).toBeGreaterThan(before), { timeout: 10_000, interval: 10 });
  await app.settle();
  return pen.heard().slice(before).join("\n");
}

/** The full stop a caller's sentence ends with is the recogniser's, and is taken away. */
const unstopped = (text: string): string => text.replace(/\.$/, "");

/** What officers get to see of a ticket, apart from the channel and what it alone knows. */
function recordOf({
  recordType,
  contentCode,
  content,
  summary,
  place,
  department,
  transferTo,
  anonymous,
  reporter,
}: Ticket) {
  const { name, phone, address } = reporter;
  const given = phone === address?.id ? null : phone;
  const words = { content: unstopped(content), summary: unstopped(summary) };
  return { recordType, contentCode, ...words, place, department, transferTo, anonymous, name, given };
}

const allTickets = async () =>
  (await queue(app.db.read, { role: "inspector", id: "thanh-tra" }, { pageSize: 1000 })).tickets;
const knownTickets = async () => new Set((await allTickets()).map(({ id }) => id));
const ticketsSince = async (known: ReadonlySet<string>) =>
  (await allTickets()).filter(({ id }) => !known.has(id)).map((ticket) => recordOf(ticket));

async function hold(pen: Pen, script: readonly string[]) {
  const known = await knownTickets();
  for (const text of script) await say(pen, text);
  return ticketsSince(known);
}

test("there are conversations to hold", () => {
  expect(SCRIPTS.length).toBeGreaterThan(10);
});

test(`the same conversation leaves the same ticket on every channel (${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SCRIPTS), async (script) => {
      const pens = newPeople();
      const [first, ...others] = WAYS;
      const record = await hold(penOf(pens, first), script);
      expect(record).toHaveLength(1);
      for (const way of others) expect([way, await hold(penOf(pens, way), script)]).toEqual([way, record]);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);

const HERE = ["zalo", "sms", "esms", "emulator", "goi"] as const;
const THERE = ["zalo", "zalo-bot", "sms", "android", "goi", "emulator"] as const;

test(`cut anywhere, it goes on at another channel to the same ticket (${RUNS} runs)`, async () => {
  const long = SCRIPTS.filter((script) => script.length > 1);
  const cut = fc.constantFrom(...long).chain((script) =>
    fc.record({
      script: fc.constant(script),
      at: fc.integer({ min: 1, max: script.length - 1 }),
      here: fc.constantFrom(...HERE),
      there: fc.constantFrom(...THERE),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cut, async ({ script, at, here, there }) => {
      fc.pre(here !== there);
      const record = await hold(penOf(newPeople(), there), script);
      const pens = newPeople();
      const known = await knownTickets();
      for (const text of script.slice(0, at)) await say(penOf(pens, here), text);
      const told = await say(penOf(pens, here), "cho tôi mã chuyển kênh");
      const code = codeIn(told);
      for (const text of [`mã chuyển kênh ${code}`, ...script.slice(at)]) await say(penOf(pens, there), text);
      expect(await ticketsSince(known)).toEqual(record);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);

/** Written in two groups of four, or said digit by digit. */
function codeIn(told: string): string {
  const written = /\b(\d{4}) (\d{4})\b/.exec(told);
  if (written) return `${written[1]}${written[2]}`;
  return digitsSpoken(/ là ([^.]*)\. Xin nhắc lại/.exec(told)?.[1] ?? "").digits;
}
