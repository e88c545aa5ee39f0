import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What an MO call signs, as decoded from its query. */
export interface SignedMo {
  readonly cpid: string;
  readonly smsid: string;
  readonly content: string;
  /** yyyyMMddHHmmss. */
  readonly receiverTime: string;
}

/**
 * Checks an MO call: base64 of the MD5 of the four fields and the key, joined without separators (developers.esms.vn,
 * short code). The sum covers neither the sender's number nor where one field ends and the next begins, so who wrote stays
 * unproven: see docs/runbooks/sms-providers.md.
 */
export function verifyEsms({ cpid, smsid, content, receiverTime }: SignedMo, sign: string, key: string): boolean {
  if (key === "") return false;
  const expected = createHash("md5").update(`${cpid}${smsid}${content}${receiverTime}${key}`, "utf8").digest("base64");
  return sameText(expected, sign);
}

/** Delivery reports are not signed: this part of their address, which only the provider is given, stands in for a signature. */
export function reportToken(secretKey: string): string {
  return createHmac("sha256", secretKey).update("esms delivery report").digest("hex").slice(0, 40);
}

/** Compares in a time that tells nothing of where they differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
