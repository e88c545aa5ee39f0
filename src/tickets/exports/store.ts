import type { Queries } from "../../platform/index.ts";
import { ticketOf } from "../rows.ts";
import { ticketTables } from "../tables.ts";
import { hidesReporter, type Ticket } from "../ticket.ts";
import { FORMAT, type HistoryLine } from "./history.ts";

const PAGE = 500;

/** Tickets in the order they were opened, a page at a time. `codes`: only these. */
export async function* allTickets(
  queries: Queries,
  codes: readonly string[] = [],
): AsyncGenerator<{ readonly ticket: Ticket; readonly events: number; readonly head: string }> {
  for (let after = ""; ; ) {
    let page = ticketTables(queries)
      .selectFrom("tickets")
      .selectAll()
      .where("id", ">", after)
      .orderBy("id")
      .limit(PAGE);
    if (codes.length > 0) page = page.where("code", "in", [...codes]);
    const rows = await page.execute();
    for (const row of rows) yield { ticket: ticketOf(row), events: row.events, head: row.head };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

/**
 * The history of tickets as lines that can be checked without the database. What is protected, and whose reporter stays hidden, stays
 * out: a file knows no deny list. `onLeftOut` hears of each by its code.
 */
export async function* exportHistory(
  queries: Queries,
  {
    codes,
    now,
    onLeftOut,
  }: { readonly codes: readonly string[]; readonly now: number; readonly onLeftOut: (code: string) => void },
): AsyncGenerator<HistoryLine> {
  yield { format: FORMAT, at: now };
  for await (const { ticket, events, head } of allTickets(queries, codes)) {
    if (hidesReporter(ticket)) {
      onLeftOut(ticket.code);
      continue;
    }
    yield { ticket: ticket.id, code: ticket.code, events, head };
    // Those of a moment later are left for the next file.
    for await (const row of eventsUpTo(queries, ticket.id, events)) yield row;
  }
}

async function* eventsUpTo(queries: Queries, ticketId: string, upto: number) {
  for (let after = 0; after < upto; ) {
    const page = await ticketTables(queries)
      .selectFrom("ticket_events")
      .selectAll()
      .where("ticket_id", "=", ticketId)
      .where("nth", ">", after)
      .where("nth", "<=", upto)
      .orderBy("nth")
      .limit(PAGE)
      .execute();
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.nth;
  }
}
