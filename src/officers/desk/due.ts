import { isOpen, printInstant, TICKET_MOVES, type Ticket, type WorkCalendar } from "../../tickets/index.ts";

/** How urgent a ticket is, as colour and as words; one never stands without the other. */
export interface DueMark {
  readonly tone: "alarm" | "soon" | "calm" | "quiet";
  readonly words: string;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Far beyond any deadline of the law; it only bounds the counting. */
const MOST_DAYS = 400;

/** True on working days: due dates end with a session, so the minute before one is office time. */
const isWorked = (sameHour: number, calendar: WorkCalendar): boolean => isOpen(sameHour - MINUTE, calendar);

/** Working days that end after `now` and before the due date's own day. */
function daysLeft(dueAt: number, now: number, calendar: WorkCalendar): number {
  let days = 0;
  for (let back = 1; back <= MOST_DAYS && dueAt - back * DAY > now; back++) {
    if (isWorked(dueAt - back * DAY, calendar)) days++;
  }
  return days;
}

/** Working days that have ended since the due date. */
function daysLate(dueAt: number, now: number, calendar: WorkCalendar): number {
  let days = 0;
  for (let on = 1; on <= MOST_DAYS && dueAt + on * DAY <= now; on++) {
    if (isWorked(dueAt + on * DAY, calendar)) days++;
  }
  return days;
}

const dateOf = (at: number): string => printInstant(at).slice(6);

/** What to say of the due date in the queue: "còn 2 ngày làm việc", "hạn hôm nay", "quá hạn 1 ngày làm việc" … */
export function markDue(ticket: Pick<Ticket, "status" | "dueAt">, now: number, calendar: WorkCalendar): DueMark {
  const clock = TICKET_MOVES[ticket.status].clock;
  if (clock === "stopped") return { tone: "quiet", words: "đã dừng tính hạn" };
  if (clock === "paused") return { tone: "quiet", words: "tạm dừng tính hạn, chờ người dân" };
  if (ticket.dueAt <= now) return { tone: "alarm", words: late(daysLate(ticket.dueAt, now, calendar)) };
  if (dateOf(ticket.dueAt) === dateOf(now)) return { tone: "soon", words: "hạn hôm nay" };
  const days = daysLeft(ticket.dueAt, now, calendar);
  if (days === 0) return { tone: "soon", words: "còn chưa đến 1 ngày làm việc" };
  return { tone: days <= 1 ? "soon" : "calm", words: `còn ${days} ngày làm việc` };
}

const late = (days: number): string =>
  days === 0 ? "quá hạn chưa đến 1 ngày làm việc" : `quá hạn ${days} ngày làm việc`;
