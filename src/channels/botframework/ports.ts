import type { Address, InboundMessage, Reply } from "../../messages/index.ts";
import type { Reference } from "./wire.ts";

/** Where each conversation is answered. */
export interface ReferenceStore {
  /** Durable when the promise resolves; the latest stands. */
  keep(who: Address, reference: Reference, now: number): Promise<void>;
  find(who: Address): Promise<Reference | undefined>;
}

/** What the door needs of the house. */
export interface BotFrameworkPorts {
  readonly references: ReferenceStore;
  /** The replies to a message already taken in, or "late" when its turn is not done within `withinMs`. */
  readonly repliesTo: (message: InboundMessage, withinMs: number) => Promise<readonly Reply[] | "late">;
  /** Introduces the bot to somebody who has just come, once; `live`: the words are handed back rather than sent. */
  readonly greet: (who: Address, live: boolean) => Promise<readonly Reply[]>;
}
