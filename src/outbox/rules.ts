import { z } from "zod";
import { CHAIN_STEPS } from "./route/route.ts";

const Time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "giờ dạng 21:00")
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** knowledge/delivery.yaml */
export const DeliveryFile = z.strictObject({
  chain: z
    .array(z.enum(CHAIN_STEPS))
    .refine((steps) => new Set(steps).size === steps.length, "mỗi bước chỉ ghi một lần"),
  quiet_hours: z.strictObject({ from: Time, to: Time }).optional(),
});
