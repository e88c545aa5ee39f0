import type { Address, InboundMessage, Reply, Span } from "../messages/index.ts";
import { markHandled } from "../messages/index.ts";
import { enqueue } from "../outbox/index.ts";
import { builtOnce, type Database, type Migrations, type Queries, type ValueIn } from "../platform/index.ts";
import { type NewSecret, newSecret, type SecretWords } from "../tickets/index.ts";
import { type CarryOutPorts, carryOut } from "./carry-out/store.ts";
import { claimMigrations } from "./claim/store.ts";
import { causeOf } from "./floor.ts";
import { forgetMigrations, forgetUntilNow } from "./forget/store.ts";
import { addWrongProofs } from "./guesses/store.ts";
import { heardByOfficer } from "./hand-back/store.ts";
import { keepState, type MemoryTables } from "./memory/store.ts";
import type { Trace, Turn, TurnCommand } from "./model.ts";
import type { ConversationState } from "./state.ts";

export type ConversationTables = MemoryTables & {
  turns: { message_id: string; lane: string; at: number; trace: string; replies: string };
};

export const conversationMigrations: Migrations = {
  ...claimMigrations,
  ...forgetMigrations,
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
    await addWrongProofs(schema);
    await schema.createIndex("turns_of_lane").on("turns").columns(["lane", "at"]).execute();
  },
};

const tables = (queries: Queries) => queries.withTables<ConversationTables>();

export interface CommitPorts extends CarryOutPorts {
  readonly secretWords: SecretWords;
}

export interface Committed {
  readonly replies: readonly Reply[];
  readonly trace: Trace & { readonly ticket?: string };
}

/**
 * Writes a decided turn in one transaction: messages handled, state, tickets, what we owe to say. Throws AlreadyHandled,
 * leaving nothing behind, when another worker was first.
 */
export async function commit(
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
  const secrets = await secretsFor(db, decided, ports);
  return db.write(async (tx) => {
    await markHandled(tx, input.messageIds, now);
    const turn = await heardByOfficer(tx, decided, input, now);
    // An officer who has the floor hears it instead: then no case is opened, and nothing is to be forgotten.
    const isForgotten = decided.forget === true || turn.commands.some((command) => secrets.has(command));
    await keepState(tx, input.lane, turn.state, input.version, now);
    const replies = [...turn.replies];
    let ticket: string | undefined;
    for (const [index, command] of turn.commands.entries()) {
      const done = await carryOut(
        tx,
        command,
        { key: `${messageId}#${index}`, secret: secrets.get(command) },
        ports,
        now,
      );
      replies.push(...done.replies);
      ticket ??= done.ticket;
    }
    if (!input.message.live) await promiseReplies(tx, input.message.from, messageId, replies, now);
    const trace = ticket ? { ...turn.trace, ticket } : turn.trace;
    await tx.executeQuery(
      turnTaken(tx, {
        message_id: messageId,
        lane: input.lane,
        at: now,
        trace: JSON.stringify(isForgotten ? turn.trace : trace),
        replies: JSON.stringify(replies),
      }),
    );
    if (isForgotten) await forgetUntilNow(tx, input.message.from, messageId, now);
    return { replies, trace };
  });
}

const turnTaken = builtOnce((queries, value: ValueIn<ConversationTables["turns"]>) =>
  tables(queries)
    .insertInto("turns")
    .values({
      message_id: value("message_id"),
      lane: value("lane"),
      at: value("at"),
      trace: value("trace"),
      replies: value("replies"),
    })
    .compile(),
);

/** One for each case that is opened without a name. Slow, so before the transaction. */
async function secretsFor(
  db: Database,
  { commands }: Turn,
  { secretWords }: CommitPorts,
): Promise<ReadonlyMap<TurnCommand, NewSecret>> {
  const unnamed = commands.filter((command) => command.kind === "open_ticket" && command.draft.anonymous);
  return new Map(
    await Promise.all(unnamed.map(async (command) => [command, await newSecret(db, secretWords)] as const)),
  );
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

export interface PastTurn {
  readonly at: number;
  readonly messageId: string;
  readonly trace: Committed["trace"];
  readonly replies: readonly Reply[];
}

/** The turns in a lane in a span, the last `limit`, oldest first; for the console, the try page and transcripts. */
export async function turnsOf(db: Database, lane: string, span: Partial<Span> = {}, limit = 200): Promise<PastTurn[]> {
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = span;
  const rows = await tables(db.read)
    .selectFrom("turns")
    .selectAll()
    .where("lane", "=", lane)
    .where("at", ">=", from)
    .where("at", "<=", to)
    .orderBy("at", "desc")
    .orderBy("message_id", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    at: row.at,
    messageId: row.message_id,
    trace: JSON.parse(row.trace) as Committed["trace"],
    replies: JSON.parse(row.replies) as Reply[],
  }));
}
