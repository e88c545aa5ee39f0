import { isFetched, noteAttachments } from "../attachments/index.ts";
import { type Conversations, isEmergency } from "../conversation/index.ts";
import {
  type ChannelName,
  countWaiting,
  createMeter,
  type InboundMessage,
  type Limits,
  laneOf,
  Overloaded,
  type Receipt,
  type Reply,
  receive,
  receiveUnanswered,
} from "../messages/index.ts";
import { enqueue } from "../outbox/index.ts";
import { type Clock, type Database, type Metrics, newId, type Queries } from "../platform/index.ts";
import { backlogGate } from "./backlog.ts";

/** How long one message that could not be kept makes the system count as not ready. */
const REFUSAL_STANDS_MS = 60_000;
/** Providers ask again after this long when a limit or a switch keeps a message out. */
const RETRY_AFTER_S = { overload: 60, switchedOff: 300 } as const;

export interface Doorway {
  readonly db: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly conversations: Pick<Conversations, "poke">;
  /** Null: everything is taken in. */
  readonly limits: Limits | null;
  readonly isOff: (channel: ChannelName) => boolean;
  readonly understand: (text: string) => { readonly sightings: readonly { readonly intent: string }[] };
  /** Something that may have to be fetched was kept. */
  readonly onAttachments?: () => void;
  /** Said once in a while to a person who sends more than can be answered. */
  readonly tooMany: Reply;
}

/**
 * The one way in for messages. It knows whether it could lately keep them: a disk that is full is reachable all the same. Throws
 * Overloaded, having kept nothing, beyond the limits of a channel or of all, while too much waits for an answer (but for danger), and
 * for a channel that is switched off: never for a message that is offered but once, which would be lost.
 */
export function openDoor(doorway: Doorway) {
  const { db, clock, metrics, conversations, isOff } = doorway;
  const gates = gatesOf(doorway.limits);
  const backlog = backlogGate(() => countWaiting(db), doorway.limits?.waiting ?? null);
  let refusedAt: number | undefined;

  function keep(message: InboundMessage, id: string, isUrgent: () => boolean, now: number): Promise<Receipt> {
    const lane = laneOf(message.from);
    const files = message.attachments.some(isFetched) ? attached(message, id, now) : undefined;
    if (gates.isPersonIn(lane, now) || isUrgent()) return receive(db, message, id, now, files);
    metrics.count("lang_nghe_messages_unanswered_total", { channel: message.from.channel });
    return receiveUnanswered(db, message, id, now, (tx) => sayTooMany(tx, message, lane, now));
  }

  /** Seconds until a message may be offered again that is not taken in now. */
  function sentAway(channel: ChannelName, isUrgent: () => boolean, now: number, offer?: "once"): number | undefined {
    // Counted whoever offers it, so that those who come again make room for those who do not.
    const isWithinLimits = gates.isChannelIn(channel, now);
    if (offer === "once") return undefined;
    if (isOff(channel)) return RETRY_AFTER_S.switchedOff;
    return isWithinLimits && (backlog.isIn(now) || isUrgent()) ? undefined : RETRY_AFTER_S.overload;
  }

  const attached = (message: InboundMessage, id: string, now: number) => (tx: Queries) =>
    noteAttachments(tx, message, id, now);

  /** Nobody in danger is kept waiting because they wrote too often. Understood when first asked, and once. */
  function urgencyOf({ text, call }: InboundMessage): () => boolean {
    let isUrgent = call === undefined ? undefined : true;
    return () => {
      isUrgent ??= doorway.understand(text).sightings.some(({ intent }) => isEmergency(intent));
      return isUrgent;
    };
  }

  /** One notice a window: the key says which. */
  const sayTooMany = (tx: Queries, { from }: InboundMessage, lane: string, now: number) => {
    const window = Math.floor(now / (doorway.limits?.person.perMs ?? REFUSAL_STANDS_MS));
    const key = `too_many:${lane}:${window}`;
    return enqueue(tx, { id: newId(now), to: from, reply: doorway.tooMany, key, cause: "turn" }, now);
  };

  return {
    isKeeping: () => refusedAt === undefined || clock.now() - refusedAt >= REFUSAL_STANDS_MS,
    async accept(message: InboundMessage, offer?: "once"): Promise<Receipt> {
      const now = clock.now();
      const { channel } = message.from;
      const isUrgent = urgencyOf(message);
      const retryAfterS = sentAway(channel, isUrgent, now, offer);
      if (retryAfterS !== undefined) throw new Overloaded(retryAfterS);
      const id = newId(now);
      let receipt: Receipt;
      try {
        receipt = await keep(message, id, isUrgent, now);
      } catch (error) {
        refusedAt = now;
        throw error;
      }
      refusedAt = undefined;
      metrics.count("lang_nghe_messages_total", { channel, receipt });
      if (receipt === "new") conversations.poke({ id, message, receivedAt: now, attempts: 0 });
      if (receipt === "new" && message.attachments.length > 0) doorway.onAttachments?.();
      return receipt;
    },
  };
}

function gatesOf(limits: Limits | null) {
  if (!limits) return { isPersonIn: () => true, isChannelIn: () => true };
  const [person, channel, overall] = [limits.person, limits.channel, limits.overall].map(createMeter);
  return {
    isPersonIn: (lane: string, now: number) => person?.admit(lane, now) ?? true,
    isChannelIn: (name: string, now: number) =>
      (channel?.admit(name, now) ?? true) && (overall?.admit("", now) ?? true),
  };
}
