import type { Queries } from "../../platform/index.ts";
import { ticketOf } from "../rows.ts";
import { ticketTables } from "../tables.ts";
import { hidesReporter } from "../ticket.ts";

/** A report no rule could place, and where the desk sent it in the end. */
export interface TriageDecision {
  readonly code: string;
  readonly content: string;
  /** A unit's id, or the name of an agency outside. */
  readonly to: string;
}

/** Looked at, the newest first. */
const MOST = 2000;

/**
 * What people at the desk decided since then about reports the rules had left to them. Those whose reporter
 * stays hidden teach nothing, also when they became so later: their words stay where they are.
 */
export async function triageDecisions(queries: Queries, since: number): Promise<TriageDecision[]> {
  const rows = await ticketTables(queries)
    .selectFrom("ticket_events as opened")
    .innerJoin("tickets", "tickets.id", "opened.ticket_id")
    .selectAll("tickets")
    .where("opened.nth", "=", 1)
    .where("opened.at", ">=", since)
    .where("opened.to_status", "=", "received")
    .where("opened.data", "like", '%"transferTo":null%')
    .where("tickets.restricted", "=", 0)
    .where("tickets.status", "not in", ["withdrawn", "merged", "received"])
    .orderBy("opened.at", "desc")
    .limit(MOST)
    .execute();
  return rows.map(ticketOf).flatMap((ticket) => {
    const to = ticket.status === "transferred" ? ticket.transferTo : ticket.department;
    return to === null || hidesReporter(ticket) ? [] : [{ code: ticket.code, content: ticket.content, to }];
  });
}
