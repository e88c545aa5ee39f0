import { z } from "zod";
import type { Billed } from "../../messages/index.ts";

/** knowledge/prices.yaml: what providers bill an office for. */
export const PricesFile = z.strictObject({
  services: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9_]+$/),
        name: z.string().min(3),
        /** What is counted: "tin", "phần tin". */
        unit: z.string().min(2),
        /** Whole đồng a unit; null until the office fills in what its contract says. */
        price_vnd: z.number().int().nonnegative().nullable(),
        /** From when the price holds; null where it is not known. */
        since: z.iso.date().nullable(),
        source: z.string().min(5),
      }),
    )
    .min(1),
});
export type PricesFile = z.infer<typeof PricesFile>;
export type Service = PricesFile["services"][number];

/** Whole đồng for what was billed: the provider's own word, else the price list; null where neither knows. */
export function amountOf(billed: Billed, services: readonly Service[]): number | null {
  if (billed.amountVnd !== undefined) return billed.amountVnd;
  const price = services.find(({ id }) => id === billed.service)?.price_vnd ?? null;
  return price === null ? null : price * billed.units;
}

/** Viet Nam keeps UTC+7 all year. */
const OFFSET_MS = 7 * 3_600_000;

/** "2026-11": the month of an instant in Viet Nam. */
export const monthOf = (at: number): string => new Date(at + OFFSET_MS).toISOString().slice(0, 7);
