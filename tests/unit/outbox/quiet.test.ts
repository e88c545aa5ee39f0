import { expect, test } from "vitest";
import { allowedAt } from "../../../src/outbox/route/quiet.ts";

const at = (time: string) => Date.parse(`${time}+07:00`);
const NIGHT = { from: 21 * 60, to: 7 * 60 };

test.each([
  ["20:59", "2026-11-23T20:59:00", "2026-11-23T20:59:00"],
  ["the first minute", "2026-11-23T21:00:00", "2026-11-24T07:00:00"],
  ["before midnight", "2026-11-23T23:59:59", "2026-11-24T07:00:00"],
  ["after midnight", "2026-11-24T00:00:00", "2026-11-24T07:00:00"],
  ["the last minute", "2026-11-24T06:59:59", "2026-11-24T07:00:00"],
  ["the end", "2026-11-24T07:00:00", "2026-11-24T07:00:00"],
])("over midnight: %s", (_name, now, allowed) => {
  expect(allowedAt(at(now), NIGHT)).toBe(at(allowed));
});

test("within a day, and the last night of a month", () => {
  const noon = { from: 12 * 60, to: 13 * 60 };
  expect(allowedAt(at("2026-11-23T12:30:00"), noon)).toBe(at("2026-11-23T13:00:00"));
  expect(allowedAt(at("2026-11-23T13:00:00"), noon)).toBe(at("2026-11-23T13:00:00"));
  expect(allowedAt(at("2026-11-30T22:00:00"), NIGHT)).toBe(at("2026-12-01T07:00:00"));
});

test("from and to alike: no hour is quiet", () => {
  expect(allowedAt(at("2026-11-23T12:00:00"), { from: 720, to: 720 })).toBe(at("2026-11-23T12:00:00"));
});
