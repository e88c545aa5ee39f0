import type { CommandData, TicketCommand } from "./command.ts";
import { dueAt, type TicketRules } from "./deadline.ts";
import { explain } from "./explain.ts";
import { type Command, canMove, nextStatus, TICKET_MOVES, type TicketStatus } from "./moves.ts";
import { noticeOf } from "./notice.ts";
import { type Actor, fits, isRestrictedType, maySee, type Notice, type Ticket } from "./ticket.ts";

export type Refusal = "not_allowed" | "wrong_state" | "incomplete";

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
  extend: "reason",
  reclassify: "recordType",
};

/** What NEEDS a command has, for forms. */
export function neededBy(command: Command): keyof CommandData | undefined {
  return NEEDS[command];
}

/** A unit may hand a ticket back this often; after that the desk's decision stands. */
const MOST_RETURNS = 2;

/** Carries out a command on a ticket, or says why not. Pure: the store keeps what comes out. */
export function carryOut(ticket: Ticket, act: TicketCommand, rules: TicketRules): Applied {
  const next = nextStatus(ticket.status, act.command, ticket.heldFrom);
  if (next === undefined) return { ok: false, reason: "wrong_state" };
  if (!canMove(ticket.status, act.command, act.actor.role, rules.policy)) return { ok: false, reason: "not_allowed" };
  const refusal = guard(ticket, act, rules);
  if (refusal) return { ok: false, reason: refusal };
  const missing = NEEDS[act.command];
  if (missing !== undefined && !act.data[missing]) return { ok: false, reason: "incomplete", missing };
  const moved = { ...ticket, ...effectOf(ticket, act, rules), ...clockOf(ticket, act, next), status: next };
  const after = dated({ ...moved, version: ticket.version + 1, updatedAt: act.at }, ticket, rules);
  return { ok: true, ticket: after, notice: noticeOf(ticket, after, act) };
}

/** What the table cannot know: whose unit, who drafted, what was used up. */
function guard(ticket: Ticket, act: TicketCommand, rules: TicketRules): Refusal | undefined {
  if (!maySee(ticket, act.actor) || isAnotherUnits(ticket, act.actor)) return "not_allowed";
  return GUARDS[act.command]?.(ticket, act, rules);
}

type Guard = (ticket: Ticket, act: TicketCommand, rules: TicketRules) => Refusal | undefined;

const unless = (allowed: boolean, reason: Refusal = "not_allowed") => (allowed ? undefined : reason);

const GUARDS: Readonly<Partial<Record<Command, Guard>>> = {
  assign: (ticket, { data }) => unless(!isDeniedTarget(ticket, data)),
  take: (ticket) => unless(ticket.department !== null, "wrong_state"),
  return: (ticket) => unless(ticket.returns < MOST_RETURNS),
  approve: (ticket, { actor }) => unless(actor.id !== ticket.draftedBy && actor.id !== ticket.barredApprover),
  answer: (ticket, { actor }) => unless(actor.id !== ticket.barredApprover),
  extend: (ticket, _act, rules) => unless(mayExtend(ticket, rules)),
  merge: (ticket, { data }) => unless(data.into !== ticket.id, "wrong_state"),
  reclassify: (_ticket, { data }) => unless(suits(data), "incomplete"),
};

function isAnotherUnits(ticket: Ticket, actor: Actor): boolean {
  return (actor.role === "officer" || actor.role === "head") && actor.department !== ticket.department;
}

function isDeniedTarget({ denied }: Ticket, data: CommandData): boolean {
  const unit = data.department !== undefined && denied.departments.includes(data.department);
  return unit || (data.assignee !== undefined && denied.officers.includes(data.assignee));
}

function mayExtend(ticket: Ticket, rules: TicketRules): boolean {
  return ticket.extensionDays === 0 && ruleOf(ticket, rules).extension !== null;
}

function suits({ recordType, contentCode }: CommandData): boolean {
  return recordType === undefined || contentCode === undefined || fits(recordType, contentCode);
}

function effectOf(ticket: Ticket, act: TicketCommand, rules: TicketRules): Partial<Ticket> {
  const { actor, data } = act;
  switch (act.command) {
    case "assign":
      return assignment(ticket, data);
    case "take":
      return { assignee: actor.id };
    case "return":
      return {
        department: null,
        assignee: null,
        coHandlers: [],
        because: data.reason ?? "",
        returns: ticket.returns + 1,
      };
    case "draft":
      return { answer: data.answer ?? null, draftedBy: actor.id };
    case "answer":
      return { answer: data.answer ?? null, answeredBy: actor.id };
    case "approve":
      return { answeredBy: actor.id };
    case "object":
      return { objections: ticket.objections + 1, barredApprover: ticket.answeredBy };
    case "transfer":
      return { transferTo: data.agency ?? null };
    case "merge":
      return { mergedInto: data.into ?? null };
    case "unmerge":
      return { mergedInto: null };
    case "extend":
      return { extensionDays: ruleOf(ticket, rules).extension?.amount ?? 0 };
    case "reclassify":
      return reclassification(ticket, data);
    default:
      return {};
  }
}

function assignment(ticket: Ticket, data: CommandData): Partial<Ticket> {
  return {
    department: data.department ?? null,
    assignee: data.assignee ?? null,
    coHandlers: data.coHandlers ?? ticket.coHandlers,
    because: data.because ?? ticket.because,
    transferTo: null,
  };
}

function reclassification(ticket: Ticket, data: CommandData): Partial<Ticket> {
  const recordType = data.recordType ?? ticket.recordType;
  return { recordType, contentCode: data.contentCode ?? null, restricted: isRestrictedType(recordType) };
}

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
  const restarts = TICKET_MOVES[ticket.status].clock === "stopped" && TICKET_MOVES[next].clock === "runs";
  return restarts ? { heldFrom: [], clockStartedAt: act.at, pauses: [], extensionDays: 0 } : { heldFrom: [] };
}

function ruleOf(ticket: Ticket, rules: TicketRules) {
  return ticket.transferTo === null ? rules.deadlines.byType[ticket.recordType] : rules.deadlines.transfer;
}

/** The due date, its basis and its arithmetic as the ticket stands. */
export function datesOf(ticket: Ticket, rules: TicketRules): Pick<Ticket, "dueAt" | "dueBasis" | "dueSteps"> {
  const rule = ruleOf(ticket, rules);
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
