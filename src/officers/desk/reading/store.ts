import type { Database, Queries } from "../../../platform/index.ts";
import {
  isOfHotSpot,
  isProtected,
  parseCode,
  remindersOf,
  searchTickets,
  type Ticket,
  ticketSeenBy,
  ticketsSeenBy,
} from "../../../tickets/index.ts";
import type { Officer } from "../../accounts/account.ts";
import { audit } from "../../audit/store.ts";
import type { ConsolePorts } from "../../ports.ts";
import { actorsOf, isDesk, mayFollow, mayOpen } from "../viewer.ts";

/**
 * The ways the console reads tickets. The store leaves out what the officer may not see; what is somebody else's work is left
 * out here. No page reads them otherwise: tests/app/protected-cases.test.ts looks.
 */

/** The ticket with the code as typed, if it is this officer's to open; everybody else's reads the same as none. */
export async function readTicket(queries: Queries, officer: Officer, typed: unknown): Promise<Ticket | undefined> {
  const ticket = await visible(queries, officer, typed);
  return ticket && mayOpen(officer, ticket) ? ticket : undefined;
}

/** The same, or one they have been reminded of, or one of a hot spot in a unit below theirs. */
export async function readTicketNow(
  queries: Queries,
  officer: Officer,
  typed: unknown,
  { rules, now }: Pick<ConsolePorts, "rules" | "now">,
): Promise<Ticket | undefined> {
  const ticket = await visible(queries, officer, typed);
  if (!ticket || mayOpen(officer, ticket)) return ticket;
  if (mayFollow(officer, ticket, rules) && (await isOfHotSpot(queries, ticket, now()))) return ticket;
  const reminders = await remindersOf(queries, [ticket.id]);
  const told = reminders.flatMap((reminder) => reminder.told.flatMap(({ people }) => people));
  return mayOpen(officer, ticket, told) ? ticket : undefined;
}

function visible(queries: Queries, officer: Officer, typed: unknown): Promise<Ticket | undefined> {
  const parsed = parseCode(String(typed));
  return parsed.ok ? ticketSeenBy(queries, actorsOf(officer), parsed.code) : Promise.resolve(undefined);
}

/** Of these tickets, those this officer may see, by their ids. */
export async function readTickets(
  queries: Queries,
  officer: Officer,
  ids: readonly string[],
): Promise<Map<string, Ticket>> {
  const tickets = await ticketsSeenBy(queries, actorsOf(officer), [...new Set(ids)]);
  return new Map(tickets.map((ticket) => [ticket.id, ticket]));
}

/** The newest tickets with what this officer remembers of one: a name, a number, words, a place. Those they may open alone. */
export async function findTickets(queries: Queries, officer: Officer, text: string, limit: number): Promise<Ticket[]> {
  const own = { officer: officer.id, unit: officer.department };
  return searchTickets(queries, { viewers: actorsOf(officer), text, limit, ...(!isDesk(officer) && { own }) });
}

/** Writes down that an officer was shown something of protected tickets; of others only the page of one is written down. */
export async function noteSeen(db: Database, officer: Officer, tickets: readonly Ticket[], at: number): Promise<void> {
  const seen = tickets.filter(isProtected);
  if (seen.length === 0) return;
  await db.write(async (tx) => {
    for (const { code } of seen) await audit(tx, { at, officerId: officer.id, action: "ticket_listed", subject: code });
  });
}
