import type { Database, Migrations, Queries } from "../../platform/index.ts";

type GuessTables = { wrong_proofs: { ticket_id: string; at: number } };

const tables = (queries: Queries) => queries.withTables<GuessTables>();

/** A part of the step that makes the tables of conversations. */
export async function addWrongProofs(schema: Parameters<Migrations[string]>[0]): Promise<void> {
  await schema
    .createTable("wrong_proofs")
    .addColumn("ticket_id", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .execute();
  await schema.createIndex("wrong_proofs_of_ticket").on("wrong_proofs").columns(["ticket_id", "at"]).execute();
}

/** Wrong digits a ticket takes within a day before digits open it no longer; its own reporter's channel still does. */
const MOST_WRONG_PROOFS = 5;
const DAY_MS = 24 * 3_600_000;

/** True when somebody has been trying a ticket's four digits out: they are not checked any more today. */
export async function isGuessedAt(db: Database, ticketId: string, now: number): Promise<boolean> {
  const row = await tables(db.read)
    .selectFrom("wrong_proofs")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("ticket_id", "=", ticketId)
    .where("at", ">", now - DAY_MS)
    .executeTakeFirstOrThrow();
  return Number(row.n) >= MOST_WRONG_PROOFS;
}

export async function countWrongProof(tx: Queries, ticketId: string, now: number): Promise<void> {
  await tables(tx).insertInto("wrong_proofs").values({ ticket_id: ticketId, at: now }).execute();
}
