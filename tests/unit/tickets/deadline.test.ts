import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { isOpen, isoOf, printInstant, type WorkCalendar } from "../../../src/tickets/calendar.ts";
import {
  type DeadlineRule,
  dueAt,
  explain,
  loadCalendar,
  loadDeadlines,
  RECORD_TYPES,
} from "../../../src/tickets/index.ts";

const at = (text: string) => Date.parse(`${text}:00+07:00`);
const rule = (amount: number, unit: DeadlineRule["unit"] = "working_day"): DeadlineRule => ({
  recordType: "hien_truong",
  amount,
  unit,
  startEvent: "khi tiếp nhận",
  basis: "thử",
  isLaw: false,
  extension: null,
});

let calendar: WorkCalendar;
beforeAll(async () => {
  calendar = await loadCalendar("knowledge", at("2026-11-22T08:00"));
});

describe("working days, counted by hand", () => {
  test.each([
    ["in the morning: the afternoon and the next morning", "2026-11-23T08:00", 1, "11:30 thứ Ba 24/11/2026"],
    ["at the very opening: that day counts", "2026-11-23T07:30", 1, "17:00 thứ Hai 23/11/2026"],
    ["half a day", "2026-11-23T08:00", 0.5, "17:00 thứ Hai 23/11/2026"],
    ["in the lunch break: from 13:30", "2026-11-25T12:00", 1, "11:30 thứ Năm 26/11/2026"],
    ["after hours: from the next morning", "2026-11-23T19:00", 1, "17:00 thứ Ba 24/11/2026"],
    ["just after midnight: from the same morning", "2026-11-24T00:05", 1, "17:00 thứ Ba 24/11/2026"],
    ["on Friday afternoon: over the weekend", "2026-11-27T16:00", 2, "17:00 thứ Ba 1/12/2026"],
    ["on a Saturday: from Monday", "2026-11-28T09:00", 1, "17:00 thứ Hai 30/11/2026"],
    [
      "before Tết 2027, two of whose days fall on a weekend and are given back",
      "2027-02-04T15:00",
      3,
      "17:00 thứ Ba 16/2/2027",
    ],
    ["before 30/4 and 1/5 2027, the latter a Saturday", "2027-04-29T09:00", 2, "11:30 thứ Tư 5/5/2027"],
    ["before a Saturday worked in exchange", "2026-08-21T16:00", 1, "17:00 thứ Bảy 22/8/2026"],
    ["before the exchanged Monday and National Day", "2026-08-28T16:00", 1, "17:00 thứ Năm 3/9/2026"],
    ["before the Hùng Kings' day, a Sunday given back on Monday", "2026-04-24T17:30", 1, "17:00 thứ Ba 28/4/2026"],
    ["across New Year 2027, a Friday", "2026-12-31T16:00", 1, "17:00 thứ Hai 4/1/2027"],
  ])("received %s", (_name, start, days, due) => {
    expect(printInstant(dueAt(rule(days), at(start), calendar).dueAt)).toBe(due);
  });

  test("calendar days leave the first day out and do not end on a day off", () => {
    expect(printInstant(dueAt(rule(10, "calendar_day"), at("2026-11-23T08:00"), calendar).dueAt)).toBe(
      "17:00 thứ Năm 3/12/2026",
    );
    expect(printInstant(dueAt(rule(2, "calendar_day"), at("2027-04-29T08:00"), calendar).dueAt)).toBe(
      "17:00 thứ Ba 4/5/2027",
    );
  });

  test("waiting for the citizen is left out, session by session; a wait that still lasts moves nothing", () => {
    const start = at("2026-11-23T08:00");
    const from = at("2026-11-23T12:00");
    const resumed = dueAt(rule(1), start, calendar, { pauses: [{ from, to: at("2026-11-25T09:00") }] });
    expect(printInstant(resumed.dueAt)).toBe("11:30 thứ Năm 26/11/2026");
    const atOpening = dueAt(rule(1), start, calendar, { pauses: [{ from, to: at("2026-11-25T07:30") }] });
    expect(printInstant(atOpening.dueAt)).toBe("17:00 thứ Tư 25/11/2026");
    expect(dueAt(rule(1), start, calendar, { pauses: [{ from, to: null }] }).dueAt).toBe(
      dueAt(rule(1), start, calendar).dueAt,
    );
  });

  test("an extension adds its days", () => {
    expect(printInstant(dueAt(rule(1), at("2026-11-23T08:00"), calendar, { extensionDays: 1 }).dueAt)).toBe(
      "11:30 thứ Tư 25/11/2026",
    );
  });
});

