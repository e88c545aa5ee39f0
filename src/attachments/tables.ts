import { type Migrations, type Queries, sql } from "../platform/index.ts";

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

export const withAttachments = (queries: Queries) => queries.withTables<AttachmentTables>();
export type AttachmentRow = AttachmentTables["attachments"];
