import { Agent, type IncomingMessage, request } from "node:http";
import type { Webhook } from "../fakes/running-app.ts";

/** What became of one call. */
export interface Call {
  readonly hook: Webhook;
  /** 0 where there was no answer at all. */
  readonly status: number;
  /** Why there was none: the system's code, or how far the call had come when patience was over. */
  readonly failure: string | undefined;
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

/** Counts of what was neither taken nor sent away for later, most first: "ECONNRESET 3, 500 1". */
export function failuresOf(calls: readonly Call[]): string {
  const counts = new Map<string, number>();
  for (const { status, failure = String(status) } of calls) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([what, count]) => `${what} ${count}`)
    .join(", ");
}

function call(agent: Agent, url: string, hook: Webhook, due: number): Promise<Call> {
  return new Promise((resolve) => {
    const end = (status: number, more: { retryAfter?: string | undefined; failure?: string } = {}) =>
      resolve({ hook, status, ms: performance.now() - due, retryAfter: more.retryAfter, failure: more.failure });
    const headers = { ...hook.headers, "content-length": String(Buffer.byteLength(hook.body)) };
    const sending = request(url + hook.path, { method: "POST", agent, headers, timeout: PATIENCE_MS });
    sending.on("response", (response: IncomingMessage) => {
      response.resume();
      response.once("end", () => end(response.statusCode ?? 0, { retryAfter: response.headers["retry-after"] }));
      response.once("error", (error) => end(0, { failure: `${codeOf(error)} in the answer` }));
    });
    sending.once("timeout", () => {
      const { socket, reusedSocket } = sending;
      const how = socket?.connecting ? "connecting" : reusedSocket ? "on an open connection" : "on a new connection";
      end(0, { failure: `no answer ${how}` });
      sending.destroy();
    });
    sending.once("error", (error) =>
      end(0, { failure: `${codeOf(error)} ${sending.reusedSocket ? "on an open connection" : "on a new connection"}` }),
    );
    sending.end(hook.body);
  });
}

const codeOf = (error: Error): string => ("code" in error ? String(error.code) : error.message);
