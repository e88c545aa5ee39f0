import { Agent, type IncomingMessage, request } from "node:http";
import type { Webhook } from "../fakes/running-app.ts";

/** What became of one call. */
export interface Call {
  readonly hook: Webhook;
  /** 0 where there was no answer at all. */
  readonly status: number;
  /** Milliseconds from when it was due to be sent, so that a sender held up by a slow server counts what it was held up. */
  readonly ms: number;
  readonly retryAfter: string | undefined;
}

/** No answer for so long is none: the longest any provider here waits. */
const PATIENCE_MS = 15_000;
/** How far apart the sender looks at the clock; what is due by then is sent together. */
const TICK_MS = 5;

/** Sends each webhook at its own time, `perSecond` of them a second, whether or not those before it are answered. */
export async function sendAt(url: string, hooks: readonly Webhook[], perSecond: number): Promise<Call[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1024 });
  const began = performance.now();
  const dueAt = (nth: number) => began + (nth * 1000) / perSecond;
  const calls: Promise<Call>[] = [];
  await new Promise<void>((resolve) => {
    const tick = () => {
      for (let nth = calls.length; nth < hooks.length && dueAt(nth) <= performance.now(); nth++) {
        const hook = hooks[nth];
        if (hook) calls.push(call(agent, url, hook, dueAt(nth)));
      }
      if (calls.length < hooks.length) setTimeout(tick, TICK_MS);
      else resolve();
    };
    tick();
  });
  const done = await Promise.all(calls);
  agent.destroy();
  return done;
}

function call(agent: Agent, url: string, hook: Webhook, due: number): Promise<Call> {
  return new Promise((resolve) => {
    const end = (status: number, retryAfter?: string) =>
      resolve({ hook, status, ms: performance.now() - due, retryAfter });
    const headers = { ...hook.headers, "content-length": String(Buffer.byteLength(hook.body)) };
    const sending = request(url + hook.path, { method: "POST", agent, headers, timeout: PATIENCE_MS });
    sending.on("response", (response: IncomingMessage) => {
      response.resume();
      response.once("end", () => end(response.statusCode ?? 0, response.headers["retry-after"]));
      response.once("error", () => end(0));
    });
    sending.once("timeout", () => sending.destroy());
    sending.once("error", () => end(0));
    sending.end(hook.body);
  });
}
