import type { Ticket } from "../../tickets/index.ts";
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
}

/** Where the ticket may be given to: units and people it is not about; a unit's head gives within the unit. */
export function unitsFor({ officer, ticket, departments, officers }: Around): OfferedUnit[] {
  const open = departments.filter(
    ({ id }) => !ticket.denied.departments.includes(id) && (isDesk(officer) || id === officer.department),
  );
  const people = officers.filter((person) => !person.disabled && !ticket.denied.officers.includes(person.id));
  return open.map(({ id, name }) => ({
    id,
    name,
    officers: people
      .filter((person) => person.department === id)
      .map((person) => ({ id: person.id, name: person.displayName })),
  }));
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
