import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, bodyOf, happens, listen, mishaps } from "./listen.ts";

export interface ZaloSent {
  readonly messageId: string;
  readonly userId: string;
  readonly text: string;
  readonly at: number;
}

export interface ZaloTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface ZaloFakeOptions {
  readonly appId?: string;
  readonly appSecret?: string;
  /** Life of an access token; Zalo's is 90,000 s. */
  readonly tokenLifeS?: number;
  readonly now?: () => number;
}

export interface ZaloFake {
  /** For ZALO_API_URL and ZALO_OAUTH_URL alike. */
  readonly url: string;
  /** Texts delivered, in order. */
  readonly sent: readonly ZaloSent[];
  /** Every message/cs call, refused ones too. */
  readonly calls: { count: number };
  /** Refresh tokens presented, dead ones too. */
  readonly presented: readonly string[];
  /** The pair that is good now. */
  tokens(): ZaloTokens;
  /** Makes the access token expire at once; the refresh token lives on. */
  expireAccess(): void;
  /** Kills both, as when the grant is withdrawn. */
  revoke(): void;
  /** The next message calls fail: with a Zalo code (negative) or an HTTP status (400 and above). */
  failNext(code: number, times?: number): void;
  /** The next message calls get no answer at all. */
  hangNext(times?: number): void;
  delayNext(ms: number, times?: number): void;
  /** The next token calls fail likewise. */
  failNextRefresh(code: number, times?: number): void;
  hangNextRefresh(times?: number): void;
  /** From now on this person has a 7-day window, counted from `at`; people never mentioned are always reachable. */
  interacted(userId: string, at: number): void;
  close(): Promise<void>;
}

/** A person to whom every message fails with this code: magicZaloUser(-217) has blocked the account. */
export function magicZaloUser(code: number): string {
  return `999900000000${String(-code).padStart(7, "0")}`;
}

const WINDOW_MS = 7 * 24 * 3_600_000;

