import { createHmac, timingSafeEqual } from "node:crypto";

export type AndroidVerdict = "genuine" | "forged" | "stale";

/**
 * Checks a call of the gateway app: hex of the HMAC-SHA256 over the raw body followed by the timestamp (docs.sms-gate.app,
 * webhooks). The app stamps every retry anew, so a stamp far from our clock is a call recorded and sent again.
 */
export function verifyAndroid(
  raw: Buffer,
  { signature, timestamp }: { readonly signature: string | undefined; readonly timestamp: string | undefined },
  secret: string,
  { now, toleranceMs }: { readonly now: number; readonly toleranceMs: number },
): AndroidVerdict {
  if (secret === "" || !signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return "forged";
  if (!/^[0-9a-f]{64}$/i.test(signature)) return "forged";
  const expected = createHmac("sha256", secret).update(raw).update(timestamp).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, "hex"))) return "forged";
  return Math.abs(now - Number(timestamp) * 1000) <= toleranceMs ? "genuine" : "stale";
}
