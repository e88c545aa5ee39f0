import type { Selectable } from "kysely";
import { type Address, laneOf } from "../../messages/index.ts";
import { builtOnce, type Database, newId, type Queries, type ValueIn } from "../../platform/index.ts";
import { BOTS_WORDS } from "../delivery.ts";
import { type OutboxTables, withOutbox } from "../tables.ts";
import { afterLook } from "./lease.ts";
import type { FloorTables } from "./tables.ts";

/** Somebody speaks to a person instead of the bot. It ends by an act alone, never because a clock says so. */
export interface Floor {
  readonly id: string;
  readonly lane: string;
  readonly to: Address;
  /** Null when it was taken in the provider's own screen: nobody knows by whom. */
  readonly officerId: string | null;
  readonly takenAt: number;
  readonly actedAt: number;
  readonly remindedAt: number | null;
  /** The person wrote of danger, and the officer has not written since. */
  readonly alarmedAt: number | null;
}

type Row = Selectable<FloorTables["floors"]>;
type Tables = OutboxTables & FloorTables;

const asFloor = (row: Row): Floor => ({
  id: row.id,
  lane: row.lane,
  to: JSON.parse(row.recipient) as Address,
  officerId: row.officer_id,
  takenAt: row.taken_at,
  actedAt: row.acted_at,
  remindedAt: row.reminded_at,
  alarmedAt: row.alarmed_at,
});

const openIn = builtOnce((queries, value: ValueIn<{ lane: string }>) =>
  withOutbox(queries)
    .selectFrom("floors")
    .selectAll()
    .where("lane", "=", value("lane"))
    .where("ended_at", "is", null)
    .compile(),
);

/** Who has the floor in a lane; undefined: the bot. Asked inside a turn's transaction it cannot be out of date. */
export async function floorIn(queries: Queries, lane: string): Promise<Floor | undefined> {
  const {
    rows: [row],
  } = await queries.executeQuery(openIn(queries, { lane }));
  return row && asFloor(row);
}

/** Every talk a person has taken over, oldest first. */
export async function openFloors(queries: Queries): Promise<Floor[]> {
  const rows = await withOutbox(queries)
    .selectFrom("floors")
    .selectAll()
    .where("ended_at", "is", null)
    .orderBy("taken_at")
    .execute();
  return rows.map(asFloor);
}

export type Taken =
  /** `lastWords`: what the bot had on the wire at that moment and cannot be called back. */
  | { readonly kind: "taken"; readonly floor: Floor; readonly lastWords: number }
  | { readonly kind: "held"; readonly by: string };

/**
 * An officer takes the floor, or goes on with it. One that another officer holds is theirs until they were reminded and said
 * nothing; one taken in the provider's own screen may be taken by anybody.
 */
export async function takeFloor(db: Database, to: Address, officerId: string, now: number): Promise<Taken> {
  const lane = laneOf(to);
  const outcome = await db.write(async (tx) => {
    const before = await floorIn(tx, lane);
    if (before?.officerId && before.officerId !== officerId && before.remindedAt === null) return before.officerId;
    await (before ? renew(tx, lane, officerId, now) : open(tx, to, officerId, now));
    return floorIn(tx, lane);
  });
  if (outcome === undefined) throw new Error("a floor just taken is open");
  if (typeof outcome === "string") return { kind: "held", by: outcome };
  // Counted after the commit: a worker that claimed before it is seen here, one that claims after it sees the floor.
  return { kind: "taken", floor: outcome, lastWords: await onTheWire(db, lane, now) };
}

