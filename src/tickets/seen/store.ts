import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Queries } from "../../platform/index.ts";
import { ticketOf } from "../rows.ts";
import { ticketTables } from "../tables.ts";
import type { Actor, Ticket } from "../ticket.ts";

const EVERYTHING = sql<SqlBool>`1 = 1`;
const NOTHING = sql<SqlBool>`1 = 0`;

/**
 * The rule of `maySee`, said to the database, for one person in all their roles: whoever a ticket is about reads nothing of it,
 * restricted ones are read by the inspector and by whom the inspector named, and administration gives no view.
 */
export function seenBy(viewers: readonly Actor[]): RawBuilder<SqlBool> {
  const some = viewers.filter(({ role }) => role !== "admin");
  if (some.some(({ role }) => role === "system" || role === "citizen")) return EVERYTHING;
  if (some.length === 0) return NOTHING;
  const isInspector = some.some(({ role }) => role === "inspector");
  const assigned = some.map(({ id }) => sql<SqlBool>`tickets.assignee = ${id}`);
  const open = sql<SqlBool>`(tickets.restricted = 0 or ${sql.join(assigned, sql` or `)})`;
  return sql.join(
    [sql<SqlBool>`not ${aboutAny(some)}`, ...(isInspector ? [] : [open])],
    sql` and `,
  ) as RawBuilder<SqlBool>;
}

/** True of a ticket about this one person in any role, their unit, or the unit they were in when it came. */
function aboutAny(viewers: readonly Actor[]): RawBuilder<SqlBool> {
  const ids = viewers.flatMap(({ id, department }) => (department === undefined ? [id] : [id, department]));
  const about = [...new Set(ids)].map(namedIn);
  const [some] = viewers;
  const before = (some?.formerly ?? []).map(
    ({ department, until }) => sql<SqlBool>`(${namedIn(department)} and tickets.created_at <= ${until})`,
  );
  return sql<SqlBool>`(${sql.join([...about, ...before], sql` or `)})`;
}

const namedIn = (id: string) => sql<SqlBool>`tickets.denied like ${`%${JSON.stringify(id)}%`}`;

/** True of a ticket about nobody in particular. */
export const aboutNobody = sql<SqlBool>`tickets.denied not like '%["%'`;

/** The ticket with this code, as far as these viewers may see it; for all others it does not exist. */
export async function ticketSeenBy(
  queries: Queries,
  viewers: readonly Actor[],
  code: string,
): Promise<Ticket | undefined> {
  const row = await ticketTables(queries)
    .selectFrom("tickets")
    .selectAll()
    .where("code", "=", code)
    .where(seenBy(viewers))
    .executeTakeFirst();
  return row && ticketOf(row);
}

/** Of these tickets, those the viewers may see, in no order. */
export async function ticketsSeenBy(
  queries: Queries,
  viewers: readonly Actor[],
  ids: readonly string[],
): Promise<Ticket[]> {
  if (ids.length === 0) return []; // PostgreSQL does not know "in ()"
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .selectAll()
    .where("id", "in", [...ids])
    .where(seenBy(viewers))
    .execute();
  return rows.map(ticketOf);
}

/** Of these tickets, the ids of those that are about the viewers: nothing that belongs to them may reach the viewers. */
export async function ticketsAbout(
  queries: Queries,
  viewers: readonly Actor[],
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0 || viewers.length === 0) return new Set();
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .select("id")
    .where("id", "in", [...ids])
    .where(aboutAny(viewers))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Of these lanes, those in which somebody reported the viewers. */
export async function lanesAbout(
  queries: Queries,
  viewers: readonly Actor[],
  lanes: readonly string[],
): Promise<Set<string>> {
  if (lanes.length === 0 || viewers.length === 0) return new Set();
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .select("reporter_lane")
    .distinct()
    .where("reporter_lane", "in", [...lanes])
    .where(aboutAny(viewers))
    .execute();
  return new Set(rows.flatMap(({ reporter_lane }) => (reporter_lane === null ? [] : [reporter_lane])));
}
