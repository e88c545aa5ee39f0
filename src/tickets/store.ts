import { randomBytes } from "node:crypto";
import { newId, type Queries } from "../platform/index.ts";
import { carryOut } from "./apply.ts";
import { newCode } from "./code.ts";
import type { CommandData } from "./command.ts";
import type { TicketRules } from "./deadline.ts";
import { openingNotice, type TicketDraft, ticketFrom } from "./draft.ts";
import type { Refusal } from "./guards.ts";
import { appendEvent, sha256 } from "./history/store.ts";
import type { Command } from "./moves.ts";
import { hashSecret } from "./queue/store.ts";
import { rowOf, ticketOf } from "./rows.ts";
import { ticketTables } from "./tables.ts";
import { type Actor, maySee, type Notice, type Ticket } from "./ticket.ts";

export interface Opened {
  readonly ticket: Ticket;
  /** False when this draft had opened its ticket before. */
  readonly isNew: boolean;
  readonly notice: Notice;
}

const SYSTEM: Actor = { role: "system", id: "system" };

/**
 * Opens the ticket of a draft inside the caller's transaction, once: the same draft key returns the same ticket.
 * `draw` gives 16 random bytes for a code; a code already taken is drawn again.
 */
export async function openTicket(
  tx: Queries,
  rules: TicketRules,
  draft: TicketDraft,
  at: number,
  draw: () => Uint8Array = () => randomBytes(16),
): Promise<Opened> {
  const openedBy = openedByOf(draft);
  for (;;) {
    const ticket = ticketFrom(draft, newId(at), newCode(draw()), at, rules);
    if (await insertTicket(tx, ticket, openedBy, draft.secret)) {
      await appendEvent(tx, openingEvent(ticket, draft.lines));
      return { ticket, isNew: true, notice: openingNotice(ticket) };
    }
    const before = await ticketTables(tx)
      .selectFrom("tickets")
      .selectAll()
      .where("opened_by", "=", openedBy)
      .executeTakeFirst();
    if (before) return { ticket: ticketOf(before), isNew: false, notice: openingNotice(ticketOf(before)) };
  }
}

/** With a secret the key is mixed with it, so that the row does not lead back to the message and its sender. */
function openedByOf({ key, secret }: TicketDraft): string {
  return secret === undefined ? key : sha256(`${key}\n${secret}`);
}

/** False when the code or the draft key is already there. */
async function insertTicket(
  tx: Queries,
  ticket: Ticket,
  openedBy: string,
  secret: string | undefined,
): Promise<boolean> {
  const secret_hash = secret === undefined ? null : hashSecret(ticket.code, secret);
  const result = await ticketTables(tx)
    .insertInto("tickets")
    .values({ ...rowOf(ticket), opened_by: openedBy, secret_hash, remind_at: 0, events: 0, head: "" })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

/** The content itself stays out of the chain, so that it can be erased without breaking it. */
function openingEvent(ticket: Ticket, lines: TicketDraft["lines"]) {
  const { code, recordType, contentCode, department, transferTo, because, dueAt, dueBasis, source } = ticket;
  const facts = { code, recordType, contentCode, department, transferTo, because, dueAt, dueBasis, source };
  const data = { ...facts, ...(lines && { lines }), content_sha256: sha256(ticket.content) };
  return {
    ticketId: ticket.id,
    at: ticket.createdAt,
    actor: SYSTEM,
    kind: "opened",
    from: null,
    to: ticket.status,
    data,
  };
}

export interface CommandInput {
  readonly ticketId: string;
  readonly command: Command;
  readonly actor: Actor;
  readonly data?: CommandData;
  readonly at: number;
  /** The version the actor saw; left out, the newest is taken. */
  readonly expectedVersion?: number;
}

export type CommandResult =
  | { readonly ok: true; readonly ticket: Ticket; readonly notice: Notice | null }
  | { readonly ok: false; readonly reason: Refusal | "stale" | "not_found"; readonly missing?: keyof CommandData };

/**
 * Carries out a command inside the caller's transaction and adds it to the history. The notice, if any, is what the
 * citizen must hear: put it in the outbox in the same transaction.
 */
export async function applyCommand(tx: Queries, rules: TicketRules, input: CommandInput): Promise<CommandResult> {
  const before = await findTicket(tx, input.ticketId);
  if (!before) return { ok: false, reason: "not_found" };
  if (input.expectedVersion !== undefined && input.expectedVersion !== before.version)
    return { ok: false, reason: "stale" };
  const target = await mergeTarget(tx, input);
  if (target === "missing") return { ok: false, reason: "not_found" };
  const data = { ...input.data, ...target };
  const applied = carryOut(before, { ...input, data }, rules);
  if (!applied.ok) return applied;
  if (!(await updateTicket(tx, applied.ticket, before.version))) return { ok: false, reason: "stale" };
  const { status: from } = before;
  const { status: to, dueAt } = applied.ticket;
  const changed = dueAt === before.dueAt ? data : { ...data, dueAt };
  await appendEvent(tx, {
    ticketId: before.id,
    at: input.at,
    actor: input.actor,
    kind: input.command,
    from,
    to,
    data: changed,
  });
  return applied;
}

/** A ticket is merged into one that still stands. */
async function mergeTarget(tx: Queries, { command, data }: CommandInput): Promise<CommandData | "missing"> {
  if (command !== "merge" || data?.into === undefined) return {};
  const target = await findTicket(tx, data.into);
  return target === undefined || target.status === "merged" ? "missing" : { intoCode: target.code };
}

async function findTicket(tx: Queries, id: string): Promise<Ticket | undefined> {
  const row = await ticketTables(tx).selectFrom("tickets").selectAll().where("id", "=", id).executeTakeFirst();
  return row && ticketOf(row);
}

async function updateTicket(tx: Queries, ticket: Ticket, version: number): Promise<boolean> {
  const result = await ticketTables(tx)
    .updateTable("tickets")
    // Whatever was done may change what there is to remind of: the scheduler looks again.
    .set({ ...rowOf(ticket), remind_at: 0 })
    .where("id", "=", ticket.id)
    .where("version", "=", version)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) === 1;
}

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
  const ticket = await findTicket(tx, note.ticketId);
  if (!ticket) return { ok: false, reason: "not_found" };
  if (!maySee(ticket, note.actor)) return { ok: false, reason: "not_allowed" };
  const { ticketId, actor, at, text, audience } = note;
  await appendEvent(tx, { ticketId, at, actor, kind: `note_${audience}`, from: null, to: null, data: { text } });
  return { ok: true };
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

/** Keeps the national system's code ("PAKN.yyyymmdd.nnnn") once an officer has keyed the ticket in there. */
export async function setNationalCode(
  tx: Queries,
  ticketId: string,
  nationalCode: string,
  actor: Actor,
  at: number,
): Promise<void> {
  await ticketTables(tx)
    .updateTable("tickets")
    .set({ national_code: nationalCode })
    .where("id", "=", ticketId)
    .execute();
  await appendEvent(tx, { ticketId, at, actor, kind: "national_code", from: null, to: null, data: { nationalCode } });
}
