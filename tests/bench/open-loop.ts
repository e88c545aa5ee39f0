import { connect, type Socket } from "node:net";
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
const MOST_CONNECTIONS = 1024;

/**
 * Sends each webhook at its own time, `perSecond` of them a second, whether or not those before it are answered. Written on bare
 * sockets, with the bytes made before the clock starts: a sender that works as hard as the server would be what is measured.
 */
export async function sendAt(url: string, hooks: readonly Webhook[], perSecond: number): Promise<Call[]> {
  const target = new URL(url);
  const requests = hooks.map((hook) => ({ hook, bytes: requestOf(hook, target.host) }));
  const lines = new Lines(target);
  const began = performance.now();
  const dueAt = (nth: number) => began + (nth * 1000) / perSecond;
  const calls: Promise<Call>[] = [];
  await new Promise<void>((resolve) => {
    const tick = () => {
      const dueByNow = Math.floor(((performance.now() - began) * perSecond) / 1000) + 1;
      for (const { hook, bytes } of requests.slice(calls.length, dueByNow)) {
        const due = dueAt(calls.length);
        calls.push(lines.call(bytes).then((answer) => ({ hook, ms: performance.now() - due, ...answer })));
      }
      if (calls.length < hooks.length) setTimeout(tick, TICK_MS);
      else resolve();
    };
    tick();
  });
  const done = await Promise.all(calls);
  lines.close();
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

function requestOf({ path, headers, body }: Webhook, host: string): Buffer {
  const all = { host, connection: "keep-alive", ...headers, "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`POST ${path} HTTP/1.1`, ...lines, "", body].join("\r\n"));
}

type Answer = Pick<Call, "status" | "failure" | "retryAfter">;
const none = (failure: string): Answer => ({ status: 0, failure, retryAfter: undefined });

/** Connections kept open, one call at a time on each; a call waits for one where as many as there may be are busy. */
class Lines {
  private readonly target: URL;
  private readonly idle: Socket[] = [];
  private readonly waiting: ((socket: Socket) => void)[] = [];
  private open = 0;
  constructor(target: URL) {
    this.target = target;
  }

  async call(bytes: Buffer): Promise<Answer> {
    const kept = this.idle.pop();
    const socket = kept ?? (await this.another());
    const answer = await ask(socket, bytes, kept ? "on an open connection" : "on a new connection");
    const next = this.waiting.shift();
    if (socket.destroyed) {
      this.open -= 1;
      next?.(this.dial());
    } else if (next) next(socket);
    else this.idle.push(socket);
    return answer;
  }

  close(): void {
    for (const socket of this.idle) socket.destroy();
  }

  private async another(): Promise<Socket> {
    if (this.open < MOST_CONNECTIONS) return this.dial();
    return await new Promise((resolve) => this.waiting.push(resolve));
  }

  private dial(): Socket {
    this.open += 1;
    const socket = connect(Number(this.target.port), this.target.hostname);
    socket.setNoDelay(true).setEncoding("latin1");
    return socket;
  }
}

/** Writes a request and reads its answer; a connection that failed or said what is not understood is destroyed. */
function ask(socket: Socket, bytes: Buffer, how: string): Promise<Answer> {
  return new Promise((resolve) => {
    let heard = "";
    const end = (answer: Answer) => {
      clearTimeout(patience);
      socket.removeAllListeners("data").removeAllListeners("error").removeAllListeners("close");
      // An error after the answer is nobody's: the connection is not taken again.
      socket.on("error", () => {});
      if (answer.status === 0) socket.destroy();
      resolve(answer);
    };
    const patience = setTimeout(() => end(none(`no answer ${socket.connecting ? "connecting" : how}`)), PATIENCE_MS);
    socket.on("data", (more) => {
      heard += String(more);
      const answer = answerIn(heard);
      if (answer) end(answer);
    });
    socket.once("error", (error) => end(none(`${"code" in error ? String(error.code) : error.message} ${how}`)));
    socket.once("close", () => end(none(`closed ${how}`)));
    socket.write(bytes);
  });
}

/** An answer that is whole: head, and as much body as its length says; undefined while more must come. */
function answerIn(heard: string): Answer | undefined {
  const head = heard.slice(0, heard.indexOf("\r\n\r\n"));
  if (!heard.includes("\r\n\r\n")) return undefined;
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  if (heard.length < head.length + 4 + length) return undefined;
  const retryAfter = /^retry-after: (.+)$/im.exec(head)?.[1]?.trim();
  return { status: Number(head.slice(9, 12)), failure: undefined, retryAfter };
}
