import type { Conversations } from "./conversation/index.ts";
import { type InboundMessage, laneOf, receive } from "./messages/index.ts";
import { type Clock, type Database, type Metrics, newId } from "./platform/index.ts";

/** How long one message that could not be kept makes the system count as not ready. */
const REFUSAL_STANDS_MS = 60_000;

/** The one way in for messages. It knows whether it could lately keep them: a disk that is full is reachable all the same. */
export function openDoor(db: Database, clock: Clock, metrics: Metrics, conversations: Conversations) {
  let refusedAt: number | undefined;
  return {
    isKeeping: () => refusedAt === undefined || clock.now() - refusedAt >= REFUSAL_STANDS_MS,
    async accept(message: InboundMessage): Promise<"new" | "seen_before"> {
      const now = clock.now();
      const receipt = await receive(db, message, newId(now), now).catch((error: unknown) => {
        refusedAt = now;
        throw error;
      });
      refusedAt = undefined;
      metrics.count("lang_nghe_messages_total", { channel: message.from.channel, receipt });
      if (receipt === "new") conversations.poke(laneOf(message.from));
      return receipt;
    },
  };
}
