/** Dates here are whole days since 1970-01-01 in Việt Nam (+07:00, no daylight saving); times are minutes of the day. */

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
const OFFSET = 7 * 60 * MINUTE;

/** A stretch of office hours, minutes after midnight: 07:30 is 450. */
export interface Session {
  readonly from: number;
  readonly to: number;
}

/** When the office works. Built by load.ts from knowledge/calendar.yaml and the holidays of the law. */
export interface WorkCalendar {
  readonly sessions: readonly Session[];
  /** 0 is Sunday. */
  readonly weekend: ReadonlySet<number>;
  /** Days off beside weekends, with the reason shown to people. */
  readonly daysOff: ReadonlyMap<number, string>;
  /** Weekend days worked in exchange for another day, with the reason. */
  readonly workedDays: ReadonlyMap<number, string>;
  /** The last day holidays are known for; beyond it only weekends count as off. */
  readonly knownUntil: number;
}

/** The Vietnamese date of an instant. */
export function dayOf(at: number): number {
  return Math.floor((at + OFFSET) / DAY);
}

/** The instant of a minute of a Vietnamese date. */
export function instant(day: number, minute: number): number {
  return day * DAY + minute * MINUTE - OFFSET;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** "2026-04-30" as a day number. */
export function dayFromIso(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

export function isoOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Why nobody works on this day, or undefined when it is a working day. A swapped weekend day is worked. */
export function whyOff(day: number, calendar: WorkCalendar): string | undefined {
  if (calendar.workedDays.has(day)) return undefined;
  return calendar.daysOff.get(day) ?? (calendar.weekend.has(weekdayOf(day)) ? "cuối tuần" : undefined);
}

export function isWorkingDay(day: number, calendar: WorkCalendar): boolean {
  return whyOff(day, calendar) === undefined;
}

/** True during office hours: used to say when a person will read a message. */
export function isOpen(at: number, calendar: WorkCalendar): boolean {
  const day = dayOf(at);
  const minute = (at - instant(day, 0)) / MINUTE;
  return isWorkingDay(day, calendar) && calendar.sessions.some((s) => minute >= s.from && minute < s.to);
}

const WEEKDAYS = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

const two = (n: number) => String(n).padStart(2, "0");

/** "thứ Sáu 27/11/2026" */
export function printDay(day: number): string {
  const [year, month, date] = isoOf(day).split("-").map(Number);
  return `${WEEKDAYS[weekdayOf(day)]} ${date}/${month}/${year}`;
}

/** "17:00 thứ Sáu 27/11/2026", Vietnamese time. */
export function printInstant(at: number): string {
  const day = dayOf(at);
  const minute = Math.floor((at - instant(day, 0)) / MINUTE);
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)} ${printDay(day)}`;
}
