import { superiorsOf, type Units } from "../superiors.ts";
import { type Actor, isDenied, type Ticket } from "../ticket.ts";
import type { Tell } from "./ladder.ts";

/** Somebody with an account at the console who can sign in. */
export interface StaffMember {
  readonly id: string;
  readonly roles: readonly Actor["role"][];
  readonly department: string | null;
  readonly former?: Actor["formerly"] & object;
}

/** Who was told: the office as written in departments.yaml, and the ids of the people who hold it (none: nobody has an account). */
export interface Told {
  readonly office: string;
  readonly people: readonly string[];
}

interface Around {
  readonly ticket: Ticket;
  readonly units: Units;
  readonly staff: readonly StaffMember[];
}

const INSPECTOR = "Người được giao xem khiếu nại, tố cáo";

/**
 * The offices and people a rung tells. Of a complaint or denunciation only the inspector hears; nobody hears of a ticket
 * about themselves or their unit: then the unit above stands in.
 */
export function recipientsOf(tell: readonly Tell[], around: Around): Told[] {
  const { ticket, staff } = around;
  if (ticket.restricted) return [{ office: INSPECTOR, people: peopleOf(around, staff.filter(isInspector)) }];
  const told = tell.map((one) => toldAs(one, around));
  return told.filter(({ office }, nth) => told.findIndex((other) => other.office === office) === nth);
}

const isInspector = ({ roles }: StaffMember): boolean => roles.includes("inspector");

/** Those the ticket is not about. */
function peopleOf({ ticket }: Around, staff: readonly StaffMember[]): string[] {
  const open = staff.filter(
    ({ id, department, former = [] }) =>
      !isDenied(ticket, { id, formerly: former, ...(department !== null && { department }) }),
  );
  return open.map(({ id }) => id);
}

function toldAs(tell: Tell, around: Around): Told {
  const { ticket, units, staff } = around;
  switch (tell) {
    case "officer": {
      const assignee = staff.filter(({ id }) => id === ticket.assignee);
      const unit = staff.filter(
        ({ department, roles }) => department === ticket.department && roles.includes("officer"),
      );
      const sorting = staff.filter(({ roles }) => roles.includes("coordinator") || roles.includes("intake"));
      if (ticket.department === null) return { office: "Người phân loại phiếu", people: peopleOf(around, sorting) };
      return { office: "Người xử lý phiếu", people: peopleOf(around, assignee.length > 0 ? assignee : unit) };
    }
    case "unit_head":
      return headOf(ticket.department ?? units.focalPoint, around);
    case "focal_point":
      return headOf(units.focalPoint, around);
    case "deputy_in_charge":
      return headOf(topOf(around), around, "deputy");
    case "principal":
      return headOf(isProvincial(around) ? (ticket.department ?? units.focalPoint) : units.communeHead, around);
    case "province_focal_point":
      return headOf(units.provinceFocalPoint, around);
    default:
      return tell satisfies never;
  }
}

const isProvincial = ({ ticket, units }: Around): boolean =>
  ticket.department !== null && units.departments.get(ticket.department)?.level === "province";

/** The leaders of the level the unit belongs to: the commune's, or the province's. */
function topOf(around: Around): string {
  const { ticket, units } = around;
  return isProvincial(around)
    ? (superiorsOf(units, ticket.department ?? "").at(-1) ?? units.communeHead)
    : units.communeHead;
}

function headOf(id: string, around: Around, office: "head" | "deputy" = "head"): Told {
  const { ticket, units, staff } = around;
  const open = [id, ...superiorsOf(units, id)].find((one) => !ticket.denied.departments.includes(one)) ?? id;
  const unit = units.departments.get(open);
  const heads = staff.filter(({ department, roles }) => department === open && roles.includes("head"));
  return { office: (office === "deputy" && unit?.deputy) || (unit?.head ?? open), people: peopleOf(around, heads) };
}
