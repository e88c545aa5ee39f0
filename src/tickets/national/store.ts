import type { Queries } from "../../platform/index.ts";
import { appendEvent } from "../history/store.ts";
import { ticketById } from "../queue/store.ts";
import { ticketTables } from "../tables.ts";
import { type Actor, isRestrictedType, maySee } from "../ticket.ts";

/** `not_feedback`: complaints and denunciations have no place in that system. `malformed`: no code of its form. */
export type NationalCodeRefusal = "not_found" | "not_allowed" | "not_feedback" | "malformed";

const FORM = /^PAKN\.(\d{4})(\d{2})(\d{2})\.\d{3,8}$/;

/** True for "PAKN.20261123.0001": its middle is a date. */
function isNationalCode(code: string): boolean {
  const [, year, month, date] = FORM.exec(code) ?? [];
  if (year === undefined) return false;
  const day = new Date(`${year}-${month}-${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(`${year}-${month}-${date}`);
}

/** Keeps the national system's code once somebody has keyed the ticket in there; a wrong one is put right by a later one. */
export async function setNationalCode(
  tx: Queries,
  ticketId: string,
  nationalCode: string,
  actor: Actor,
  at: number,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: NationalCodeRefusal }> {
  const ticket = await ticketById(tx, ticketId);
  if (!ticket) return { ok: false, reason: "not_found" };
  if (!maySee(ticket, actor)) return { ok: false, reason: "not_allowed" };
  if (ticket.restricted || isRestrictedType(ticket.recordType)) return { ok: false, reason: "not_feedback" };
  if (!isNationalCode(nationalCode)) return { ok: false, reason: "malformed" };
  await ticketTables(tx)
    .updateTable("tickets")
    .set({ national_code: nationalCode })
    .where("id", "=", ticketId)
    .execute();
  await appendEvent(tx, { ticketId, at, actor, kind: "national_code", from: null, to: null, data: { nationalCode } });
  return { ok: true };
}
