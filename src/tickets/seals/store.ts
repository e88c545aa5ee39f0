import { createHash } from "node:crypto";
import { type Database, type Queries, sha256 } from "../../platform/index.ts";
import type { OfficeKey } from "../receipts/sign.ts";
import { ticketTables } from "../tables.ts";
import { sealTables } from "./tables.ts";

/** The office's signature under everything that had happened to all tickets by then. */
export interface Seal {
  /** From 1, without gaps. */
  readonly nth: number;
  /** Epoch ms. */
  readonly at: number;
  readonly upto: number;
  readonly events: number;
  readonly digest: string;
  readonly previous: string;
  readonly keyId: string;
  readonly signature: string;
}

/**
 * Events younger than this are left for the next seal: on PostgreSQL one may have its number before another that is committed
 * earlier. No transaction lasts as long.
 */
const SETTLED_MS = 10 * 60_000;
const PAGE = 2000;

/** The words a seal signs. */
export const sealText = ({ nth, at, upto, events, digest, previous }: Omit<Seal, "keyId" | "signature">): string =>
  ["lang-nghe/seal/1", nth, at, upto, events, digest, previous].join("\n");

/** What the next seal names this one by; also what is printed for keeping elsewhere. */
export const sealHash = (seal: Seal): string => sha256(`${sealText(seal)}\n${seal.keyId}\n${seal.signature}`);

/** Runs over events in the order of their numbers and condenses them. */
export function condenser() {
  const hash = createHash("sha256");
  let events = 0;
  return {
    add({ seq, hash: eventHash }: { readonly seq: number; readonly hash: string }) {
      hash.update(`${seq}:${eventHash}\n`);
      events += 1;
    },
    end: () => ({ events, digest: hash.digest("hex") }),
  };
}

/** Events numbered above `after`, and up to `upto`, in order, a page at a time. */
export async function* eventsAfter(queries: Queries, after: number, upto: number) {
  for (let from = after; ; ) {
    const page = await ticketTables(queries)
      .selectFrom("ticket_events")
      .select(["seq", "hash"])
      .where("seq", ">", from)
      .where("seq", "<=", upto)
      .orderBy("seq")
      .limit(PAGE)
      .execute();
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.seq;
  }
}

/** Seals after the given one, in order, a page at a time. */
export async function* sealsAfter(queries: Queries, after = 0): AsyncGenerator<Seal> {
  for (let from = after; ; ) {
    const page = await sealTables(queries)
      .selectFrom("ticket_seals")
      .selectAll()
      .where("nth", ">", from)
      .orderBy("nth")
      .limit(PAGE)
      .execute();
    for (const { key_id: keyId, ...row } of page) yield { ...row, keyId };
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.nth;
  }
}

async function lastSeal(queries: Queries): Promise<Seal | undefined> {
  const row = await sealTables(queries)
    .selectFrom("ticket_seals")
    .selectAll()
    .orderBy("nth", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { key_id: keyId, ...rest } = row;
  return { ...rest, keyId };
}

/** Seals what has settled since the last seal; undefined when there is nothing, or when another server has just done it. */
export async function sealNow(
  db: Database,
  key: OfficeKey,
  now: number,
  settledMs = SETTLED_MS,
): Promise<Seal | undefined> {
  const before = await lastSeal(db.read);
  const after = before?.upto ?? 0;
  const upto = await settledUpTo(db.read, after, now - settledMs);
  const condensed = condenser();
  for await (const event of eventsAfter(db.read, after, upto)) condensed.add(event);
  const { events, digest } = condensed.end();
  if (events === 0) return undefined;
  const bare = {
    nth: (before?.nth ?? 0) + 1,
    at: now,
    upto,
    events,
    digest,
    previous: before === undefined ? "" : sealHash(before),
  };
  const seal: Seal = { ...bare, keyId: key.id, signature: key.sign(sealText(bare)) };
  return (await db.write((tx) => insertSeal(tx, seal))) ? seal : undefined;
}

/** The number of the last event after `after` that stands before the first that is too young. */
async function settledUpTo(queries: Queries, after: number, settledAt: number): Promise<number> {
  const unsealed = ticketTables(queries).selectFrom("ticket_events").where("seq", ">", after);
  const young = await unsealed
    .select((eb) => eb.fn.min("seq").as("seq"))
    .where("at", ">", settledAt)
    .executeTakeFirst();
  if (young?.seq != null) return young.seq - 1;
  const last = await unsealed.select((eb) => eb.fn.max("seq").as("seq")).executeTakeFirst();
  return last?.seq ?? after;
}

async function insertSeal(tx: Queries, { keyId, ...seal }: Seal): Promise<boolean> {
  const result = await sealTables(tx)
    .insertInto("ticket_seals")
    .values({ ...seal, key_id: keyId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}
