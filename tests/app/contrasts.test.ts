import { afterAll, beforeAll, expect, test } from "vitest";
import { openRehearsal, type Rehearsal } from "../../src/cli/rehearsal.ts";
import type { Committed } from "../../src/conversation/index.ts";
import { type Contrast, TUNED_PAIRS, UNTOUCHED_PAIRS } from "../fakes/contrasts/pairs.ts";

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await openRehearsal({});
});
afterAll(() => rehearsal.close());

async function readingOf(text: string): Promise<Committed["trace"]> {
  const from = { channel: "zalo", id: rehearsal.newPerson(), account: "rehearsal" } as const;
  return (await rehearsal.say(from, text)).trace;
}

/** Taken down, or guided to the lawful path. */
const isReport = ({ outcome, recordType }: Committed["trace"]) =>
  outcome === "flow" || outcome === "ticket" || recordType !== undefined;

async function misread(contrasts: readonly Contrast[]): Promise<{ calm: string[]; pressing: string[] }> {
  const wrong = { calm: [] as string[], pressing: [] as string[] };
  for (const { kind, calm, pressing } of contrasts) {
    const [one, other] = [await readingOf(calm), await readingOf(pressing)];
    const isTaken = (trace: Committed["trace"]) =>
      kind === "emergency" ? trace.outcome === "emergency" : isReport(trace) || trace.outcome === "emergency";
    if (isTaken(one)) wrong.calm.push(`${one.intent} ${one.outcome}: ${calm}`);
    if (!isTaken(other)) wrong.pressing.push(`${other.intent} ${other.outcome}: ${pressing}`);
  }
  return wrong;
}

/** Most that may be misread, as measured (docs/quality.md), and one more. */
test.each([
  ["pairs the rules were mended for", TUNED_PAIRS, 8, 7],
  ["pairs never looked at while mending", UNTOUCHED_PAIRS, 4, 7],
] as const)("%s are told apart", async (_name, contrasts, calmAtMost, pressingAtMost) => {
  const { calm, pressing } = await misread(contrasts);
  expect(contrasts).toHaveLength(60);
  expect(calm.length, calm.join("\n")).toBeLessThanOrEqual(calmAtMost);
  expect(pressing.length, pressing.join("\n")).toBeLessThanOrEqual(pressingAtMost);
});
