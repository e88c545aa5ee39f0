import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Address } from "../../messages/index.ts";
import type { Clock } from "../../platform/index.ts";
import type { SendOutcome } from "../channel.ts";
import { outcomeOfCode, outcomeOfStatus } from "./outcome.ts";
import { book } from "./rate.ts";
import { type RefreshResult, type TokenPair, type TokenStore, tokenKeeper } from "./tokens.ts";

export interface ZaloClientConfig {
  /** Default https://openapi.zalo.me. */
  readonly apiUrl?: string;
  /** Default https://oauth.zaloapp.com. */
  readonly oauthUrl?: string;
  readonly appId: string;
  /** Needed to refresh the token only. */
  readonly appSecret?: string;
  readonly tokens: TokenStore;
  /** First tokens, taken by hand from Zalo's console. */
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly clock: Clock;
  /** How long one request may take; default 10 000. */
  readonly timeoutMs?: number;
}

export interface ZaloClient {
  /** Sends one consultation text of at most 2,000 characters. Never throws. */
  sendText(to: Address, text: string): Promise<SendOutcome>;
}

/** What Zalo answers everywhere: HTTP 200 and an error number, 0 for success. */
const envelope = z.object({
  error: z.number(),
  data: z
    .object({ message_id: z.union([z.string(), z.number().transform(String)]).optional() })
    .nullish()
    .catch(undefined),
});

const grant = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});
const grantError = z.object({ error: z.number() });

/** Life of an access token in the documentation; an access token from the configuration may be older than we think. */
const TOKEN_LIFE_MS = 90_000_000;
/** Zalo allows 4,000 requests a minute per app. */
const PACE = { perSecond: 50, burst: 50 };
const LONGEST_WAIT_MS = 5_000;

export function zaloClient(config: ZaloClientConfig): ZaloClient {
  const now = () => config.clock.now();
  const keeper = tokenKeeper({
    store: config.tokens,
    seed: seedOf(config),
    now,
    wait: (ms) => sleep(ms),
    refresh: (refreshToken) => refresh(config, refreshToken),
  });
  let bookedUntil = 0;

  async function sendText(to: Address, text: string): Promise<SendOutcome> {
    const access = await keeper.current();
    if (access.kind !== "token") return access;
    const outcome = await postText(config, access.token, to, text);
    if (outcome !== "refresh") return outcome;
    const renewed = await keeper.renew(access.token);
    if (renewed.kind !== "token") return renewed;
    const second = await postText(config, renewed.token, to, text);
    return second === "refresh" ? { kind: "operator", reason: "zalo: a new access token is refused" } : second;
  }

  async function keepPace(): Promise<SendOutcome | undefined> {
    const place = book(bookedUntil, now(), PACE);
    if (place.waitMs > LONGEST_WAIT_MS) return { kind: "retry", reason: "zalo: our own pace", afterMs: place.waitMs };
    bookedUntil = place.bookedUntil;
    if (place.waitMs > 0) await sleep(place.waitMs);
    return undefined;
  }

  return {
    async sendText(to, text) {
      try {
        return (await keepPace()) ?? (await sendText(to, text));
      } catch {
        // Requests answer with values, so what lands here is the token store.
        return { kind: "retry", reason: "zalo: the token store failed" };
      }
    },
  };
}

function seedOf({ accessToken = "", refreshToken = "", clock }: ZaloClientConfig): TokenPair | undefined {
  if (!accessToken && !refreshToken) return undefined;
  const obtainedAt = clock.now();
  return { accessToken, refreshToken, obtainedAt, expiresAt: accessToken ? obtainedAt + TOKEN_LIFE_MS : obtainedAt };
}

async function postText(
  config: ZaloClientConfig,
  token: string,
  to: Address,
  text: string,
): Promise<SendOutcome | "refresh"> {
  const answer = await call(config, `${base(config.apiUrl, "https://openapi.zalo.me")}/v3.0/oa/message/cs`, {
    headers: { "content-type": "application/json", access_token: token },
    body: JSON.stringify({ recipient: { user_id: to.id }, message: { text } }),
  });
  if ("failed" in answer) return { kind: "retry", reason: answer.failed };
  const parsed = envelope.safeParse(answer.json);
  if (!parsed.success) return outcomeOfStatus(answer.status, config.clock.now());
  const { error, data } = parsed.data;
  return error === 0 ? { kind: "sent", providerId: data?.message_id ?? "" } : outcomeOfCode(error, config.clock.now());
}

async function refresh(config: ZaloClientConfig, refreshToken: string): Promise<RefreshResult> {
  if (!config.appSecret) return { kind: "operator", reason: "zalo: no app secret (ZALO_APP_SECRET)" };
  const answer = await call(config, `${base(config.oauthUrl, "https://oauth.zaloapp.com")}/v4/oa/access_token`, {
    headers: { "content-type": "application/x-www-form-urlencoded", secret_key: config.appSecret },
    body: new URLSearchParams({
      refresh_token: refreshToken,
      app_id: config.appId,
      grant_type: "refresh_token",
    }).toString(),
  });
  if ("failed" in answer) return { kind: "retry", reason: `token ${answer.failed}` };
  return refreshResult(answer, config.clock.now());
}

function refreshResult(answer: Answer, now: number): RefreshResult {
  const granted = grant.safeParse(answer.json);
  if (granted.success) {
    const { access_token, refresh_token, expires_in } = granted.data;
    return {
      kind: "pair",
      pair: {
        accessToken: access_token,
        refreshToken: refresh_token,
        obtainedAt: now,
        expiresAt: now + expires_in * 1000,
      },
    };
  }
  const code = grantError.safeParse(answer.json).data?.error;
  if (answer.status >= 500 || code === -32)
    return { kind: "retry", reason: `zalo token ${code ?? `http ${answer.status}`}`, afterMs: 60_000 };
  // No code is documented for a dead refresh token, so every other "no" is for a person to look at.
  return { kind: "operator", reason: `zalo: token refused (${code ?? `http ${answer.status}`})` };
}

interface Answer {
  readonly status: number;
  /** Undefined where the body was no JSON. */
  readonly json: unknown;
}

/** One POST. What networks do (time-outs, resets) comes back as a value. */
async function call(
  config: ZaloClientConfig,
  url: string,
  request: { headers: Record<string, string>; body: string },
): Promise<Answer | { readonly failed: string }> {
  try {
    const signal = AbortSignal.timeout(config.timeoutMs ?? 10_000);
    const response = await fetch(url, { method: "POST", ...request, signal, redirect: "error" });
    return { status: response.status, json: jsonOf(await response.text()) };
  } catch (error) {
    return { failed: error instanceof Error && error.name === "TimeoutError" ? "zalo time-out" : "zalo unreachable" };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function base(url: string | undefined, standard: string): string {
  return (url ?? standard).replace(/\/+$/, "");
}
