import {
  type Actor,
  type Command,
  canMove,
  hidesReporter,
  maySee,
  type NationalForm,
  type Policy,
  superiorsOf,
  type Ticket,
  type TicketRules,
} from "../../tickets/index.ts";
import { hasRole, type Officer, type Role } from "../accounts/account.ts";

/** Roles that work on every unit's tickets, widest view first. */
const DESK_ROLES = ["inspector", "coordinator", "intake"] as const;
const UNIT_ROLES = ["head", "officer"] as const;

/** True for people who sort tickets for all units; the others work on their own unit's. */
export const isDesk = (officer: Officer): boolean => hasRole(officer, ...DESK_ROLES);

function actorAs(officer: Officer, role: Role): Actor {
  const { id, department, former } = officer;
  return { role, id, formerly: former, ...(department !== null && { department }) };
}

/** The officer in each role they may act in, widest view first. Administration gives no view of tickets. */
export function actorsOf(officer: Officer): Actor[] {
  return [...DESK_ROLES, ...UNIT_ROLES]
    .filter((role) => officer.roles.includes(role))
    .map((role) => actorAs(officer, role));
}

/** Everybody this officer is to a ticket about them, an administrator included. */
export const viewersOf = (officer: Officer): Actor[] => officer.roles.map((role) => actorAs(officer, role));

/** In whose name the queue is asked for. */
export function viewerOf(officer: Officer): Actor {
  return actorsOf(officer)[0] ?? actorAs(officer, "admin");
}

function isTheirs(officer: Officer, ticket: Ticket): boolean {
  const unit = officer.department;
  if (isDesk(officer) || ticket.assignee === officer.id) return true;
  return unit !== null && (ticket.department === unit || ticket.coHandlers.includes(unit));
}

/**
 * True when the officer may open the ticket's page; for everybody else it does not exist. `told`: ids of those who have
 * been reminded of it, who may look though it lies with another unit.
 */
export function mayOpen(officer: Officer, ticket: Ticket, told: readonly string[] = []): boolean {
  return (
    (isTheirs(officer, ticket) || told.includes(officer.id)) && actorsOf(officer).some((actor) => maySee(ticket, actor))
  );
}

/** True when the ticket lies with a unit below the one this officer heads: they see to it that it is done, and do not do it. */
export function mayFollow(officer: Officer, ticket: Ticket, { units }: Pick<TicketRules, "units">): boolean {
  const { department } = officer;
  if (department === null || ticket.department === null || !hasRole(officer, "head")) return false;
  const isBelow = superiorsOf(units, ticket.department).includes(department);
  return isBelow && actorsOf(officer).some((actor) => maySee(ticket, actor));
}

/** The role in which this officer may give this command now; undefined when in none. */
export function actorFor(officer: Officer, ticket: Ticket, command: Command, policy: Policy): Actor | undefined {
  return actorsOf(officer).find((actor) => {
    const isUnitRole = actor.role === "officer" || actor.role === "head";
    const isOwn = !isUnitRole || actor.department === ticket.department;
    return isOwn && maySee(ticket, actor) && canMove(ticket.status, command, actor.role, policy);
  });
}

/** Commands that may be given right after taking a ticket that nobody has taken yet, as one act of the officer. */
const AFTER_TAKING: readonly Command[] = ["answer", "draft"];

/**
 * The commands that carry out what the officer wants: usually just it, for an answer to a ticket not taken yet the
 * taking before it. Empty when the officer may not.
 */
export function planFor(officer: Officer, ticket: Ticket, command: Command, policy: Policy): Command[] {
  if (actorFor(officer, ticket, command, policy)) return [command];
  const canTake =
    AFTER_TAKING.includes(command) && ticket.department !== null && actorFor(officer, ticket, "take", policy);
  const taken: Ticket = { ...ticket, status: "in_progress" };
  return canTake && actorFor(officer, taken, command, policy) ? ["take", command] : [];
}

const ANSWERING: readonly Command[] = ["take", "draft", "answer"];

/** Whoever works on a ticket may give it files, and take back those not sent yet. */
export const mayGive = (officer: Officer, ticket: Ticket, policy: Policy): boolean =>
  ANSWERING.some((command) => planFor(officer, ticket, command, policy).length > 0);

/**
 * Who sorts tickets for all units knows who reported; the unit that looks into it does not, and the citizen is told when an answer
 * needs their name. Whoever the inspector has named for a complaint works with the person who complains.
 */
export const isReporterHidden = (officer: Officer, ticket: Ticket): boolean =>
  hidesReporter(ticket) && !ticket.restricted && !isDesk(officer);

/**
 * The form of the national system names the reporter, so it is for those who sort tickets for all units, and for the kinds that system
 * takes; whoever the ticket is about sees no more of it than of its page.
 */
export function mayKeyIn(officer: Officer, ticket: Ticket, { recordTypes }: NationalForm): boolean {
  return isDesk(officer) && mayOpen(officer, ticket) && !ticket.restricted && recordTypes.includes(ticket.recordType);
}
