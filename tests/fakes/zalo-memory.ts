import type { AccountMemory, TokenPair, ZaloPorts } from "../../src/channels/index.ts";
import type { Clock } from "../../src/platform/index.ts";

const NEVER = {
  lastWebhookAt: null,
  missedAt: null,
  refusedSince: null,
  buttonsRefusedAt: null,
  tokenTrouble: null,
  tokenTroubleAt: null,
  heldAt: null,
  verifier: null,
};

/** An account's memory in a variable, for tests that are not about the database. */
export function memoryOf(): AccountMemory {
  let state: Awaited<ReturnType<AccountMemory["read"]>> = NEVER;
  const notices = new Map<string, number>();
  return {
    read: async () => state,
    async note(changes) {
      state = { ...state, ...changes };
    },
    notice: async (name, at) => void notices.set(name, at),
    notices: async () => [...notices].map(([name, at]) => ({ name, at })),
  };
}

export function tokensOf() {
  let pair: TokenPair | undefined;
  return {
    load: async () => pair,
    async save(next: TokenPair) {
      pair = next;
    },
  };
}

/** What the Zalo channel needs of the house, in variables. */
export function zaloPortsOf(clock: Clock, more: Partial<ZaloPorts> = {}): ZaloPorts {
  const memory = memoryOf();
  return {
    tokens: tokensOf,
    memory: () => memory,
    lastInteraction: async () => undefined,
    templates: new Map(),
    hasArrived: async () => false,
    openFile: async () => undefined,
    clock,
    ...more,
  };
}
