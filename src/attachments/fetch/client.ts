import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { BlockList, isIP } from "node:net";
import { checkedUrl } from "../address.ts";
import type { RefusalReason } from "../attachment.ts";
import type { AttachmentRules } from "../load.ts";

/** Where to connect for a host: an address that has been looked at, so that nothing can be answered differently afterwards. */
export type Reached =
  | { readonly ok: true; readonly address: string; readonly port?: number; readonly ca?: string }
  | { readonly ok: false; readonly reason: "private_address" | "unresolved" };
/** Tests give their own, which leads to their fakes; no setting does. */
export type Reach = (host: string) => Promise<Reached>;

export type Fetched =
  | { readonly kind: "bytes"; readonly bytes: Buffer }
  | { readonly kind: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "retry"; readonly reason: string };

export interface FetchPorts {
  readonly rules: AttachmentRules;
  readonly reach: Reach;
  /** The value of the header Authorization for a host that wants one. */
  readonly authorization?: (host: string) => string | undefined;
}

/** Addresses that lead into our own house, or nowhere (the registries of special addresses, RFC 6890 and its successors). */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  PRIVATE.addSubnet(net, bits, "ipv4");
/** Of IPv6 only what is given out to the world is public, and of that not the ways through which IPv4 is reached. */
const PUBLIC_V6 = new BlockList();
PUBLIC_V6.addSubnet("2000::", 3, "ipv6");
const PRIVATE_V6 = new BlockList();
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  PRIVATE_V6.addSubnet(net, bits, "ipv6");

export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !PRIVATE.check(address, "ipv4");
  return version === 6 && PUBLIC_V6.check(address, "ipv6") && !PRIVATE_V6.check(address, "ipv6");
}

const resolveAll = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true, verbatim: false })).map(({ address }) => address);

/** Resolves a host; one private address among its addresses refuses it whole. */
export function publicReach(resolve: (host: string) => Promise<readonly string[]> = resolveAll): Reach {
  return async (host) => {
    const addresses = await resolve(host).catch(() => []);
    const [first] = addresses;
    if (first === undefined) return { ok: false, reason: "unresolved" };
    return addresses.every(isPublicAddress) ? { ok: true, address: first } : { ok: false, reason: "private_address" };
  };
}

const MOST_REDIRECTS = 3;

/** Fetches one file, whatever its server does. A redirect is followed to hosts of the list alone, each looked at like the first. */
export async function fetchFile(raw: string, ports: FetchPorts): Promise<Fetched> {
  const signal = AbortSignal.timeout(ports.rules.longestMs);
  let address = raw;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const checked = checkedUrl(address, ports.rules.hosts);
    if (!checked.ok) return { kind: "refused", reason: hop === 0 ? checked.reason : "redirect" };
    const step = await stepTo(checked.url, ports, signal, hop === 0);
    if (step.kind !== "redirect") return step;
    if (!URL.canParse(step.to, checked.url.href)) return { kind: "refused", reason: "redirect" };
    address = new URL(step.to, checked.url).href;
  }
  return { kind: "refused", reason: "redirect" };
}

type Step = Fetched | { readonly kind: "redirect"; readonly to: string };

async function stepTo(url: URL, ports: FetchPorts, signal: AbortSignal, isFirst: boolean): Promise<Step> {
  const reached = await ports.reach(url.hostname);
  if (!reached.ok) {
    return reached.reason === "private_address"
      ? { kind: "refused", reason: "private_address" }
      : { kind: "retry", reason: "unresolved" };
  }
  // A login belongs to the host it was given for, not to where that host sends us.
  const authorization = isFirst ? ports.authorization?.(url.hostname) : undefined;
  try {
    const response = await open(url, reached, authorization, signal);
    try {
      return await readStep(response, ports.rules.largestBytes);
    } finally {
      response.destroy();
    }
  } catch (error) {
    return { kind: "retry", reason: signal.aborted ? "timeout" : codeOf(error) };
  }
}

function open(
  url: URL,
  reached: Extract<Reached, { ok: true }>,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request({
      host: reached.address,
      port: reached.port ?? 443,
      servername: url.hostname,
      path: url.pathname + url.search,
      headers: { host: url.host, "accept-encoding": "identity", ...(authorization && { authorization }) },
      agent: false,
      signal,
      ...(reached.ca && { ca: reached.ca }),
    });
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    outgoing.end();
  });
}

async function readStep(response: IncomingMessage, largest: number): Promise<Step> {
  const status = response.statusCode ?? 0;
  const { location, "content-encoding": encoding, "content-length": length } = response.headers;
  if ([301, 302, 303, 307, 308].includes(status)) return { kind: "redirect", to: location ?? "" };
  if (status === 404 || status === 410) return { kind: "refused", reason: "gone" };
  if (status !== 200) return { kind: "retry", reason: `http_${status}` };
  // Packed bytes could unfold into any number.
  if (encoding !== undefined && encoding !== "identity") return { kind: "refused", reason: "type" };
  return Number(length ?? 0) > largest ? TOO_LARGE : readBody(response, largest);
}

const TOO_LARGE = { kind: "refused", reason: "too_large" } as const;

/** Stops at the first byte too many, whatever the server said before. */
async function readBody(response: IncomingMessage, largest: number): Promise<Fetched> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largest) return TOO_LARGE;
    parts.push(part);
  }
  return response.complete ? { kind: "bytes", bytes: Buffer.concat(parts) } : { kind: "retry", reason: "cut_off" };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code).slice(0, 40).toLowerCase() : "network";
