import { type BotFrameworkPorts, sqlReferences } from "../channels/index.ts";
import { greet } from "../conversation/index.ts";
import type { Clock } from "../platform/index.ts";
import { type House, repliesInTime } from "./voice.ts";

/** What the Bot Framework's door needs of the house. */
export function botFrameworkPorts(house: House, clock: Clock): BotFrameworkPorts {
  return {
    references: sqlReferences(house.db),
    repliesTo: (message, withinMs) => repliesInTime(house, message, withinMs),
    async greet(who, live) {
      const replies = await greet(house.db, who, live, house.ports, clock.now());
      if (replies.length > 0 && !live) house.wakeOutbox();
      return replies;
    },
  };
}
