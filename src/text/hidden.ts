/** Longer than any word or code people write, and in the alphabet of Base64. */
const ENCODED = /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{16,}={0,2}(?![A-Za-z0-9+/])/g;
/** Mostly letters and spaces: a sentence, and not the bytes any long word decodes to. */
const READABLE = /^[\p{L}\p{M}\p{N}\s.,:;!?'"()/-]+$/u;

/** What a text says in Base64, to be understood as if it were written out; empty for almost every text. */
export function hiddenText(text: string): string {
  return (text.match(ENCODED) ?? [])
    .map((token) => Buffer.from(token, "base64").toString("utf8"))
    .filter((decoded) => READABLE.test(decoded) && decoded.includes(" "))
    .join(" ");
}
