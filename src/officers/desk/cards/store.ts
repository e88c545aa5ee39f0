import { type Reminder, remindersOf, type Ticket, type TicketRules } from "../../../tickets/index.ts";
import { listOfficers } from "../../accounts/store.ts";
import type { ConsolePorts } from "../../ports.ts";
import { markDue } from "../due.ts";
import { departmentName } from "../ticket-page.ts";
import { RECORD_NAMES, SOURCE_NAMES, STATUS_NAMES } from "../words.ts";

/** Tickets as they stand in a list: what each is about, whose turn it is, when it is due. */
export async function cardsOf(ports: ConsolePorts, tickets: readonly Ticket[], now: number): Promise<object[]> {
  const ids = tickets.map(({ id }) => id);
  const [officers, reminders] = await Promise.all([listOfficers(ports.db), remindersOf(ports.db.read, ids)]);
  const names = new Map(officers.map((person) => [person.id, person.displayName]));
  return tickets.map((ticket) => card(ports, ticket, names, reminders, now));
}

/** One card of a list. */
function card(
  ports: ConsolePorts,
  ticket: Ticket,
  names: ReadonlyMap<string, string>,
  reminders: readonly Reminder[],
  now: number,
): object {
  return {
    code: ticket.code,
    summary: ticket.summary,
    status: STATUS_NAMES[ticket.status],
    kind: RECORD_NAMES[ticket.recordType],
    source: SOURCE_NAMES[ticket.source],
    place: ticket.place ?? "",
    department: departmentName(ports.departments, ticket.department),
    assignee: ticket.assignee ? (names.get(ticket.assignee) ?? "") : "",
    due: markDue(ticket, now, ports.rules.calendar),
    reminded: remindedWords(ticket, reminders, ports.rules.ladder),
  };
}

/** The last rung reached for what is owed now; empty before the first. */
function remindedWords(ticket: Ticket, reminders: readonly Reminder[], ladder: TicketRules["ladder"]): string {
  const current = reminders.filter(({ ticketId, since }) => ticketId === ticket.id && since === ticket.dueAt).at(-1);
  return ladder.rungs.find(({ id }) => id === current?.rung)?.name ?? "";
}
