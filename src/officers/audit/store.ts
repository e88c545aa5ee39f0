import type { Generated } from "kysely";
import { type Database, type Migrations, type Queries, withAutoId } from "../../platform/index.ts";

/** What is worth knowing afterwards and is not already an event of a ticket. */
export type AuditAction =
  | "set_up"
  | "signed_in"
  | "sign_in_failed"
  | "signed_out"
  | "password_set"
  | "officer_added"
  | "officer_changed"
  | "officer_disabled"
  | "officer_enabled"
  | "password_link_made"
  | "ticket_viewed"
  /** A protected ticket stood in a list, beside another ticket or among calls to make. */
  | "ticket_listed"
  | "talk_viewed"
  | "ticket_changed"
  | "ticket_refused"
  | "national_form_opened"
  /** Written into a file by the command of the shell. */
  | "national_exported"
  | "history_exported"
  | "transcript_exported"
  /** A file with it was asked for and not given. */
  | "export_refused"
  | "channel_switched"
  | "zalo_consent_begun"
  | "zalo_consent_kept"
  | "call_made"
  | "delivery_moved"
  | "floor_taken"
  | "floor_given_back"
  | "record_withheld"
  | "record_resumed"
  | "call_brought"
  | "hot_spot_seen"
  | "letter_opened"
  | "words_learned"
  | "words_refused"
  | "words_unlearned"
  | "attachment_opened"
  | "attachment_given"
  | "attachment_taken_back";

export interface AuditEntry {
  readonly at: number;
  /** Null when nobody was signed in. */
  readonly officerId: string | null;
  readonly action: AuditAction;
  /** The id or code of what it was done to; never a citizen's words. */
  readonly subject: string;
}

type AuditTables = {
  audit_log: { seq: Generated<number>; at: number; officer_id: string | null; action: string; subject: string };
};

export const auditMigrations: Migrations = {
  async "052_audit_log"(schema, kind) {
    await withAutoId(schema.createTable("audit_log"), "seq", kind)
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("officer_id", "text")
      .addColumn("action", "text", (c) => c.notNull())
      .addColumn("subject", "text", (c) => c.notNull())
      .execute();
  },
};

/** Adds one line inside the caller's transaction. Lines are never changed. */
export async function audit(tx: Queries, entry: AuditEntry): Promise<void> {
  const row = { at: entry.at, officer_id: entry.officerId, action: entry.action, subject: entry.subject };
  await tx.withTables<AuditTables>().insertInto("audit_log").values(row).execute();
}

/** The latest lines, newest first. */
export async function latestAudit(db: Database, limit: number): Promise<AuditEntry[]> {
  const rows = await db.read
    .withTables<AuditTables>()
    .selectFrom("audit_log")
    .selectAll()
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    at: row.at,
    officerId: row.officer_id,
    action: row.action as AuditAction,
    subject: row.subject,
  }));
}
