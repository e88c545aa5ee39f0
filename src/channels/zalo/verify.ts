import { createHash, createHmac, hash, timingSafeEqual } from "node:crypto";

/** JSON of a webhook body, or undefined where the bytes are no JSON object. */
export function jsonObjectOf(raw: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(raw.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A body with the object it holds, so that it is read once. */
export interface ReadBody {
  readonly raw: Buffer;
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Checks `X-ZEvent-Signature: mac=<64 hex>`, where mac = SHA-256(appId + body + timestamp + OA secret key): a plain hash
 * over the bytes as received, keyed with the Webhook page's secret, not the app secret. Never throws; anything odd is false.
 * Source: docs.zaloplatforms.com, OA webhook event pages.
 */
export function verifyZalo(
  { raw, json }: ReadBody,
  header: string | undefined,
  appId: string,
  oaSecretKey: string,
): boolean {
  const mac = /^mac=([0-9a-fA-F]{64})$/.exec(header ?? "")?.[1];
  const timestamp = json?.["timestamp"];
  if (!mac || !appId || !oaSecretKey) return false;
  if (typeof timestamp !== "string" && typeof timestamp !== "number") return false;
  const signed = Buffer.concat([Buffer.from(appId), raw, Buffer.from(String(timestamp) + oaSecretKey)]);
  return timingSafeEqual(hash("sha256", signed, "buffer"), Buffer.from(mac, "hex"));
}

/** The optional header `appsecret_proof` of API calls. Source: zalo-php-sdk. */
export function appSecretProof(appSecret: string, accessToken: string): string {
  return createHmac("sha256", appSecret).update(accessToken).digest("hex");
}

/** PKCE, S256 without padding (RFC 7636). */
export function codeChallenge(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
