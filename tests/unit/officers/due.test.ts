import { beforeAll, expect, test } from "vitest";
import { markDue } from "../../../src/officers/desk/due.ts";
import { loadCalendar, type TicketStatus, type WorkCalendar } from "../../../src/tickets/index.ts";

const at = (text: string): number => Date.parse(`${text}:00+07:00`);
let calendar: WorkCalendar;
beforeAll(async () => {
  calendar = await loadCalendar("knowledge", at("2026-11-23T08:00"));
});

// Friday 27 November 2026, 17:00.
const DUE = at("2026-11-27T17:00");

test.each([
  ["2026-11-23T09:00", "calm", "còn 4 ngày làm việc"],
  ["2026-11-26T09:00", "soon", "còn 1 ngày làm việc"],
  ["2026-11-26T18:00", "soon", "còn chưa đến 1 ngày làm việc"],
  ["2026-11-27T09:00", "soon", "hạn hôm nay"],
  ["2026-11-27T17:00", "alarm", "quá hạn chưa đến 1 ngày làm việc"],
  ["2026-11-29T12:00", "alarm", "quá hạn chưa đến 1 ngày làm việc"],
  ["2026-11-30T17:00", "alarm", "quá hạn 1 ngày làm việc"],
  ["2026-12-02T18:00", "alarm", "quá hạn 3 ngày làm việc"],
])("at %s a ticket due on Friday at 17:00 is %s: %s", (now, tone, words) => {
  expect(markDue({ status: "in_progress", dueAt: DUE }, at(now), calendar)).toEqual({ tone, words });
});

test.each([
  ["waiting_for_citizen", "tạm dừng tính hạn, chờ người dân"],
  ["answered", "đã dừng tính hạn"],
  ["closed", "đã dừng tính hạn"],
] as const)("a ticket that is %s is never late: %s", (status: TicketStatus, words) => {
  expect(markDue({ status, dueAt: DUE }, DUE + 30 * 86_400_000, calendar)).toEqual({ tone: "quiet", words });
});
