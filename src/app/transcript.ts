import { openDatabase } from "../app.ts";
import { type Said, writeTranscript } from "../channels/index.ts";
import type { Config } from "../config.ts";
import { turnsOf } from "../conversation/index.ts";
import { laneOf, messagesIn } from "../messages/index.ts";
import type { Database } from "../platform/index.ts";
import { isRestrictedType, ticketByCode } from "../tickets/index.ts";

export { readTranscript } from "../channels/index.ts";

/** As many messages of one person as an export holds, and as many answers. */
const MOST = 1000;

/** The conversation a ticket came from, as a `.transcript`; or why it is not given out. */
export async function exportTranscript(
  config: Config,
  code: string,
): Promise<{ readonly file: string } | "unknown" | "kept_back"> {
  const db = await openDatabase(config);
  try {
    const ticket = await ticketByCode(db.read, code);
    if (!ticket) return "unknown";
    const { address } = ticket.reporter;
    // Whoever reported a person's conduct, and whoever gave no name, is not written into a file.
    const isKeptBack = ticket.anonymous || isRestrictedType(ticket.recordType) || ticket.recordType === "pakn_hanh_vi";
    if (isKeptBack || address === null) return "kept_back";
    return { file: writeTranscript(ticket.code, await saidIn(db, laneOf(address))) };
  } finally {
    await db.close();
  }
}

async function saidIn(db: Database, lane: string): Promise<Said[]> {
  const [messages, turns] = await Promise.all([messagesIn(db, lane, MOST), turnsOf(db, lane, MOST)]);
  const heard = messages.map(({ message, receivedAt }): Said => ({ by: "person", text: message.text, at: receivedAt }));
  const answered = turns.flatMap(({ at, replies }) => replies.map(({ text }): Said => ({ by: "bot", text, at })));
  return [...heard, ...answered].sort((a, b) => a.at - b.at);
}
