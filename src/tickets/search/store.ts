import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Queries } from "../../platform/index.ts";
import { isToldTo } from "../queue/store.ts";
import { ticketOf } from "../rows.ts";
import { aboutNobody, seenBy } from "../seen/store.ts";
import { ticketTables } from "../tables.ts";
import type { Actor, Ticket } from "../ticket.ts";
import { searchTables } from "./tables.ts";
import { type SearchPatterns, searchPatterns, searchText } from "./words.ts";

/** In the transaction that opens the ticket. */
export async function makeSearchable(tx: Queries, ticket: Ticket): Promise<void> {
  const row = { ticket_id: ticket.id, created_at: ticket.createdAt, ...searchText(ticket) };
  await searchTables(tx).insertInto("ticket_search").values(row).execute();
}

export interface TicketSearch {
  /** One person in all their roles. */
  readonly viewers: readonly Actor[];
  /** Whose work alone is looked through; left out for whoever sorts tickets for all units. */
  readonly own?: { readonly officer: string; readonly unit: string | null };
  /** As typed. */
  readonly text: string;
  readonly limit: number;
}

/** The newest tickets with everything that is looked for, as far as these viewers may see it. */
export async function searchTickets(queries: Queries, { viewers, own, text, limit }: TicketSearch): Promise<Ticket[]> {
  const patterns = searchPatterns(text);
  if (patterns.length === 0) return [];
  let found = ticketTables(queries)
    .selectFrom("tickets")
    .innerJoin(searchTables(queries).selectFrom("ticket_search").selectAll().as("kept"), "kept.ticket_id", "tickets.id")
    .selectAll("tickets")
    .where(seenBy(viewers));
  // Told from what is kept for the search alone, this leaves few tickets to be read for the rest.
  for (const pattern of patterns) found = found.where(has(pattern, EVERYBODY));
  if (own !== undefined) {
    found = found.where(isOwn(own));
    for (const pattern of patterns) found = found.where(has(pattern, REPORTER_SHOWN));
  }
  const rows = await found.orderBy("kept.created_at", "desc").orderBy("tickets.id", "desc").limit(limit).execute();
  return rows.map(ticketOf);
}

const has = ({ said, person }: SearchPatterns, isPersonShown: RawBuilder<SqlBool>) =>
  sql<SqlBool>`(kept.said like ${said} or (${isPersonShown} and kept.person like ${person}))`;

const EVERYBODY = sql<SqlBool>`1 = 1`;

/** The rule of `hidesReporter`, said to the database: who is hidden from the reader of a ticket is not to be guessed by searching. */
const REPORTER_SHOWN = sql<SqlBool>`(tickets.restricted = 1 or (tickets.record_type <> 'pakn_hanh_vi' and ${aboutNobody}))`;

/** The unit's tickets, those the officer works on, and those they were told of. */
function isOwn({ officer, unit }: NonNullable<TicketSearch["own"]>): RawBuilder<SqlBool> {
  const ofUnit =
    unit === null
      ? []
      : [
          sql<SqlBool>`tickets.department = ${unit}`,
          sql<SqlBool>`tickets.co_handlers like ${`%${JSON.stringify(unit)}%`}`,
        ];
  const all = [sql<SqlBool>`tickets.assignee = ${officer}`, ...ofUnit, isToldTo(officer)];
  return sql<SqlBool>`(${sql.join(all, sql` or `)})`;
}
