import type { Queries } from "../../platform/index.ts";
import { factsOf, hashOf } from "../history/chain.ts";
import { ticketTables } from "../tables.ts";
import type { Ticket } from "../ticket.ts";
import { printReceipt } from "./receipt.ts";
import type { OfficeKey } from "./sign.ts";

/**
 * The receipt for a ticket as it was opened. Undefined for complaints and denunciations, which are not taken in here
 * (Luật Tố cáo 2018 Đ22), and where the opening is no longer what was written: nothing is signed that does not fit.
 */
export async function receiptOf(
  queries: Queries,
  { id, code, restricted }: Pick<Ticket, "id" | "code" | "restricted">,
  key: OfficeKey,
): Promise<string | undefined> {
  if (restricted) return undefined;
  const row = await ticketTables(queries)
    .selectFrom("ticket_events")
    .selectAll()
    .where("ticket_id", "=", id)
    .where("nth", "=", 1)
    .executeTakeFirst();
  if (row === undefined || row.previous !== "" || row.hash !== hashOf(row)) return undefined;
  const { dueAt, content_sha256: contentHash } = factsOf(row.data);
  if (typeof dueAt !== "number" || typeof contentHash !== "string") return undefined;
  return printReceipt({ code, receivedAt: row.at, dueAt, contentHash, eventHash: row.hash }, key);
}
