import type { InboundMessage, InboxTables, Reply } from "../../messages/index.ts";
import type { Database, Queries } from "../../platform/index.ts";
import { keepState } from "../memory/store.ts";
import { CASE_FLOW } from "../own-case.ts";
import { type ConversationState, type FlowPosition, FRESH } from "../state.ts";
import type { ConversationTables } from "../store.ts";
import { WITHDRAWAL_FLOW } from "../withdrawal.ts";

const tables = (queries: Queries) => queries.withTables<ConversationTables & InboxTables>();

/** What was replied to a message already taken in; undefined while its turn is not yet kept. */
export async function repliesTo(db: Database, message: InboundMessage): Promise<readonly Reply[] | undefined> {
  const row = await tables(db.read)
    .selectFrom("inbox")
    .innerJoin("turns", "turns.message_id", "inbox.id")
    .select("turns.replies")
    .where("inbox.channel", "=", message.from.channel)
    .where("inbox.provider_id", "=", message.providerId)
    .executeTakeFirst();
  return row && (JSON.parse(row.replies) as Reply[]);
}

/** One live conversation, known by how its messages' provider ids begin. */
export interface LiveTalk {
  /** Messages not answered yet. */
  readonly waiting: number;
  /** Everything replied, in order. */
  readonly replies: readonly Reply[];
}

/** Longer than any call; ids are named one by one because not every database orders text byte by byte. */
const MOST_MESSAGES = 300;

/** `prefix` ends with ":"; the messages of the conversation are numbered from 1 after it. */
export async function liveTalk(queries: Queries, channel: string, prefix: string): Promise<LiveTalk> {
  const numbered = Array.from({ length: MOST_MESSAGES }, (_, nth) => `${prefix}${nth + 1}`);
  const rows = await tables(queries)
    .selectFrom("inbox")
    .leftJoin("turns", "turns.message_id", "inbox.id")
    .select(["turns.replies", "inbox.handled_at"])
    .where("inbox.channel", "=", channel)
    .where("inbox.provider_id", "in", numbered)
    .orderBy("inbox.seq")
    .execute();
  return {
    waiting: rows.filter(({ handled_at }) => handled_at === null).length,
    replies: rows.flatMap(({ replies }) => (replies ? (JSON.parse(replies) as Reply[]) : [])),
  };
}

/** The question a lane's report stands at, as it was last put; undefined when none is under way. */
export async function openQuestion(queries: Queries, lane: string): Promise<Reply | undefined> {
  const kept = await stateOf(queries, lane);
  return kept && isReport(kept.state.flow) ? lastReply(queries, lane) : undefined;
}

/** A lookup that broke off is simply asked again, and an unnamed case must not follow its reporter; a report is work worth keeping. */
const isReport = (flow: FlowPosition | undefined): flow is FlowPosition =>
  flow !== undefined && !["tra-cuu-phieu", WITHDRAWAL_FLOW, CASE_FLOW].includes(flow.flow);

/**
 * Moves the report under way from one lane of a person to another of theirs, and says the question it stands at. Nothing is
 * moved where the other lane has something under way itself, or where `from` has moved on since `version`. Throws
 * AlreadyHandled when a turn came in between; the caller's transaction is undone.
 */
export async function moveFlow(
  tx: Queries,
  from: string,
  to: string,
  now: number,
  version?: number,
): Promise<{ readonly question: Reply | undefined; readonly version: number } | undefined> {
  const [source, target] = [await stateOf(tx, from), await stateOf(tx, to)];
  const flow = source?.state.flow;
  if (!source || !isReport(flow) || target?.state.flow) return undefined;
  if (version !== undefined && version !== source.version) return undefined;
  const question = await lastReply(tx, from);
  const { flow: _, ...left } = source.state;
  const before = target?.version ?? 0;
  await keepState(tx, from, left, source.version, now);
  await keepState(tx, to, withFlow(target?.state, flow), before, now);
  return { question, version: before + 1 };
}

const withFlow = (state: ConversationState | undefined, flow: FlowPosition): ConversationState => ({
  ...(state ?? FRESH),
  greeted: true,
  flow,
});

async function stateOf(queries: Queries, lane: string) {
  const row = await tables(queries)
    .selectFrom("conversations")
    .select(["state", "version"])
    .where("lane", "=", lane)
    .executeTakeFirst();
  return row && { state: JSON.parse(row.state) as ConversationState, version: row.version };
}

async function lastReply(queries: Queries, lane: string): Promise<Reply | undefined> {
  const row = await tables(queries)
    .selectFrom("turns")
    .select("replies")
    .where("lane", "=", lane)
    .orderBy("at", "desc")
    .orderBy("message_id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && (JSON.parse(row.replies) as Reply[]).at(-1);
}
