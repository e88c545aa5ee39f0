import { createHash, timingSafeEqual } from "node:crypto";
import { loadTwilio } from "./sdk.ts";

/** Form fields by name; a name sent several times has all its values. */
export type FormFields = Readonly<Record<string, string | string[]>>;

/**
 * Fields of a form body. Names are taken literally (no `a[b]` nesting) and empty values kept, because the signature
 * covers both.
 */
export function formFields(raw: Buffer): FormFields {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(raw.toString("utf8"))) {
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

/**
 * Checks `X-Twilio-Signature` with the package: HMAC-SHA1 over the public URL and the sorted form fields; for JSON
 * bodies over a URL that carries the body's SHA-256. Resolves false for anything odd, never rejects.
 * Source: twilio.com/docs/usage/security.
 */
export async function verifyTwilio(
  raw: Buffer,
  header: string | undefined,
  url: string,
  authToken: string,
): Promise<boolean> {
  if (!header || !authToken || !URL.canParse(url)) return false;
  const { validateRequest } = await loadTwilio();
  const bodyHash = new URL(url).searchParams.get("bodySHA256");
  try {
    return bodyHash === null
      ? validateRequest(authToken, header, url, formFields(raw))
      : hashMatches(raw, bodyHash) && validateRequest(authToken, header, url, {});
  } catch {
    return false;
  }
}

/** On bytes, not on decoded text: two broken encodings must not look alike. */
function hashMatches(raw: Buffer, stated: string): boolean {
  const expected = createHash("sha256").update(raw).digest();
  return /^[0-9a-f]{64}$/.test(stated) && timingSafeEqual(expected, Buffer.from(stated, "hex"));
}
