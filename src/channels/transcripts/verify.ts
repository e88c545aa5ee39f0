import { createHmac, timingSafeEqual } from "node:crypto";

const TOLERANCE_MS = 5 * 60_000;
/** A timestamp below this is in seconds, above it in milliseconds. */
const SECONDS_BELOW = 1e11;

export type HotlineCheck = "genuine" | "signature" | "stale";

/**
 * Checks `X-Signature: sha256=<hex HMAC-SHA256(secret, timestamp + "." + body)>` and that `X-Timestamp` (Unix seconds or
 * milliseconds) is within five minutes, so that a recorded call cannot be sent again later. Never throws.
 */
export function verifyHotline(
  raw: Buffer,
  headers: Readonly<Record<string, string | undefined>>,
  secret: string,
  now: number,
): HotlineCheck {
  const timestamp = headers["x-timestamp"] ?? "";
  const stated = /^sha256=([0-9a-fA-F]{64})$/.exec(headers["x-signature"] ?? "")?.[1];
  if (!secret || !stated || !/^\d{1,15}$/.test(timestamp)) return "signature";
  const expected = createHmac("sha256", secret).update(`${timestamp}.`).update(raw).digest();
  if (!timingSafeEqual(expected, Buffer.from(stated, "hex"))) return "signature";
  const at = Number(timestamp) < SECONDS_BELOW ? Number(timestamp) * 1000 : Number(timestamp);
  return Math.abs(now - at) <= TOLERANCE_MS ? "genuine" : "stale";
}
