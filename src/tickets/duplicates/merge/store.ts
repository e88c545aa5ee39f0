import { laneOf } from "../../../messages/index.ts";
import type { Queries } from "../../../platform/index.ts";
import type { Command } from "../../moves.ts";
import { ticketOf } from "../../rows.ts";
import { ticketTables } from "../../tables.ts";
import type { Notice, Ticket } from "../../ticket.ts";

/** Something another ticket's reporter must hear because of a command on the one theirs was merged into. */
export interface SharedNotice {
  readonly ticket: Ticket;
  readonly notice: Notice;
}

const MOST_STEPS = 50;

/** The ticket's row is held until the transaction ends, so that two merges cannot cross. */
export async function lockTicket(tx: Queries, id: string): Promise<Ticket | undefined> {
  const row = await ticketTables(tx)
    .updateTable("tickets")
    .set((eb) => ({ events: eb.ref("events") }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
  return row && ticketOf(row);
}

/** The one that stands for a merged ticket: where following the mergers ends. A ticket that is not merged stands for itself. */
export async function mainOf(queries: Queries, ticket: Ticket): Promise<Ticket> {
  let main = ticket;
  for (let step = 0; main.mergedInto !== null && step < MOST_STEPS; step++) {
    const row = await ticketTables(queries)
      .selectFrom("tickets")
      .selectAll()
      .where("id", "=", main.mergedInto)
      .executeTakeFirstOrThrow();
    main = ticketOf(row);
  }
  return main;
}

/** Tickets merged into this one, nearest first; with those merged into them unless `direct`. */
export async function mergedInto(queries: Queries, id: string, direct = false): Promise<Ticket[]> {
  const found: Ticket[] = [];
  let ids = [id];
  while (ids.length > 0) {
    const rows = await ticketTables(queries)
      .selectFrom("tickets")
      .selectAll()
      .where("merged_into", "in", ids)
      .orderBy("id")
      .execute();
    found.push(...rows.map(ticketOf));
    ids = direct ? [] : rows.map((row) => row.id);
  }
  return found;
}

/**
 * A ticket as its reporter learns of it: their own code and date of receipt, and how the one it was merged into stands. Only
 * that one's reporter is asked for more.
 */
export async function asFollowed(queries: Queries, ticket: Ticket): Promise<Ticket> {
  if (ticket.mergedInto === null) return ticket;
  const { status, department, transferTo, dueAt, dueBasis, dueSteps, answer, answeredBy } = await mainOf(
    queries,
    ticket,
  );
  const seen = status === "waiting_for_citizen" ? "in_progress" : status;
  return { ...ticket, status: seen, department, transferTo, dueAt, dueBasis, dueSteps, answer, answeredBy };
}

/** What happens to a ticket happens to those merged into it; what is only asked of or said to one reporter does not. */
const SHARED: ReadonlySet<Command> = new Set([
  "assign",
  "answer",
  "approve",
  "uphold",
  "reopen",
  "refuse",
  "transfer",
  "extend",
  "apologise",
]);

/**
 * Who hears of a command, each person once: the ticket's own reporter in `own`, the others in `told`. Whoever reported the
 * matter twice is written to once, with both codes.
 */
export async function hearersOf(
  tx: Queries,
  ticket: Ticket,
  command: Command,
  notice: Notice | null,
): Promise<{ own: Notice | null; told: SharedNotice[] }> {
  if (notice === null || !SHARED.has(command)) return { own: notice, told: [] };
  const people = new Map<string, Ticket[]>();
  for (const one of [ticket, ...(await mergedInto(tx, ticket.id))])
    people.set(personOf(one), [...(people.get(personOf(one)) ?? []), one]);
  const [own, ...others] = [...people.values()].map((theirs) => ({
    ticket: theirs[0] as Ticket,
    notice: { ...notice, values: { ...notice.values, code: theirs.map(({ code }) => code).join(", ") } },
  }));
  return { own: own?.notice ?? notice, told: others };
}

/** Tickets without a way back are one person each. */
function personOf({ id, reporter }: Ticket): string {
  return reporter.address === null ? (reporter.phone ?? id) : laneOf(reporter.address);
}
