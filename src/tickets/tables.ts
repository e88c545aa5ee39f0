import type { CreateTableBuilder, Generated } from "kysely";
import { type Migrations, type Queries, withAutoId } from "../platform/index.ts";
import { duplicateMigrations } from "./duplicates/tables.ts";
import { letterMigrations } from "./letters/tables.ts";
import { sealMigrations } from "./seals/tables.ts";
import { searchMigrations } from "./search/tables.ts";
import { secretMigrations } from "./secret/tables.ts";

export type TicketRow = {
  id: string;
  /** Inbound message and part that opened it: a replay opens nothing. */
  opened_by: string;
  code: string;
  record_type: string;
  content_code: string | null;
  status: string;
  held_from: string;
  department: string | null;
  co_handlers: string;
  assignee: string | null;
  assigned_at: number | null;
  transfer_to: string | null;
  because: string;
  clock_started_at: number;
  due_at: number;
  due_basis: string;
  due_steps: string;
  pauses: string;
  extension_days: number;
  extension: string | null;
  promised_at: number | null;
  content: string;
  summary: string;
  place: string | null;
  place_unit: string | null;
  reporter: string;
  /** Lane of the reporter's address, to find their tickets. */
  reporter_lane: string | null;
  anonymous: number;
  secret_hash: string | null;
  source: string;
  national_code: string | null;
  restricted: number;
  denied: string;
  refused_by: string;
  returns: number;
  objections: number;
  answer: string | null;
  drafted_by: string | null;
  answered_by: string | null;
  barred_approver: string | null;
  merged_into: string | null;
  version: number;
  created_at: number;
  updated_at: number;
  /** When the scheduler of reminders must look at the ticket again; null when nothing is to come. */
  remind_at: number | null;
};

/** The chain's end is kept apart from the ticket, so that cutting off the last events is noticed too. */
export type ChainColumns = { events: number; head: string };

export type TicketTables = {
  tickets: TicketRow & ChainColumns;
  ticket_events: {
    seq: Generated<number>;
    ticket_id: string;
    /** 1 for the opening event, without gaps. */
    nth: number;
    at: number;
    actor_role: string;
    actor_id: string;
    kind: string;
    from_status: string | null;
    to_status: string | null;
    data: string;
    previous: string;
    hash: string;
  };
  ticket_reminders: {
    ticket_id: string;
    /** What it reminds of: the due date, the assignment, or when the waiting began. */
    since: number;
    rung: string;
    /** The unit that had the ticket. */
    department: string | null;
    planned_at: number;
    at: number;
    /** JSON of Told[]. */
    told: string;
  };
};

export const ticketTables = (queries: Queries) => queries.withTables<TicketTables>();

const TEXTS = [
  "code",
  "record_type",
  "status",
  "held_from",
  "co_handlers",
  "because",
  "due_basis",
  "due_steps",
  "pauses",
  "content",
  "summary",
  "reporter",
  "source",
  "denied",
  "head",
];
const NULLABLE_TEXTS = [
  "content_code",
  "department",
  "assignee",
  "transfer_to",
  "place",
  "reporter_lane",
  "secret_hash",
  "national_code",
  "answer",
  "drafted_by",
  "answered_by",
  "barred_approver",
  "merged_into",
];
const NUMBERS = ["anonymous", "restricted", "returns", "objections", "version", "events"];
const INSTANTS = ["clock_started_at", "due_at", "created_at", "updated_at"];

type AnyTable = CreateTableBuilder<string, string>;

export const ticketMigrations: Migrations = {
  ...secretMigrations,
  async "010_tickets"(schema) {
    let table: AnyTable = schema
      .createTable("tickets")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("opened_by", "text", (c) => c.notNull().unique())
      .addColumn("extension_days", "real", (c) => c.notNull());
    for (const name of TEXTS) table = table.addColumn(name, "text", (c) => c.notNull());
    for (const name of NULLABLE_TEXTS) table = table.addColumn(name, "text");
    for (const name of NUMBERS) table = table.addColumn(name, "integer", (c) => c.notNull());
    for (const name of INSTANTS) table = table.addColumn(name, "bigint", (c) => c.notNull());
    await table.addUniqueConstraint("ticket_code_once", ["code"]).execute();
    await schema.createIndex("tickets_queue").on("tickets").columns(["department", "status", "due_at"]).execute();
    await schema.createIndex("tickets_reporter").on("tickets").columns(["reporter_lane", "created_at"]).execute();
  },
  async "011_ticket_events"(schema, kind) {
    await withAutoId(schema.createTable("ticket_events"), "seq", kind)
      .addColumn("ticket_id", "text", (c) => c.notNull().references("tickets.id"))
      .addColumn("nth", "integer", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("actor_role", "text", (c) => c.notNull())
      .addColumn("actor_id", "text", (c) => c.notNull())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("from_status", "text")
      .addColumn("to_status", "text")
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("previous", "text", (c) => c.notNull())
      .addColumn("hash", "text", (c) => c.notNull())
      .addUniqueConstraint("ticket_event_once", ["ticket_id", "nth"])
      .execute();
  },
  async "015_ticket_place_unit"(schema) {
    await schema.alterTable("tickets").addColumn("place_unit", "text").execute();
  },
  async "012_ticket_clock"(schema) {
    const add = (name: string, type: "bigint" | "text") => schema.alterTable("tickets").addColumn(name, type).execute();
    await add("assigned_at", "bigint");
    await add("promised_at", "bigint");
    await add("extension", "text");
    await schema
      .alterTable("tickets")
      .addColumn("refused_by", "text", (c) => c.notNull().defaultTo("[]"))
      .execute();
    // 0: tickets from before are looked at once, as soon as the scheduler runs.
    await schema
      .alterTable("tickets")
      .addColumn("remind_at", "bigint", (c) => c.defaultTo(0))
      .execute();
    await schema.createIndex("tickets_to_remind").on("tickets").columns(["remind_at"]).execute();
  },
  async "013_ticket_reminders"(schema) {
    await schema
      .createTable("ticket_reminders")
      .addColumn("ticket_id", "text", (c) => c.notNull().references("tickets.id"))
      .addColumn("since", "bigint", (c) => c.notNull())
      .addColumn("rung", "text", (c) => c.notNull())
      .addColumn("department", "text")
      .addColumn("planned_at", "bigint", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("told", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("ticket_reminder_once", ["ticket_id", "since", "rung"])
      .execute();
    await schema
      .createIndex("ticket_reminders_of_unit")
      .on("ticket_reminders")
      .columns(["department", "rung", "at"])
      .execute();
  },
  async "020_tickets_by_content"(schema) {
    await schema
      .createIndex("tickets_by_content")
      .on("tickets")
      .columns(["restricted", "record_type", "content_code"])
      .execute();
  },
  ...duplicateMigrations,
  ...letterMigrations,
  ...sealMigrations,
  ...searchMigrations,
};
