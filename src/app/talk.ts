import { readCallFile } from "../channels/index.ts";
import { turnsOf } from "../conversation/index.ts";
import {
  type Address,
  type AttachmentKind,
  type InboundMessage,
  laneOf,
  messagesIn,
  type SaidMessage,
  type Span,
  type SpokenTurn,
} from "../messages/index.ts";
import type { CallDoor, ConversationLine } from "../officers/index.ts";
import { promisedTo } from "../outbox/index.ts";
import type { Database } from "../platform/index.ts";
import { type Actor, type Ticket, ticketsOf, ticketsSeenBy } from "../tickets/index.ts";
import { type Exchange, leadingTo } from "./exchanges.ts";
import type { Parts } from "./parts.ts";

/**
 * The talk that led to a ticket: from the person's ticket before it, or the last they said of one, to this one. What belongs to
 * another of their tickets is not shown with it, for that may be about whoever reads; what they told of a complaint or denunciation
 * stands with such a ticket alone.
 */
export async function conversationAbout(
  db: Database,
  ticket: Ticket,
  viewers: readonly Actor[],
): Promise<ConversationLine[]> {
  const { address } = ticket.reporter;
  if (address === null) return [];
  const others = (await ticketsOf(db.read, address, MOST_TICKETS)).filter(({ id }) => id !== ticket.id);
  const together = others.filter(({ createdAt }) => createdAt === ticket.createdAt).map(({ id }) => id);
  if ((await ticketsSeenBy(db.read, viewers, together)).length < together.length) return [];
  const before = others.map(({ createdAt }) => createdAt).filter((at) => at < ticket.createdAt);
  const span = { from: Math.max(0, ...before) + 1, to: ticket.createdAt };
  const lane = laneOf(address);
  const [turns, messages] = await Promise.all([
    turnsOf(db, lane, span),
    messagesIn(db, lane, { by: "handled_at", ...span }),
  ]);
  return leadingTo(ticket, { turns, messages }).flatMap((exchange) => linesOfExchange(exchange, address));
}

const MOST_TICKETS = 200;

/** What the citizen said and what they were told to it; of a call that is going on the words said, of all else those written. */
function linesOfExchange({ turns, messages }: Exchange, { channel }: Address): ConversationLine[] {
  const isSpoken = channel === "voice";
  const told = turns.flatMap(({ at, replies }) =>
    replies.map((reply) => ({ at, who: "us" as const, text: (isSpoken ? reply.spoken : undefined) ?? reply.text })),
  );
  return [...messages.flatMap(linesOfMessage), ...told];
}

/**
 * What was said while an officer had the floor: the citizen's messages, and what was promised in reply, but for what they were told of
 * tickets these viewers may not see.
 */
export async function conversationBetween(
  db: Database,
  address: Address,
  { from, to }: Span,
  viewers: readonly Actor[],
): Promise<ConversationLine[]> {
  const lane = laneOf(address);
  const [messages, promised] = await Promise.all([
    messagesIn(db, lane, { by: "received_at", from, to }),
    promisedTo(db, lane, { from, to }),
  ]);
  const about = promised.flatMap(({ ticketId }) => ticketId ?? []);
  const seen = new Set((await ticketsSeenBy(db.read, viewers, [...new Set(about)])).map(({ id }) => id));
  const told = promised
    .filter(({ ticketId }) => ticketId === null || seen.has(ticketId))
    .map(({ at, reply }): ConversationLine => ({ at, who: "us", text: reply.text }));
  return [...messages.flatMap(linesOfMessage), ...told].sort((a, b) => a.at - b.at);
}

/** What stands for a message without words. */
const SENT: Readonly<Record<AttachmentKind, string>> = {
  image: "ảnh",
  file: "tệp",
  audio: "bản ghi âm",
  video: "đoạn phim",
  sticker: "nhãn dán",
  location: "vị trí",
  contact: "danh thiếp",
};

function linesOfMessage({ message, receivedAt }: SaidMessage): ConversationLine[] {
  if (message.call) return linesOf(message.call.turns, receivedAt);
  const text = message.text || `(${message.attachments.map(({ kind }) => SENT[kind]).join(", ")})`;
  return [{ at: receivedAt, who: "citizen", text }];
}

/** Below this the recogniser was not sure; the same line is drawn before a ticket is routed. */
const SURE = 0.6;

function linesOf(turns: readonly SpokenTurn[], at: number): (ConversationLine & { readonly line: number })[] {
  return turns.map(({ index, speaker, text, confidence }) => ({
    at,
    who: speaker === "caller" || speaker === "unknown" ? "call_caller" : "call_agent",
    text,
    line: index,
    isUnsure: confidence !== null && confidence < SURE,
  }));
}

/** Files of calls at the console: read for a look, taken in when an officer says so. */
export function callDoor({ clock, accept }: Parts): CallDoor {
  return {
    read(file, bytes) {
      const read = readCallFile(file, bytes, clock.now());
      if (!read.ok) return { ...read, file };
      const { call } = read.message;
      if (!call) return { ok: false, file, why: "Tệp không phải một cuộc gọi." };
      const lines = linesOf(call.turns, read.message.sentAt);
      const { callId, callerNumber } = call;
      return {
        ok: true,
        file,
        callId,
        format: read.format,
        caller: callerNumber ?? "",
        lines,
        kept: JSON.stringify(read.message),
      };
    },
    take: (kept) => accept(JSON.parse(kept) as InboundMessage),
  };
}
