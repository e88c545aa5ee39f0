import { z } from "zod";
import { DAY, dayOf, instant, isWorkingDay, type WorkCalendar } from "../calendar.ts";
import { workingDaysAfter } from "../deadline.ts";
import { TICKET_MOVES } from "../moves.ts";
import type { Pause, Ticket } from "../ticket.ts";

const TELL = ["officer", "unit_head", "focal_point", "deputy_in_charge", "principal", "province_focal_point"] as const;
export type Tell = (typeof TELL)[number];

const WorkingDays = z.number().min(0).max(60).multipleOf(0.5);

const When = z.union([
  /** Working days since the unit was given it, and nobody has taken it. */
  z.strictObject({ untaken: WorkingDays }),
  /** Share of the working time between start and due date. */
  z.strictObject({ used: z.number().gt(0).lt(1) }),
  /** Working days past the due date. */
  z.strictObject({ late: WorkingDays }),
  /** So many tickets of the unit have passed their due date in this month. */
  z.strictObject({ late_in_month: z.int().min(2) }),
  /** Working days the citizen, or another agency, has been silent. */
  z.strictObject({ waiting: WorkingDays }),
  z.strictObject({ transferred: WorkingDays }),
]);

const RungRecord = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "mã viết thường, không dấu, nối bằng gạch ngang"),
  name: z.string().min(3),
  when: When,
  tell: z.array(z.enum(TELL)).min(1),
});
export type Rung = Readonly<z.infer<typeof RungRecord>>;

/** knowledge/escalation.yaml */
export const EscalationFile = z.strictObject({
  rungs: z
    .array(RungRecord)
    .min(1)
    .refine((rungs) => new Set(rungs.map(({ id }) => id)).size === rungs.length, "mỗi nấc có một mã riêng"),
  close_after_days: z.int().min(1).max(365).nullable(),
});

/** Who is reminded when, and after how many days without an objection an answered ticket is closed (null: never). */
export interface Ladder {
  readonly rungs: readonly Rung[];
  readonly closeAfterDays: number | null;
}

/** A rung's time for one ticket, epoch ms. `since` tells what it reminds of: the same rung again for another since. */
export interface Planned {
  readonly rung: Rung;
  readonly since: number;
  readonly at: number;
}

/** Every rung that stands before this ticket as it is now, earliest first. */
export function planOf(ticket: Ticket, ladder: Ladder, calendar: WorkCalendar): Planned[] {
  const planned = ladder.rungs.flatMap((rung) => plannedAs(rung, ticket, calendar) ?? []);
  return planned.sort((a, b) => a.at - b.at);
}

function plannedAs(rung: Rung, ticket: Ticket, calendar: WorkCalendar): Planned | undefined {
  const since = sinceOf(rung.when, ticket);
  if (since === undefined) return undefined;
  if ("used" in rung.when) return { rung, since, at: shareUsed(rung.when.used, ticket, calendar) };
  const days = "late_in_month" in rung.when ? 0 : (Object.values(rung.when)[0] ?? 0);
  return { rung, since, at: days === 0 ? since : workingDaysAfter(days, since, calendar) };
}

/** What the rung counts from, or towards; undefined while it does not apply. */
function sinceOf(when: Rung["when"], ticket: Ticket): number | undefined {
  const { status } = ticket;
  const { clock } = TICKET_MOVES[status];
  if ("untaken" in when) return status === "assigned" ? (ticket.assignedAt ?? undefined) : undefined;
  if ("waiting" in when) return clock === "paused" ? ticket.pauses.at(-1)?.from : undefined;
  if ("transferred" in when) return status === "transferred" ? ticket.updatedAt : undefined;
  return clock === "runs" ? ticket.dueAt : undefined;
}

/** The instant by which this share of the working time from start to due date has gone by; waiting is not counted. */
export function shareUsed(
  share: number,
  { clockStartedAt, dueAt, pauses }: Pick<Ticket, "clockStartedAt" | "dueAt" | "pauses">,
  calendar: WorkCalendar,
): number {
  const worked = stretches(clockStartedAt, dueAt, calendar).flatMap((stretch) => without(pauses, stretch));
  let left = share * worked.reduce((sum, { from, to }) => sum + (to - from), 0);
  for (const { from, to } of worked) {
    if (left <= to - from) return Math.ceil(from + left);
    left -= to - from;
  }
  return dueAt;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Office hours between two instants. */
function stretches(from: number, to: number, calendar: WorkCalendar): Stretch[] {
  const found: Stretch[] = [];
  for (let day = dayOf(from); day <= dayOf(to); day++) {
    if (!isWorkingDay(day, calendar)) continue;
    for (const session of calendar.sessions)
      found.push({ from: Math.max(from, instant(day, session.from)), to: Math.min(to, instant(day, session.to)) });
  }
  return found.filter((stretch) => stretch.from < stretch.to);
}

function without(pauses: readonly Pause[], stretch: Stretch): Stretch[] {
  return pauses.reduce<Stretch[]>(
    (left, { from, to }) =>
      left.flatMap((one) => {
        const until = to ?? Number.POSITIVE_INFINITY;
        const parts = [
          { from: one.from, to: Math.min(one.to, from) },
          { from: Math.max(one.from, until), to: one.to },
        ];
        return parts.filter((part) => part.from < part.to);
      }),
    [stretch],
  );
}

/** When an answered or refused ticket is closed, if nobody objects; undefined for others. */
export function closesAt({ status, updatedAt }: Ticket, { closeAfterDays }: Ladder): number | undefined {
  const isAnswered = status === "answered" || status === "refused";
  return isAnswered && closeAfterDays !== null ? updatedAt + closeAfterDays * DAY : undefined;
}

/** When the scheduler must look at the ticket again; null when nothing is to come. */
export function nextLook(ticket: Ticket, ladder: Ladder, calendar: WorkCalendar, now: number): number | null {
  const coming = planOf(ticket, ladder, calendar).map(({ at }) => at);
  const closing = closesAt(ticket, ladder);
  const all = [...coming, ...(closing === undefined ? [] : [closing])].filter((at) => at > now);
  return all.length > 0 ? Math.min(...all) : null;
}
