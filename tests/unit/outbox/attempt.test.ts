import { describe, expect, test } from "vitest";
import type { SendOutcome } from "../../../src/messages/index.ts";
import { afterOutcome, isExhausted, nextAttempt } from "../../../src/outbox/attempt.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const MIDDLE = 0.5;

describe("the wait before the next try", () => {
  test.each([
    [1, 5 * SECOND],
    [2, 30 * SECOND],
    [3, 2 * MINUTE],
    [4, 10 * MINUTE],
    [5, 30 * MINUTE],
    [6, HOUR],
    [7, 2 * HOUR],
    [8, 4 * HOUR],
    [9, "give_up"],
    [50, "give_up"],
  ] as const)("after %i failed tries: %s", (failures, wait) => {
    expect(nextAttempt(failures, MIDDLE)).toBe(wait);
  });

  test.each([
    [0, 3750],
    [0.5, 5000],
    [0.999, 6248],
  ])("chance %f spreads the first wait to %i ms, so that an outage does not end in a stampede", (jitter, wait) => {
    expect(nextAttempt(1, jitter)).toBe(wait);
  });
});

describe("what follows from what the provider said", () => {
  const cases: [string, SendOutcome, number, ReturnType<typeof afterOutcome>][] = [
    ["taken", { kind: "sent", providerId: "p1" }, 0, { do: "go_on" }],
    ["a hiccup", { kind: "retry", reason: "503" }, 0, { do: "again", afterMs: 5 * SECOND, counts: true }],
    [
      "a hiccup for the third time",
      { kind: "retry", reason: "503" },
      2,
      { do: "again", afterMs: 2 * MINUTE, counts: true },
    ],
    [
      "asks for a longer wait than ours",
      { kind: "retry", reason: "429", afterMs: MINUTE },
      0,
      { do: "again", afterMs: MINUTE, counts: true },
    ],
    [
      "asks for a shorter wait than ours",
      { kind: "retry", reason: "429", afterMs: 1 },
      2,
      { do: "again", afterMs: 2 * MINUTE, counts: true },
    ],
    [
      "asks for a month",
      { kind: "retry", reason: "429", afterMs: 720 * HOUR },
      0,
      { do: "again", afterMs: 24 * HOUR, counts: true },
    ],
    ["a hiccup too many", { kind: "retry", reason: "503" }, 8, { do: "stuck" }],
    [
      "our balance is empty",
      { kind: "operator", reason: "103" },
      0,
      { do: "again", afterMs: 5 * MINUTE, counts: false },
    ],
    [
      "our balance is empty for the hundredth time",
      { kind: "operator", reason: "103" },
      100,
      { do: "again", afterMs: 5 * MINUTE, counts: false },
    ],
    ["the person blocked us", { kind: "unreachable", reason: "blocked" }, 0, { do: "stuck" }],
    ["the text is not allowed", { kind: "refused", reason: "146" }, 0, { do: "stuck" }],
  ];
  test.each(cases)("%s", (_, outcome, failures, next) => {
    expect(afterOutcome(outcome, failures, MIDDLE)).toEqual(next);
  });
});

test("a delivery that workers died over more often than the table is long is touched no more", () => {
  expect([0, 8, 9].map(isExhausted)).toEqual([false, false, true]);
});
