import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, Router } from "express";
import { type ChannelName, Overloaded } from "../messages/index.ts";
import { type Logger, newId } from "../platform/index.ts";
import type { ChannelPorts, Webhook, WebhookAnswer, WebhookRequest } from "./channel.ts";

/** The HTTP side every webhook shares: raw bytes up to a limit in, a small answer out. */
export function webhookRouter(hooks: readonly Webhook[]): Router {
  const router = Router();
  for (const hook of hooks) {
    // Signatures cover the bytes as sent, so nothing is decoded, inflated or parsed before they are checked.
    const rawBody = express.raw({ type: () => true, limit: hook.limitBytes, inflate: false });
    router.use(hook.path, refuseWhileOff(hook));
    router[hook.method ?? "post"](hook.path, rawBody, async (request, response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const call = new Call(hook, request, { path: request.originalUrl, body, addressOf: () => request.ip });
      reply(response, await answerOne(hook, call));
    });
    router.use(hook.path, countUnreadBody(hook));
  }
  return router;
}

export interface Front {
  /** Everything that is served. */
  readonly web: Express;
  /** Webhooks by their whole path, e.g. "/webhooks/zalo". */
  readonly hooks: ReadonlyMap<string, Webhook>;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Answers a call as providers make it without a search among routes, which costs more than verifying it: posted to the very address,
 * in one piece whose length is stated. Whatever else comes, however much like it, is `web`'s affair.
 */
export function frontDoor(front: Front): RequestListener {
  const { web, hooks } = front;
  return (request, response) => {
    const hook = hooks.get(request.url ?? "");
    if (hook === undefined || !isPlain(request, hook)) return web(request, response);
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    // Cut off before its end: there is nobody to answer.
    request.on("error", () => request.complete || hook.ports.reject(hook.channel, "unparsable"));
    request.on("end", () => void answerPlain(front, hook, request, response, parts));
  };
}

function isPlain({ method, headers }: IncomingMessage, hook: Webhook): boolean {
  const length = Number(headers["content-length"]);
  return (
    method === "POST" &&
    hook.method !== "get" &&
    length > 0 &&
    length <= hook.limitBytes &&
    headers["content-encoding"] === undefined &&
    !hook.ports.isOff?.(hook.channel)
  );
}

async function answerPlain(
  { web, now, log }: Front,
  hook: Webhook,
  request: IncomingMessage,
  response: ServerResponse,
  parts: readonly Buffer[],
): Promise<void> {
  const id = newId(now());
  const [first = Buffer.alloc(0)] = parts;
  const body = parts.length === 1 ? first : Buffer.concat(parts);
  // Express knows which proxies are believed.
  const addressOf = () => (Object.setPrototypeOf(request, web.request) as Request).ip;
  try {
    const answer = await answerOne(hook, new Call(hook, request, { path: request.url ?? "", body, addressOf }));
    reply(response, answer, ["X-Request-Id", id]);
  } catch (error) {
    log.error({ request: id, err: error }, "http.failed");
    const said = JSON.stringify({ error: "internal", request: id });
    reply(response, { status: 500, type: "application/json", body: said }, ["X-Request-Id", id]);
  }
}

interface Read {
  readonly path: string;
  readonly body: Buffer;
  readonly addressOf: () => string | undefined;
}

/** A call as channels see it. What only some of them look at is worked out when they do. */
class Call implements WebhookRequest {
  readonly method: string;
  readonly headers: WebhookRequest["headers"];
  readonly body: Buffer;
  readonly #publicUrl: string;
  readonly #read: Read;

  constructor({ publicUrl = "" }: Webhook, { method = "", headers }: IncomingMessage, read: Read) {
    this.method = method;
    // Node joins what is sent twice, but for Set-Cookie, which answers have and calls do not.
    this.headers = headers as WebhookRequest["headers"];
    this.body = read.body;
    this.#publicUrl = publicUrl;
    this.#read = read;
  }

  get url(): string {
    return this.#publicUrl.replace(/\/+$/, "") + this.#read.path;
  }

  get from(): string {
    return (this.#read.addressOf() ?? "").replace(/^::ffff:/, "");
  }
}

/** Those who are sent away may come back soon: a crowd is gone in seconds. */
const CROWD_RETRY_S = 5;

/** Counted once the body is there: whoever sends it slowly takes nobody's place. */
async function answerOne(hook: Webhook, request: WebhookRequest): Promise<WebhookAnswer> {
  const { channel, ports, isLive } = hook;
  const { crowd } = ports;
  if (!crowd || isLive) return hook.answer(request);
  if (!crowd.enter()) {
    ports.reject(channel, "overload");
    return { status: 503, retryAfterS: CROWD_RETRY_S };
  }
  try {
    return await hook.answer(request);
  } finally {
    crowd.leave();
  }
}

/** No provider asks whether an answer has changed, so none gets a tag to compare. */
function reply(
  response: ServerResponse,
  { status, type, retryAfterS, body = "" }: WebhookAnswer,
  more: readonly string[] = [],
): void {
  const headers = [...more, "Content-Length", String(Buffer.byteLength(body))];
  if (type) headers.push("Content-Type", `${type}; charset=utf-8`);
  if (retryAfterS !== undefined) headers.push("Retry-After", String(retryAfterS));
  response.writeHead(status, headers).end(body);
}

/** How long a provider is asked to wait while an administrator keeps a channel off. */
const OFF_RETRY_S = "300";

/** Switched off, nothing is taken in, so nothing is acknowledged: the provider sends it again as long as it does. */
function refuseWhileOff({ channel, ports }: Webhook): RequestHandler {
  return (_request, response, next) => {
    if (!ports.isOff?.(channel)) return next();
    ports.reject(channel, "disabled");
    response.status(503).setHeader("Retry-After", OFF_RETRY_S).send("");
  };
}

/** Answers for bodies that never arrived whole: too large, cut off, or in an encoding nobody announced. */
function countUnreadBody({ channel, ports }: Webhook): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = bodyErrorStatus(error);
    if (status === undefined || response.headersSent) {
      next(error);
      return;
    }
    ports.reject(channel, status === 413 ? "too_large" : "unparsable");
    response.status(status).send("");
  };
}

/** The status body-parser puts on its own errors; undefined for anything else. */
function bodyErrorStatus(error: unknown): number | undefined {
  const isBodyError = error instanceof Error && "type" in error && "status" in error;
  return isBodyError && typeof error.status === "number" && error.status < 500 ? error.status : undefined;
}

/** Runs what makes a call durable. A store that cannot write answers 503, so that the provider sends the call again. */
export async function durably(
  channel: ChannelName,
  ports: ChannelPorts,
  work: () => Promise<unknown>,
  done: (result: unknown) => WebhookAnswer,
): Promise<WebhookAnswer> {
  try {
    return done(await work());
  } catch (error) {
    if (error instanceof Overloaded) {
      ports.reject(channel, "overload");
      return { status: 503, retryAfterS: error.retryAfterS };
    }
    ports.reject(channel, "not_stored");
    return { status: 503 };
  }
}
