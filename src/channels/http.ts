import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from "express";
import { type ChannelName, Overloaded } from "../messages/index.ts";
import type { ChannelPorts, WebhookAnswer, WebhookRequest, WebhookRoutes } from "./channel.ts";

export interface Webhook {
  readonly channel: ChannelName;
  /** How the provider calls; default "post". */
  readonly method?: "get" | "post";
  /** Below /webhooks, e.g. "/zalo". */
  readonly path: string;
  readonly limitBytes: number;
  /** Scheme and host the provider was given; never taken from the Host header, which anyone can set. */
  readonly publicUrl?: string;
  readonly ports: ChannelPorts;
  /** Somebody is on the line and hears the answer: never sent away because others are many. */
  readonly isLive?: boolean;
  answer(request: WebhookRequest): Promise<WebhookAnswer>;
}

/** The HTTP side every webhook shares: raw bytes up to a limit in, a small answer out. */
export function webhookRouter(hook: Webhook): Router {
  const router = Router();
  // Signatures cover the bytes as sent, so nothing is decoded, inflated or parsed before they are checked.
  const rawBody = express.raw({ type: () => true, limit: hook.limitBytes, inflate: false });
  const base = (hook.publicUrl ?? "").replace(/\/+$/, "");
  router.use(hook.path, refuseWhileOff(hook));
  router[hook.method ?? "post"](hook.path, rawBody, async (request, response) => {
    reply(response, await answerOne(hook, asWebhookRequest(request, base)));
  });
  router.use(hook.path, countUnreadBody(hook));
  return router;
}

/** The routes of several providers of one channel. */
export function joinRoutes(all: readonly WebhookRoutes[], ports: ChannelPorts): Router {
  return all.reduce((router, routes) => router.use(routes(ports)), Router());
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

function reply(response: Response, { status, type, retryAfterS, body }: WebhookAnswer): void {
  response.status(status);
  if (type) response.type(type);
  if (retryAfterS !== undefined) response.setHeader("Retry-After", String(retryAfterS));
  // No provider asks whether an answer has changed, so none gets a tag to compare.
  response.end(body ?? "");
}

/** What only some channels look at is worked out when they do. */
function asWebhookRequest(request: Request, base: string): WebhookRequest {
  return {
    method: request.method,
    url: base + request.originalUrl,
    get from() {
      return (request.ip ?? "").replace(/^::ffff:/, "");
    },
    // Node joins what is sent twice, but for Set-Cookie, which answers have and calls do not.
    headers: request.headers as WebhookRequest["headers"],
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
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
