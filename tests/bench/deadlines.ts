import { type DeadlineRule, dueAt, explain, loadTicketRules } from "../../src/tickets/index.ts";
import { decimal, row, type Table } from "./table.ts";

const BATCH = 50;
const BATCHES = 4000;
const DAY = 86_400_000;
const FROM = Date.parse("2026-01-01T00:00:00+07:00");

/** A start that differs each time: any minute of two years. */
const startOf = (nth: number) => FROM + ((nth * 7919) % (730 * 1440)) * 60_000;

/** Microseconds of one call: each figure is the mean of a batch, so that the clock's own step does not show. */
function measure(work: (nth: number) => unknown): number[] {
  const took: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const started = performance.now();
    for (let nth = 0; nth < BATCH; nth++) work(batch * BATCH + nth);
    took.push(((performance.now() - started) * 1000) / BATCH);
  }
  return took.sort((a, b) => a - b);
}

/** One deadline on the shipped calendar: Tết, exchanged days and lunch breaks with it. */
export async function benchDeadlines(): Promise<Table> {
  const { deadlines, calendar } = await loadTicketRules("knowledge", FROM, { approval: false });
  const rules = Object.values(deadlines.byType);
  const ruleOf = (nth: number) => rules[nth % rules.length] as DeadlineRule;
  const long: DeadlineRule = { ...deadlines.byType.pakn_quy_dinh, amount: 30 };
  const waits = (start: number) => [1, 4].map((day) => ({ from: start + day * DAY, to: start + (day + 2) * DAY }));
  const cases: readonly [string, (nth: number) => unknown][] = [
    ["every kind of record in turn", (nth) => dueAt(ruleOf(nth), startOf(nth), calendar)],
    [
      "the same, two waits and an extension of 5 days",
      (nth) => dueAt(ruleOf(nth), startOf(nth), calendar, { pauses: waits(startOf(nth)), extensionDays: 5 }),
    ],
    ["30 working days", (nth) => dueAt(long, startOf(nth), calendar)],
    [
      "every kind of record, with its arithmetic in words",
      (nth) => explain(dueAt(ruleOf(nth), startOf(nth), calendar).steps),
    ],
  ];
  return {
    header: ["one deadline", "median µs", "p99 µs"],
    rows: cases.map(([name, work]) => {
      measure(work);
      const took = measure(work);
      const at = (share: number) => decimal(took[Math.floor(took.length * share)] ?? 0, 1);
      return row(name, at(0.5), at(0.99));
    }),
  };
}
