import { createHash, timingSafeEqual } from "node:crypto";
import type { WebhookRequest } from "../channel.ts";
import { isLocalCaller } from "../web/guard.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** With a secret: whoever brings it as a bearer token. Without: programs and browsers on this machine, past no proxy. */
export function mayEnter({ headers, from, method }: WebhookRequest, secret: string | undefined): boolean {
  if (secret === undefined) return isLocalCaller({ socketAddress: from, method, headers });
  return timingSafeEqual(digest(headers["authorization"] ?? ""), digest(`Bearer ${secret}`));
}
