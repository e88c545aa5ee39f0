import type { Billed, ChannelName } from "../../messages/index.ts";
import type { Database, Queries } from "../../platform/index.ts";
import { monthOf } from "./price.ts";
import type { ChargeTables } from "./tables.ts";

const tables = (queries: Queries) => queries.withTables<ChargeTables>();

/** One line of the ledger of money. */
export interface Charge {
  readonly deliveryId: string;
  readonly part: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly channel: ChannelName;
  readonly billed: Billed;
  /** Whole đồng; null where no price is known. */
  readonly amountVnd: number | null;
  readonly providerId: string | null;
  /** False: the provider may not have taken it. */
  readonly certain: boolean;
}

/** Adds one line inside the transaction that keeps the try. */
export async function keepCharge(tx: Queries, charge: Charge): Promise<void> {
  const { billed } = charge;
  await tables(tx)
    .insertInto("delivery_charges")
    .values({
      delivery_id: charge.deliveryId,
      part: charge.part,
      at: charge.at,
      month: monthOf(charge.at),
      channel: charge.channel,
      service: billed.service,
      units: billed.units,
      amount_vnd: charge.amountVnd,
      provider_id: charge.providerId,
      certain: charge.certain ? 1 : 0,
    })
    .execute();
}

/** What one service cost in one month. */
export interface MonthlyCost {
  /** "2026-11". */
  readonly month: string;
  readonly channel: ChannelName;
  readonly service: string;
  readonly sends: number;
  readonly units: number;
  /** Whole đồng of the sends whose price is known. */
  readonly amountVnd: number;
  /** Sends no price is known for. */
  readonly unpriced: number;
  /** Sends of which it is not known whether the provider took them; counted in none of the figures above. */
  readonly uncertain: number;
}

/** The ledger summed by month, channel and service, the latest month first. `from` and `to` are months, both included. */
export async function costsByMonth(
  db: Database,
  { from = "0000-00", to = "9999-99" }: { readonly from?: string; readonly to?: string } = {},
): Promise<MonthlyCost[]> {
  const rows = await tables(db.read)
    .selectFrom("delivery_charges")
    .select((eb) => {
      const when = (value: number | "units" | "amount_vnd", condition: ReturnType<typeof eb.and>) =>
        eb.fn.sum<number | null>(
          eb
            .case()
            .when(condition)
            .then(typeof value === "number" ? eb.lit(value) : eb.ref(value))
            .else(eb.lit(0))
            .end(),
        );
      const certain = eb.and([eb("certain", "=", 1)]);
      const priced = eb.and([eb("certain", "=", 1), eb("amount_vnd", "is not", null)]);
      const unpriced = eb.and([eb("certain", "=", 1), eb("amount_vnd", "is", null)]);
      return [
        "month" as const,
        "channel" as const,
        "service" as const,
        when(1, certain).as("sends"),
        when("units", certain).as("units"),
        when("amount_vnd", priced).as("amountVnd"),
        when(1, unpriced).as("unpriced"),
        when(1, eb.and([eb("certain", "=", 0)])).as("uncertain"),
      ];
    })
    .where("month", ">=", from)
    .where("month", "<=", to)
    .groupBy(["month", "channel", "service"])
    .orderBy("month", "desc")
    .orderBy("channel")
    .orderBy("service")
    .execute();
  return rows.map((row) => ({
    month: row.month,
    channel: row.channel as ChannelName,
    service: row.service,
    sends: Number(row.sends ?? 0),
    units: Number(row.units ?? 0),
    amountVnd: Number(row.amountVnd ?? 0),
    unpriced: Number(row.unpriced ?? 0),
    uncertain: Number(row.uncertain ?? 0),
  }));
}
