import { openDatabase } from "../app.ts";
import type { Config } from "../config.ts";
import {
  type ChainBreak,
  countEvents,
  type KnownKey,
  keyId,
  knownKeys,
  type SealBreak,
  type SealReport,
  verifyChains,
  verifyNumbers,
  verifySeals,
} from "../tickets/index.ts";

export type HistoryBreak = ChainBreak | SealBreak;

export interface HistoryReport extends SealReport {
  readonly tickets: number;
  readonly events: number;
  /** The keys the seals were held against. */
  readonly keys: readonly Pick<KnownKey, "id" | "publicKey">[];
}

export interface Looking {
  /** Public keys to believe; none: those the database names. */
  readonly keys: readonly string[];
  readonly onBreak: (found: HistoryBreak) => void;
  readonly onProgress: (events: number, of: number) => void;
}

/** Checks the whole history of the configured database, and changes nothing in it. */
export async function verifyHistory(
  config: Config,
  { keys: given, onBreak, onProgress }: Looking,
): Promise<HistoryReport> {
  const db = await openDatabase(config);
  try {
    const of = await countEvents(db.read);
    const keys =
      given.length > 0 ? given.map((publicKey) => ({ id: keyId(publicKey), publicKey })) : await knownKeys(db.read);
    const watching = { onBreak, onProgress: (events: number) => onProgress(events, of) };
    const chains = await verifyChains(db.read, watching);
    await verifyNumbers(db.read, db.kind, onBreak);
    const seals = await verifySeals(db.read, new Map(keys.map(({ id, publicKey }) => [id, publicKey])), onBreak);
    return { ...chains, ...seals, keys };
  } finally {
    await db.close();
  }
}
