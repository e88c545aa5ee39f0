import { signZaloWebhook, type ZaloLetter } from "./zalo-events.ts";

/** Zalo waits two seconds, tries again after these pauses, then switches the webhook off until a person presses a button. */
export const RETRY_PAUSES_MS = [30_000, 300_000, 900_000, 1_800_000, 3_600_000] as const;
const PATIENCE_MS = 2000;

export interface CourierOptions {
  readonly url: string;
  readonly appId: string;
  readonly oaSecretKey: string;
  readonly clock: { now(): number; advance(ms: number): void };
}

interface Waiting {
  readonly letter: ZaloLetter;
  readonly tries: number;
  readonly at: number;
}

/** Carries signed events to a webhook as Zalo does: at least once, in no promised order, on its real schedule of retries. */
export function zaloCourier({ url, appId, oaSecretKey, clock }: CourierOptions) {
  let waiting: Waiting[] = [];
  let off = false;
  const statuses: number[] = [];

  async function attempt(letter: ZaloLetter, tries: number): Promise<void> {
    const status = await post(letter, tries);
    statuses.push(status);
    if (status === 200) return;
    const pause = RETRY_PAUSES_MS[tries];
    if (pause === undefined) off = true;
    else waiting.push({ letter, tries: tries + 1, at: clock.now() + pause });
  }

  async function post({ body, server }: ZaloLetter, tries: number): Promise<number> {
    const headers = {
      "content-type": "application/json",
      "x-zevent-server": server,
      "x-zevent-signature": signZaloWebhook(body, appId, oaSecretKey),
      ...(tries > 0 && { num_retry: String(tries) }),
    };
    try {
      return (await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE_MS) })).status;
    } catch {
      return 0;
    }
  }

  return {
    /** Every answer so far; 0 where none came in time. */
    statuses,
    isOff: () => off,
    async send(event: string | ZaloLetter, copies = 1): Promise<void> {
      if (!off) for (let i = 0; i < copies; i += 1) await attempt(letterOf(event), 0);
    },
    /** Several events in an order of the caller's choosing: `order` lists positions. */
    async sendShuffled(events: readonly (string | ZaloLetter)[], order: readonly number[]): Promise<void> {
      for (const at of order) await attempt(letterOf(events[at] ?? "{}"), 0);
    },
    /** Moves the clock through everything that is to be tried again. */
    async carryOn(): Promise<void> {
      while (waiting.length > 0 && !off) {
        const next = waiting.reduce((one, other) => (other.at < one.at ? other : one));
        waiting = waiting.filter((one) => one !== next);
        clock.advance(Math.max(0, next.at - clock.now()));
        await attempt(next.letter, next.tries);
      }
    },
    /** The button in Zalo's console. */
    switchOn(): void {
      off = false;
    },
  };
}

/** Events given as their body alone are of chats. */
const letterOf = (event: string | ZaloLetter): ZaloLetter =>
  typeof event === "string" ? { body: event, server: "OA OpenAPI" } : event;
