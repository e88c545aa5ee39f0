import type { Database } from "../../platform/index.ts";
import { type AttachmentRow, withAttachments } from "../tables.ts";

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
  const due = await withAttachments(db.read)
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
      const result = await withAttachments(tx)
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

export type Progress = Partial<
  Pick<AttachmentRow, "state" | "reason" | "hash" | "type" | "size" | "attempts" | "next_at">
>;

/** Notes how far a file has come; once it is here or refused, where it came from is forgotten. */
export async function noteProgress(db: Database, id: string, progress: Progress): Promise<void> {
  const isOver = progress.state !== undefined && progress.state !== "waiting";
  await db.write((tx) =>
    withAttachments(tx)
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
  const rows = await withAttachments(db.read)
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
  const row = await withAttachments(db.read)
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
    withAttachments(tx)
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
