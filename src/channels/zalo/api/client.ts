import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Clock } from "../../../platform/index.ts";
import type { SendOutcome } from "../../channel.ts";
import { outcomeOfCode, outcomeOfStatus } from "../outcome.ts";
import { book } from "../rate.ts";
import type { TokenKeeper } from "../tokens.ts";
import { appSecretProof } from "../verify.ts";

export interface ZaloApiConfig {
  /** Default https://openapi.zalo.me. */
  readonly apiUrl?: string;
  /** Template messages by phone; default https://business.openapi.zalo.me. */
  readonly znsUrl?: string;
  /** Set where the app demands a proof of its secret with every call. */
  readonly proofSecret?: string;
  readonly keeper: TokenKeeper;
  readonly clock: Clock;
  /** How long one request may take; default 10 000. */
  readonly timeoutMs?: number;
  /** Told the class of every answer, for the figures. */
  readonly observe?: ((answer: string) => void) | undefined;
}

export interface ApiRequest {
  readonly host?: "zns";
  /** "/v3.0/oa/message/cs". */
  readonly path: string;
  /** A JSON body; makes it a POST. */
  readonly json?: object;
  /** The one query parameter `data` of Zalo's GET calls. */
  readonly data?: object;
  /** A file for the multipart field `file`; makes it a POST. */
  readonly file?: { readonly bytes: Uint8Array<ArrayBuffer>; readonly name: string; readonly type: string };
}

export type ApiAnswer =
  | { readonly kind: "ok"; readonly data: unknown }
  /** `code` is Zalo's error number, or undefined where the answer was none of Zalo's (network, proxy, our token). */
  | { readonly kind: "failed"; readonly code?: number; readonly outcome: Exclude<SendOutcome, { kind: "sent" }> };

export interface ZaloApi {
  /** One call with a living token; a token Zalo refuses is renewed once. Never throws. */
  call(request: ApiRequest): Promise<ApiAnswer>;
}

/** What Zalo answers everywhere: HTTP 200 and an error number, 0 for success. */
const envelope = z.object({ error: z.coerce.number(), data: z.unknown().optional() });

/** Zalo allows 4,000 requests a minute per app. */
const PACE = { perSecond: 50, burst: 50 };
const LONGEST_WAIT_MS = 5_000;
const MINUTE = 60_000;

export function zaloApi(config: ZaloApiConfig): ZaloApi {
  const { keeper, clock } = config;
  const now = () => clock.now();
  let bookedUntil = 0;

  async function keepPace(): Promise<ApiAnswer | undefined> {
    const place = book(bookedUntil, now(), PACE);
    if (place.waitMs > LONGEST_WAIT_MS)
      return failed({ kind: "retry", reason: "zalo: our own pace", afterMs: place.waitMs });
    bookedUntil = place.bookedUntil;
    if (place.waitMs > 0) await sleep(place.waitMs);
    return undefined;
  }

  async function once(request: ApiRequest, token: string): Promise<ApiAnswer | "refresh"> {
    const held = await keepPace();
    if (held) return held;
    const answer = await fetchJson(urlOf(config, request), initOf(config, request, token));
    if ("failed" in answer) return failed(answer.failed);
    // The minute's calls are used up: the next one waits for the next minute.
    if (answer.callsLeft === 0) bookedUntil = now() + MINUTE - (now() % MINUTE) + (PACE.burst / PACE.perSecond) * 1000;
    return answerOf(answer, now());
  }

  async function call(request: ApiRequest): Promise<ApiAnswer> {
    const access = await keeper.current();
    if (access.kind !== "token") return failed(access);
    const first = await once(request, access.token);
    if (first !== "refresh") return first;
    const renewed = await keeper.renew(access.token);
    if (renewed.kind !== "token") return failed(renewed);
    const second = await once(request, renewed.token);
    return second === "refresh" ? failed({ kind: "operator", reason: "zalo: a new access token is refused" }) : second;
  }

  return {
    async call(request) {
      const answer = await call(request).catch(() =>
        // Requests answer with values, so what lands here is the token store.
        failed({ kind: "retry", reason: "zalo: the token store failed" }),
      );
      config.observe?.(answer.kind === "ok" ? "ok" : answer.outcome.kind);
      return answer;
    },
  };
}

function failed(outcome: Exclude<SendOutcome, { kind: "sent" }>, code?: number): ApiAnswer {
  return { kind: "failed", ...(code !== undefined && { code }), outcome };
}

function answerOf(answer: Answered, now: number): ApiAnswer | "refresh" {
  const parsed = envelope.safeParse(answer.json);
  if (!parsed.success) return failed(outcomeOfStatus(answer.status, now));
  const { error, data } = parsed.data;
  if (error === 0) return { kind: "ok", data };
  const outcome = outcomeOfCode(error, now);
  return outcome === "refresh" ? outcome : failed(outcome, error);
}

function urlOf({ apiUrl, znsUrl }: ZaloApiConfig, { host, path, data }: ApiRequest): string {
  const root = host === "zns" ? (znsUrl ?? "https://business.openapi.zalo.me") : (apiUrl ?? "https://openapi.zalo.me");
  const query = data ? `?data=${encodeURIComponent(JSON.stringify(data))}` : "";
  return root.replace(/\/+$/, "") + path + query;
}

function initOf({ proofSecret, timeoutMs }: ZaloApiConfig, { json, file }: ApiRequest, token: string): RequestInit {
  const headers = { access_token: token, ...(proofSecret && { appsecret_proof: appSecretProof(proofSecret, token) }) };
  const common = { redirect: "error", signal: AbortSignal.timeout(timeoutMs ?? 10_000) } as const;
  if (file) {
    const body = new FormData();
    body.append("file", new Blob([file.bytes], { type: file.type }), file.name);
    return { ...common, method: "POST", headers, body };
  }
  if (!json) return { ...common, headers };
  const typed = { ...headers, "content-type": "application/json" };
  return { ...common, method: "POST", headers: typed, body: JSON.stringify(json) };
}

export interface Answered {
  readonly status: number;
  /** Undefined where the body was no JSON. */
  readonly json: unknown;
  /** Calls left this minute, where Zalo says so. */
  readonly callsLeft?: number;
}

/** One request. What networks do (time-outs, resets) comes back as a value; `uncertain` where it may have arrived all the same. */
export async function fetchJson(
  url: string,
  init: RequestInit,
): Promise<Answered | { readonly failed: Extract<SendOutcome, { kind: "retry" }> }> {
  try {
    const response = await fetch(url, init);
    const left = /^\d+$/.exec(response.headers.get("x-ratelimit-remain") ?? "")?.[0];
    return {
      status: response.status,
      json: jsonOf(await response.text()),
      ...(left !== undefined && { callsLeft: Number(left) }),
    };
  } catch (error) {
    return { failed: troubleOf(error) };
  }
}

/** The connection was never made, so nothing can have arrived. */
const NEVER_ARRIVED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function troubleOf(error: unknown): Extract<SendOutcome, { kind: "retry" }> {
  if (error instanceof Error && error.name === "TimeoutError")
    return { kind: "retry", reason: "zalo time-out", uncertain: true };
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return { kind: "retry", reason: "zalo unreachable", ...(!NEVER_ARRIVED.has(code) && { uncertain: true as const }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
