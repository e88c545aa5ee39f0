import { dayOf, instant, isWorkingDay, type Session, type WorkCalendar, whyOff } from "./calendar.ts";
import type { ContentCues } from "./content.ts";
import type { Letterhead } from "./letters/letter.ts";
import type { Policy } from "./moves.ts";
import type { Ladder } from "./reminders/ladder.ts";
import type { Units } from "./superiors.ts";
import type { Extension, Pause, RecordType, Ticket } from "./ticket.ts";

/** How long one kind of record may take. From knowledge/deadlines.yaml. */
export interface DeadlineRule {
  readonly recordType: RecordType;
  /** Days; half days are allowed for working days. */
  readonly amount: number;
  readonly unit: "working_day" | "calendar_day";
  /** What starts the clock, in words: "khi tiếp nhận". */
  readonly startEvent: string;
  /** The article of law, or that it is a default of the software. Shown with every due date. */
  readonly basis: string;
  readonly isLaw: boolean;
  /** The one reasoned extension allowed, in days of the same unit. */
  readonly extension: { readonly amount: number; readonly basis: string } | null;
}

/** Every record type has its rule; `transfer` is the ceiling for passing on what is another agency's. */
export interface DeadlineRules {
  readonly byType: Readonly<Record<RecordType, DeadlineRule>>;
  readonly transfer: DeadlineRule;
}

/** What dating and moving a ticket takes to know of this office. */
export interface TicketRules {
  readonly deadlines: DeadlineRules;
  readonly calendar: WorkCalendar;
  readonly policy: Policy;
  /** Who stands above whom. */
  readonly units: Units;
  /** Who is reminded when. */
  readonly ladder: Ladder;
  /** How the office writes to an agency it passes a matter on to. */
  readonly letterhead: Letterhead;
  /** What tells the eight contents of a report apart. */
  readonly contents: ContentCues;
}

/** The rule a ticket is dated by: its kind's, or the ceiling for passing it on while it belongs to another agency. */
export function ruleFor(ticket: Pick<Ticket, "transferTo" | "recordType">, { deadlines }: TicketRules): DeadlineRule {
  return ticket.transferTo === null ? deadlines.byType[ticket.recordType] : deadlines.transfer;
}

/** One line of the arithmetic; `explain` words it. Instants are epoch ms, days as in calendar.ts. */
export type DeadlineStep =
  | { readonly kind: "rule"; readonly rule: DeadlineRule }
  | { readonly kind: "sessions"; readonly sessions: readonly Session[] }
  | {
      readonly kind: "extended";
      readonly rule: DeadlineRule;
      readonly days: number;
      readonly extension: Extension | null;
    }
  | { readonly kind: "received"; readonly at: number; readonly startEvent: string }
  | { readonly kind: "counts_from"; readonly at: number }
  | { readonly kind: "counted"; readonly day: number; readonly halves: readonly number[]; readonly days: number }
  | { readonly kind: "skipped"; readonly from: number; readonly to: number; readonly why: string }
  | { readonly kind: "swapped"; readonly day: number; readonly why: string }
  | { readonly kind: "paused"; readonly from: number; readonly to: number | null }
  | { readonly kind: "moved"; readonly from: number; readonly why: string }
  | { readonly kind: "beyond"; readonly knownUntil: number }
  | { readonly kind: "due"; readonly at: number };

export interface Deadline {
  /** The end of the last working session counted, epoch ms. */
  readonly dueAt: number;
  readonly steps: readonly DeadlineStep[];
}

export interface Circumstances {
  readonly pauses?: readonly Pause[];
  readonly extensionDays?: number;
  readonly extension?: Extension | null;
}

/**
 * When an answer is due, with the arithmetic. Working days are counted in whole sessions (two a day) that begin at or
 * after the start; the session in progress is not counted and sessions that begin during a pause are not either.
 * This is never later than counting from the next day (Bộ luật Dân sự 2015 Đ147.2). Calendar days leave the first day
 * out, and each that begins during a pause, and move to the next working day when they end on a day off (Đ148.5).
 */
