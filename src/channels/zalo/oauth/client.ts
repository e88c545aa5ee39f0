import { z } from "zod";
import type { Clock } from "../../../platform/index.ts";
import { fetchJson, type ZaloApiConfig, zaloApi } from "../api/client.ts";
import type { RefreshResult } from "../tokens.ts";

export interface OauthConfig {
  /** Default https://oauth.zaloapp.com. */
  readonly oauthUrl?: string;
  readonly appId: string;
  readonly appSecret?: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

/** Zalo writes the number as a string. */
const grant = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});
const grantError = z.object({ error: z.coerce.number() });

/** The documentation calls it oaid in one place, oa_id in another. A bare number would have lost its last digits. */
const account = z
  .object({ oaid: z.string().optional(), oa_id: z.string().optional() })
  .transform(({ oaid, oa_id }) => oaid ?? oa_id);

const MINUTE = 60_000;

/** Trades a refresh token, which then is used up, for a new pair. */
export function refreshPair(config: OauthConfig, refreshToken: string): Promise<RefreshResult> {
  return askForPair(config, { refresh_token: refreshToken, grant_type: "refresh_token" });
}

/** Trades the code of a consent, good once and for ten minutes, for the first pair. */
export function exchangeCode(config: OauthConfig, code: string, verifier: string): Promise<RefreshResult> {
  return askForPair(config, { code, code_verifier: verifier, grant_type: "authorization_code" });
}

export type TokensAccount =
  | { readonly kind: "account"; readonly oaId: string }
  /** Zalo was not reached, or was busy. */
  | { readonly kind: "unreached" }
  /** Zalo does not say: the app may lack the permission to ask. `reason` is a code. */
  | { readonly kind: "untold"; readonly reason: string };

/** Whose account an access token speaks for, by Zalo's own word. */
export async function accountOf(config: Omit<ZaloApiConfig, "keeper">, accessToken: string): Promise<TokensAccount> {
  const refused = { kind: "operator", reason: "zalo: a new access token is refused" } as const;
  const keeper = {
    current: async () => ({ kind: "token", token: accessToken }) as const,
    renew: async () => refused,
  };
  const answer = await zaloApi({ ...config, keeper }).call({ path: "/v2.0/oa/getoa" });
  if (answer.kind === "failed")
    return answer.outcome.kind === "retry" ? { kind: "unreached" } : { kind: "untold", reason: answer.outcome.reason };
  const oaId = account.safeParse(answer.data).data;
  return oaId ? { kind: "account", oaId } : { kind: "untold", reason: "zalo: no account in getoa" };
}

export const oauthRoot = (url: string | undefined): string => (url ?? "https://oauth.zaloapp.com").replace(/\/+$/, "");

async function askForPair(config: OauthConfig, fields: Readonly<Record<string, string>>): Promise<RefreshResult> {
  if (!config.appSecret) return { kind: "operator", reason: "zalo: no app secret (ZALO_APP_SECRET)" };
  const answer = await fetchJson(`${oauthRoot(config.oauthUrl)}/v4/oa/access_token`, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(config.timeoutMs ?? 10_000),
    headers: { "content-type": "application/x-www-form-urlencoded", secret_key: config.appSecret },
    body: new URLSearchParams({ ...fields, app_id: config.appId }).toString(),
  });
  if ("failed" in answer) return { kind: "retry", reason: `token ${answer.failed.reason}` };
  return pairOf(answer, config.clock.now());
}

function pairOf(answer: { status: number; json: unknown }, now: number): RefreshResult {
  const granted = grant.safeParse(answer.json);
  if (granted.success) {
    const { access_token, refresh_token, expires_in } = granted.data;
    const expiresAt = now + expires_in * 1000;
    return {
      kind: "pair",
      pair: { accessToken: access_token, refreshToken: refresh_token, obtainedAt: now, expiresAt },
    };
  }
  const code = grantError.safeParse(answer.json).data?.error;
  if (answer.status >= 500 || code === -32)
    return { kind: "retry", reason: `zalo token ${code ?? `http ${answer.status}`}`, afterMs: MINUTE };
  // No code is documented for a dead refresh token, so every other "no" is for a person to look at.
  return { kind: "operator", reason: `zalo: token refused (${code ?? `http ${answer.status}`})` };
}
