import { createHash, timingSafeEqual } from "node:crypto";

/** Compares the header X-Bot-Api-Secret-Token with the secret the webhook was set with, in a time that tells nothing. */
export function verifyZaloBot(header: string | undefined, secret: string): boolean {
  if (!header || !secret) return false;
  return timingSafeEqual(digest(header), digest(secret));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
