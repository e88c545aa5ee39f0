import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, bodyOf, happens, listen, mishaps } from "./listen.ts";
import { codes, hexId, messageError, personError, type WishedMessage } from "./zalo-rules.ts";
import { type FakeTemplate, templateDesk, type ZaloTemplateSent } from "./zalo-templates.ts";

export { signZaloWebhook, zaloTextEvent } from "./zalo-events.ts";
export { magicZaloUser } from "./zalo-rules.ts";

export interface ZaloSent {
  readonly messageId: string;
  readonly userId: string;
  readonly text: string;
  readonly at: number;
  readonly message: WishedMessage;
}

export interface ZaloTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** One line of a conversation as v2 listrecentchat and conversation give it; src 1 is the citizen's. */
export interface ZaloChatLine {
  readonly message_id: string;
  readonly src: 0 | 1;
  readonly time: number;
  readonly type: string;
  readonly message?: string;
  readonly url?: string;
  readonly from_id: string;
  readonly to_id: string;
}

export interface ZaloFakeOptions {
  readonly appId?: string;
  readonly appSecret?: string;
  /** Life of an access token; Zalo's is 90,000 s. */
  readonly tokenLifeS?: number;
  readonly now?: () => number;
  readonly templates?: readonly FakeTemplate[];
  readonly oaId?: string;
}

