import { createCircuit } from "../platform/index.ts";
import type { Hit, Search } from "./search.ts";

/** Why the fallback answered. `building` and `other_edition` come from the primary itself, the rest is what was seen of it. */
export type FallbackReason = "building" | "unreachable" | "other_edition" | "slow" | "empty" | "resting";

export interface ResilientOptions {
  /** How long the primary may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Why the primary is not to be asked at all just now. */
  readonly notYet?: () => FallbackReason | undefined;
  /** The fallback answered. `opened`: the primary has now failed so often that it is left alone for a while. */
  readonly onFallback?: (reason: FallbackReason, opened: boolean) => void;
}

export interface ResilientSearch extends Search {
  /** Undefined while the primary answers, else why it does not. */
  trouble(): FallbackReason | undefined;
}

const FAILURES = 3;
const OPEN_MS = 30_000;

/** Asks the primary index; when it is down, slow or has nothing although there is something, the fallback answers instead. */
export function resilientSearch(primary: Search, fallback: Search, options: ResilientOptions): ResilientSearch {
  const circuit = createCircuit({ failures: FAILURES, openMs: OPEN_MS });
  let last: FallbackReason | undefined;

  function fellBack(reason: FallbackReason): void {
    last = reason;
    options.onFallback?.(reason, circuit.failed(options.now()));
  }

  async function find(...question: Parameters<Search["find"]>): Promise<readonly Hit[]> {
    const found = await within(primary.find(...question), options.timeoutMs);
    if (typeof found !== "string" && found.length > 0) return well(found);
    const instead = await fallback.find(...question);
    if (typeof found !== "string" && instead.length === 0) return well(instead);
    fellBack(typeof found === "string" ? found : "empty");
    return instead;
  }

  return {
    async find(...question) {
      const closed = options.notYet?.() ?? (circuit.allows(options.now()) ? undefined : "resting");
      if (!closed) return find(...question);
      options.onFallback?.(closed, false);
      return fallback.find(...question);
    },
    trouble: () => options.notYet?.() ?? last,
  };

  function well(found: readonly Hit[]): readonly Hit[] {
    circuit.succeeded();
    last = undefined;
    return found;
  }
}

/** What the call found, or what went wrong with it. A call that is late is left to end by itself. */
async function within<Found>(call: Promise<Found>, timeoutMs: number): Promise<Found | "slow" | "unreachable"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"slow">((resolve) => {
    timer = setTimeout(() => resolve("slow"), timeoutMs);
  });
  try {
    return await Promise.race([call.catch(() => "unreachable" as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
