import type { RefusalReason } from "./attachment.ts";

export type CheckedUrl =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly reason: Extract<RefusalReason, "not_https" | "host"> };

/**
 * An address we may fetch: https on its own port, without a login, at a host of the list ("zdn.vn" lets in itself and every host
 * below it, and nothing else that ends in these letters).
 */
export function checkedUrl(raw: string, hosts: readonly string[]): CheckedUrl {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (url?.protocol !== "https:" || url.port !== "" || url.username !== "" || url.password !== "")
    return { ok: false, reason: "not_https" };
  const host = url.hostname.replace(/\.$/, "");
  return hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`))
    ? { ok: true, url }
    : { ok: false, reason: "host" };
}
