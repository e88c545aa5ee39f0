import type { InboundMessage } from "../messages/index.ts";
import { laneOf } from "../messages/index.ts";
import { type Database, type Migrations, newId, type Queries, sql } from "../platform/index.ts";
import { type AttachmentState, isFetched, isToSend, type KeptAttachment, type MediaType } from "./attachment.ts";

type AttachmentTables = {
  attachments: {
    id: string;
    direction: string;
    /** Inbox id of the message it came with; the form's key for an officer's. */
    message_id: string;
    nth: number;
    /** Who sent it; null for an officer's, and once it belongs to a ticket that must not lead back to its reporter. */
    lane: string | null;
    ticket_id: string | null;
    /** Forgotten as soon as it is fetched or refused. */
    source_url: string | null;
    name: string | null;
    state: string;
    reason: string | null;
    hash: string | null;
    type: string | null;
    size: number | null;
    attempts: number;
    next_at: number;
    created_at: number;
    /** When an officer's file was promised to the citizen, with an answer. */
    sent_at: number | null;
  };
  tickets: { id: string };
};

export const attachmentMigrations: Migrations = {
  async "090_attachments"(schema) {
    await schema
      .createTable("attachments")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("direction", "text", (c) => c.notNull())
      .addColumn("message_id", "text", (c) => c.notNull())
      .addColumn("nth", "integer", (c) => c.notNull())
      .addColumn("lane", "text")
      .addColumn("ticket_id", "text")
      .addColumn("source_url", "text")
      .addColumn("name", "text")
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("hash", "text")
      .addColumn("type", "text")
      .addColumn("size", "bigint")
      .addColumn("attempts", "integer", (c) => c.notNull())
      .addColumn("next_at", "bigint", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("sent_at", "bigint")
      .addUniqueConstraint("attachment_once", ["message_id", "nth"])
      .execute();
    await schema.createIndex("attachments_of_ticket").on("attachments").columns(["ticket_id", "created_at"]).execute();
    await schema.createIndex("attachments_by_hash").on("attachments").column("hash").execute();
    await schema
      .createIndex("attachments_to_do")
      .on("attachments")
      .column("next_at")
      .where(sql.ref("state"), "in", ["waiting", "unscanned"])
      .execute();
  },
};

const tables = (queries: Queries) => queries.withTables<AttachmentTables>();
type Row = AttachmentTables["attachments"];

/** Notes what a message brings along, in the transaction that keeps the message: from then on it is fetched. */
export async function noteAttachments(
  tx: Queries,
  message: InboundMessage,
  messageId: string,
  now: number,
): Promise<void> {
  const rows = message.attachments.filter(isFetched).map((attachment, nth) => ({
    ...BLANK,
    id: newId(now),
    direction: "in",
    message_id: messageId,
    nth,
    lane: laneOf(message.from),
    source_url: attachment.url ?? null,
    name: attachment.name ?? null,
    state: "waiting",
    next_at: now,
    created_at: now,
  }));
  if (rows.length > 0) await tables(tx).insertInto("attachments").values(rows).execute();
}

const BLANK = { ticket_id: null, reason: null, hash: null, type: null, size: null, attempts: 0, sent_at: null };

export interface Filing {
  readonly ticketId: string;
  /** Inbox ids of the messages whose attachments belong to it. */
  readonly messageIds: readonly string[];
  /** The ticket must not lead back to who sent them. */
  readonly isUnnamed: boolean;
}

/** Puts what came with these messages to a ticket, unless it belongs to one; how many. */
export async function fileWith(tx: Queries, { ticketId, messageIds, isUnnamed }: Filing, now: number): Promise<number> {
  if (messageIds.length === 0) return 0;
  const rows = await tables(tx)
    .selectFrom("attachments")
    .select("id")
    .where("message_id", "in", [...messageIds])
    .where("ticket_id", "is", null)
    .where("direction", "=", "in")
    .execute();
  for (const { id } of rows) {
    const apart = isUnnamed ? { lane: null, name: null, message_id: newId(now), nth: 0 } : {};
    await tables(tx)
      .updateTable("attachments")
      .set({ ticket_id: ticketId, ...apart })
      .where("id", "=", id)
      .execute();
  }
  return rows.length;
}

export interface Upload {
  readonly id: string;
  readonly ticketId: string;
  /** Names the form it came with, so that sending it twice keeps it once. */
  readonly formKey: string;
  readonly name: string;
  readonly hash: string;
  readonly type: MediaType;
  readonly size: number;
}

/** Notes a file an officer gives to a ticket; it is looked at already. */
export async function noteUpload(tx: Queries, upload: Upload, now: number): Promise<void> {
  const { id, ticketId, formKey, name, hash, type, size } = upload;
  const row = { ...BLANK, id, ticket_id: ticketId, message_id: formKey, nth: 0, name, hash, type, size };
  await tables(tx)
    .insertInto("attachments")
    .values({ ...row, direction: "out", lane: null, source_url: null, state: "kept", next_at: now, created_at: now })
    .onConflict((o) => o.doNothing())
    .execute();
}

function keptOf(row: Row): KeptAttachment {
  return {
    id: row.id,
    direction: row.direction as KeptAttachment["direction"],
    ticketId: row.ticket_id,
    state: row.state as AttachmentState,
    reason: row.reason,
    hash: row.hash,
    type: row.type as MediaType | null,
    size: row.size,
    name: row.name,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}

/** A ticket's files, oldest first. */
export async function attachmentsOf(queries: Queries, ticketId: string): Promise<KeptAttachment[]> {
  const rows = await tables(queries)
    .selectFrom("attachments")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(keptOf);
}

export async function attachmentById(queries: Queries, id: string): Promise<KeptAttachment | undefined> {
  const row = await tables(queries).selectFrom("attachments").selectAll().where("id", "=", id).executeTakeFirst();
  return row && keptOf(row);
}

/** The files an officer gave to a ticket that have not gone out, marked as going out now. */
export async function sendOut(tx: Queries, ticketId: string, now: number): Promise<KeptAttachment[]> {
  const files = (await attachmentsOf(tx, ticketId)).filter((file) => isToSend(file));
  for (const { id } of files)
    await tables(tx).updateTable("attachments").set({ sent_at: now }).where("id", "=", id).execute();
  return files;
}

/** Takes back an officer's file that has not gone out; false when there is none such. */
export async function takeBack(tx: Queries, ticketId: string, id: string): Promise<boolean> {
  const result = await tables(tx)
    .updateTable("attachments")
    .set({ state: "purged", hash: null, name: null })
    .where("id", "=", id)
    .where("ticket_id", "=", ticketId)
    .where("direction", "=", "out")
    .where("sent_at", "is", null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** Something to fetch or to scan, taken by one worker for the length of a lease. */
export interface Task {
  readonly id: string;
  readonly state: "waiting" | "unscanned";
  readonly url: string | null;
  readonly hash: string | null;
  readonly attempts: number;
}

/** Takes up what is due. Another worker that saw the same row finds its `next_at` changed. */
export async function claimDue(db: Database, now: number, leaseMs: number, limit: number): Promise<Task[]> {
  const due = await tables(db.read)
    .selectFrom("attachments")
    .selectAll()
    .where("state", "in", ["waiting", "unscanned"])
    .where("next_at", "<=", now)
    .orderBy("next_at")
    .limit(limit)
    .execute();
  if (due.length === 0) return [];
  return db.write(async (tx) => {
    const mine: Task[] = [];
    for (const row of due) {
      const result = await tables(tx)
        .updateTable("attachments")
        .set({ next_at: now + leaseMs })
        .where("id", "=", row.id)
        .where("next_at", "=", row.next_at)
        .executeTakeFirst();
      if (Number(result.numUpdatedRows) !== 1) continue;
      mine.push({
        id: row.id,
        state: row.state as Task["state"],
        url: row.source_url,
        hash: row.hash,
        attempts: row.attempts,
      });
    }
    return mine;
  });
}

export type Progress = Partial<Pick<Row, "state" | "reason" | "hash" | "type" | "size" | "attempts" | "next_at">>;

/** Notes how far a file has come; once it is here or refused, where it came from is forgotten. */
export async function noteProgress(db: Database, id: string, progress: Progress): Promise<void> {
  const isOver = progress.state !== undefined && progress.state !== "waiting";
  await db.write((tx) =>
    tables(tx)
      .updateTable("attachments")
      .set({ ...progress, ...(isOver && { source_url: null }) })
      .where("id", "=", id)
      .where("state", "in", ["waiting", "unscanned"])
      .execute(),
  );
}

export interface Backlog {
  readonly waiting: number;
  readonly unscanned: number;
  /** Of these, held up because the disk takes no more. */
  readonly diskFull: number;
}

export async function backlog(db: Database): Promise<Backlog> {
  const rows = await tables(db.read)
    .selectFrom("attachments")
    .select((eb) => ["state", "reason", eb.fn.countAll<number>().as("n")])
    .where("state", "in", ["waiting", "unscanned"])
    .groupBy(["state", "reason"])
    .execute();
  const sum = (fits: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(fits).reduce((total, { n }) => total + Number(n), 0);
  return {
    waiting: sum(({ state }) => state === "waiting"),
    unscanned: sum(({ state }) => state === "unscanned"),
    diskFull: sum(({ reason }) => reason === "disk_full"),
  };
}

/** True when a row still stands for these bytes. */
export async function isWanted(db: Database, hash: string): Promise<boolean> {
  const row = await tables(db.read)
    .selectFrom("attachments")
    .select("id")
    .where("hash", "=", hash)
    .where("state", "in", ["unscanned", "kept"])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Gives up what came to belong to no ticket before `before`, and what belongs to a ticket that is gone; how many. */
export async function purge(db: Database, before: number): Promise<number> {
  const result = await db.write((tx) =>
    tables(tx)
      .updateTable("attachments")
      .set({ state: "purged", hash: null, name: null, source_url: null, lane: null })
      .where("state", "<>", "purged")
      .where((eb) =>
        eb.or([
          eb.and([eb("ticket_id", "is", null), eb("created_at", "<", before)]),
          eb.and([
            eb("ticket_id", "is not", null),
            eb.not(
              eb.exists(
                eb.selectFrom("tickets").select("tickets.id").whereRef("tickets.id", "=", "attachments.ticket_id"),
              ),
            ),
          ]),
        ]),
      )
      .executeTakeFirst(),
  );
  return Number(result.numUpdatedRows);
}
