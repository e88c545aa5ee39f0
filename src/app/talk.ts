import { readCallFile } from "../channels/index.ts";
import { turnsOf } from "../conversation/index.ts";
import { type Address, type InboundMessage, laneOf, messagesIn, type SpokenTurn } from "../messages/index.ts";
import type { CallDoor, ConversationLine } from "../officers/index.ts";
import { promisedTo } from "../outbox/index.ts";
import type { Database } from "../platform/index.ts";
import { type Actor, type Ticket, ticketsOf, ticketsSeenBy } from "../tickets/index.ts";
import type { Parts } from "./parts.ts";

/**
 * The talk that led to a ticket: from the person's ticket before it to this one. What belongs to another of their tickets is not
 * shown with it, for that may be about whoever reads; what they told of a complaint or denunciation stands with such a ticket alone.
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
  const [lines, guided] = await Promise.all([conversationOf(db, address), guidedIn(db, laneOf(address))]);
  const isApart = (at: number) => !ticket.restricted && guided.some(({ after, until }) => at > after && at <= until);
  const from = Math.max(0, ...before);
  return lines.filter(({ at }) => at > from && at <= ticket.createdAt && !isApart(at));
}

const MOST_TICKETS = 200;

/** What was said while an officer had the floor. */
export async function conversationBetween(
  db: Database,
  address: Address,
  from: number,
  to: number | null,
): Promise<ConversationLine[]> {
  return (await conversationOf(db, address)).filter(({ at }) => at >= from && (to === null || at <= to));
}

/** The stretches of a talk that were about a complaint or a denunciation, epoch ms. */
async function guidedIn(db: Database, lane: string): Promise<{ readonly after: number; readonly until: number }[]> {
  const turns = await turnsOf(db, lane);
  return turns.flatMap(({ at, trace, replies }, nth) =>
    GUIDED.has(trace.intent) || replies.some(({ key }) => GUIDANCE.has(key))
      ? [{ after: turns[nth - 1]?.at ?? 0, until: at }]
      : [],
  );
}

const GUIDED: ReadonlySet<string> = new Set(["to_cao", "khieu_nai"]);
const GUIDANCE: ReadonlySet<string> = new Set(["huong_dan_to_cao", "huong_dan_khieu_nai"]);

/** What was said in a lane, in order: the citizen's messages, and what was promised in reply. */
async function conversationOf(db: Database, address: Address): Promise<ConversationLine[]> {
  const lane = laneOf(address);
  const [messages, promised, turns] = await Promise.all([
    messagesIn(db, lane),
    promisedTo(db, lane),
    turnsOf(db, lane),
  ]);
  const said = messages.flatMap(({ message, receivedAt }): ConversationLine[] =>
    message.call
      ? linesOf(message.call.turns, receivedAt)
      : [
          {
            at: receivedAt,
            who: "citizen",
            text: message.text || `(${message.attachments.map(({ kind }) => kind).join(", ")})`,
          },
        ],
  );
  const replied = promised.map(({ at, reply }): ConversationLine => ({ at, who: "us", text: reply.text }));
  // What is said in a call is not promised first; the turns alone hold it.
  const spoken =
    address.channel === "voice" ? turns.flatMap(({ at, replies }) => replies.map((reply) => ({ at, reply }))) : [];
  for (const { at, reply } of spoken) replied.push({ at, who: "us", text: reply.spoken ?? reply.text });
  return [...said, ...replied].sort((a, b) => a.at - b.at);
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
