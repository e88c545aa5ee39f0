import { type Address, laneOf } from "../../messages/index.ts";
import type { Queries } from "../../platform/index.ts";
import { appendEvent } from "../history/store.ts";
import { ticketOf } from "../rows.ts";
import { ticketTables } from "../tables.ts";

/** Nobody waits for news of these. */
const OVER = ["closed", "merged", "withdrawn"] as const;

/**
 * The open tickets of one address go on at another of the same person: news is sent there. Throws when an officer moved one of
 * them at the same moment; the caller's transaction is undone.
 */
export async function moveReporter(tx: Queries, from: Address, to: Address, at: number): Promise<void> {
  const rows = await ticketTables(tx)
    .selectFrom("tickets")
    .selectAll()
    .where("reporter_lane", "=", laneOf(from))
    .where("status", "not in", [...OVER])
    .execute();
  for (const { id, reporter, version, status } of rows.map(ticketOf)) {
    const result = await ticketTables(tx)
      .updateTable("tickets")
      .set({
        reporter: JSON.stringify({ ...reporter, address: to }),
        reporter_lane: laneOf(to),
        version: version + 1,
        updated_at: at,
      })
      .where("id", "=", id)
      .where("version", "=", version)
      .executeTakeFirst();
    if (Number(result.numUpdatedRows) !== 1) throw new Error("a ticket was moved meanwhile");
    await appendEvent(tx, {
      ticketId: id,
      at,
      actor: { role: "citizen", id: "citizen" },
      kind: "reporter_moved",
      from: status,
      to: status,
      data: { from: from.channel, to: to.channel },
    });
  }
}
