import { type SqlBool, sql } from "kysely";
import { type Address, addressesLinkedTo, laneOf, lanesLinkedTo } from "../../messages/index.ts";
import { builtOnce, type Queries, type ValueIn } from "../../platform/index.ts";
import type { TicketStatus } from "../moves.ts";
import { ticketOf } from "../rows.ts";
import { seenBy } from "../seen/store.ts";
import { ticketTables } from "../tables.ts";
import type { Actor, ContentCode, RecordType, Ticket } from "../ticket.ts";

/** Tickets by their ids, in no order. */
export async function ticketsByIds(queries: Queries, ids: readonly string[]): Promise<Ticket[]> {
  if (ids.length === 0) return []; // PostgreSQL does not know "in ()"
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .selectAll()
    .where("id", "in", [...ids])
    .execute();
  return rows.map(ticketOf);
}

export async function ticketById(queries: Queries, id: string): Promise<Ticket | undefined> {
  const row = await ticketTables(queries).selectFrom("tickets").selectAll().where("id", "=", id).executeTakeFirst();
  return row && ticketOf(row);
}

/** `code` as printed; read what a person typed with parseCode first. */
export async function ticketByCode(queries: Queries, code: string): Promise<Ticket | undefined> {
  const row = await ticketTables(queries).selectFrom("tickets").selectAll().where("code", "=", code).executeTakeFirst();
  return row && ticketOf(row);
}

/** The first ticket that any of these draft keys opened. */
export async function ticketOpenedBy(queries: Queries, keys: readonly string[]): Promise<Ticket | undefined> {
  const row = await ticketTables(queries)
    .selectFrom("tickets")
    .selectAll()
    .where("opened_by", "in", [...keys])
    .orderBy("created_at")
    .executeTakeFirst();
  return row && ticketOf(row);
}

/** Tickets opened from this address or another of the same person, newest first. */
export async function ticketsOf(queries: Queries, address: Address, limit = 20): Promise<Ticket[]> {
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .selectAll()
    .where("reporter_lane", "in", [address, ...(await addressesLinkedTo(queries, address))].map(laneOf))
    .orderBy("created_at", "desc")
    .limit(limit)
    .execute();
  return rows.map(ticketOf);
}

const LATEST = 3;

/** The newest of `ticketsOf`, which each turn asks for. */
export async function latestOf(queries: Queries, address: Address): Promise<Ticket[]> {
  const own = laneOf(address);
  const lanes = [own, ...(await lanesLinkedTo(queries, own))];
  const found = await Promise.all(lanes.map((lane) => queries.executeQuery(latestFrom(queries, { lane }))));
  return found
    .flatMap(({ rows }) => rows.map(ticketOf))
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(0, LATEST);
}

const latestFrom = builtOnce((queries, value: ValueIn<{ lane: string }>) =>
  ticketTables(queries)
    .selectFrom("tickets")
    .selectAll()
    .where("reporter_lane", "=", value("lane"))
    .orderBy("created_at", "desc")
    .limit(LATEST)
    .compile(),
);

export interface QueueFilter {
  /** A unit's id; null for triage; left out for every unit. */
  readonly department?: string | null;
  /** Left out or empty: every status. */
  readonly statuses?: readonly TicketStatus[];
  readonly assignee?: string;
  /** Only those due at this instant or before, epoch ms. */
  readonly dueBy?: number;
  /** Only those whose coming due date somebody has been reminded of. */
  readonly isReminded?: boolean;
  /** Only those due after this instant, epoch ms. */
  readonly dueAfter?: number;
  /** Only those this officer (an id) has been told of. */
  readonly toldTo?: string;
  /** Only these contents of NĐ 20/2008 Đ5; left out or empty: whatever they are. */
  readonly contents?: readonly ContentCode[];
  /** From 1. */
  readonly page?: number;
  readonly pageSize?: number;
}

export interface QueuePage {
  readonly tickets: readonly Ticket[];
  readonly total: number;
}

