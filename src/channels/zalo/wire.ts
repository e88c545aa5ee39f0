import { z } from "zod";

/** Ids are long digit strings and stay strings; printable ASCII only, because they become database keys. */
const id = z.string().regex(/^[\x21-\x7e]{1,128}$/);
/** A side field that cannot be read is passed over: it must not lose the citizen's words. */
const aside = id.optional().catch(undefined);
const party = z.object({ id }).nullish();
const words = z.string().optional().catch(undefined);
const epochMs = z.union([z.string().regex(/^\d{1,15}$/), z.number().int().nonnegative().max(1e15)]).transform(Number);
const degrees = z.union([z.string().regex(/^-?\d{1,3}(\.\d{1,20})?$/), z.number()]).transform(Number);

/** Odd attachment fields are dropped one by one: a strange thumbnail must not lose the citizen's words. */
const payload = z.object({
  url: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  coordinates: z.object({ latitude: degrees, longitude: degrees }).optional().catch(undefined),
});
const attachment = z.object({ type: z.string(), payload: payload.catch({}).default({}) });

const message = z.object({
  msg_id: aside,
  msg_ids: z.array(aside).max(1000).optional().catch(undefined),
  tracking_id: aside,
  delivery_time: epochMs.optional().catch(undefined),
  text: words,
  attachments: z.array(attachment.nullable().catch(null)).max(50).nullish().catch(undefined),
});

const fullAddress = z.object({ user_address: words, user_ward: words, user_city: words });
/** A form's fields are the words of whoever filled it in, each for itself. */
const info = z.object({
  name: words,
  phone: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  address: words,
  ward: words,
  district: words,
  city: words,
  full_address: fullAddress.optional().catch(undefined),
});

/** A webhook body as Zalo documents it; which parts are present depends on `event_name`. */
export const zaloBody = z.object({
  event_name: z.string(),
  app_id: id,
  timestamp: epochMs,
  sender: party,
  recipient: party,
  follower: party,
  oa_id: aside,
  user_id: aside,
  /** Whatever its form, it says that a person typed. */
  admin_id: z
    .union([id, z.number().positive().transform(String)])
    .optional()
    .catch(undefined),
  message: message.optional().catch(undefined),
  info: info.optional().catch(undefined),
});

export type ZaloBody = z.infer<typeof zaloBody>;
export type ZaloAttachment = z.infer<typeof attachment>;
