import type { CommandData, TicketCommand } from "./command.ts";
import { contentOf } from "./content.ts";
import { dueAt, ruleFor, type TicketRules } from "./deadline.ts";
import { explain } from "./explain.ts";
import { guard, isUnitsRefusal, mayTouch, promisedBy, type Refusal } from "./guards.ts";
import { type Command, canMove, nextStatus, TICKET_MOVES, type TicketStatus } from "./moves.ts";
import { noticeOf } from "./notice.ts";
import { commonSuperior } from "./superiors.ts";
import { isRestrictedType, type Notice, type Ticket } from "./ticket.ts";

export type Applied =
  | { readonly ok: true; readonly ticket: Ticket; readonly notice: Notice | null }
  | { readonly ok: false; readonly reason: Refusal; readonly missing?: keyof CommandData };

/** What each command cannot do without. */
const NEEDS: Readonly<Partial<Record<Command, keyof CommandData>>> = {
  assign: "department",
  return: "reason",
  ask_citizen: "question",
  supply: "text",
  draft: "answer",
  send_back: "reason",
  answer: "answer",
  object: "reason",
  uphold: "reason",
  reopen: "reason",
  refuse: "reason",
  transfer: "agency",
  merge: "into",
  unmerge: "reason",
  extend: "reason",
  apologise: "reason",
  reclassify: "recordType",
  set_content: "contentCode",
  bar: "about",
  unbar: "about",
};

/** What NEEDS a command has, for forms. */
export function neededBy(command: Command): keyof CommandData | undefined {
  return NEEDS[command];
}

/** Carries out a command on a ticket, or says why not. Pure: the store keeps what comes out. */
export function carryOut(ticket: Ticket, act: TicketCommand, rules: TicketRules): Applied {
  const next = statusAfter(ticket, act);
  if (next === undefined) return { ok: false, reason: "wrong_state" };
  if (!canMove(ticket.status, act.command, act.actor.role, rules.policy)) return { ok: false, reason: "not_allowed" };
  if (!mayTouch(ticket, act.actor)) return { ok: false, reason: "not_allowed" };
  const missing = NEEDS[act.command];
  if (missing !== undefined && !act.data[missing]) return { ok: false, reason: "incomplete", missing };
  const refusal = guard(ticket, act, rules);
  if (refusal) return { ok: false, reason: refusal };
  const moved = { ...ticket, ...effectOf(ticket, act, rules), ...clockOf(ticket, act, next), status: next };
  const after = dated({ ...moved, version: ticket.version + 1, updatedAt: act.at }, ticket, rules);
  return { ok: true, ticket: after, notice: noticeOf(ticket, after, act) };
}

/** Where the table leads, but for a second unit's refusal and for a ticket found to be a complaint or a denunciation. */
function statusAfter(ticket: Ticket, act: TicketCommand): TicketStatus | undefined {
  const move = TICKET_MOVES[ticket.status].moves[act.command];
  if (move === undefined) return undefined;
  if (isUnitsRefusal(act) && goesAbove(ticket)) return move.toSecond;
  if (becomesRestricted(ticket, act) || leavesAccused(ticket, act)) return "received";
  return nextStatus(ticket.status, act.command, ticket.heldFrom);
}

/** What is restricted always goes back to the inspector, never to a whole unit. */
const goesAbove = ({ restricted, refusedBy }: Ticket): boolean => refusedBy.length > 0 && !restricted;

const becomesRestricted = (ticket: Ticket, { command, data }: TicketCommand): boolean =>
  command === "reclassify" && !ticket.restricted && data.recordType !== undefined && isRestrictedType(data.recordType);

/** What those it is about have, or may yet take, goes back to be sorted. */
const leavesAccused = (ticket: Ticket, act: TicketCommand): boolean =>
  isWithAccused(ticket, act) && TICKET_MOVES[ticket.status].clock === "runs" && ticket.status !== "objected";

const isWithAccused = ({ department, assignee }: Ticket, { command, data: { about } }: TicketCommand): boolean =>
  command === "bar" && about !== undefined && (about === department || about === assignee);

function effectOf(ticket: Ticket, act: TicketCommand, rules: TicketRules): Partial<Ticket> {
  const { actor, data } = act;
  switch (act.command) {
    case "assign":
      return assignment(ticket, act);
    case "take":
      return { assignee: actor.id };
    case "return":
      return handedBack(ticket, act, rules);
    case "draft":
      return { answer: data.answer ?? null, draftedBy: actor.id };
    case "answer":
      return { answer: data.answer ?? null, answeredBy: actor.id };
    case "approve":
      return { answeredBy: actor.id };
    case "object":
      return { objections: ticket.objections + 1, barredApprovers: barredAfter(ticket) };
    case "refuse":
      // A draft that never left must not pass for an answer later; who refused may not judge the objection.
      return { answer: null, answeredBy: actor.id };
    case "transfer":
      return { transferTo: data.agency ?? null };
    case "merge":
      return { mergedInto: data.into ?? null };
    case "unmerge":
    case "withdraw":
      return { mergedInto: null };
    case "extend":
      return {
        extensionDays: ruleFor(ticket, rules).extension?.amount ?? 0,
        extension: { at: act.at, by: actor.id, reason: data.reason ?? "" },
      };
    case "apologise":
      return { promisedAt: promisedBy(data, rules) ?? null };
    case "reclassify":
      return reclassification(ticket, data, rules);
    case "set_content":
      return { contentCode: data.contentCode ?? null };
    case "bar":
      return barring(ticket, act, rules);
    case "unbar":
      return { denied: without(ticket.denied, data.about ?? "") };
    default:
      return {};
  }
}

