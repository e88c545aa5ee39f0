import { expect, test } from "vitest";
import { type Case, excuse, readTranscripts } from "./transcript.ts";
import { WAYS, type Way } from "./ways.ts";

const CASES = readTranscripts(import.meta.dirname);
const LEAST = 120;
/** A call is one record, so that only a conversation that ends in one can be told in it. */
const LEAST_IN_A_CALL = 30;

const heldOn = (way: Way, cases: readonly Case[]) =>
  cases.filter(({ transcript }) => excuse(transcript, way) === undefined).length;

/** One line a way: how many conversations are held there, and why the others are not. */
function row(way: Way): string {
  const why = new Map<string, number>();
  for (const { transcript } of CASES) {
    const reason = excuse(transcript, way);
    if (reason !== undefined) why.set(reason, (why.get(reason) ?? 0) + 1);
  }
  const reasons = [...why].map(([reason, count]) => `${count} × ${reason}`).join("; ");
  return `${way.padEnd(13)}${String(heldOn(way, CASES)).padStart(4)} of ${CASES.length}   ${reasons}`;
}

test("there are conversations to hold, on every way, and none is told twice", () => {
  process.stdout.write(`\n${WAYS.map(row).join("\n")}\n\n`);
  expect(CASES.length).toBeGreaterThanOrEqual(LEAST);
  for (const way of WAYS)
    expect([way, heldOn(way, CASES)]).toEqual([way, expect.toSatisfy((held: number) => held >= least(way))]);
  const titles = CASES.map(({ transcript }) => transcript.title);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
});

const least = (way: Way) => (way === "hotline" ? LEAST_IN_A_CALL : LEAST);
