import { AlreadyHandled } from "../../messages/index.ts";
import { builtOnce, type Database, type Queries, type ValueIn } from "../../platform/index.ts";
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
  const {
    rows: [row],
  } = await db.read.executeQuery(kept(db.read, { lane }));
  return row
    ? { state: JSON.parse(row.state) as ConversationState, version: row.version }
    : { state: FRESH, version: 0 };
}

const kept = builtOnce((queries, value: ValueIn<{ lane: string }>) =>
  tables(queries).selectFrom("conversations").select(["state", "version"]).where("lane", "=", value("lane")).compile(),
);

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
  const keeping = version === 0 ? firstVersion(tx, values) : nextVersion(tx, { ...values, before: version });
  const { numAffectedRows } = await tx.executeQuery(keeping);
  if (Number(numAffectedRows ?? 0n) !== 1) throw new AlreadyHandled();
}

type Row = MemoryTables["conversations"];

const rowIn = (value: ValueIn<Row>): Row => ({
  lane: value("lane"),
  state: value("state"),
  version: value("version"),
  updated_at: value("updated_at"),
});

const firstVersion = builtOnce((queries, value: ValueIn<Row>) =>
  tables(queries)
    .insertInto("conversations")
    .values(rowIn(value))
    .onConflict((o) => o.doNothing())
    .compile(),
);

const nextVersion = builtOnce((queries, value: ValueIn<Row & { before: number }>) =>
  tables(queries)
    .updateTable("conversations")
    .set(rowIn(value))
    .where("lane", "=", value("lane"))
    .where("version", "=", value("before"))
    .compile(),
);
