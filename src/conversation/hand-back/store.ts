import { floorIn, raiseAlarm } from "../../outbox/index.ts";
import type { Queries } from "../../platform/index.ts";
import { underFloor } from "../floor.ts";
import type { Turn } from "../model.ts";
import { type ConversationState, FRESH } from "../state.ts";

type Tables = { conversations: { lane: string; state: string; version: number; updated_at: number } };

/**
 * The bot has the floor again: what it was in the middle of is over, and it knows what the officer settled. A turn decided meanwhile
 * finds the version changed and is decided anew.
 */
export async function handBack(tx: Queries, lane: string, summary: string, at: number): Promise<void> {
  const tables = tx.withTables<Tables>();
  const state: ConversationState = { ...FRESH, greeted: true, handedBack: { at, summary } };
  const row = { lane, state: JSON.stringify(state), updated_at: at };
  await tables
    .insertInto("conversations")
    .values({ ...row, version: 1 })
    .onConflict((o) => o.column("lane").doUpdateSet((eb) => ({ ...row, version: eb("conversations.version", "+", 1) })))
    .execute();
}

/**
 * The turn as it may be kept: while an officer has the floor the bot says nothing of its own, and danger raises an alarm. Asked
 * inside the turn's transaction, so that what was decided before an officer took the floor is not said after it.
 */
export async function heardByOfficer(
  tx: Queries,
  turn: Turn,
  { lane, state }: { readonly lane: string; readonly state: ConversationState },
  now: number,
): Promise<Turn> {
  const floor = await floorIn(tx, lane);
  if (!floor) return turn;
  if (turn.trace.outcome === "emergency") await raiseAlarm(tx, floor.id, now);
  return underFloor(turn, state);
}
