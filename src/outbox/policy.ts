import type { Address, Billed, Reply } from "../messages/index.ts";
import type { Service } from "./charges/price.ts";
import type { Cause, Way } from "./delivery.ts";
import type { QuietHours } from "./route/quiet.ts";
import type { ChainStep } from "./route/route.ts";

/** How an office wants its messages delivered; knowledge/delivery.yaml and knowledge/prices.yaml. */
export interface DeliveryRules {
  readonly chain: readonly ChainStep[];
  readonly quietHours: QuietHours | null;
  readonly services: readonly Service[];
}

/** What a delivery is about, for whoever knows its person. */
export interface Matter {
  readonly to: Address;
  readonly cause: Cause;
  readonly ticketId: string | null;
}

/** The rules with what only the rest of the house knows. */
export interface DeliveryPolicy extends DeliveryRules {
  /** Other addresses the same person has given us for this matter. */
  readonly othersOf: (matter: Matter) => Promise<readonly Address[]>;
  /** What a send costs where the sender does not say; null: nothing. Before the send: `lane` is where the person wrote last. */
  readonly billedFor: (way: Way, part: string, lane: string, now: number) => Promise<Billed | null>;
  /** Said before words that may have arrived already. */
  readonly repeatNote: Reply["text"];
}

/** Everything stays on the channel it was promised on, at any hour, and nothing is known to cost. */
export const PLAIN_POLICY: DeliveryPolicy = {
  chain: [],
  quietHours: null,
  services: [],
  othersOf: async () => [],
  billedFor: async () => null,
  repeatNote: "",
};
