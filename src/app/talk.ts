import { readCallFile } from "../channels/index.ts";
import { turnsOf } from "../conversation/index.ts";
import { type Address, type InboundMessage, laneOf, messagesIn, type SpokenTurn } from "../messages/index.ts";
import type { CallDoor, ConversationLine } from "../officers/index.ts";
import { promisedTo } from "../outbox/index.ts";
import type { Parts } from "./parts.ts";

/** What was said in a lane, in order: the citizen's messages, and what was promised in reply. */
export async function conversationOf({ db }: Parts, address: Address): Promise<ConversationLine[]> {
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
