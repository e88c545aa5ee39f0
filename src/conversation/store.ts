import { fileWith } from "../attachments/index.ts";
import type { Address, InboundMessage, Reply, Wording } from "../messages/index.ts";
import { markHandled } from "../messages/index.ts";
import { enqueue, resumeNotices, stopNotices, wishAccents } from "../outbox/index.ts";
import type { Database, Migrations, Queries } from "../platform/index.ts";
import { correctTranscript, openTicket, type Ticket, type TicketRules, wishMerge } from "../tickets/index.ts";
import { claimMigrations, noteWrongClaim, offerClaim, redeemClaim } from "./claim/store.ts";
import { causeOf } from "./floor.ts";
import { heardByOfficer } from "./hand-back/store.ts";
import { keepState, type MemoryTables } from "./memory/store.ts";
import type { Trace, Turn, TurnCommand } from "./model.ts";
import { moveTicket, noteTicket } from "./own-tickets/store.ts";
import type { ConversationState } from "./state.ts";

export type ConversationTables = MemoryTables & {
  wrong_proofs: { ticket_id: string; at: number };
  turns: { message_id: string; lane: string; at: number; trace: string; replies: string };
};

export const conversationMigrations: Migrations = {
  ...claimMigrations,
  async "040_conversations"(schema) {
    await schema
      .createTable("conversations")
      .addColumn("lane", "text", (c) => c.primaryKey())
      .addColumn("state", "text", (c) => c.notNull())
      .addColumn("version", "integer", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .execute();
    await schema
      .createTable("turns")
      .addColumn("message_id", "text", (c) => c.primaryKey())
      .addColumn("lane", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .addColumn("trace", "text", (c) => c.notNull())
      .addColumn("replies", "text", (c) => c.notNull())
      .execute();
    await schema
      .createTable("wrong_proofs")
      .addColumn("ticket_id", "text", (c) => c.notNull())
      .addColumn("at", "bigint", (c) => c.notNull())
      .execute();
    await schema.createIndex("wrong_proofs_of_ticket").on("wrong_proofs").columns(["ticket_id", "at"]).execute();
    await schema.createIndex("turns_of_lane").on("turns").columns(["lane", "at"]).execute();
  },
};

/** Wrong digits a ticket takes within a day before digits open it no longer; its own reporter's channel still does. */
const MOST_WRONG_PROOFS = 5;
const DAY_MS = 24 * 3_600_000;

/** True when somebody has been trying a ticket's four digits out: they are not checked any more today. */
export async function isGuessedAt(db: Database, ticketId: string, now: number): Promise<boolean> {
  const row = await tables(db.read)
    .selectFrom("wrong_proofs")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("ticket_id", "=", ticketId)
    .where("at", ">", now - DAY_MS)
    .executeTakeFirstOrThrow();
  return Number(row.n) >= MOST_WRONG_PROOFS;
}

const tables = (queries: Queries) => queries.withTables<ConversationTables>();

export interface CommitPorts {
  readonly rules: TicketRules;
  readonly wording: Wording;
  readonly departmentName: (id: string | null) => string;
}

export interface Committed {
  readonly replies: readonly Reply[];
  readonly trace: Trace & { readonly ticket?: string };
}

/**
 * Writes a decided turn in one transaction: messages handled, state, tickets, what we owe to say. Throws AlreadyHandled,
 * leaving nothing behind, when another worker was first.
 */
export function commit(
  db: Database,
  decided: Turn,
  input: {
    readonly lane: string;
    readonly message: InboundMessage;
    readonly messageIds: readonly string[];
    readonly state: ConversationState;
    readonly version: number;
  },
  ports: CommitPorts,
  now: number,
): Promise<Committed> {
  const [messageId] = input.messageIds;
  if (messageId === undefined) throw new Error("a turn answers at least one message");
  return db.write(async (tx) => {
    await markHandled(tx, input.messageIds, now);
    const turn = await heardByOfficer(tx, decided, input, now);
    await keepState(tx, input.lane, turn.state, input.version, now);
    const replies = [...turn.replies];
    let ticket: string | undefined;
    for (const [index, command] of turn.commands.entries()) {
      const done = await carryOut(tx, command, `${messageId}#${index}`, ports, now);
      replies.push(...done.replies);
      ticket ??= done.ticket;
    }
    if (!input.message.live) await promiseReplies(tx, input.message.from, messageId, replies, now);
    const trace = ticket ? { ...turn.trace, ticket } : turn.trace;
    await tables(tx)
      .insertInto("turns")
      .values({
        message_id: messageId,
        lane: input.lane,
        at: now,
        trace: JSON.stringify(trace),
        replies: JSON.stringify(replies),
      })
      .execute();
    return { replies, trace };
  });
}

async function promiseReplies(
  tx: Queries,
  to: Address,
  messageId: string,
  replies: readonly Reply[],
  now: number,
): Promise<void> {
  for (const [index, reply] of replies.entries()) {
    const key = `turn:${messageId}:${index}`;
    await enqueue(tx, { id: deliveryId(messageId, index), to, reply, key, cause: causeOf(reply.key) }, now);
  }
}

/** Ids are hexadecimal and of one length: the last two digits tell a turn's replies apart. */
const deliveryId = (messageId: string, index: number) => messageId.slice(0, -2) + index.toString(16).padStart(2, "0");

async function carryOut(
  tx: Queries,
  command: TurnCommand,
  key: string,
  ports: CommitPorts,
  now: number,
): Promise<{ replies: readonly Reply[]; ticket?: string }> {
  switch (command.kind) {
    case "open_ticket": {
      const { ticket, notice } = await openTicket(tx, ports.rules, { ...command.draft, key }, now);
      await fileTo(tx, ticket, command.attached, now);
      const values = { ...notice.values, department: ports.departmentName(ticket.department) };
      const opened = command.sayOpened ? [ports.wording.say(command.sayOpened, values)] : [];
      return { ticket: ticket.code, replies: command.thenSay ? [...opened, command.thenSay] : opened };
    }
    case "wish_merge":
      await wishMerge(tx, { ticketId: command.ticketId, intoCode: command.into.code, at: now });
      return { replies: [] };
    case "count_wrong_proof":
      await tables(tx).insertInto("wrong_proofs").values({ ticket_id: command.ticketId, at: now }).execute();
      return { replies: [] };
    case "stop_notices":
      await stopNotices(tx, command.who, { scope: "here", how: command.how, at: now });
      return { replies: [] };
    case "resume_notices":
      await resumeNotices(tx, command.who, now);
      return { replies: [] };
    case "wish_accents":
      await wishAccents(tx, command.who, command.accents, now);
      return { replies: [] };
    case "note_ticket":
      await fileTo(tx, command.ticket, command.attached, now);
      return noteTicket(tx, command, now);
    case "correct_call": {
      const { ticket, text, lines } = command;
      await correctTranscript(tx, { ticketId: ticket.id, text, lines, at: now });
      return { ticket: ticket.code, replies: [] };
    }
    case "offer_claim":
      return { replies: [await offerClaim(tx, command.who, ports.wording, now)] };
    case "count_wrong_claim":
      await noteWrongClaim(tx, command.who, command.claimId, now);
      return { replies: [] };
    case "redeem_claim":
      await redeemClaim(tx, command, ports.wording, now);
      return { replies: [] };
    case "move_ticket":
      return moveTicket(tx, command, key, ports, now);
    default:
      return command satisfies never;
  }
}

/** A ticket without its reporter must not be led back to them by what they sent. */
const fileTo = (tx: Queries, { id, reporter }: Ticket, messageIds: readonly string[] = [], now: number) =>
  fileWith(tx, { ticketId: id, messageIds, isUnnamed: reporter.address === null }, now);

export interface PastTurn {
  readonly at: number;
  readonly messageId: string;
  readonly trace: Committed["trace"];
  readonly replies: readonly Reply[];
}

/** What was said in a lane, oldest first; for the console, the try page and transcripts. */
export async function turnsOf(db: Database, lane: string, limit = 200): Promise<PastTurn[]> {
  const rows = await tables(db.read)
    .selectFrom("turns")
    .selectAll()
    .where("lane", "=", lane)
    .orderBy("at")
    .orderBy("message_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    at: row.at,
    messageId: row.message_id,
    trace: JSON.parse(row.trace) as Committed["trace"],
    replies: JSON.parse(row.replies) as Reply[],
  }));
}
