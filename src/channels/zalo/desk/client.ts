import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { AccountMemory } from "../account/store.ts";
import type { ZaloApi, ZaloApiConfig } from "../api/client.ts";
import { alarmsOf, type ZaloAlarm } from "../health.ts";
import { accountOf, exchangeCode, type OauthConfig, oauthRoot } from "../oauth/client.ts";
import type { RefreshResult, TokenPair, TokenStore } from "../tokens.ts";
import { codeChallenge } from "../verify.ts";

/** How an Official Account is, for the people who look after it. Instants are epoch milliseconds; no secret is in it. */
export interface ZaloHealth {
  readonly oaId: string;
  readonly alarms: readonly ZaloAlarm[];
  /** Null when there is none. */
  readonly token: { readonly obtainedAt: number; readonly expiresAt: number } | null;
  readonly tokenTrouble: string | null;
  readonly tokenTroubleAt: number | null;
  readonly lastWebhookAt: number | null;
  readonly missedAt: number | null;
  readonly buttonsRefusedAt: number | null;
  readonly heldAt: number | null;
  readonly notices: readonly { readonly name: string; readonly at: number }[];
}

export type Exchange =
  | { readonly kind: "kept" }
  /** The consent was given for another account. */
  | { readonly kind: "other_account" }
  /** It answers an earlier question, or one that was not ours. */
  | { readonly kind: "other_consent" }
  /** Zalo was not reached: the code may still be good. */
  | { readonly kind: "unreached" }
  /** `reason` is a code. */
  | { readonly kind: "refused"; readonly reason: string };

/** What administrators do with an Official Account. */
export interface ZaloDesk {
  health(): Promise<ZaloHealth>;
  /** Zalo's page on which the account's owner consents; opening a new one voids the one before. Undefined without the app's secret. */
  consentUrl(callback: string): Promise<string | undefined>;
  /** Trades the code of a consent for tokens; they are in the database before they are used. */
  exchange(code: string, oaId: string, state?: string): Promise<Exchange>;
  /** Template messages left today, where Zalo says so. */
  templateQuota(): Promise<{ readonly daily: number; readonly left: number } | undefined>;
  /** Offers buttons again after Zalo had refused them. */
  offerButtons(): Promise<void>;
  /** Holds back everything that would go out, or lets it go; messages are taken in all the while. */
  hold(on: boolean): Promise<void>;
}

export interface DeskOptions extends OauthConfig, Omit<ZaloApiConfig, "keeper"> {
  readonly oaId: string;
  readonly api: ZaloApi;
  readonly tokens: TokenStore;
  readonly memory: AccountMemory;
  /** Where Zalo's console holds one fixed challenge: the verifier that belongs to it. */
  readonly fixedVerifier?: string;
}

const quota = z.object({ dailyQuota: z.coerce.number(), remainingQuota: z.coerce.number() });

/** 43 characters, as the official SDK makes them. */
const newVerifier = (): string => randomBytes(32).toString("base64url");

/** Tells one consent from another; nobody can make it from the challenge, which is open to see. */
const stateOf = (verifier: string): string =>
  createHash("sha256").update(`state:${verifier}`).digest("base64url").slice(0, 22);

/** Whether Zalo brings the state back is disputed, so only a wrong one says something; a code of another consent fails at Zalo. */
const mayAnswer = (verifier: string, state: string): boolean => state === "" || state === stateOf(verifier);

export function zaloDesk(options: DeskOptions): ZaloDesk {
  const { oaId, memory, tokens, api, clock } = options;
  /** The pair a used-up code has brought, while Zalo could not be asked whose it is. */
  let unchecked: { readonly code: string; readonly pair: TokenPair } | undefined;

  async function health(): Promise<ZaloHealth> {
    const [state, pair, notices] = await Promise.all([memory.read(), tokens.load(), memory.notices()]);
    const { verifier: _, ...told } = state;
    const token = pair ? { obtainedAt: pair.obtainedAt, expiresAt: pair.expiresAt } : null;
    return { oaId, alarms: alarmsOf(state, pair, clock.now()), token, ...told, notices };
  }

  async function consentUrl(callback: string): Promise<string | undefined> {
    if (!options.appSecret) return undefined;
    const verifier = options.fixedVerifier ?? newVerifier();
    await memory.note({ verifier });
    const query = new URLSearchParams({
      app_id: options.appId,
      redirect_uri: callback,
      code_challenge: codeChallenge(verifier),
      state: stateOf(verifier),
    });
    return `${oauthRoot(options.oauthUrl)}/v4/oa/permission?${query}`;
  }

  async function exchange(code: string, consented: string, state = ""): Promise<Exchange> {
    if (consented !== "" && consented !== oaId) return { kind: "other_account" };
    const { verifier } = await memory.read();
    if (!verifier || !mayAnswer(verifier, state)) return { kind: "other_consent" };
    const result = await pairFor(code, verifier);
    if (result.kind === "retry") return { kind: "unreached" };
    if (result.kind !== "pair") return { kind: "refused", reason: result.reason };
    const objection = await notOurs(result.pair, consented);
    if (objection) return objection;
    await tokens.save(result.pair);
    await memory.note({ verifier: null, tokenTrouble: null, tokenTroubleAt: null });
    unchecked = undefined;
    return { kind: "kept" };
  }

  /** A code works once: what it has brought is kept at hand until Zalo has said whose it is. */
  async function pairFor(code: string, verifier: string): Promise<RefreshResult> {
    if (unchecked?.code === code) return { kind: "pair", pair: unchecked.pair };
    const result = await exchangeCode(options, code, verifier);
    if (result.kind === "pair") unchecked = { code, pair: result.pair };
    return result;
  }

  /**
   * The browser's word on whose consent it is can be missing or made up, and with a challenge fixed in Zalo's console any account's
   * code fits our verifier: Zalo is asked whom the tokens speak for. Where it may not say, the browser's word has to do.
   */
  async function notOurs(pair: TokenPair, consented: string): Promise<Exclude<Exchange, { kind: "kept" }> | undefined> {
    const told = await accountOf(options, pair.accessToken);
    if (told.kind === "unreached") return told;
    if (told.kind === "account") return told.oaId === oaId ? undefined : { kind: "other_account" };
    return consented === oaId ? undefined : { kind: "refused", reason: told.reason };
  }

  return {
    health,
    consentUrl,
    exchange,
    async templateQuota() {
      const answer = await api.call({ host: "zns", path: "/message/quota" });
      const known = answer.kind === "ok" ? quota.safeParse(answer.data).data : undefined;
      return known && { daily: known.dailyQuota, left: known.remainingQuota };
    },
    offerButtons: () => memory.note({ buttonsRefusedAt: null }),
    hold: (on) => memory.note({ heldAt: on ? clock.now() : null }),
  };
}
