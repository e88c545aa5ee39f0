import type { Aliases, Outside } from "./knowledge.ts";
import type { Fact, Procedure } from "./procedure.ts";
import type { Entry } from "./search.ts";

/** What the index is built over: the procedures, and the outside matters no procedure of this catalogue covers. */
export function entriesOf(procedures: readonly Procedure[], aliases: Aliases, outside: readonly Outside[]): Entry[] {
  const codes = new Set(procedures.map((procedure) => procedure.code));
  const uncovered = outside.filter((matter) => !matter.unless?.some((code) => codes.has(code)));
  const unheld = Object.entries(aliases).filter(([code]) => !codes.has(code));
  return [
    ...procedures.map((procedure) => procedureEntry(procedure, aliases)),
    ...uncovered.map(outsideEntry),
    ...unheld.map(([code, { say, not }]) => unheldEntry(code, say, not ?? [])),
  ];
}

/** A procedure people ask for that this catalogue does not hold: better known as missing than mistaken for a similar one. */
function unheldEntry(code: string, say: readonly string[], not: readonly string[]): Entry {
  const [name = code, ...aliases] = say;
  return { id: code, kind: "outside", name, aliases, not, about: "", body: "" };
}

function procedureEntry(procedure: Procedure, aliases: Aliases): Entry {
  const { facts } = procedure;
  return {
    id: procedure.code,
    kind: "procedure",
    name: procedure.name,
    aliases: aliases[procedure.code]?.say ?? [],
    not: aliases[procedure.code]?.not ?? [],
    about: [procedure.field, procedure.applicant ?? "", ...linesOf(facts.agency), ...linesOf(facts.result)].join(" "),
    body: [...linesOf(facts.papers), ...linesOf(facts.conditions), ...linesOf(facts.steps), ...procedure.notes].join(
      " ",
    ),
  };
}

function outsideEntry(matter: Outside): Entry {
  return { id: matter.id, kind: "outside", name: matter.name, aliases: matter.asked, not: [], about: "", body: "" };
}

function linesOf(fact: Fact): readonly string[] {
  return fact.state === "stated" ? fact.lines : [];
}
