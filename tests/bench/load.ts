import autocannon from "autocannon";
import type { Webhook } from "../fakes/running-app.ts";

export const CONNECTIONS = 32;

export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly acknowledged: number;
  /** Answers other than 200, time-outs and broken connections. */
  readonly failed: number;
}

/** Posts every webhook once, over 32 connections, each waiting for its answer before it goes on; at most for `forMs` from the first answer on. */
export async function post(url: string, hooks: readonly Webhook[], forMs?: number): Promise<Load> {
  const shares = sharesOf(hooks);
  const times: number[] = [];
  let failed = 0;
  let last = 0;
  let first = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const run = autocannon({
    url,
    connections: CONNECTIONS,
    amount: hooks.length,
    setupClient(client) {
      const share = shares.pop() ?? [];
      client.setRequests(share.map((hook) => ({ method: "POST", ...hook })));
    },
  });
  run.on("response", (_client, status, _bytes, ms) => {
    last = performance.now();
    // Until then the requests of a round are being built, which on a busy machine may take as long as the round.
    if (forMs !== undefined && !timer) {
      first = last;
      timer = setTimeout(() => run.stop(), forMs);
    }
    if (status === 200) times.push(ms);
    else failed += 1;
  });
  const { errors, timeouts } = await run;
  clearTimeout(timer);
  const seconds = (last - first) / 1000;
  return {
    perSecond: times.length / seconds,
    ...percentiles(times),
    acknowledged: times.length,
    failed: failed + errors + timeouts,
  };
}

/** Equal shares, or a connection would begin again at the start of its list and send known ids. */
function sharesOf(hooks: readonly Webhook[]): Webhook[][] {
  if (hooks.length % CONNECTIONS !== 0) throw new Error(`the number of webhooks must be a multiple of ${CONNECTIONS}`);
  return Array.from({ length: CONNECTIONS }, (_, nth) => hooks.filter((_hook, index) => index % CONNECTIONS === nth));
}

export function percentiles(values: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

export function median(values: readonly number[]): number {
  return percentiles(values).p50;
}
