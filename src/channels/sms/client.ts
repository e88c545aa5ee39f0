import type { SendOutcome } from "../channel.ts";

export interface Wish {
  /** Stands in reasons: "esms", "android". */
  readonly provider: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly timeoutMs: number;
}

/** What came back, or why nothing did. */
export type Exchange = { readonly status: number; readonly body: string } | Extract<SendOutcome, { kind: "retry" }>;

/** Nobody was reached, so nothing can have been sent. */
const NOT_REACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Posts JSON. Never throws; redirects are not followed: they could lead a secret elsewhere. */
export async function postJson({ provider, url, headers, body, timeoutMs }: Wish): Promise<Exchange> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return troubleOf(provider, error);
  }
}

/** What an error of `fetch` makes of a message: once the provider was reached, it may have been sent. */
export function troubleOf(provider: string, error: unknown): Extract<SendOutcome, { kind: "retry" }> {
  const { name, cause } = Object(error) as { name?: unknown; cause?: unknown };
  if (name === "TimeoutError") return { kind: "retry", reason: `${provider} time-out`, uncertain: true };
  const reached = !NOT_REACHED.has(String((Object(cause) as { code?: unknown }).code));
  return { kind: "retry", reason: `${provider} unreachable`, ...(reached && { uncertain: true as const }) };
}

/** What a status means where the body says nothing more; undefined for success. */
export function outcomeOfStatus(provider: string, status: number): SendOutcome | undefined {
  if (status >= 200 && status < 300) return undefined;
  const reason = `${provider} http ${status}`;
  if (status === 429) return { kind: "retry", reason, afterMs: 60_000 };
  if (status >= 500) return { kind: "retry", reason };
  return { kind: status === 401 || status === 403 || status === 404 ? "operator" : "refused", reason };
}
