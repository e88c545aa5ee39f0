/** What decides whether a request may use the try page; `headers` by lower-case name. */
export interface Caller {
  readonly socketAddress: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const LOOPBACK = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/;
const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * True only for a browser on this machine. A proxy on the same machine also has a loopback socket, so anything it
 * forwarded is refused; a foreign page that had its name point here has a foreign Host; one that posts here, a foreign Origin.
 */
export function isLocalCaller({ socketAddress, method, headers }: Caller): boolean {
  const forwarded =
    headers["forwarded"] ?? headers["x-forwarded-for"] ?? headers["x-forwarded-host"] ?? headers["x-real-ip"];
  const host = String(headers["host"] ?? "");
  const isOurs = method === "GET" || headers["origin"] === undefined || headers["origin"] === `http://${host}`;
  return LOOPBACK.test(socketAddress) && forwarded === undefined && LOCAL_HOST.test(host) && isOurs;
}