/** What this viewer may see of the queue, most urgent first. Those the tickets are about never see them. */
export async function queue(queries: Queries, viewer: Actor, filter: QueueFilter = {}): Promise<QueuePage> {
  const { page = 1, pageSize = 25 } = filter;
  const found = matching(queries, filter).where(seenBy([viewer]));
  const rows = await found
    .selectAll()
    .orderBy("due_at")
    .orderBy("id")
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute();
  const { total } = await found.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  return { tickets: rows.map(ticketOf), total: Number(total) };
}

/** Somebody has been reminded of the due date the ticket has now. */
export const isRemindedOfDue = sql<SqlBool>`exists (
  select 1 from ticket_reminders r where r.ticket_id = tickets.id and r.since = tickets.due_at)`;

/** This officer (an id) has been told of it. */
export const isToldTo = (officer: string) => sql<SqlBool>`exists (
  select 1 from ticket_reminders r where r.ticket_id = tickets.id and r.told like ${`%${JSON.stringify(officer)}%`})`;

function matching(queries: Queries, filter: QueueFilter) {
  const { dueAfter, isReminded, toldTo } = filter;
  let found = described(queries, filter);
  if (dueAfter !== undefined) found = found.where("due_at", ">", dueAfter);
  if (isReminded) found = found.where(isRemindedOfDue);
  if (toldTo !== undefined) found = found.where(isToldTo(toldTo));
  return found;
}

function described(queries: Queries, { department, statuses, assignee, dueBy, contents = [] }: QueueFilter) {
  let found = ticketTables(queries).selectFrom("tickets");
  if (department === null) found = found.where("department", "is", null);
  else if (department !== undefined) found = found.where("department", "=", department);
  if (statuses !== undefined && statuses.length > 0) found = found.where("status", "in", [...statuses]);
  if (assignee !== undefined) found = found.where("assignee", "=", assignee);
  if (contents.length > 0) found = found.where("content_code", "in", [...contents]);
  if (dueBy !== undefined) found = found.where("due_at", "<=", dueBy);
  return found;
}

/** How many tickets there are of each kind and content; null: it has none, or nobody could tell. Restricted ones are left out. */
export async function countByContent(
  queries: Queries,
): Promise<{ readonly recordType: RecordType; readonly contentCode: ContentCode | null; readonly count: number }[]> {
  const rows = await ticketTables(queries)
    .selectFrom("tickets")
    .select((eb) => ["record_type", "content_code", eb.fn.countAll<number>().as("n")])
    .where("restricted", "=", 0)
    .groupBy(["record_type", "content_code"])
    .execute();
  return rows.map(({ record_type, content_code, n }) => ({
    recordType: record_type as RecordType,
    contentCode: content_code as ContentCode | null,
    count: Number(n),
  }));
}

/** What somebody who asks about a ticket has beside its code. */
export type Proof =
  | { readonly address: Address }
  /** The last four digits of the number it was filed from. */
  | { readonly lastFourDigits: string };

/**
 * True when the proof shows that the reporter is asking. Four digits can be tried out: the caller limits the attempts.
 */
export async function matchesReporter(queries: Queries, ticket: Ticket, proof: Proof): Promise<boolean> {
  if ("address" in proof) return isSamePerson(queries, ticket.reporter.address, proof.address);
  return endsWith(phonesOf(ticket), proof.lastFourDigits);
}

async function isSamePerson(queries: Queries, known: Address | null, asking: Address): Promise<boolean> {
  if (known === null) return false;
  const own = [asking, ...(await addressesLinkedTo(queries, asking))].map(laneOf);
  return own.includes(laneOf(known));
}

function phonesOf({ reporter }: Ticket): string[] {
  const dialled = reporter.address !== null && ["sms", "voice", "transcript"].includes(reporter.address.channel);
  return [reporter.phone, dialled ? reporter.address.id : null].filter((phone): phone is string => phone !== null);
}

function endsWith(phones: readonly string[], lastFourDigits: string): boolean {
  return /^\d{4}$/.test(lastFourDigits) && phones.some((phone) => phone.replace(/\D/g, "").endsWith(lastFourDigits));
}
