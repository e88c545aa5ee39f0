import type { Reply, Wording } from "../../messages/index.ts";
import { enqueue } from "../../outbox/index.ts";
import { newId, type Queries } from "../../platform/index.ts";
import { addNote, applyCommand, mainOf, type SharedNotice, type TicketRules } from "../../tickets/index.ts";
import type { TurnCommand } from "../model.ts";

type Of<Kind extends TurnCommand["kind"]> = Extract<TurnCommand, { kind: Kind }>;
type Done = { readonly replies: readonly Reply[]; readonly ticket: string };

export interface TellPorts {
  readonly rules: TicketRules;
  readonly wording: Wording;
  readonly departmentName: (id: string | null) => string;
}

const CITIZEN = { role: "citizen", id: "citizen" } as const;

/**
 * What the reporter adds; whoever handles the matter reads it, even when the ticket was merged into another. What an officer waits for
 * lets the clock run on.
 */
export async function noteTicket(
  tx: Queries,
  { ticket, text, say }: Of<"note_ticket">,
  { rules }: TellPorts,
  now: number,
): Promise<Done> {
  const main = await mainOf(tx, ticket);
  // Of a merged ticket's main one another reporter was asked.
  if (main.id === ticket.id && main.status === "waiting_for_citizen")
    await applyCommand(tx, rules, { ticketId: main.id, command: "supply", actor: CITIZEN, data: { text }, at: now });
  else
    for (const ticketId of new Set([ticket.id, main.id]))
      await addNote(tx, { ticketId, actor: CITIZEN, text, at: now, audience: "citizen" });
  return { ticket: ticket.code, replies: say ? [say] : [] };
}

/** The reporter withdraws or objects. An answer given to a merged ticket is contested where it was given. */
export async function moveTicket(
  tx: Queries,
  { ticket, command, reason, say, otherwise }: Of<"move_ticket">,
  key: string,
  ports: TellPorts,
  now: number,
): Promise<Done> {
  const meant = command === "object" ? await mainOf(tx, ticket) : ticket;
  const result = await applyCommand(tx, ports.rules, {
    ticketId: meant.id,
    command,
    actor: CITIZEN,
    data: { reason, text: reason },
    at: now,
  });
  if (result.ok) await tellOthers(tx, result.told, key, ports, now);
  return { ticket: ticket.code, replies: [result.ok ? say : otherwise] };
}

/** Reporters of merged tickets hear what became of theirs, on their own channel. */
async function tellOthers(
  tx: Queries,
  told: readonly SharedNotice[],
  key: string,
  ports: TellPorts,
  now: number,
): Promise<void> {
  for (const { ticket, notice } of told) {
    const to = ticket.reporter.address;
    if (to === null) continue;
    const values = { ...notice.values, department: ports.departmentName(ticket.department) };
    const reply = ports.wording.say(notice.key, values);
    await enqueue(
      tx,
      { id: newId(now), to, reply, key: `told:${key}:${ticket.id}`, cause: "officer", ticketId: ticket.id },
      now,
    );
  }
}
