import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** What signs in the office's name. */
export interface OfficeKey {
  /** The public half as printed: 43 characters, base64url of Ed25519's 32 bytes. */
  readonly publicKey: string;
  /** The name a signature gives its key: the first 8 characters of the public half's SHA-256, base64url. */
  readonly id: string;
  /** Base64url, 86 characters. The same text is always signed alike. */
  readonly sign: (text: string) => string;
}

/** A key from its private half in PEM. Throws when it is no Ed25519 key. */
export function officeKey(pem: string): OfficeKey {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("the office's key is no Ed25519 key");
  const publicKey = createPublicKey(key).export({ format: "jwk" }).x ?? "";
  return {
    publicKey,
    id: keyId(publicKey),
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64url"),
  };
}

export const keyId = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("base64url").slice(0, 8);

/** True when `signature` was made over `text` with the private half of the key. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = readPublicKey(publicKey);
  // One signature has one spelling: base64 would read others the same.
  const bytes = Buffer.from(signature, "base64url");
  return key !== undefined && bytes.toString("base64url") === signature && verify(null, Buffer.from(text), key, bytes);
}

function readPublicKey(x: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  } catch {
    return undefined;
  }
}
