import { dayFromIso, instant, isWorkingDay } from "./calendar.ts";
import type { CommandData, TicketCommand } from "./command.ts";
import { ruleFor, type TicketRules, workingDaysAfter } from "./deadline.ts";
import { type Command, TICKET_MOVES } from "./moves.ts";
import { type Actor, fits, isProtected, maySee, type Ticket } from "./ticket.ts";

/** `too_late`: it could have been done, but its time is over. */
export type Refusal = "not_allowed" | "wrong_state" | "incomplete" | "too_late";

/** So many units may refuse a ticket; what the unit above them then decides stands. */
const MOST_REFUSALS = 2;
/** Working days a unit has to refuse what it was given. */
const DAYS_TO_REFUSE = 1;

/** The desk may take a ticket back at any time; a unit that hands it back refuses it. */
export const isUnitsRefusal = ({ command, actor }: TicketCommand): boolean =>
  command === "return" && (actor.role === "officer" || actor.role === "head");

/** Those it is about, other units, and whoever may not see it are shut out, whatever the table says. */
export const mayTouch = (ticket: Ticket, actor: Actor): boolean =>
  maySee(ticket, actor) && !isAnotherUnits(ticket, actor);

/** What the table cannot know: who drafted, what was used up, whether its time is over. */
export function guard(ticket: Ticket, act: TicketCommand, rules: TicketRules): Refusal | undefined {
  return GUARDS[act.command]?.(ticket, act, rules);
}

type Guard = (ticket: Ticket, act: TicketCommand, rules: TicketRules) => Refusal | undefined;

const unless = (allowed: boolean, reason: Refusal = "not_allowed") => (allowed ? undefined : reason);

const GUARDS: Readonly<Partial<Record<Command, Guard>>> = {
  assign: (ticket, { data }) =>
    // Of what is restricted only one named person may know, never a whole unit.
    unless(!isDeniedTarget(ticket, data)) ?? unless(!ticket.restricted || Boolean(data.assignee), "incomplete"),
  take: (ticket) => unless(ticket.department !== null, "wrong_state"),
  return: (ticket, act, rules) => (isUnitsRefusal(act) ? refusing(ticket, act, rules) : undefined),
  approve: (ticket, { actor }) => unless(notDeciding(ticket, "approve", actor.id) === undefined),
  answer: (ticket, { actor }) => unless(notDeciding(ticket, "answer", actor.id) === undefined),
  uphold: (ticket, { actor }) => unless(notDeciding(ticket, "uphold", actor.id) === undefined),
  close: (ticket, { actor }) => unless(notDeciding(ticket, "close", actor.id) === undefined),
  extend: (ticket, { at }, rules) => unless(mayExtend(ticket, rules)) ?? unless(at < ticket.dueAt, "too_late"),
  apologise: apologising,
  merge: (ticket, { data }) => unless(!isProtected(ticket)) ?? unless(data.into !== ticket.id, "wrong_state"),
  reclassify: (_ticket, { data }) => unless(suits(data), "incomplete"),
  bar: ({ denied }, { data }) => unless(!isNamed(denied, data.about), "wrong_state"),
  unbar: ({ denied }, { data }) => unless(isNamed(denied, data.about), "wrong_state"),
  set_content: ({ recordType }, { data }) => unless(suits({ ...data, recordType }), "incomplete"),
};

const isNamed = ({ departments, officers }: Ticket["denied"], about = ""): boolean =>
  departments.includes(about) || officers.includes(about);

/** Until when this unit may refuse the ticket it has, epoch ms; null when it may not: it has, or two units have. */
export function refusalUntil(ticket: Ticket, department: string, { calendar }: TicketRules): number | null {
  const hasRefused = ticket.refusedBy.length >= MOST_REFUSALS || ticket.refusedBy.includes(department);
  return hasRefused ? null : workingDaysAfter(DAYS_TO_REFUSE, ticket.assignedAt ?? ticket.clockStartedAt, calendar);
}

/** A unit refuses once, within its day; what two units have refused is refused no more. */
function refusing(ticket: Ticket, { actor, at }: TicketCommand, rules: TicketRules): Refusal | undefined {
  const until = refusalUntil(ticket, actor.department ?? "", rules);
  return until === null ? "not_allowed" : unless(at <= until, "too_late");
}

/** Why somebody is not the one to decide: they wrote the draft, or theirs is the answer that was objected to or may yet be. */
export type NotDeciding = "own_draft" | "objected_to" | "own_answer";

/** Nobody approves their own draft, decides again on what was objected to, or ends the time to object to their own answer. */
export function notDeciding(ticket: Ticket, command: Command, person: string): NotDeciding | undefined {
  if (command === "close") return mayBeObjected(ticket) && ticket.answeredBy === person ? "own_answer" : undefined;
  if (command !== "approve" && command !== "answer" && command !== "uphold") return undefined;
  if (ticket.barredApprovers.includes(person)) return "objected_to";
  return command === "approve" && ticket.draftedBy === person ? "own_draft" : undefined;
}

const mayBeObjected = ({ status }: Ticket): boolean => TICKET_MOVES[status].moves.object !== undefined;

/** An apology is owed once the date has passed, and names one new day, a working day to come. */
function apologising(ticket: Ticket, { at, data }: TicketCommand, rules: TicketRules): Refusal | undefined {
  const refusal = unless(at >= ticket.dueAt, "wrong_state") ?? unless(ticket.promisedAt === null);
  return refusal ?? unless((promisedBy(data, rules) ?? 0) > at, "incomplete");
}

/** The end of the promised day's work; undefined when it is no working day. */
export function promisedBy({ newDate = "" }: CommandData, { calendar }: TicketRules): number | undefined {
  const day = dayFromIso(newDate);
  return Number.isInteger(day) && isWorkingDay(day, calendar)
    ? instant(day, calendar.sessions.at(-1)?.to ?? 0)
    : undefined;
}

function isAnotherUnits(ticket: Ticket, actor: Actor): boolean {
  return (actor.role === "officer" || actor.role === "head") && actor.department !== ticket.department;
}

function isDeniedTarget({ denied }: Ticket, data: CommandData): boolean {
  const unit = data.department !== undefined && denied.departments.includes(data.department);
  return unit || (data.assignee !== undefined && denied.officers.includes(data.assignee));
}

/** The law's one extension is still to be had. */
export function mayExtend(ticket: Ticket, rules: TicketRules): boolean {
  return ticket.extensionDays === 0 && ruleFor(ticket, rules).extension !== null;
}

function suits({ recordType, contentCode }: CommandData): boolean {
  return recordType === undefined || contentCode === undefined || fits(recordType, contentCode);
}
