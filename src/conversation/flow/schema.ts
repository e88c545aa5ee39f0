import { z } from "zod";

const id = z.string().regex(/^[a-z0-9-]+$/, "chỉ gồm chữ thường không dấu, số và dấu gạch");
const key = z.string().regex(/^[a-z0-9_.-]+$/);

const Accept = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), min: z.number().int().positive(), max: z.number().int().positive() }),
  /** `also`: understood when said, but not listed. */
  z.strictObject({ kind: z.literal("choice"), options: z.array(id).min(2), also: z.array(id).optional() }),
  z.strictObject({ kind: z.literal("place") }),
  /** One of the places offered, by number or in words; what is offered is found while talking. */
  z.strictObject({ kind: z.literal("place-choice") }),
  /** What is right and wrong with the parts a message was taken apart into. */
  z.strictObject({ kind: z.literal("parts") }),
  z.strictObject({ kind: z.literal("contact") }),
  z.strictObject({ kind: z.literal("digits"), length: z.number().int().positive() }),
  z.strictObject({ kind: z.literal("ticket-code") }),
]);
export type Accept = z.infer<typeof Accept>;

const next = z.union([id, z.record(id, id)]);

export const Step = z.discriminatedUnion("kind", [
  z.strictObject({ id, kind: z.literal("say"), say: key, next: id }),
  z.strictObject({
    id,
    kind: z.literal("ask"),
    ask: key,
    accept: Accept,
    save: z.string().regex(/^[a-z_]+$/),
    retry: key,
    next,
  }),
  z.strictObject({ id, kind: z.literal("do"), do: z.string().regex(/^[a-z_]+$/), next: z.record(id, id) }),
  z.strictObject({ id, kind: z.literal("end"), say: key.optional() }),
]);
export type Step = z.infer<typeof Step>;

/** flows/*.flow.yaml: order, wording and choices of one conversation. Rules are named actions; there are no expressions. */
export const Flow = z.strictObject({
  flow: id,
  title: z.string(),
  starts_when: z.array(z.string()),
  steps: z.array(Step).min(1),
});
export type Flow = z.infer<typeof Flow>;
