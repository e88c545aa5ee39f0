import { expect, test } from "vitest";
import { fixedClock, newId, systemClock } from "../../../src/platform/index.ts";

test("a fixed clock stands still until it is moved", () => {
  const clock = fixedClock(1000);
  expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
  clock.advance(250);
  expect(clock.now()).toBe(1250);
});

test("the system clock tells epoch milliseconds", () => {
  const before = Date.now();
  const told = systemClock.now();
  expect(told).toBeGreaterThanOrEqual(before);
  expect(told).toBeLessThanOrEqual(Date.now());
});

test("ids made later sort later, have 32 hex digits, and are never the same", () => {
  const instants = [0, 1, 255, 4096, 1_790_000_000_000, 1_790_000_000_001];
  const ids = instants.map(newId);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(Array.from({ length: 1000 }, () => newId(7))).size).toBe(1000);
});
