import { DatabaseSync } from "node:sqlite";
import { MIGRATIONS } from "../../src/app.ts";
import { renderZalo } from "../../src/channels/zalo/index.ts";
import type { Reply } from "../../src/messages/index.ts";
import { openSqlite } from "../../src/platform/index.ts";
import { verifyChain } from "../../src/tickets/index.ts";
import type { ZaloSent } from "../fakes/zalo.ts";

export interface TurnRow {
  readonly message_id: string;
  readonly lane: string;
  readonly at: number;
  readonly replies: string;
}
export interface InboxRow {
  readonly id: string;
  readonly provider_id: string;
  readonly lane: string;
  readonly handled_at: number | null;
}
export interface DeliveryRow {
  readonly key: string;
  readonly recipient: string;
  readonly reply: string;
  readonly state: string;
  /** Ways given up before the present one, and why the last was. */
  readonly hops: number;
  readonly last_reason: string | null;
}
export interface TicketRow {
  readonly id: string;
  readonly opened_by: string;
  readonly content: string;
}

/** Everything a data directory holds once its process is gone. */
export function readBooks(file: string) {
  const db = new DatabaseSync(file, { readOnly: true });
  const all = <T>(query: string) => db.prepare(query).all() as unknown as T[];
  const books = {
    integrity: all<{ integrity_check: string }>("PRAGMA integrity_check").map((row) => row.integrity_check),
    inbox: all<InboxRow>("select id, provider_id, lane, handled_at from inbox"),
    turns: all<TurnRow>("select message_id, lane, at, replies from turns"),
    deliveries: all<DeliveryRow>("select key, recipient, reply, state, hops, last_reason from deliveries"),
    tickets: all<TicketRow>("select id, opened_by, content from tickets"),
  };
  db.close();
  return books;
}

export type Books = ReturnType<typeof readBooks>;

/** Tickets whose history does not verify. */
export async function brokenChains(file: string, tickets: Books["tickets"]): Promise<string[]> {
  const db = await openSqlite(file, MIGRATIONS);
  const checks = await Promise.all(tickets.map(async ({ id }) => ({ id, check: await verifyChain(db.read, id) })));
  await db.close();
  return checks.filter(({ check }) => !check.ok).map(({ id }) => id);
}

/** The turns that took up each message: those of its lane at the instant it was marked handled. */
export function turnsPerMessage({ inbox, turns }: Books): Map<string, number> {
  const at = new Map<string, number>();
  for (const turn of turns) count(at, `${turn.lane} ${turn.at}`);
  return new Map(inbox.map((row) => [row.provider_id, at.get(`${row.lane} ${row.handled_at}`) ?? 0]));
}

/** What turns said and the outbox does not hold, and what it holds and no turn said. */
export function promisesAmiss({ turns, deliveries }: Books): string[] {
  const said = new Set(turns.flatMap((turn) => repliesOf(turn).map((_, index) => `turn:${turn.message_id}:${index}`)));
  const kept = new Set(deliveries.map(({ key }) => key));
  return [...[...said].filter((key) => !kept.has(key)), ...[...kept].filter((key) => !said.has(key))];
}

export const repliesOf = (turn: TurnRow): Reply[] => JSON.parse(turn.replies) as Reply[];

export interface Carried {
  readonly promised: number;
  readonly received: number;
  /** Person and words of each part that was promised and did not come, and of each that came and nobody promised. */
  readonly lost: readonly string[];
  readonly unpromised: readonly string[];
  readonly doubled: number;
}

/** Parts promised against parts received, person by person and word by word. */
export function carried({ deliveries }: Books, sent: readonly ZaloSent[]): Carried {
  const promised = new Map<string, number>();
  const received = new Map<string, number>();
  for (const row of deliveries) {
    const { id } = JSON.parse(row.recipient) as { id: string };
    for (const part of renderZalo(JSON.parse(row.reply) as Reply)) count(promised, `${id} ${part}`);
  }
  for (const { userId, text } of sent) count(received, `${userId} ${text}`);
  const beyond = (from: Map<string, number>, less: Map<string, number>) =>
    [...from].flatMap(([key, n]) => new Array<string>(Math.max(0, n - (less.get(key) ?? 0))).fill(key));
  return {
    promised: [...promised.values()].reduce((sum, n) => sum + n, 0),
    received: sent.length,
    lost: beyond(promised, received),
    unpromised: [...received.keys()].filter((key) => !promised.has(key)),
    doubled: beyond(received, promised).length,
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
