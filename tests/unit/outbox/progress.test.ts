import { expect, test } from "vitest";
import type { Claim } from "../../../src/outbox/delivery.ts";
import { partKey } from "../../../src/outbox/delivery.ts";
import { progressAfter, stuckAfterCrashes } from "../../../src/outbox/progress.ts";

const held: Claim = {
  id: "d1",
  turn: 1,
  lane: "sms::+84900000000",
  cause: "ticket",
  ticketId: null,
  by: "message",
  hops: 0,
  uncertain: 0,
  bounced: null,
  to: { channel: "sms", id: "+84900000000" },
  reply: { key: "chao", text: "Chào Anh/Chị" },
  parts: null,
  partsSent: 0,
  attempts: 3,
  dueSince: 0,
};
const at = { now: 10_000, jitter: 0.5, leaseMs: 60_000 };

test("the first of two parts taken: still in hand, the lease renewed, the count of failures back to none", () => {
  expect(progressAfter(held, 2, { kind: "sent", providerId: "p1" }, at)).toEqual({
    state: "sending",
    nextAt: 70_000,
    partsSent: 1,
    attempts: 0,
    reason: null,
    providerId: "p1",
    settledAt: null,
  });
});

test("the last part taken: delivered, and nobody may take it again", () => {
  expect(progressAfter({ ...held, partsSent: 1 }, 2, { kind: "sent", providerId: "p2" }, at)).toMatchObject({
    state: "delivered",
    nextAt: null,
    partsSent: 2,
    settledAt: 10_000,
  });
});

test("a part that failed keeps the parts before it, counts, and names its reason", () => {
  expect(progressAfter({ ...held, partsSent: 1, attempts: 0 }, 2, { kind: "retry", reason: "503" }, at)).toEqual({
    state: "pending",
    nextAt: 15_000,
    partsSent: 1,
    attempts: 1,
    reason: "503",
    providerId: null,
    settledAt: null,
  });
});

test("our own fault does not use up the person's tries", () => {
  expect(progressAfter(held, 1, { kind: "operator", reason: "no credit" }, at)).toMatchObject({
    state: "pending",
    attempts: 3,
  });
});

test("nobody there: stuck, for a person to look at", () => {
  expect(progressAfter(held, 1, { kind: "unreachable", reason: "landline" }, at)).toMatchObject({
    state: "stuck",
    nextAt: null,
    reason: "landline",
  });
});

test("workers died over it: stuck, with that reason", () => {
  expect(stuckAfterCrashes(held).progress).toMatchObject({
    state: "stuck",
    nextAt: null,
    reason: "worker died with it in hand",
  });
});

test("each part has a key of its own that fits the shortest field of a provider", () => {
  const id = "0".repeat(32);
  expect(partKey(id, 0)).not.toBe(partKey(id, 1));
  expect(partKey(id, 98).length).toBeLessThanOrEqual(48);
});
