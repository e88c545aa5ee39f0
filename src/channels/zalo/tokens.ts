import type { SendOutcome } from "../channel.ts";

/** Instants are epoch milliseconds. An empty `refreshToken` is a pair that cannot be renewed. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly obtainedAt: number;
  readonly expiresAt: number;
}

/** Where the one living pair of an Official Account is kept. */
export interface TokenStore {
  load(): Promise<TokenPair | undefined>;
  save(pair: TokenPair): Promise<void>;
  /** Takes the right to refresh for `leaseMs`, for all servers together; false while another holds it. */
  claim?(now: number, leaseMs: number): Promise<boolean>;
  /** Gives the right back when the refresh has failed; saving a pair gives it back too. */
  release?(): Promise<void>;
}

export type RefreshResult = { readonly kind: "pair"; readonly pair: TokenPair } | TokenTrouble;
export type TokenTrouble = Extract<SendOutcome, { kind: "retry" | "operator" }>;
export type Access = { readonly kind: "token"; readonly token: string } | TokenTrouble;

export interface TokenKeeperPorts {
  readonly store: TokenStore;
  /** From the configuration: fills an empty store, and is tried once when the stored refresh token is dead. */
  readonly seed: TokenPair | undefined;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly refresh: (refreshToken: string) => Promise<RefreshResult>;
  /** Told why a renewal failed, and with undefined that one has worked. */
  readonly note?: (trouble: TokenTrouble | undefined) => Promise<void>;
}

export interface TokenKeeper {
  /** A token to use now; renewed beforehand when four fifths of its life are over. */
  current(): Promise<Access>;
  /** Another token than `stale`, which Zalo has just refused. */
  renew(stale: string): Promise<Access>;
}

const LEASE_MS = 30_000;
/** After a failed early renewal the old token serves on, and we do not ask again for a minute. */
const PAUSE_MS = 60_000;
const NO_TOKEN: TokenTrouble = { kind: "operator", reason: "zalo: no refresh token (ZALO_REFRESH_TOKEN)" };

/**
 * Keeps the access token alive. Zalo's refresh tokens work once and each refresh kills the access token before it, so:
 * one refresh at a time, the new pair durable before its first use, and a look into the store first, because another
 * server may have refreshed already.
 */
export function tokenKeeper(ports: TokenKeeperPorts): TokenKeeper {
  const { store, seed, now } = ports;
  let cached: TokenPair | undefined;
  /** A pair Zalo has given us but the store could not take yet. */
  let unsaved: TokenPair | undefined;
  let renewing: Promise<Access> | undefined;
  let seedTried = false;
  let pausedUntil = 0;

  async function load(): Promise<TokenPair | undefined> {
    const stored = await store.load();
    if (stored || !seed) return stored;
    await store.save(seed);
    return seed;
  }

  async function current(): Promise<Access> {
    cached ??= await load();
    const pair = cached;
    if (!pair) return NO_TOKEN;
    if (!isDue(pair, now()) || (isAlive(pair, now()) && now() < pausedUntil)) return tokenOf(pair);
    const renewed = await renew(pair.accessToken);
    if (renewed.kind === "token" || !isAlive(pair, now())) return renewed;
    pausedUntil = now() + PAUSE_MS;
    return tokenOf(pair);
  }

  function renew(stale: string): Promise<Access> {
    renewing ??= renewOnce(stale).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function renewOnce(stale: string): Promise<Access> {
    if (unsaved) return keep(unsaved);
    const stored = await load();
    if (!stored) return NO_TOKEN;
    if (stored.accessToken !== stale) return adopt(stored);
    if (store.claim && !(await store.claim(now(), LEASE_MS))) return adoptFromAnother(stale);
    const access = await exchange(stored);
    if (access.kind !== "token") await store.release?.();
    await note(access);
    return access;
  }

  /** An alarm that cannot be written must not stop what works. */
  async function note(access: Access): Promise<void> {
    await ports.note?.(access.kind === "token" ? undefined : access).catch(() => undefined);
  }

  async function exchange(stored: TokenPair): Promise<Access> {
    const result = stored.refreshToken ? await ports.refresh(stored.refreshToken) : NO_TOKEN;
    if (result.kind === "pair") return keep(result.pair);
    if (result.kind === "retry") return result;
    const changed = await store.load();
    if (changed && changed.accessToken !== stored.accessToken) return adopt(changed);
    return exchangeSeed(stored, result);
  }

  /** The operator may have put a fresh token into the configuration because the stored one had died. */
  async function exchangeSeed(stored: TokenPair, trouble: TokenTrouble): Promise<Access> {
    if (seedTried || !seed?.refreshToken || seed.refreshToken === stored.refreshToken) return trouble;
    seedTried = true;
    const result = await ports.refresh(seed.refreshToken);
    return result.kind === "pair" ? keep(result.pair) : trouble;
  }

  async function keep(pair: TokenPair): Promise<Access> {
    unsaved = pair;
    await store.save(pair);
    unsaved = undefined;
    return adopt(pair);
  }

  function adopt(pair: TokenPair): Access {
    cached = pair;
    return tokenOf(pair);
  }

  async function adoptFromAnother(stale: string): Promise<Access> {
    for (let tries = 0; tries < 20; tries += 1) {
      await ports.wait(250);
      const stored = await store.load();
      if (stored && stored.accessToken !== stale) return adopt(stored);
    }
    return { kind: "retry", reason: "zalo: another server is refreshing the token", afterMs: LEASE_MS };
  }

  return { current, renew };
}

function tokenOf(pair: TokenPair): Access {
  return { kind: "token", token: pair.accessToken };
}

function isAlive(pair: TokenPair, now: number): boolean {
  return pair.accessToken !== "" && now < pair.expiresAt;
}

/** True from four fifths of the token's life on. */
export function isDue(pair: TokenPair, now: number): boolean {
  return now >= pair.obtainedAt + 0.8 * (pair.expiresAt - pair.obtainedAt);
}
