import type { Address } from "../../messages/index.ts";
import type { Database } from "../../platform/index.ts";
import type { Claim, Way } from "../delivery.ts";
import type { DeliveryPolicy } from "../policy.ts";
import { preferencesOf } from "../preferences/store.ts";
import { withOutbox } from "../tables.ts";
import { type KnownAddress, waysTo, withoutCopies } from "./route.ts";

/** The ways to the person of a delivery, and those given up already. */
export interface Course {
  readonly ways: readonly Way[];
  readonly tried: readonly Way[];
}

/** Looks up what is known of the person now: addresses learnt since the promise count, and so does what was stopped since. */
export async function courseOf(db: Database, policy: DeliveryPolicy, held: Claim): Promise<Course> {
  const given = await givenUp(db, held.id);
  const now: Way = { by: held.by, to: held.to };
  const promised = given[0]?.to ?? held.to;
  const { cause, ticketId } = held;
  const others = await policy.othersOf({ to: promised, cause, ticketId });
  const [first, ...rest] = await withPreferences(db, withoutCopies([promised, ...others]));
  if (!first) throw new Error("a delivery is promised to an address");
  return { ways: waysTo({ cause, promised: first, others: rest }, policy.chain), tried: [...given, now] };
}

async function withPreferences(db: Database, addresses: readonly Address[]): Promise<KnownAddress[]> {
  const preferences = await preferencesOf(db.read, addresses);
  return addresses.flatMap((address, i) => {
    const preference = preferences[i];
    return preference ? [{ address, preference }] : [];
  });
}

async function givenUp(db: Database, deliveryId: string): Promise<Way[]> {
  const rows = await withOutbox(db.read)
    .selectFrom("delivery_hops")
    .select(["way", "recipient"])
    .where("delivery_id", "=", deliveryId)
    .orderBy("seq")
    .execute();
  return rows.map(({ way, recipient }) => ({ by: way, to: JSON.parse(recipient) as Address }));
}