describe("the arithmetic shown to a person", () => {
  test("names the rule, the start, what was counted and what was not, and the due date", () => {
    const { steps } = dueAt(rule(1.5), at("2027-02-04T15:00"), calendar);
    expect(explain(steps)).toEqual([
      "Thời hạn: 1,5 ngày làm việc. Căn cứ: thử.",
      "Bắt đầu khi tiếp nhận: 15:00 thứ Năm 4/2/2027.",
      "Mỗi ngày làm việc có 2 buổi: 07:30–11:30 và 13:30–17:00; tính trọn từng buổi, giờ nghỉ giữa buổi không tính.",
      "Không tính thứ Sáu 5/2/2027 đến thứ Ba 9/2/2027: Giao thừa Tết Nguyên Đán.",
      "Không tính thứ Tư 10/2/2027 đến thứ Năm 11/2/2027: nghỉ bù Giao thừa Tết Nguyên Đán.",
      "Tính từ buổi làm việc bắt đầu lúc 07:30 thứ Sáu 12/2/2027.",
      "Tính sáng và chiều thứ Sáu 12/2/2027: đủ 1 ngày.",
      "Không tính thứ Bảy 13/2/2027 đến Chủ nhật 14/2/2027: cuối tuần.",
      "Tính sáng thứ Hai 15/2/2027: đủ 1,5 ngày.",
      "Hạn: 11:30 thứ Hai 15/2/2027.",
    ]);
  });

  test("tells whole days in a row in one line, and never over a day that does not count", () => {
    const { steps } = dueAt(rule(10), at("2026-11-23T08:00"), calendar);
    expect(explain(steps).filter((line) => line.startsWith("Tính "))).toEqual([
      "Tính từ buổi làm việc bắt đầu lúc 13:30 thứ Hai 23/11/2026.",
      "Tính chiều thứ Hai 23/11/2026: đủ 0,5 ngày.",
      "Tính cả ngày từ thứ Ba 24/11/2026 đến thứ Sáu 27/11/2026: đủ 4,5 ngày.",
      "Tính cả ngày từ thứ Hai 30/11/2026 đến thứ Sáu 4/12/2026: đủ 9,5 ngày.",
      "Tính sáng thứ Hai 7/12/2026: đủ 10 ngày.",
    ]);
  });

  test("says when a Saturday is worked, when a holiday is provisional and when the calendar ends", () => {
    const lines = (start: string) => explain(dueAt(rule(2), at(start), calendar).steps).join("\n");
    expect(lines("2026-08-21T16:00")).toContain("thứ Bảy 22/8/2026 vẫn làm việc: làm bù cho ngày 31/8/2026");
    expect(lines("2027-09-01T16:00")).toContain("(tạm tính)");
    expect(lines("2028-12-29T16:00")).toContain("Lịch nghỉ lễ mới có đến");
    expect(lines("2026-11-23T08:00")).not.toContain("Lịch nghỉ lễ");
  });
});

describe("the office's calendar and rules", () => {
  test("every record type has a rule with its basis, and only the transfer is called law", async () => {
    const rules = await loadDeadlines("knowledge");
    for (const type of RECORD_TYPES) expect(rules.byType[type]).toMatchObject({ recordType: type, isLaw: false });
    for (const type of RECORD_TYPES) expect(rules.byType[type].basis).toContain("chưa phải thời hạn pháp luật");
    expect(rules.transfer).toMatchObject({ amount: 5, unit: "working_day", isLaw: true });
  });

  test("Tết 2027 and its compensation are off, the Friday after is not", () => {
    const off = [...calendar.daysOff.keys()].map(isoOf).filter((day) => day.startsWith("2027-02"));
    expect(off.sort()).toEqual(["05", "06", "07", "08", "09", "10", "11"].map((day) => `2027-02-${day}`));
  });

  test.each([
    ["2026-11-23T07:29", false],
    ["2026-11-23T07:30", true],
    ["2026-11-23T11:30", false],
    ["2026-11-23T16:59", true],
    ["2026-11-22T09:00", false],
  ])("at %s the office is open: %s", (time, open) => {
    expect(isOpen(at(time), calendar)).toBe(open);
  });

  test("a mistake in the editor's file names its line", async () => {
    const directory = mkdtempSync(join(tmpdir(), "lang-nghe-calendar-"));
    const good = readFileSync("knowledge/calendar.yaml", "utf8");
    writeFileSync(join(directory, "calendar.yaml"), good.replace('from: "13:30"', 'from: "11:00"'));
    await expect(loadCalendar(directory, 0)).rejects.toThrow(/calendar\.yaml:6 .*chồng nhau/);
    writeFileSync(join(directory, "calendar.yaml"), good.replace("date: 2026-01-02", "date: 2026-02-30"));
    await expect(loadCalendar(directory, 0)).rejects.toThrow(/calendar\.yaml:2\d /);
    rmSync(directory, { recursive: true });
  });
});