/** Zalo's OAuth v4, consultation and template messages on the loopback interface, as strict as the documentation says it is. */
export async function startZaloFake(options: ZaloFakeOptions = {}) {
  const now = options.now ?? Date.now;
  const sent: ZaloSent[] = [];
  const templates = templateDesk(options.templates ?? [], now);
  const presented: string[] = [];
  const proofs: string[] = [];
  const calls = { count: 0, quota: 0, recent: 0 };
  const windows = new Map<string, number>();
  const uploads = new Map<string, string>();
  const chat: ZaloChatLine[] = [];
  const sending = mishaps();
  const refreshing = mishaps();
  const granted = codes(now);
  let buttons: "taken" | -201 | -233 = "taken";
  let callsAMinute = 4000;
  let issued = 0;
  const ourOa = options.oaId ?? "2984415073261958342";
  /** The account the living pair speaks for. */
  let speaksFor = ourOa;
  let tellsAccount = true;
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
    const wrong = grantError(form);
    if (wrong) return wrong;
    pair = issue();
    const expires = String(options.tokenLifeS ?? 90_000);
    return { access_token: pair.accessToken, refresh_token: pair.refreshToken, expires_in: expires };
  }

  function grantError(form: URLSearchParams): unknown {
    if (form.get("grant_type") === "authorization_code") {
      const oaId = granted.take(form.get("code") ?? "", form.get("code_verifier") ?? "");
      if (oaId === undefined) return { error: -14003, error_name: "Invalid code" };
      speaksFor = oaId;
      return undefined;
    }
    if (form.get("grant_type") !== "refresh_token") return { error: -14000, error_name: "Invalid grant type" };
    return form.get("refresh_token") === pair.refreshToken
      ? undefined
      : { error: -14014, error_name: "Invalid refresh token" };
  }

  const tokenError = (token: unknown): number =>
    token !== pair.accessToken ? -216 : now() >= pair.expiresAt ? -220 : callsAMinute <= 0 ? -32 : 0;

  /** What each call does once the token is good: an error number, or the `data` of a success. */
  const actions: Record<string, (wish: Record<string, never>) => number | object> = {
    "/v3.0/oa/message/cs": ({ recipient, message }: { recipient?: { user_id?: string }; message?: WishedMessage }) => {
      const userId = recipient?.user_id ?? "";
      const wrong =
        messageError(message ?? {}, { buttons, fileTokens: new Set(uploads.keys()) }) ||
        personError(userId, windows.get(userId), now());
      if (wrong) return wrong;
      const messageId = hexId(`${sent.length}`);
      const text = typeof message?.text === "string" ? message.text : "";
      sent.push({ messageId, userId, text, at: now(), message: message ?? {} });
      const quota = { quota_type: "reply", remain: "-", total: "-" };
      return { message_id: messageId, user_id: userId, sent_time: String(now()), quota };
    },
    "/v3.0/oa/quota/message": ({ user_id }: { user_id?: string }) => {
      calls.quota += 1;
      const last = windows.get(user_id ?? "");
      return last === undefined ? -213 : { last_interaction: String(last) };
    },
    "/v3.0/oa/message/template": (wish: Record<string, never>) => templates.take("uid", wish),
    "/message/template": (wish: Record<string, never>) => templates.take("phone", wish),
  };

  /** GET calls: the newest lines first, ten at most. */
  function lines(url: URL): number | object {
    if (url.pathname === "/v2.0/oa/getoa")
      return tellsAccount ? { oaid: speaksFor, name: "UBND", oa_type: 4, is_verified: true } : -223;
    if (url.pathname === "/message/quota") return { dailyQuota: "500", remainingQuota: "499" };
    const wish = JSON.parse(url.searchParams.get("data") ?? "{}") as { offset?: number; user_id?: string };
    const newest = [...chat].sort((a, b) => b.time - a.time);
    const offset = wish.offset ?? 0;
    if (url.pathname.endsWith("/conversation"))
      return newest
        .filter((line) => [line.from_id, line.to_id].includes(wish.user_id ?? ""))
        .slice(offset, offset + 10);
    calls.recent += 1;
    const people = new Set<string>();
    const latest = newest.filter((line) => {
      const person = line.src === 1 ? line.from_id : line.to_id;
      return !people.has(person) && people.add(person);
    });
    return latest.slice(offset, offset + 10);
  }

  function answer(response: ServerResponse, result: number | object): void {
    callsAMinute -= 1;
    const rate = { "x-ratelimit-limit": "4000", "x-ratelimit-remain": String(Math.max(0, callsAMinute)) };
    const body =
      typeof result === "number"
        ? { error: result, message: "made-up refusal" }
        : { error: 0, message: "Success", data: result };
    answerJson(response, 200, body, rate);
  }

  async function api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const raw = await bodyOf(request);
    if (url.pathname.endsWith("/message/cs")) calls.count += 1;
    proofs.push(String(request.headers["appsecret_proof"] ?? ""));
    if (await happens(sending.next(), response, refuse)) return;
    const wrong = tokenError(request.headers["access_token"]);
    if (wrong) return answer(response, wrong);
    if (request.method === "GET") return answer(response, lines(url));
    if (url.pathname.startsWith("/v2.0/oa/upload/")) return answer(response, upload(raw));
    answer(response, actions[url.pathname]?.(JSON.parse(raw)) ?? -201);
  }

  function upload(raw: string): number | object {
    if (!raw.includes('name="file"') || raw.length > 5_300_000) return -210;
    const token = hexId(`upload-${uploads.size}`);
    uploads.set(token, raw);
    return { token, attachment_id: token };
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    presented.push(form.get("refresh_token") ?? `code:${form.get("code")}`);
    if (await happens(refreshing.next(), response, refuse)) return;
    answerJson(response, 200, tokenAnswer(request.headers, form));
  }

  const isRead = (path: string): boolean =>
    ["/v2.0/oa/listrecentchat", "/v2.0/oa/conversation", "/v2.0/oa/getoa", "/message/quota"].includes(path);
  const isSend = (path: string): boolean => path in actions || path.startsWith("/v2.0/oa/upload/");
  const server = await listen((request, response) => {
    const url = new URL(request.url ?? "", "http://zalo.invalid");
    if (request.method === "POST" && url.pathname === "/v4/oa/access_token") return void token(request, response);
    const known = request.method === "GET" ? isRead(url.pathname) : isSend(url.pathname);
    if (known) return void api(request, response, url);
    response.writeHead(404).end("empty or invalid API");
  });

  return {
    /** For ZALO_API_URL, ZALO_OAUTH_URL and ZNS_API_URL alike. */
    url: server.url,
    /** Messages delivered, in order. */
    sent: sent as readonly ZaloSent[],
    templatesSent: templates.sent as readonly ZaloTemplateSent[],
    /** The templates sent since the last time come to people's devices: what Zalo's courier brings us then. */
    templatesArrive: () => templates.arrive({ appId: options.appId ?? "", oaId: options.oaId ?? "" }),
    /** Calls of message/cs (refused ones too), of quota/message, of listrecentchat. */
    calls,
    /** Refresh tokens presented, dead ones too; "code:…" for a consent's code. */
    presented: presented as readonly string[],
    /** The header appsecret_proof of every call. */
    proofs: proofs as readonly string[],
    uploads: uploads as ReadonlyMap<string, string>,
    /** The pair that is good now. */
    tokens: (): ZaloTokens => ({ accessToken: pair.accessToken, refreshToken: pair.refreshToken }),
    /** The code Zalo's consent page would send back for this challenge, when the owner of this account consents. */
    consent: (challenge: string, oaId = ourOa): string => granted.grant(challenge, oaId),
    /** From now on the app may not ask whose account it speaks for. */
    hideAccount(): void {
      tellsAccount = false;
    },
    /** Makes the access token expire at once; the refresh token lives on. */
    expireAccess(): void {
      pair = { ...pair, expiresAt: now() };
    },
    /** Kills both, as when the grant is withdrawn. */
    revoke(): void {
      pair = issue();
    },
    /** The next API calls fail: with a Zalo code (negative) or an HTTP status (400 and above). */
    failNext: (code: number, times = 1): void => sending.plan(code < 0 ? { code } : { status: code }, times),
    /** The next API calls get no answer at all. */
    hangNext: (times = 1): void => sending.plan({ silence: true }, times),
    delayNext: (delayMs: number, times = 1): void => sending.plan({ delayMs }, times),
    /** The next token calls fail likewise. */
    failNextRefresh: (code: number, times = 1): void => refreshing.plan(code < 0 ? { code } : { status: code }, times),
    hangNextRefresh: (times = 1): void => refreshing.plan({ silence: true }, times),
    /** From now on this person has a 7-day window, counted from `at`; people never mentioned are always reachable. */
    interacted: (userId: string, at: number): void => void windows.set(userId, at),
    /** Buttons are undocumented: from now on taken, or refused with this code. */
    takeButtons(how: "taken" | -201 | -233): void {
      buttons = how;
    },
    /** So many calls are left this minute. */
    leaveCalls(left: number): void {
      callsAMinute = left;
    },
    /** Adds a line to what listrecentchat and conversation show. */
    wrote: (line: ZaloChatLine): void => void chat.push(line),
    close: server.close,
  };
}

export type ZaloFake = Awaited<ReturnType<typeof startZaloFake>>;

function refuse(response: ServerResponse, error: number): void {
  answerJson(response, 200, { error, message: "made-up refusal" });
}
