import { type Address, AlreadyHandled, laneOf, type Reply } from "../../messages/index.ts";
import { enqueue } from "../../outbox/index.ts";
import { type Database, newId } from "../../platform/index.ts";
import { isKnown, keepState } from "../memory/store.ts";
import { FRESH } from "../state.ts";
import type { TurnPorts } from "../turn.ts";

/**
 * Introduces the bot to somebody who has opened a conversation and said nothing yet, once. Returns the words; they are put in
 * the outbox too unless the person waits for them `live`.
 */
export function greet(
  db: Database,
  who: Address,
  live: boolean,
  { wording, officeName }: Pick<TurnPorts, "wording" | "officeName">,
  now: number,
): Promise<readonly Reply[]> {
  const lane = laneOf(who);
  const introduced = db.write(async (tx) => {
    if (await isKnown(tx, lane)) return [];
    await keepState(tx, lane, { ...FRESH, greeted: true }, 0, now);
    const replies = [wording.say("gioi_thieu", { don_vi: officeName }), wording.say("chao_hoi")];
    for (const [nth, reply] of live ? [] : replies.entries())
      await enqueue(tx, { id: newId(now), to: who, reply, key: `greeting:${lane}:${nth}`, cause: "turn" }, now);
    return replies;
  });
  return introduced.catch((error: unknown) => {
    // They have said something meanwhile, and are being answered.
    if (error instanceof AlreadyHandled) return [];
    throw error;
  });
}
