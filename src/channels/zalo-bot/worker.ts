import { setTimeout as sleep } from "node:timers/promises";
import type { InboundMessage } from "../../messages/index.ts";
import type { Background, ChannelPorts } from "../channel.ts";
import { offeredOnce } from "../offered-once.ts";
import type { BotAnswer, ZaloBotClient } from "./client.ts";
import { forUs } from "./http.ts";
import { parseZaloBot } from "./parse.ts";

export interface BotWorkOptions {
  readonly client: Pick<ZaloBotClient, "call">;
  readonly account: string;
  /** Where the platform shall send updates; undefined: we ask for them. */
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined;
  /** Pause after a failed call; default 5 000. */
  readonly pauseMs?: number | undefined;
}

export interface BotWork extends Background {
  /** What somebody should look at; none when all is well. */
  alarms(): readonly string[];
}

/** The platform holds an empty call for so long. */
const WAIT_S = "30";
/** An empty answer that comes at once must not be asked for as fast as it comes. */
const BREATH_MS = 250;
const REFUSED: readonly number[] = [401, 403];
const NOTHING_YET = 408;

/** Has the platform send updates to our webhook, or asks for them one by one where nobody can reach us. */
export function workZaloBot(options: BotWorkOptions, house: ChannelPorts): BotWork {
  const ports = offeredOnce(house);
  const { client, webhook, pauseMs = 5000 } = options;
  const ended = new AbortController();
  let alarm: string | undefined;

  const pause = (ms: number) => sleep(ms, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
  const call = (method: string, body: object) => client.call(method, body, ended.signal);

  /** Until the platform agrees, or refuses the token for good. */
  async function insist(method: string, body: object): Promise<boolean> {
    while (!ended.signal.aborted) {
      const answer = await call(method, body);
      note(answer, "webhook_not_set");
      if (answer.kind === "ok") return true;
      if (REFUSED.includes(answer.code)) return false;
      await pause(pauseMs);
    }
    return false;
  }

  function note(answer: BotAnswer, otherwise: string | undefined): void {
    if (answer.kind === "ok" || answer.code === NOTHING_YET) alarm = undefined;
    else alarm = REFUSED.includes(answer.code) ? "token_refused" : otherwise;
  }

  async function ask(): Promise<void> {
    while (!ended.signal.aborted) {
      const answer = await call("getUpdates", { timeout: WAIT_S });
      note(answer, alarm);
      if (answer.kind === "failed" && REFUSED.includes(answer.code)) return;
      await (answer.kind === "ok" ? takeIn(answer.result) : pause(pauseAfter(answer.code)));
    }
  }

  const pauseAfter = (code: number): number => (code === NOTHING_YET ? BREATH_MS : pauseMs);

  async function takeIn(update: unknown): Promise<void> {
    if (update === null || update === undefined) return pause(BREATH_MS);
    const message = forUs(parseZaloBot(update, options.account), ports);
    if (message) await keep(message);
  }

  /** An update is given out once, so the next is not asked for before this one is durable. */
  async function keep(message: InboundMessage): Promise<void> {
    while (!(await kept(message)) && !ended.signal.aborted) await pause(pauseMs);
  }

  async function kept(message: InboundMessage): Promise<boolean> {
    try {
      await ports.accept(message);
      return true;
    } catch {
      ports.reject("zalo-bot", "not_stored");
      return false;
    }
  }

  async function work(): Promise<void> {
    if (webhook) await insist("setWebhook", { url: webhook.url, secret_token: webhook.secret });
    // While a webhook is set the platform refuses to be asked.
    else if (await insist("deleteWebhook", {})) await ask();
  }

  const working = work();
  return {
    alarms: () => (alarm ? [alarm] : []),
    async stop() {
      ended.abort();
      await working;
    },
  };
}
