import { afterAll, beforeAll, expect, test } from "vitest";
import { openRehearsal, type Rehearsal } from "../../src/cli/rehearsal.ts";
import { TUNED, UNTOUCHED, type Wording } from "../fakes/intents/wordings.ts";

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await openRehearsal({});
});
afterAll(() => rehearsal.close());

async function isRight({ text, right, besideAnswer }: Wording): Promise<boolean> {
  const from = { channel: "zalo", id: rehearsal.newPerson(), account: "rehearsal" } as const;
  const { trace } = await rehearsal.say(from, text);
  if (besideAnswer) return trace.recordType === besideAnswer && (trace.codes ?? []).length > 0;
  return [trace.intent, trace.outcome, trace.recordType, trace.reason].some((one) => right.includes(one ?? ""));
}

async function misread(wordings: readonly Wording[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of wordings) if (!(await isRight(one))) wrong.push(`${one.group}: ${one.text}`);
  return wrong;
}

/** Shares read right as measured (docs/quality.md), less two points. */
test.each([
  ["wordings the rules were mended for", TUNED, 0.93],
  ["wordings never looked at while mending", UNTOUCHED, 0.775],
] as const)("%s are read as they are meant", async (_name, wordings, atLeast) => {
  const wrong = await misread(wordings);
  expect(wordings.length).toBeGreaterThanOrEqual(190);
  expect(1 - wrong.length / wordings.length, wrong.join("\n")).toBeGreaterThanOrEqual(atLeast);
});

test("none is read right by doing the same whatever is said", async () => {
  const intents = new Set<string>();
  for (const { text } of UNTOUCHED.slice(0, 60)) {
    const from = { channel: "zalo", id: rehearsal.newPerson(), account: "rehearsal" } as const;
    intents.add((await rehearsal.say(from, text)).trace.intent);
  }
  expect(intents.size).toBeGreaterThan(5);
});
