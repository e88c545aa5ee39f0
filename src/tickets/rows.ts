import { laneOf } from "../messages/index.ts";
import type { TicketRow } from "./tables.ts";
import type { Ticket } from "./ticket.ts";

/** A ticket as its row, without the columns that are set once at opening (opened_by, secret_hash). */
export function rowOf(ticket: Ticket): Omit<TicketRow, "opened_by" | "secret_hash" | "remind_at"> {
  return {
    id: ticket.id,
    code: ticket.code,
    record_type: ticket.recordType,
    content_code: ticket.contentCode,
    status: ticket.status,
    held_from: JSON.stringify(ticket.heldFrom),
    department: ticket.department,
    co_handlers: JSON.stringify(ticket.coHandlers),
    assignee: ticket.assignee,
    assigned_at: ticket.assignedAt,
    transfer_to: ticket.transferTo,
    because: ticket.because,
    clock_started_at: ticket.clockStartedAt,
    due_at: ticket.dueAt,
    due_basis: ticket.dueBasis,
    due_steps: JSON.stringify(ticket.dueSteps),
    pauses: JSON.stringify(ticket.pauses),
    extension_days: ticket.extensionDays,
    extension: ticket.extension === null ? null : JSON.stringify(ticket.extension),
    promised_at: ticket.promisedAt,
    content: ticket.content,
    summary: ticket.summary,
    place: ticket.place,
    place_unit: ticket.placeUnit,
    reporter: JSON.stringify(ticket.reporter),
    reporter_lane: ticket.reporter.address === null ? null : laneOf(ticket.reporter.address),
    anonymous: Number(ticket.anonymous),
    source: ticket.source,
    national_code: ticket.nationalCode,
    restricted: Number(ticket.restricted),
    denied: JSON.stringify(ticket.denied),
    refused_by: JSON.stringify(ticket.refusedBy),
    returns: ticket.refusedBy.length,
    objections: ticket.objections,
    answer: ticket.answer,
    drafted_by: ticket.draftedBy,
    answered_by: ticket.answeredBy,
    barred_approver: ticket.barredApprovers.length === 0 ? null : JSON.stringify(ticket.barredApprovers),
    merged_into: ticket.mergedInto,
    version: ticket.version,
    created_at: ticket.createdAt,
    updated_at: ticket.updatedAt,
  };
}

/** The ticket a row holds. Only `rowOf` writes these columns, so their words are ours. */
export function ticketOf(row: TicketRow): Ticket {
  return {
    id: row.id,
    code: row.code,
    recordType: row.record_type as Ticket["recordType"],
    contentCode: row.content_code as Ticket["contentCode"],
    status: row.status as Ticket["status"],
    heldFrom: JSON.parse(row.held_from),
    department: row.department,
    coHandlers: JSON.parse(row.co_handlers),
    assignee: row.assignee,
    assignedAt: row.assigned_at,
    transferTo: row.transfer_to,
    because: row.because,
    clockStartedAt: row.clock_started_at,
    dueAt: row.due_at,
    dueBasis: row.due_basis,
    dueSteps: JSON.parse(row.due_steps),
    pauses: JSON.parse(row.pauses),
    extensionDays: row.extension_days,
    extension: row.extension === null ? null : JSON.parse(row.extension),
    promisedAt: row.promised_at,
    content: row.content,
    summary: row.summary,
    place: row.place,
    placeUnit: row.place_unit,
    reporter: JSON.parse(row.reporter),
    anonymous: row.anonymous === 1,
    source: row.source as Ticket["source"],
    nationalCode: row.national_code,
    restricted: row.restricted === 1,
    denied: JSON.parse(row.denied),
    refusedBy: JSON.parse(row.refused_by),
    objections: row.objections,
    answer: row.answer,
    draftedBy: row.drafted_by,
    answeredBy: row.answered_by,
    barredApprovers: barredOf(row.barred_approver),
    mergedInto: row.merged_into,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Rows written before there could be several hold one id. */
function barredOf(text: string | null): string[] {
  if (text === null) return [];
  return text.startsWith("[") ? JSON.parse(text) : [text];
}