async function onTheWire(db: Database, lane: string, now: number): Promise<number> {
  const row = await withOutbox(db.read)
    .selectFrom("deliveries")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("lane", "=", lane)
    .where("state", "=", "sending")
    .where("next_at", ">", now)
    .where("cause", "in", [...BOTS_WORDS])
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

async function open(tx: Queries, to: Address, officerId: string | null, now: number): Promise<void> {
  await withOutbox(tx)
    .insertInto("floors")
    .values({
      id: newId(now),
      lane: laneOf(to),
      recipient: JSON.stringify(to),
      officer_id: officerId,
      taken_at: now,
      acted_at: now,
      reminded_at: null,
      alarmed_at: null,
      looks: 0,
      ended_at: null,
      ended_how: null,
      ended_by: null,
      summary: null,
    })
    .onConflict((o) => o.doNothing())
    .execute();
}

/** The officer has done something: the time begins anew. */
async function renew(tx: Queries, lane: string, officerId: string | null, now: number): Promise<void> {
  await withOutbox(tx)
    .updateTable("floors")
    .set({
      acted_at: now,
      reminded_at: null,
      alarmed_at: null,
      looks: 0,
      ...(officerId === null ? {} : { officer_id: officerId }),
    })
    .where("lane", "=", lane)
    .where("ended_at", "is", null)
    .execute();
}

/** The officer writes or goes on, inside the transaction that keeps what they wrote. False: the floor is not theirs. */
export async function keepFloor(tx: Queries, lane: string, officerId: string, now: number): Promise<boolean> {
  if ((await floorIn(tx, lane))?.officerId !== officerId) return false;
  await renew(tx, lane, officerId, now);
  return true;
}

/** The officer gives the floor back. `summary`: what was settled, in their words. Undefined: the floor was not theirs. */
export async function giveFloorBack(
  tx: Queries,
  lane: string,
  { officerId, summary, at }: { readonly officerId: string; readonly summary: string; readonly at: number },
): Promise<Floor | undefined> {
  const floor = await floorIn(tx, lane);
  if (!floor || (floor.officerId !== null && floor.officerId !== officerId)) return undefined;
  await withOutbox(tx)
    .updateTable("floors")
    .set({ ended_at: at, ended_how: "given_back", ended_by: officerId, summary })
    .where("id", "=", floor.id)
    .execute();
  return floor;
}

/**
 * A person wrote from our account in the provider's own screen, and so has the floor. Call it once an event; one from before the
 * floor was last given back changes nothing. `wroteAt` is the provider's time.
 */
export async function heardFromProvider(tx: Queries, to: Address, wroteAt: number, now: number): Promise<void> {
  const lane = laneOf(to);
  const last = await withOutbox(tx)
    .selectFrom("floors")
    .select((eb) => eb.fn.max("ended_at").as("at"))
    .where("lane", "=", lane)
    .executeTakeFirst();
  // An end that lies ahead was written before our clock was set back: it says nothing of what came before it.
  if (last?.at != null && last.at <= now && wroteAt <= last.at) return;
  await ((await floorIn(tx, lane)) ? renew(tx, lane, null, now) : open(tx, to, null, now));
}

/** The person writes of danger to an officer: the console says so until the officer has written. */
export async function raiseAlarm(tx: Queries, floorId: string, now: number): Promise<void> {
  await withOutbox(tx).updateTable("floors").set({ alarmed_at: now }).where("id", "=", floorId).execute();
}

export type PastFloor = Floor & {
  readonly isOver: boolean;
  readonly endedAt: number | null;
  /** What the officer wrote on giving it back; empty where it ran out or is still open. */
  readonly summary: string;
};

const asPast = (row: Row): PastFloor => ({
  ...asFloor(row),
  isOver: row.ended_at !== null,
  endedAt: row.ended_at,
  summary: row.summary ?? "",
});

/** One talk by its id, over or not. */
export async function floorById(queries: Queries, id: string): Promise<PastFloor | undefined> {
  const row = await withOutbox(queries).selectFrom("floors").selectAll().where("id", "=", id).executeTakeFirst();
  return row && asPast(row);
}

/** The talks with the same person that were given back with a summary before this one, latest first. */
export async function givenBackBefore(queries: Queries, { lane, id }: Floor): Promise<PastFloor[]> {
  const rows = await withOutbox(queries)
    .selectFrom("floors")
    .selectAll()
    .where("lane", "=", lane)
    // Ids grow with time.
    .where("id", "<", id)
    .where("summary", "<>", "")
    .orderBy("id", "desc")
    .limit(3)
    .execute();
  return rows.map(asPast);
}

/** Looks at every lease once. `ended` runs in the same transaction for each that ends here. Returns how many did. */
export async function lookAtFloors(
  db: Database,
  now: number,
  ended: (tx: Queries, floor: Floor) => Promise<void>,
): Promise<number> {
  return db.write(async (tx) => {
    let count = 0;
    const rows = await withOutbox(tx).selectFrom("floors").selectAll().where("ended_at", "is", null).execute();
    for (const row of rows) {
      const step = afterLook({ actedAt: row.acted_at, remindedAt: row.reminded_at, looks: row.looks }, now);
      const change = changeOf(step, row, now);
      if (change) await withOutbox(tx).updateTable("floors").set(change).where("id", "=", row.id).execute();
      if (step !== "end") continue;
      await ended(tx, asFloor(row));
      count += 1;
    }
    return count;
  });
}

function changeOf(step: ReturnType<typeof afterLook>, row: Row, now: number): Partial<Tables["floors"]> | undefined {
  switch (step) {
    case "nothing":
      return undefined;
    case "anew":
      return row.reminded_at === null ? { acted_at: now } : { reminded_at: now };
    case "remind":
      return { reminded_at: now, looks: 0 };
    case "count":
      return { looks: row.looks + 1 };
    case "end":
      return { ended_at: now, ended_how: "expired", ended_by: row.officer_id, summary: "" };
    default:
      return step satisfies never;
  }
}
