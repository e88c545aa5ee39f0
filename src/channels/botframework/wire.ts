import { z } from "zod";

/** What is read of an activity; everything else the protocol knows is left where it is. */
const Account = z.object({ id: z.string().min(1).max(300), name: z.string().max(300).optional() });

const Attachment = z.object({
  contentType: z.string().max(200),
  contentUrl: z.string().optional(),
  name: z.string().max(300).optional(),
});

const Entity = z.object({ type: z.string(), latitude: z.number().optional(), longitude: z.number().optional() });

export const InboundActivity = z.object({
  type: z.string().max(50),
  id: z.string().min(1).max(300).optional(),
  timestamp: z.string().optional(),
  channelId: z.string().regex(/^[\w.-]{1,60}$/),
  serviceUrl: z.string().max(500).optional(),
  from: Account,
  recipient: Account.optional(),
  conversation: z.object({ id: z.string().min(1).max(300), isGroup: z.boolean().nullish() }),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  attachments: z.array(Attachment).max(50).nullish(),
  entities: z.array(Entity).max(50).nullish().catch(null),
  membersAdded: z.array(Account).nullish(),
  deliveryMode: z.string().nullish(),
});
export type InboundActivity = z.infer<typeof InboundActivity>;

/** Where a conversation is answered: what the protocol calls its reference. */
export const Reference = z.object({
  serviceUrl: z.string(),
  conversation: z.string(),
  /** The tester or channel connector's own name, as it came. */
  channelId: z.string(),
  user: Account,
  bot: Account,
  /** The activity said last; replies name it. */
  activityId: z.string().optional(),
});
export type Reference = z.infer<typeof Reference>;
