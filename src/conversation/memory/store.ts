import { AlreadyHandled } from "../../messages/index.ts";
import type { Database, Queries } from "../../platform/index.ts";
import { type ConversationState, FRESH } from "../state.ts";

export type MemoryTables = {
  conversations: { lane: string; state: string; version: number; updated_at: number };
};

const tables = (queries: Queries) => queries.withTables<MemoryTables>();

export interface Remembered {
  readonly state: ConversationState;
  /** 0 when nothing is kept yet. */
  readonly version: number;
}

export async function remember(db: Database, lane: string): Promise<Remembered> {
  const row = await tables(db.read)
    .selectFrom("conversations")
    .select(["state", "version"])
    .where("lane", "=", lane)
    .executeTakeFirst();
  return row
    ? { state: JSON.parse(row.state) as ConversationState, version: row.version }
    : { state: FRESH, version: 0 };
}

/** True once anything was said in a lane. */
export async function isKnown(queries: Queries, lane: string): Promise<boolean> {
  const row = await tables(queries)
    .selectFrom("conversations")
    .select("version")
    .where("lane", "=", lane)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps a lane's state as its next version. Throws AlreadyHandled when `version` is not the one kept. */
export async function keepState(
  tx: Queries,
  lane: string,
  state: ConversationState,
  version: number,
  now: number,
): Promise<void> {
  const values = { lane, state: JSON.stringify(state), version: version + 1, updated_at: now };
  if (version === 0) {
    const result = await tables(tx)
      .insertInto("conversations")
      .values(values)
      .onConflict((o) => o.doNothing())
      .executeTakeFirst();
    if (Number(result.numInsertedOrUpdatedRows) !== 1) throw new AlreadyHandled();
    return;
  }
  const result = await tables(tx)
    .updateTable("conversations")
    .set(values)
    .where("lane", "=", lane)
    .where("version", "=", version)
    .executeTakeFirst();
  if (Number(result.numUpdatedRows) !== 1) throw new AlreadyHandled();
}
