import type { Selectable } from "kysely";
import type { Reply, SendOutcome } from "../../messages/index.ts";
import { builtOnce, type Database, type Queries, type ValueIn } from "../../platform/index.ts";
import { failureOf } from "../bounce/store.ts";
import { type Charge, keepCharge } from "../charges/store.ts";
import type { Claim, Way } from "../delivery.ts";
import type { Progress } from "../progress.ts";
import { type OutboxTables, withOutbox } from "../tables.ts";

/** What came of one try of one part. */
export interface Tried {
  readonly parts: readonly string[];
  readonly outcome: SendOutcome;
  readonly progress: Progress;
  readonly charge?: Charge | undefined;
  /** The way the delivery goes on by; `progress` is then that of the way given up. */
  readonly onward?: Onward | undefined;
}

/** A change of way. `rest` is what is left to say there. */
export interface Onward {
  readonly way: Way;
  readonly rest: Reply;
  readonly reason: string;
}

/**
 * Writes one try into the ledgers and moves the delivery on. "lost" when the lease had ended and another worker holds the
 * delivery: the ledgers keep the try, the delivery is left to its new holder.
 */
export async function record(db: Database, held: Claim, tried: Tried, now: number): Promise<"kept" | "lost"> {
  const { outcome, onward } = tried;
  const uncertain = isUncertain(held, outcome) ? 1 : 0;
  return db.write(async (tx) => {
    await keepTry(tx, held, tried, now);
    const bounced = await alreadyBounced(tx, held, tried);
    const result = await heldBy(tx, held)
      .set({
        ...rowAfter(tried),
        uncertain,
        ...(bounced === undefined ? { bounced: null } : takenUp(held, bounced, now)),
      })
      .executeTakeFirst();
    if (Number(result.numUpdatedRows) !== 1) return "lost";
    if (onward) await takeWay(tx, { ...held, uncertain }, onward, now);
    return "kept";
  });
}

async function keepTry(tx: Queries, held: Claim, { outcome, charge }: Tried, now: number): Promise<void> {
  const isSent = outcome.kind === "sent";
  await tx.executeQuery(
    trying(tx, {
      delivery_id: held.id,
      part: held.partsSent,
      at: now,
      outcome: outcome.kind,
      reason: isSent ? null : outcome.reason,
      provider_id: isSent ? outcome.providerId : null,
    }),
  );
  if (charge) await keepCharge(tx, charge);
}

type Try = Pick<
  Selectable<OutboxTables["delivery_attempts"]>,
  "delivery_id" | "part" | "at" | "outcome" | "reason" | "provider_id"
>;

const trying = builtOnce((queries, value: ValueIn<Try>) =>
  withOutbox(queries)
    .insertInto("delivery_attempts")
    .values({
      delivery_id: value("delivery_id"),
      part: value("part"),
      at: value("at"),
      outcome: value("outcome"),
      reason: value("reason"),
      provider_id: value("provider_id"),
    })
    .compile(),
);

function rowAfter(tried: Tried) {
  const { progress } = tried;
  return {
    state: progress.state,
    next_at: progress.nextAt,
    parts_sent: progress.partsSent,
    attempts: progress.attempts,
    last_reason: progress.reason,
    parts: keptParts(tried),
    settled_at: progress.settledAt,
    ...(progress.providerId === null ? {} : { provider_id: progress.providerId }),
  };
}

/** A provider may report a failure before we have written down that it took the message. */
async function alreadyBounced(tx: Queries, held: Claim, { outcome, progress }: Tried): Promise<string | undefined> {
  if (outcome.kind !== "sent" || progress.state !== "delivered" || outcome.providerId === "") return undefined;
  return failureOf(tx, held.to.channel, outcome.providerId);
}

const takenUp = (held: Claim, bounced: string, now: number) =>
  ({ state: "pending", next_at: now, parts_sent: held.partsSent, settled_at: null, bounced }) as const;

/** Once the first of several is out: the rest is cut alike whatever version sends it, and goes another way if need be. */
function keptParts({ progress, parts }: Tried): string | null {
  return progress.partsSent > 0 && progress.partsSent < parts.length ? JSON.stringify(parts) : null;
}

/** True when a try of the part that is next may have arrived. */
export function isUncertain(held: Claim, outcome: SendOutcome): boolean {
  if (outcome.kind === "sent") return false;
  return held.uncertain > 0 || (outcome.kind === "retry" && outcome.uncertain === true);
}

/** Puts a delivery on another way. An officer's call waits for the officer; everything else is due at once. */
async function takeWay(tx: Queries, held: Claim, { way, rest, reason }: Onward, now: number): Promise<void> {
  await withOutbox(tx)
    .insertInto("delivery_hops")
    .values({
      delivery_id: held.id,
      at: now,
      way: held.by,
      channel: held.to.channel,
      recipient: JSON.stringify(held.to),
      reason,
      parts_sent: held.partsSent,
      uncertain: held.uncertain > 0 ? 1 : 0,
    })
    .execute();
  const isCall = way.by === "call";
  await withOutbox(tx)
    .updateTable("deliveries")
    .set((eb) => ({
      state: isCall ? "stuck" : "pending",
      next_at: isCall ? null : now,
      way: way.by,
      channel: way.to.channel,
      recipient: JSON.stringify(way.to),
      rest: JSON.stringify(rest),
      hops: eb("hops", "+", 1),
      attempts: 0,
      parts_sent: 0,
      parts: null,
      uncertain: 0,
      bounced: null,
      last_reason: reason,
      settled_at: null,
    }))
    .where("id", "=", held.id)
    .execute();
}

/** Goes on by another way without a try: the person wishes it so, or the provider has said that it did not arrive. */
export async function reroute(db: Database, held: Claim, onward: Onward, now: number): Promise<void> {
  await db.write(async (tx) => {
    const result = await heldBy(tx, held).set({ bounced: null }).executeTakeFirst();
    if (Number(result.numUpdatedRows) === 1) await takeWay(tx, held, onward, now);
  });
}

/** Waits, untried, until `at` (quiet hours), in nobody's way. */
export async function postpone(db: Database, held: Claim, at: number): Promise<void> {
  await db.write((tx) => heldBy(tx, held).set({ state: "pending", next_at: at, not_before: at }).execute());
}

/** Settles a delivery untried: the person wants none, or no way is left after it bounced. */
export async function setAside(
  db: Database,
  held: Claim,
  state: "stuck" | "abandoned",
  reason: string,
  now: number,
): Promise<void> {
  const settled = state === "abandoned" ? { settled_at: now } : {};
  await db.write((tx) =>
    heldBy(tx, held)
      .set({ state, next_at: null, last_reason: reason, bounced: null, ...settled })
      .execute(),
  );
}

/** Keeps that a worker died with this part in hand, and what the send may have cost. Said once for every death. */
export async function noteDeath(db: Database, held: Claim, charge: Charge | undefined): Promise<void> {
  await db.write(async (tx) => {
    const result = await heldBy(tx, held).where("uncertain", "=", 2).set({ uncertain: 1 }).executeTakeFirst();
    if (charge && Number(result.numUpdatedRows) === 1) await keepCharge(tx, charge);
  });
}

/** A delivery as long as this claim of it holds. */
export function heldBy(tx: Queries, held: Claim) {
  return withOutbox(tx)
    .updateTable("deliveries")
    .where("id", "=", held.id)
    .where("claims", "=", held.turn)
    .where("state", "=", "sending");
}
