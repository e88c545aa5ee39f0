import { setTimeout } from "node:timers/promises";
import type { ChannelName, SendOutcome } from "../../messages/index.ts";
import type { Logger } from "../../platform/index.ts";
import { type Claim, type DeliverySender, partKey } from "../delivery.ts";
import { NO_SENDER } from "../store.ts";

/** What it takes to hand a part to a provider. */
interface Hand {
  readonly senders: ReadonlyMap<ChannelName, DeliverySender>;
  readonly log: Logger;
  /** How long one part may take. */
  readonly sendLimitMs: number;
}

/** The delivery's reply in the parts of its way; none where it cannot be cut. */
export function cut(carrier: Hand, held: Claim): readonly string[] {
  if (held.by === "template") return [held.reply.text];
  try {
    return carrier.senders.get(held.to.channel)?.render(held.reply, held.wishes) ?? [];
  } catch (error) {
    carrier.log.error({ delivery: held.id, channel: held.to.channel, error: nameOf(error) }, "outbox.render_threw");
    return [];
  }
}

/** Hands one part over. Never rejects: a sender that throws or never answers is one to try again. */
export async function send(carrier: Hand, held: Claim, part: string | undefined): Promise<SendOutcome> {
  const sender = carrier.senders.get(held.to.channel);
  if (!sender) return { kind: "operator", reason: NO_SENDER };
  if (part === undefined) return { kind: "refused", reason: "nothing to send" };
  try {
    return await within(carrier.sendLimitMs, hand(sender, held, part));
  } catch (error) {
    carrier.log.error({ delivery: held.id, channel: held.to.channel, error: nameOf(error) }, "outbox.sender_threw");
    return { kind: "retry", reason: `sender threw ${nameOf(error)}` };
  }
}

function hand(sender: DeliverySender, held: Claim, part: string): Promise<SendOutcome> {
  const key = partKey(held.id, held.partsSent, held.hops);
  if (held.by !== "template") return sender.send(held.to, part, key);
  return sender.template?.send(held.to, held.reply, key) ?? Promise.resolve({ kind: "refused", reason: "no template" });
}

/** A sender that never answers must not keep the lane; its answer, should it still come, is not heard. */
async function within(limitMs: number, sending: Promise<SendOutcome>): Promise<SendOutcome> {
  const ended = new AbortController();
  const tooLate = setTimeout(limitMs, { kind: "retry", reason: "no answer in time", uncertain: true } as const, {
    signal: ended.signal,
  });
  tooLate.catch(() => undefined); // aborted
  try {
    return await Promise.race([sending, tooLate]);
  } finally {
    ended.abort();
  }
}

/** The name only: a message may quote what was sent. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
