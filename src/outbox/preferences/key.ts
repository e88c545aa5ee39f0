import type { Address, ChannelName } from "../../messages/index.ts";

/** Whoever called is written to by SMS. */
const BY_SMS: readonly ChannelName[] = ["sms", "voice", "transcript"];

/**
 * What a person's requests are kept under: one entry an account or telephone number, whichever of our own it wrote to, and
 * whether it wrote or called.
 */
export function preferenceKey({ channel, id }: Address): string {
  return `${BY_SMS.includes(channel) && id.startsWith("+") ? "sms" : channel}:${id}`;
}
