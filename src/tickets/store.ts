import { randomBytes } from "node:crypto";
import { newId, type Queries, sha256 } from "../platform/index.ts";
import { carryOut } from "./apply.ts";
import { newCode } from "./code.ts";
import type { CommandData } from "./command.ts";
import { contentOf } from "./content.ts";
import type { TicketRules } from "./deadline.ts";
import { openingNotice, type TicketDraft, ticketFrom } from "./draft.ts";
import { hearersOf, lockTicket, mergedInto, type SharedNotice } from "./duplicates/merge/store.ts";
import { markTicket, RUNNING } from "./duplicates/store.ts";
import type { Refusal } from "./guards.ts";
import { appendEvent } from "./history/store.ts";
import type { Command } from "./moves.ts";
import { rowOf, ticketOf } from "./rows.ts";
import { makeSearchable } from "./search/store.ts";
import { ticketTables } from "./tables.ts";
import { type Actor, isProtected, maySee, type Notice, type Ticket } from "./ticket.ts";

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
    if (await insertTicket(tx, ticket, openedBy, draft.secretHash)) {
      await appendEvent(tx, openingEvent(ticket, draft, rules));
      await markTicket(tx, ticket, draft.topic ?? null, draft.placeFormer ?? null);
      await makeSearchable(tx, ticket);
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

/** The row of a case with a secret must not lead back to the message and its sender; its turn is committed once all the same. */
function openedByOf({ key, secretHash }: TicketDraft): string {
  return secretHash === undefined ? key : sha256(`${key}\n${secretHash}\n${randomBytes(16).toString("hex")}`);
}

/** False when the code or the draft key is already there. */
async function insertTicket(
  tx: Queries,
  ticket: Ticket,
  openedBy: string,
  secretHash: string | undefined,
): Promise<boolean> {
  const result = await ticketTables(tx)
    .insertInto("tickets")
    .values({
      ...rowOf(ticket),
      opened_by: openedBy,
      secret_hash: secretHash ?? null,
      remind_at: 0,
      events: 0,
      head: "",
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

/** The content itself stays out of the chain, so that it can be erased without breaking it. */
function openingEvent(ticket: Ticket, { lines, contentCode: given }: TicketDraft, rules: TicketRules) {
  const { code, recordType, contentCode, department, transferTo, because, dueAt, dueBasis, source } = ticket;
  const facts = { code, recordType, contentCode, department, transferTo, because, dueAt, dueBasis, source };
  const read = contentOf(ticket.recordType, ticket.content, rules.contents);
  const doubt = given === undefined && ticket.contentCode !== null ? { contentConfidence: read.confidence } : {};
  const data = { ...facts, ...doubt, ...(lines && { lines }), content_sha256: sha256(ticket.content) };
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

/** `later_due`: whoever is merged would be answered later than they were promised. */
export type CommandRefusal = Refusal | "stale" | "not_found" | "later_due";

export type CommandResult =
  /** `told`: what reporters of other tickets must hear; put it in the outbox in the same transaction too. */
  | {
      readonly ok: true;
      readonly ticket: Ticket;
      readonly notice: Notice | null;
      readonly told: readonly SharedNotice[];
    }
  | { readonly ok: false; readonly reason: CommandRefusal; readonly missing?: keyof CommandData };

/**
 * Carries out a command inside the caller's transaction and adds it to the history. The notice, if any, is what the
 * citizen must hear: put it in the outbox in the same transaction.
 */
export async function applyCommand(tx: Queries, rules: TicketRules, input: CommandInput): Promise<CommandResult> {
  const before = await findTicket(tx, input.ticketId);
  if (!before) return { ok: false, reason: "not_found" };
  if (input.expectedVersion !== undefined && input.expectedVersion !== before.version)
    return { ok: false, reason: "stale" };
  const other = await otherOf(tx, before, input);
  if (other === "not_found") return { ok: false, reason: "not_found" };
  const data = { ...input.data, ...(input.command === "merge" && other && { intoCode: other.code }) };
  const applied = carryOut(before, { ...input, data }, rules);
  if (!applied.ok) return applied;
  const unfit = input.command === "merge" && other && unfitFor(before, other, input.actor);
  if (unfit) return { ok: false, reason: unfit };
  if (!(await updateTicket(tx, applied.ticket, before.version))) return { ok: false, reason: "stale" };
  await keepHistory(tx, before, applied.ticket, { ...input, data }, other);
  const isLeft = input.command === "withdraw" || (applied.ticket.restricted && !before.restricted);
  const parted = isLeft ? await partAll(tx, rules, before, input.at) : [];
  const { own, told } = await hearersOf(tx, applied.ticket, input.command, applied.notice);
  return { ...applied, notice: own, told: [...parted, ...told] };
}

/** The ticket at the other end of a merger, its row held. A ticket is merged into one that exists. */
async function otherOf(
  tx: Queries,
  before: Ticket,
  { command, data }: CommandInput,
): Promise<Ticket | "not_found" | undefined> {
  const id = command === "merge" ? data?.into : command === "unmerge" ? (before.mergedInto ?? undefined) : undefined;
  return id === undefined ? undefined : ((await lockTicket(tx, id)) ?? "not_found");
}

/** Into what is over nobody is merged, into what is protected neither, and never so that they wait longer. */
function unfitFor(ticket: Ticket, into: Ticket, actor: Actor): CommandRefusal | undefined {
  if (isProtected(into) || !maySee(into, actor)) return "not_allowed";
  if (!RUNNING.includes(into.status)) return "wrong_state";
  return into.dueAt > ticket.dueAt ? "later_due" : undefined;
}

/** The event of the command, and for a merger its mark in the other ticket's history: who and why stands in both. */
async function keepHistory(
  tx: Queries,
  before: Ticket,
  after: Ticket,
  { command, actor, data, at }: CommandInput,
  other: Ticket | undefined,
): Promise<void> {
  const changed = after.dueAt === before.dueAt ? { ...data } : { ...data, dueAt: after.dueAt };
  const event = { at, actor, data: changed };
  await appendEvent(tx, { ...event, ticketId: before.id, kind: command, from: before.status, to: after.status });
  if (!other) return;
  const kind = command === "merge" ? "merged_in" : "parted_from";
  const told = { fromCode: before.code, ...(data?.reason !== undefined && { reason: data.reason }) };
  await appendEvent(tx, { at, actor, ticketId: other.id, kind, from: null, to: null, data: told });
}

/** Whose ticket was merged into one that is withdrawn or becomes restricted goes on alone: nobody's matter is dropped by another. */
async function partAll(tx: Queries, rules: TicketRules, main: Ticket, at: number): Promise<SharedNotice[]> {
  const told: SharedNotice[] = [];
  for (const { id } of await mergedInto(tx, main.id, true)) {
    const data = { reason: `Phiếu ${main.code} không còn được xử lý chung.` };
    const parted = await applyCommand(tx, rules, { ticketId: id, command: "unmerge", actor: SYSTEM, data, at });
    if (parted.ok && parted.notice) told.push({ ticket: parted.ticket, notice: parted.notice });
  }
  return told;
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