/** Zalo's OAuth v4 and message/cs on the loopback interface, as strict as the documentation says it is. */
export async function startZaloFake(options: ZaloFakeOptions = {}): Promise<ZaloFake> {
  const now = options.now ?? Date.now;
  const sent: ZaloSent[] = [];
  const presented: string[] = [];
  const calls = { count: 0 };
  const windows = new Map<string, number>();
  const sending = mishaps();
  const refreshing = mishaps();
  let issued = 0;
  let pair = issue();

  function issue(): ZaloTokens & { expiresAt: number } {
    issued += 1;
    const expiresAt = now() + (options.tokenLifeS ?? 90_000) * 1000;
    return { accessToken: `access-${issued}`, refreshToken: `refresh-${issued}`, expiresAt };
  }

  function tokenAnswer(headers: IncomingMessage["headers"], form: URLSearchParams): unknown {
    if (options.appSecret && headers["secret_key"] !== options.appSecret)
      return { error: -14004, error_name: "Invalid app secret" };
    if (options.appId && form.get("app_id") !== options.appId) return { error: -14002, error_name: "Invalid app id" };
    if (form.get("grant_type") !== "refresh_token") return { error: -14000, error_name: "Invalid grant type" };
    if (form.get("refresh_token") !== pair.refreshToken) return { error: -14014, error_name: "Invalid refresh token" };
    pair = issue();
    return {
      access_token: pair.accessToken,
      refresh_token: pair.refreshToken,
      expires_in: String(options.tokenLifeS ?? 90_000),
    };
  }

  function sendError(token: unknown, userId: unknown, text: unknown): number {
    if (token !== pair.accessToken) return -216;
    if (now() >= pair.expiresAt) return -220;
    const last = windows.get(String(userId));
    return messageError(userId, text) || (last !== undefined && now() - last > WINDOW_MS ? -230 : 0);
  }

  async function message(request: IncomingMessage, response: ServerResponse): Promise<void> {
    calls.count += 1;
    const wish = JSON.parse(await bodyOf(request)) as { recipient?: { user_id?: string }; message?: { text?: string } };
    if (await happens(sending.next(), response, refuse)) return;
    const userId = wish.recipient?.user_id;
    const text = wish.message?.text;
    const error = sendError(request.headers["access_token"], userId, text);
    const rate = { "x-ratelimit-limit": "4000", "x-ratelimit-remain": String(4000 - calls.count) };
    if (error !== 0) return answerJson(response, 200, { error, message: "made-up refusal" }, rate);
    const messageId = createHash("sha256").update(`${sent.length}`).digest("hex").slice(0, 20);
    sent.push({ messageId, userId: userId ?? "", text: text ?? "", at: now() });
    const data = {
      message_id: messageId,
      user_id: userId,
      sent_time: String(now()),
      quota: { quota_type: "reply", remain: "-", total: "-" },
    };
    answerJson(response, 200, { error: 0, message: "Success", data }, rate);
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    presented.push(form.get("refresh_token") ?? "");
    if (await happens(refreshing.next(), response, refuse)) return;
    answerJson(response, 200, tokenAnswer(request.headers, form));
  }

  const server = await listen((request, response) => {
    if (request.method === "POST" && request.url === "/v3.0/oa/message/cs") void message(request, response);
    else if (request.method === "POST" && request.url === "/v4/oa/access_token") void token(request, response);
    else response.writeHead(404).end("empty or invalid API");
  });

  return {
    url: server.url,
    sent,
    calls,
    presented,
    tokens: () => ({ accessToken: pair.accessToken, refreshToken: pair.refreshToken }),
    expireAccess: () => {
      pair = { ...pair, expiresAt: now() };
    },
    revoke: () => {
      pair = issue();
    },
    failNext: (code, times = 1) => sending.plan(code < 0 ? { code } : { status: code }, times),
    hangNext: (times = 1) => sending.plan({ silence: true }, times),
    delayNext: (delayMs, times = 1) => sending.plan({ delayMs }, times),
    failNextRefresh: (code, times = 1) => refreshing.plan(code < 0 ? { code } : { status: code }, times),
    hangNextRefresh: (times = 1) => refreshing.plan({ silence: true }, times),
    interacted: (userId, at) => void windows.set(userId, at),
    close: server.close,
  };
}

function refuse(response: ServerResponse, error: number): void {
  answerJson(response, 200, { error, message: "made-up refusal" });
}

/** What is wrong with the message itself; 0 for nothing. */
function messageError(userId: unknown, text: unknown): number {
  if (typeof userId !== "string" || !/^\d{5,25}$/.test(userId)) return -201;
  if (typeof text !== "string" || text === "") return -201;
  if ([...text].length > 2000) return -210;
  return -Number(/^999900000000(\d{7})$/.exec(userId)?.[1] ?? 0);
}

/** The X-ZEvent-Signature header Zalo would send with this body. */
export function signZaloWebhook(body: string | Buffer, appId: string, oaSecretKey: string): string {
  const { timestamp } = JSON.parse(body.toString()) as { timestamp: string | number };
  const hash = createHash("sha256").update(appId).update(body).update(String(timestamp)).update(oaSecretKey);
  return `mac=${hash.digest("hex")}`;
}

export interface ZaloText {
  readonly appId: string;
  readonly oaId: string;
  readonly userId: string;
  readonly text: string;
  readonly messageId: string;
  readonly at: number;
}

/** A user_send_text body in the key order of a captured one. */
export function zaloTextEvent({ appId, oaId, userId, text, messageId, at }: ZaloText): string {
  return JSON.stringify({
    event_name: "user_send_text",
    app_id: appId,
    sender: { id: userId },
    recipient: { id: oaId },
    message: { text, msg_id: messageId },
    timestamp: String(at),
    user_id_by_app: "552177279717587730",
  });
}