export function dueAt(
  rule: DeadlineRule,
  startedAt: number,
  calendar: WorkCalendar,
  more: Circumstances = {},
): Deadline {
  const pauses = more.pauses ?? [];
  const extensionDays = more.extensionDays ?? 0;
  const amount = rule.amount + extensionDays;
  const opening: DeadlineStep[] = [
    { kind: "rule", rule },
    ...(extensionDays > 0
      ? [{ kind: "extended", rule, days: extensionDays, extension: more.extension ?? null } as const]
      : []),
    { kind: "received", at: startedAt, startEvent: rule.startEvent },
    ...(rule.unit === "working_day" ? [{ kind: "sessions", sessions: calendar.sessions } as const] : []),
    ...pauses.map((pause): DeadlineStep => ({ kind: "paused", ...pause })),
  ];
  const counted =
    rule.unit === "working_day"
      ? countSessions(Math.round(amount * calendar.sessions.length), startedAt, calendar, pauses)
      : countDays(amount, startedAt, calendar, pauses);
  const beyond: DeadlineStep[] =
    dayOf(counted.dueAt) > calendar.knownUntil ? [{ kind: "beyond", knownUntil: calendar.knownUntil }] : [];
  return { dueAt: counted.dueAt, steps: [...opening, ...counted.steps, ...beyond, { kind: "due", at: counted.dueAt }] };
}

/** The end of so many working days, counted as for a deadline. */
export function workingDaysAfter(days: number, startedAt: number, calendar: WorkCalendar): number {
  return countSessions(Math.round(days * calendar.sessions.length), startedAt, calendar, []).dueAt;
}

/** Counts whole sessions, day by day. */
function countSessions(wanted: number, startedAt: number, calendar: WorkCalendar, pauses: readonly Pause[]): Deadline {
  const steps: DeadlineStep[] = [];
  let total = 0;
  let end = startedAt;
  for (let day = dayOf(startedAt); total < wanted; day++) {
    const why = whyOff(day, calendar);
    if (why !== undefined) {
      noteSkipped(steps, day, why);
      continue;
    }
    const free = sessionsOf(day, calendar, startedAt, pauses).slice(0, wanted - total);
    const last = free.at(-1);
    if (last === undefined) continue;
    if (total === 0) steps.push({ kind: "counts_from", at: instant(day, free[0]?.from ?? 0) });
    noteSwapped(steps, day, calendar);
    total += free.length;
    end = instant(day, last.to);
    steps.push({
      kind: "counted",
      day,
      halves: free.map((s) => calendar.sessions.indexOf(s)),
      days: total / calendar.sessions.length,
    });
  }
  return { dueAt: end, steps };
}

function sessionsOf(day: number, calendar: WorkCalendar, startedAt: number, pauses: readonly Pause[]): Session[] {
  return calendar.sessions.filter((session) => {
    const begins = instant(day, session.from);
    return begins >= startedAt && !isPaused(begins, pauses);
  });
}

function isPaused(at: number, pauses: readonly Pause[]): boolean {
  // A pause that still lasts does not move the date yet: nobody knows when it ends.
  return pauses.some(({ from, to }) => to !== null && at >= from && at < to);
}

/** Neighbouring days off with the same reason become one line. */
function noteSkipped(steps: DeadlineStep[], day: number, why: string): void {
  const last = steps.at(-1);
  if (last?.kind === "skipped" && last.to === day - 1 && last.why === why)
    steps[steps.length - 1] = { ...last, to: day };
  else steps.push({ kind: "skipped", from: day, to: day, why });
}

function noteSwapped(steps: DeadlineStep[], day: number, calendar: WorkCalendar): void {
  const why = calendar.workedDays.get(day);
  if (why !== undefined) steps.push({ kind: "swapped", day, why });
}

/** Counts calendar days from the next day on; as with sessions, a day that begins during a pause is not counted. */
function countDays(amount: number, startedAt: number, calendar: WorkCalendar, pauses: readonly Pause[]): Deadline {
  const steps: DeadlineStep[] = [];
  let day = dayOf(startedAt);
  for (let left = Math.ceil(amount); left > 0; ) {
    day++;
    if (!isPaused(instant(day, 0), pauses)) left--;
  }
  while (!isWorkingDay(day, calendar)) {
    steps.push({ kind: "moved", from: day, why: whyOff(day, calendar) ?? "" });
    day++;
  }
  return { dueAt: instant(day, calendar.sessions.at(-1)?.to ?? 0), steps };
}
