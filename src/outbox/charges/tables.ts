import type { Generated } from "kysely";
import { type Migrations, withAutoId } from "../../platform/index.ts";

export type ChargeTables = {
  /** Append-only: one row for every send a provider bills, or may bill. */
  delivery_charges: {
    seq: Generated<number>;
    delivery_id: string;
    part: number;
    at: number;
    /** "2026-11", by the calendar of Viet Nam. */
    month: string;
    channel: string;
    /** Of the price list. */
    service: string;
    units: number;
    /** Whole đồng; null where the price list knows no price. */
    amount_vnd: number | null;
    provider_id: string | null;
    /** 0: whether the provider took it is not known (no answer, or the worker died). */
    certain: number;
  };
};

export const chargeMigrations: Migrations = {
  async "033_delivery_charges"(schema, kind) {
    await withAutoId(schema.createTable("delivery_charges"), "seq", kind)
      .addColumn("delivery_id", "text", (c) => c.notNull())
      .addColumn("part", "integer", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("month", "text", (c) => c.notNull())
      .addColumn("channel", "text", (c) => c.notNull())
      .addColumn("service", "text", (c) => c.notNull())
      .addColumn("units", "integer", (c) => c.notNull())
      .addColumn("amount_vnd", "integer")
      .addColumn("provider_id", "text")
      .addColumn("certain", "integer", (c) => c.notNull())
      .execute();
    await schema.createIndex("delivery_charges_month").on("delivery_charges").columns(["month", "service"]).execute();
    await schema.createIndex("delivery_charges_of").on("delivery_charges").column("delivery_id").execute();
  },
};
