import type { Queries } from "../../../platform/index.ts";
import { isSignedBy } from "../../receipts/sign.ts";
import { condenser, eventsAfter, type Seal, sealHash, sealsAfter, sealText } from "../../seals/store.ts";

/**
 * `gap`: a seal is missing or was altered where the next one names it. `unknown_key`: signed by none of the keys given. `signature`:
 * not signed over these words. `events`: what it covers is not what was sealed.
 */
export interface SealBreak {
  readonly what: "seal";
  readonly nth: number;
  /** Epoch ms, as the seal says. */
  readonly at: number;
  readonly why: "gap" | "unknown_key" | "signature" | "events";
}

export interface SealReport {
  readonly seals: number;
  /** The newest, for keeping its hash elsewhere. */
  readonly last: { readonly nth: number; readonly at: number; readonly hash: string } | null;
}

/** Checks every seal against the keys and against the events it covers, in order; a broken one does not hide the next. */
export async function verifySeals(
  queries: Queries,
  keys: ReadonlyMap<string, string>,
  onBreak: (found: SealBreak) => void,
): Promise<SealReport> {
  let before: Seal | undefined;
  let seals = 0;
  for await (const seal of sealsAfter(queries)) {
    seals += 1;
    const why = whyUnfit(seal, before, keys) ?? (await whyOtherEvents(queries, seal, before));
    if (why) onBreak({ what: "seal", nth: seal.nth, at: seal.at, why });
    before = seal;
  }
  return { seals, last: before ? { nth: before.nth, at: before.at, hash: sealHash(before) } : null };
}

function whyUnfit(
  seal: Seal,
  before: Seal | undefined,
  keys: ReadonlyMap<string, string>,
): SealBreak["why"] | undefined {
  const isNext = seal.nth === (before?.nth ?? 0) + 1 && seal.previous === (before ? sealHash(before) : "");
  if (!isNext) return "gap";
  const key = keys.get(seal.keyId);
  if (key === undefined) return "unknown_key";
  return isSignedBy(key, sealText(seal), seal.signature) ? undefined : "signature";
}

async function whyOtherEvents(queries: Queries, seal: Seal, before: Seal | undefined): Promise<"events" | undefined> {
  const condensed = condenser();
  for await (const event of eventsAfter(queries, before?.upto ?? 0, seal.upto)) condensed.add(event);
  const { events, digest } = condensed.end();
  return events === seal.events && digest === seal.digest ? undefined : "events";
}
