import type { Database } from "../../platform/index.ts";
import type { InboundMessage } from "../message.ts";
import { inbox } from "../store.ts";

/** From an instant to another, epoch ms, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SaidMessage {
  readonly message: InboundMessage;
  readonly receivedAt: number;
  /** The instant of the turn that read it; null while none has. */
  readonly handledAt: number | null;
}

/** What a person sent in a span, by when it came or by when it was handled: the last `limit`, oldest first. */
export async function messagesIn(
  db: Database,
  lane: string,
  { by, from, to }: Span & { readonly by: "received_at" | "handled_at" },
  limit = 200,
): Promise<SaidMessage[]> {
  const rows = await inbox(db.read)
    .selectFrom("inbox")
    .select(["message", "received_at", "handled_at"])
    .where("lane", "=", lane)
    .where(by, ">=", from)
    .where(by, "<=", to)
    .orderBy("seq", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map((row) => ({
    message: JSON.parse(row.message) as InboundMessage,
    receivedAt: row.received_at,
    handledAt: row.handled_at,
  }));
}

/** Ids of the messages whose provider id is `prefix` (ending with ":") and one more word, oldest first, but for `except`. */
export async function messagesOf(db: Database, channel: string, prefix: string, except: string): Promise<string[]> {
  const rows = await inbox(db.read)
    .selectFrom("inbox")
    .select(["id", "provider_id"])
    .where("channel", "=", channel)
    .where("provider_id", "like", `${prefix}%`)
    .where("provider_id", "<>", except)
    .orderBy("seq")
    .execute();
  // A sign of the pattern language in the prefix, or letters taken for equal, may have let others in.
  const isOne = (id: string) => id.startsWith(prefix) && !id.slice(prefix.length).includes(":");
  return rows.filter(({ provider_id }) => isOne(provider_id)).map(({ id }) => id);
}
