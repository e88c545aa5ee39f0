import type { Queries } from "../../platform/index.ts";
import { DAY, dayOf, instant, isoOf } from "../calendar.ts";
import type { TicketRules } from "../deadline.ts";
import { appendEvent } from "../history/store.ts";
import { RUNNING } from "../moves.ts";
import { lateNotice } from "../notice.ts";
import { isRemindedOfDue } from "../queue/store.ts";
import { ticketOf } from "../rows.ts";
import { applyCommand } from "../store.ts";
import { ticketTables } from "../tables.ts";
import type { Actor, Notice, Ticket } from "../ticket.ts";
import { closesAt, nextLook, type Planned, planOf } from "./ladder.ts";
import { recipientsOf, type StaffMember, type Told } from "./recipients.ts";

/** A rung that was reached. */
export interface Reminder {
  readonly ticketId: string;
  readonly rung: string;
  /** What it reminds of, epoch ms: the due date, the assignment, or the beginning of the wait. */
  readonly since: number;
  readonly at: number;
  readonly told: readonly Told[];
}

const SYSTEM: Actor = { role: "system", id: "system" };

export interface Reminding {
  readonly rules: TicketRules;
  readonly staff: readonly StaffMember[];
  /** Promises the citizen a notice, in the same transaction. */
  readonly tell: (tx: Queries, ticket: Ticket, notice: Notice) => Promise<void>;
}

/** Tickets whose time has come, the longest waiting first. */
export async function ticketsToRemind(queries: Queries, now: number, except: readonly string[]): Promise<string[]> {
  let found = ticketTables(queries).selectFrom("tickets").select("id").where("remind_at", "<=", now);
  if (except.length > 0) found = found.where("id", "not in", [...except]);
  return (await found.orderBy("remind_at").limit(50).execute()).map(({ id }) => id);
}

/**
 * Does what is due for one ticket inside the caller's transaction: each rung reached is written down once, with who is
 * told, and an answered ticket nobody objected to is closed. Nothing is done twice, however often or by how many this is
 * called; a clock set back does nothing.
 */
export async function remind(tx: Queries, ticketId: string, now: number, around: Reminding): Promise<Reminder[]> {
  const ticket = await lockDue(tx, ticketId, now);
  if (!ticket) return [];
  const { ladder, calendar } = around.rules;
  const closing = closesAt(ticket, ladder);
  if (closing !== undefined && closing <= now) {
    await applyCommand(tx, around.rules, { ticketId, command: "close", actor: SYSTEM, at: now });
    return [];
  }
  const reached = planOf(ticket, ladder, calendar).filter(({ at }) => at <= now);
  const reminders: Reminder[] = [];
  for (const planned of reached) reminders.push(...(await reach(tx, ticket, planned, now, around)));
  await ticketTables(tx)
    .updateTable("tickets")
    .set({ remind_at: nextLook(ticket, ladder, calendar, now) })
    .where("id", "=", ticketId)
    .execute();
  return reminders;
}

/** The ticket, held until the transaction ends; undefined when another worker has seen to it. */
async function lockDue(tx: Queries, ticketId: string, now: number): Promise<Ticket | undefined> {
  const row = await ticketTables(tx)
    .updateTable("tickets")
    .set((eb) => ({ remind_at: eb.ref("remind_at") }))
    .where("id", "=", ticketId)
    .where("remind_at", "<=", now)
    .returningAll()
    .executeTakeFirst();
  return row && ticketOf(row);
}

async function reach(
  tx: Queries,
  ticket: Ticket,
  { rung, since, at: planned_at }: Planned,
  now: number,
  around: Reminding,
): Promise<Reminder[]> {
  if ("late_in_month" in rung.when && (await lateInMonth(tx, ticket, around, now)) < rung.when.late_in_month) return [];
  const told = recipientsOf(rung.tell, { ticket, units: around.rules.units, staff: around.staff });
  const { id: ticket_id, department } = ticket;
  const row = { ticket_id, since, rung: rung.id, department, planned_at, at: now, told: JSON.stringify(told) };
  const result = await ticketTables(tx)
    .insertInto("ticket_reminders")
    .values(row)
    .onConflict((o) => o.doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows ?? 0n) !== 1) return [];
  const data = { rung: rung.id, name: rung.name, since, told };
  await appendEvent(tx, { ticketId: ticket_id, at: now, actor: SYSTEM, kind: "reminder", from: null, to: null, data });
  if (isDueDate(rung) && !ticket.restricted) await around.tell(tx, ticket, lateNotice(ticket, officesOf(told)));
  return [{ ticketId: ticket_id, rung: rung.id, since, at: now, told }];
}

const isDueDate = ({ when }: Planned["rung"]): boolean => "late" in when && when.late === 0;
const officesOf = (told: readonly Told[]): string[] => told.map(({ office }) => office);

/** Tickets of the unit that have passed their due date since the month began, this one among them. */
async function lateInMonth(tx: Queries, { department }: Ticket, { rules }: Reminding, now: number): Promise<number> {
  const dueRung = rules.ladder.rungs.find(isDueDate)?.id;
  if (department === null || dueRung === undefined) return 0;
  const firstOfMonth = dayOf(now) - Number(isoOf(dayOf(now)).slice(8)) + 1;
  const { total } = await ticketTables(tx)
    .selectFrom("ticket_reminders")
    .select((eb) => eb.fn.count<number>("ticket_id").distinct().as("total"))
    .where("department", "=", department)
    .where("rung", "=", dueRung)
    .where("at", ">=", instant(firstOfMonth, 0))
    .where("at", "<=", now + DAY)
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** What was reminded of for these tickets, oldest first. */
export async function remindersOf(queries: Queries, ticketIds: readonly string[]): Promise<Reminder[]> {
  if (ticketIds.length === 0) return [];
  const rows = await ticketTables(queries)
    .selectFrom("ticket_reminders")
    .selectAll()
    .where("ticket_id", "in", [...ticketIds])
    .orderBy("at")
    .orderBy("planned_at")
    .execute();
  return rows.map(({ ticket_id, rung, since, at, told }) => ({
    ticketId: ticket_id,
    rung,
    since,
    at,
    told: JSON.parse(told) as Told[],
  }));
}

/** Tickets late now, and how many of those have had an apology. */
export async function countLate(queries: Queries, now: number): Promise<{ late: number; apologised: number }> {
  const { late, apologised } = await ticketTables(queries)
    .selectFrom("tickets")
    .select((eb) => [eb.fn.countAll<number>().as("late"), eb.fn.count<number>("promised_at").as("apologised")])
    .where("status", "in", RUNNING)
    .where("due_at", "<=", now)
    .executeTakeFirstOrThrow();
  return { late: Number(late), apologised: Number(apologised) };
}

/** Tickets not late yet of whose due date somebody has been reminded. */
export async function countDueSoon(queries: Queries, now: number): Promise<number> {
  const { total } = await ticketTables(queries)
    .selectFrom("tickets")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where("status", "in", RUNNING)
    .where("due_at", ">", now)
    .where(isRemindedOfDue)
    .executeTakeFirstOrThrow();
  return Number(total);
}
