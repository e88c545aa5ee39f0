import type { Directory } from "../departments/index.ts";

/** Who stands above whom, as knowledge/departments.yaml says. */
export type Units = Pick<
  Directory,
  "departments" | "focalPoint" | "communeHead" | "provinceFocalPoint" | "inspectorate"
>;

/** The units above one, nearest first. A mistaken circle in the file ends the list. */
export function superiorsOf(units: Units, id: string): string[] {
  const found: string[] = [];
  for (let above = units.departments.get(id)?.parent; above && !found.includes(above); ) {
    found.push(above);
    above = units.departments.get(above)?.parent;
  }
  return found;
}

/** The nearest unit above both that can be assigned to and is not denied; where there is none, an office that sorts for all. */
export function commonSuperior(units: Units, first: string, second: string, denied: readonly string[]): string {
  const aboveSecond = superiorsOf(units, second);
  const common = superiorsOf(units, first).find(
    (id) => aboveSecond.includes(id) && !denied.includes(id) && units.departments.get(id)?.kind === "own",
  );
  const others = [units.provinceFocalPoint, units.communeHead].filter((id) => !denied.includes(id));
  return common ?? others[0] ?? units.inspectorate;
}
