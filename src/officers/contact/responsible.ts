import { maySee, type Ticket } from "../../tickets/index.ts";
import { hasRole, type Officer, type Role } from "../accounts/account.ts";
import { actorsOf, isDesk, isReporterHidden, mayOpen } from "../desk/viewer.ts";

/** Who stands in, in this order, where a ticket has no unit or its unit no head who may see it. */
const STAND_INS: readonly Role[] = ["coordinator", "intake", "inspector"];

/**
 * Whose duty it is that a person hears from us: the head of the unit, else whoever sorts for all units. Those a ticket is about
 * never are. Administrators stand last: they mend channels and see no ticket.
 */
export function responsibleFor(ticket: Ticket | undefined, officers: readonly Officer[]): Officer[] {
  const active = officers.filter(({ disabled }) => !disabled);
  const fit = ticket ? active.filter((officer) => actorsOf(officer).some((actor) => maySee(ticket, actor))) : active;
  const heads = fit.filter((officer) => hasRole(officer, "head") && isOfUnit(officer, ticket));
  if (heads.length > 0) return heads;
  for (const role of STAND_INS) {
    const those = fit.filter((officer) => hasRole(officer, role));
    if (those.length > 0) return those;
  }
  return active.filter((officer) => hasRole(officer, "admin"));
}

const isOfUnit = (officer: Officer, ticket: Ticket | undefined): boolean =>
  ticket !== undefined && ticket.department !== null && officer.department === ticket.department;

/** True when this officer may telephone the person and read what is to be said. */
export function mayContact(officer: Officer, ticket: Ticket | undefined): boolean {
  if (!ticket) return isDesk(officer);
  return mayOpen(officer, ticket) && !isReporterHidden(officer, ticket);
}
