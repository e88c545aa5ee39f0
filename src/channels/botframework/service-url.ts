/** Hosts that are this machine, whatever a name server says. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Whether replies may be posted there: the origins an operator has listed, or this machine where none is listed. Anybody who
 * may write could otherwise have us call any host.
 */
export function isServiceUrlAllowed(serviceUrl: string, origins: readonly string[]): boolean {
  const url = URL.parse(serviceUrl);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  if (url.username || url.password || url.search || url.hash) return false;
  return origins.length > 0 ? origins.includes(url.origin) : LOOPBACK.test(url.hostname);
}
