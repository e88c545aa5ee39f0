import { openDatabase } from "../app.ts";
import { type Said, writeTranscript } from "../channels/index.ts";
import type { Config } from "../config.ts";
import { audit } from "../officers/index.ts";
import type { Database } from "../platform/index.ts";
import { hidesReporter, type Ticket, ticketByCode } from "../tickets/index.ts";

import { conversationAbout } from "./talk.ts";

export { readTranscript } from "../channels/index.ts";

/** The conversation a ticket came from, as a `.transcript`; or why it is not given out. Both are written down. */
export async function exportTranscript(
  config: Config,
  code: string,
  now: number,
): Promise<{ readonly file: string } | "unknown" | "kept_back"> {
  const db = await openDatabase(config);
  try {
    const ticket = await ticketByCode(db.read, code);
    if (!ticket) return "unknown";
    const { address } = ticket.reporter;
    const isKept = ticket.anonymous || hidesReporter(ticket) || address === null;
    const action = isKept ? "export_refused" : "transcript_exported";
    await db.write((tx) => audit(tx, { at: now, officerId: null, action, subject: ticket.code }));
    // Whoever reported a person's conduct, and whoever gave no name, is not written into a file.
    if (isKept) return "kept_back";
    return { file: writeTranscript(ticket.code, await saidOf(db, ticket)) };
  } finally {
    await db.close();
  }
}

/** A file is for anybody: it holds nothing that was said of another ticket. */
async function saidOf(db: Database, ticket: Ticket): Promise<Said[]> {
  const lines = await conversationAbout(db, ticket, []);
  return lines.map(({ who, text, at }) => ({ by: who === "us" ? "bot" : "person", text, at }));
}
