import type { Queries } from "../../platform/index.ts";
import type { TicketDraft } from "../draft.ts";
import { appendEvent } from "../history/store.ts";
import { ticketById } from "../queue/store.ts";
import { type Actor, maySee } from "../ticket.ts";

const SYSTEM: Actor = { role: "system", id: "system" };

export interface Note {
  readonly ticketId: string;
  readonly actor: Actor;
  readonly text: string;
  readonly at: number;
  /** `internal`: for officers. `citizen`: the citizen's own words, or meant for them. */
  readonly audience: "internal" | "citizen";
}

/** Adds a note to the history. It changes nothing else: neither the status nor the due date. */
export async function addNote(
  tx: Queries,
  note: Note,
): Promise<{ ok: true } | { ok: false; reason: "not_found" | "not_allowed" }> {
  const ticket = await ticketById(tx, note.ticketId);
  if (!ticket) return { ok: false, reason: "not_found" };
  if (!maySee(ticket, note.actor)) return { ok: false, reason: "not_allowed" };
  const { ticketId, actor, at, text, audience } = note;
  await appendEvent(tx, { ticketId, at, actor, kind: `note_${audience}`, from: null, to: null, data: { text } });
  return { ok: true };
}

/** Notes that the reporter wants their ticket followed together with another one. A person decides. */
export async function wishMerge(tx: Queries, wish: { ticketId: string; intoCode: string; at: number }): Promise<void> {
  const { ticketId, intoCode, at } = wish;
  const actor: Actor = { role: "citizen", id: "citizen" };
  await appendEvent(tx, { ticketId, at, actor, kind: "wishes_merge", from: null, to: null, data: { intoCode } });
}

/** Adds a later transcript of the call a ticket was opened for. What was taken from the first one stays as it was. */
export async function correctTranscript(
  tx: Queries,
  correction: { ticketId: string; text: string; lines: NonNullable<TicketDraft["lines"]>; at: number },
): Promise<void> {
  const { ticketId, at, text, lines } = correction;
  const data = { text, lines };
  await appendEvent(tx, { ticketId, at, actor: SYSTEM, kind: "transcript_corrected", from: null, to: null, data });
}
