import { isDenied, superiorsOf, type Ticket, type TicketRules } from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import type { DepartmentName } from "../ports.ts";
import { isDesk } from "./viewer.ts";

/** A unit a ticket may be given to, with its people. */
export interface OfferedUnit {
  readonly id: string;
  readonly name: string;
  readonly officers: readonly { readonly id: string; readonly name: string }[];
}

interface Around {
  readonly officer: Officer;
  readonly ticket: Ticket;
  readonly departments: readonly DepartmentName[];
  readonly officers: readonly Officer[];
  readonly rules: Pick<TicketRules, "units">;
}

/**
 * Where the ticket may be given to: units of ours and people it is not about. A unit's head gives within the unit and to the units
 * below it; to police, tax and companies nothing is given, it is passed on by letter.
 */
export function unitsFor({ officer, ticket, departments, officers, rules: { units } }: Around): OfferedUnit[] {
  const isOurs = (id: string): boolean => (units.departments.get(id)?.kind ?? "own") === "own";
  const isTheirs = (id: string): boolean => [id, ...superiorsOf(units, id)].some((one) => one === officer.department);
  const open = departments.filter(
    ({ id }) => isOurs(id) && !ticket.denied.departments.includes(id) && (isDesk(officer) || isTheirs(id)),
  );
  const people = officers.filter((person) => !person.disabled && !isAbout(ticket, person));
  return open.map(({ id, name }) => ({
    id,
    name,
    officers: people
      .filter((person) => person.department === id)
      .map((person) => ({ id: person.id, name: person.displayName })),
  }));
}

const isAbout = (ticket: Ticket, { id, department, former }: Officer): boolean =>
  isDenied(ticket, { id, formerly: former, ...(department !== null && { department }) });

/** Whom the ticket may be found to be about: any unit of the directory and anybody with an account, but for those named already. */
export function accusable({
  ticket: { denied },
  departments,
  officers,
}: Omit<Around, "officer" | "rules">): OfferedUnit[] {
  const people = officers.filter(({ id, disabled }) => !disabled && !denied.officers.includes(id));
  const named = (unit: string | null) =>
    people.filter(({ department }) => department === unit).map(({ id, displayName }) => ({ id, name: displayName }));
  const units = departments.map(({ id, name }) => ({
    id: denied.departments.includes(id) ? "" : id,
    name,
    officers: named(id),
  }));
  return [...units, { id: "", name: "Không thuộc đơn vị nào", officers: named(null) }].filter(
    (unit) => unit.id !== "" || unit.officers.length > 0,
  );
}

/** True when the chosen unit and person were among those offered. */
export function isOffered(
  units: readonly OfferedUnit[],
  department: string | undefined,
  assignee: string | undefined,
): boolean {
  const unit = units.find((known) => known.id === department);
  return unit !== undefined && (assignee === undefined || unit.officers.some((person) => person.id === assignee));
}