const barredAfter = ({ barredApprovers, answeredBy }: Ticket): string[] => [
  ...new Set([...barredApprovers, ...(answeredBy === null ? [] : [answeredBy])]),
];

const UNASSIGNED = { department: null, assignee: null, assignedAt: null, coHandlers: [] } as const;

/** Back to be sorted; from the second unit, to the one above both. */
function handedBack(ticket: Ticket, act: TicketCommand, { units }: TicketRules): Partial<Ticket> {
  const because = act.data.reason ?? "";
  const unit = act.actor.department;
  if (!isUnitsRefusal(act) || unit === undefined) return { ...UNASSIGNED, because };
  const refusedBy = [...ticket.refusedBy, unit];
  const [first = unit] = refusedBy;
  if (!goesAbove(ticket)) return { ...UNASSIGNED, because, refusedBy };
  const department = commonSuperior(units, first, unit, ticket.denied.departments);
  return { ...UNASSIGNED, department, assignedAt: act.at, because, refusedBy };
}

function assignment(ticket: Ticket, { at, data }: TicketCommand): Partial<Ticket> {
  return {
    assignedAt: at,
    department: data.department ?? null,
    assignee: data.assignee ?? null,
    coHandlers: data.coHandlers ?? ticket.coHandlers,
    because: data.because ?? ticket.because,
    transferTo: null,
  };
}

function reclassification(ticket: Ticket, data: CommandData, { contents }: TicketRules): Partial<Ticket> {
  const recordType = data.recordType ?? ticket.recordType;
  const restricted = isRestrictedType(recordType);
  const hidden = restricted && !ticket.restricted ? UNASSIGNED : {};
  const contentCode = data.contentCode ?? contentOf(recordType, ticket.content, contents).code;
  return { ...hidden, recordType, contentCode, restricted };
}

/** Nobody works on what is about them: not their unit, not with others, and no draft of theirs is left to be approved. */
function barring(ticket: Ticket, act: TicketCommand, { units }: TicketRules): Partial<Ticket> {
  const { about = "" } = act.data;
  const { departments, officers } = ticket.denied;
  const denied = units.departments.has(about)
    ? { departments: [...departments, about], officers }
    : { departments, officers: [...officers, about] };
  const coHandlers = ticket.coHandlers.filter((unit) => unit !== about);
  if (!isWithAccused(ticket, act)) return { denied, coHandlers };
  const undrafted = ticket.answeredBy === null ? { answer: null, draftedBy: null } : {};
  const heldFrom: readonly TicketStatus[] = ticket.status === "waiting_for_citizen" ? ["received"] : ticket.heldFrom;
  return { ...UNASSIGNED, ...undrafted, heldFrom, denied, coHandlers };
}

const without = ({ departments, officers }: Ticket["denied"], id: string): Ticket["denied"] => ({
  departments: departments.filter((one) => one !== id),
  officers: officers.filter((one) => one !== id),
});

const ANEW = { heldFrom: [], pauses: [], extensionDays: 0, extension: null, promisedAt: null } as const;

/** Holding, pausing and restarting. A clock that had stopped starts anew; one that was held goes on where it was. */
function clockOf(ticket: Ticket, act: TicketCommand, next: TicketStatus): Partial<Ticket> {
  const target = TICKET_MOVES[ticket.status].moves[act.command]?.to;
  if (target === "stay") return {};
  if (next === "merged") return { heldFrom: [...ticket.heldFrom, ticket.status] };
  if (act.command === "unmerge") return { heldFrom: ticket.heldFrom.slice(0, -1) };
  if (next === "waiting_for_citizen")
    return { heldFrom: [...ticket.heldFrom, ticket.status], pauses: [...ticket.pauses, { from: act.at, to: null }] };
  if (ticket.status === "waiting_for_citizen") {
    const heldFrom = target === "resume" ? ticket.heldFrom.slice(0, -1) : [];
    return { heldFrom, pauses: ticket.pauses.map((pause) => ({ ...pause, to: pause.to ?? act.at })) };
  }
  if (ticket.status === "merged")
    return { heldFrom: [], pauses: ticket.pauses.map((pause) => ({ ...pause, to: pause.to ?? act.at })) };
  const restarts = TICKET_MOVES[ticket.status].clock === "stopped" && TICKET_MOVES[next].clock === "runs";
  return restarts ? { ...ANEW, clockStartedAt: act.at } : { heldFrom: [] };
}

/** The due date, its basis and its arithmetic as the ticket stands. */
export function datesOf(ticket: Ticket, rules: TicketRules): Pick<Ticket, "dueAt" | "dueBasis" | "dueSteps"> {
  const rule = ruleFor(ticket, rules);
  const deadline = dueAt(rule, ticket.clockStartedAt, rules.calendar, ticket);
  return { dueAt: deadline.dueAt, dueBasis: rule.basis, dueSteps: explain(deadline.steps) };
}

/** Only what counts for the deadline moves it; nothing else that is done to a ticket does. */
function dated(after: Ticket, before: Ticket, rules: TicketRules): Ticket {
  const same =
    after.recordType === before.recordType &&
    after.transferTo === before.transferTo &&
    after.clockStartedAt === before.clockStartedAt &&
    after.extensionDays === before.extensionDays &&
    after.pauses.length === before.pauses.length &&
    after.pauses.at(-1)?.to === before.pauses.at(-1)?.to;
  return same ? after : { ...after, ...datesOf(after, rules) };
}
