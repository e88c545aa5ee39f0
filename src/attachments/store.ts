import type { InboundMessage } from "../messages/index.ts";
import { laneOf } from "../messages/index.ts";
import { newId, type Queries } from "../platform/index.ts";
import { type AttachmentState, isFetched, isToSend, type KeptAttachment, type MediaType } from "./attachment.ts";
import { type AttachmentRow, withAttachments } from "./tables.ts";

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
  if (rows.length > 0) await withAttachments(tx).insertInto("attachments").values(rows).execute();
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
  const rows = await withAttachments(tx)
    .selectFrom("attachments")
    .select("id")
    .where("message_id", "in", [...messageIds])
    .where("ticket_id", "is", null)
    .where("direction", "=", "in")
    .execute();
  for (const { id } of rows) {
    const apart = isUnnamed ? { lane: null, name: null, message_id: newId(now), nth: 0 } : {};
    await withAttachments(tx)
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
  await withAttachments(tx)
    .insertInto("attachments")
    .values({ ...row, direction: "out", lane: null, source_url: null, state: "kept", next_at: now, created_at: now })
    .onConflict((o) => o.doNothing())
    .execute();
}

function keptOf(row: AttachmentRow): KeptAttachment {
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
  const rows = await withAttachments(queries)
    .selectFrom("attachments")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(keptOf);
}

export async function attachmentById(queries: Queries, id: string): Promise<KeptAttachment | undefined> {
  const row = await withAttachments(queries)
    .selectFrom("attachments")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row && keptOf(row);
}

/** The files an officer gave to a ticket that have not gone out, marked as going out now. */
export async function sendOut(tx: Queries, ticketId: string, now: number): Promise<KeptAttachment[]> {
  const files = (await attachmentsOf(tx, ticketId)).filter((file) => isToSend(file));
  for (const { id } of files)
    await withAttachments(tx).updateTable("attachments").set({ sent_at: now }).where("id", "=", id).execute();
  return files;
}

/** Takes back an officer's file that has not gone out; false when there is none such. */
export async function takeBack(tx: Queries, ticketId: string, id: string): Promise<boolean> {
  const result = await withAttachments(tx)
    .updateTable("attachments")
    .set({ state: "purged", hash: null, name: null })
    .where("id", "=", id)
    .where("ticket_id", "=", ticketId)
    .where("direction", "=", "out")
    .where("sent_at", "is", null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

/** Gives up what came in these lanes since `since` and belongs to no ticket; its bytes go with the next sweep. */
export async function forgetUnfiled(tx: Queries, lanes: readonly string[], since: number): Promise<void> {
  await withAttachments(tx)
    .deleteFrom("attachments")
    .where("lane", "in", [...lanes])
    .where("ticket_id", "is", null)
    .where("created_at", ">=", since)
    .execute();
}
