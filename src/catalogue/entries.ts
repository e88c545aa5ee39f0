import { fold, type Lexicon, words } from "../text/index.ts";
import type { Aliases, Family, Outside } from "./knowledge/files.ts";
import type { Fact, Procedure } from "./procedure.ts";
import type { Entry } from "./search.ts";

/** What people call things, beside the records themselves. */
export interface Names {
  readonly aliases: Aliases;
  readonly outside: readonly Outside[];
  readonly families: readonly Family[];
  readonly lexicon: Lexicon;
}

/** A published procedure that this office's list leaves out: known by name, so that it is not mistaken for one that is held. */
export interface LeftOut {
  readonly code: string;
  readonly name: string;
  /** Who decides it, as published; absent where the source does not say it clearly. */
  readonly agency?: string;
}

/** Those of a whole catalogue that a narrowed one leaves out: of the whole country, and not named like one that is held. */
export function leftOutOf(left: readonly Procedure[], held: readonly Procedure[]): LeftOut[] {
  const names = new Set(held.map(plainName));
  return left
    .filter((procedure) => procedure.scope === "national" && !names.has(plainName(procedure)))
    .map(({ code, name, facts: { agency } }) => ({
      code,
      name,
      ...agencyOf(agency),
    }));
}

/** One plain line; the crawl leaves marks of its own in some ("Tòa án nhân dân_old"). */
function agencyOf(fact: Fact): { agency?: string } {
  const [line, ...others] = linesOf(fact);
  return line && others.length === 0 && !line.includes("_") ? { agency: line } : {};
}

/** A name without what only tells the level at which the same thing is done. */
const plainName = ({ name }: Procedure) =>
  words(fold(name.replace(/\([^()]*\)/g, " ")))
    .join(" ")
    .replace(/^thu tuc /, "")
    .replace(/ (thuc hien )?(tai |o )?cap (xa|huyen|tinh|trung uong)$/, "");

/** What the index is built over: procedures, the families they form, outside matters no procedure of this catalogue covers. */
export function entriesOf(
  procedures: readonly Procedure[],
  { aliases, outside, families, lexicon }: Names,
  leftOut: readonly LeftOut[] = [],
): Entry[] {
  const codes = new Set(procedures.map((procedure) => procedure.code));
  const standard = (say: readonly string[] = []) => say.map((wording) => lexicon.standardise(wording).join(" "));
  const uncovered = outside.filter((matter) => !matter.unless?.some((code) => codes.has(code)));
  const names = new Map(leftOut.map(({ code, name }) => [code, [name]]));
  const unheld = new Set([...Object.keys(aliases), ...names.keys()].filter((code) => !codes.has(code)));
  return [
    ...standing(procedures).map((procedure) => procedureEntry(procedure, aliases[procedure.code], standard)),
    ...families.filter((family) => membersHeld(family, codes).length > 1).map(familyEntry),
    ...uncovered.map(outsideEntry),
    ...[...unheld].map((code) => {
      const { say = [], not = [] } = aliases[code] ?? {};
      return unheldEntry(code, [...(names.get(code) ?? []), ...standard(say)], standard(not));
    }),
  ];
}

/**
 * Without those whose own name leads to the districts, which are no more, where the same is also published for another level: whoever
 * lost a passport is not to read "thực hiện tại cấp huyện". By its code such a record is still answered.
 */
function standing(procedures: readonly Procedure[]): Procedure[] {
  const isOfDistrict = ({ name }: Procedure) => OF_DISTRICT.test(fold(name));
  const others = new Set(procedures.filter((one) => !isOfDistrict(one)).map(plainName));
  return procedures.filter((one) => !isOfDistrict(one) || !others.has(plainName(one)));
}
const OF_DISTRICT = /\((thuc hien )?(tai |o )?cap huyen\)/;

/** A procedure people ask for that this catalogue does not hold: better known as missing than mistaken for a similar one. */
function unheldEntry(code: string, say: readonly string[], not: readonly string[]): Entry {
  const [name = code, ...aliases] = say;
  return { id: code, kind: "outside", name, aliases, not, about: "", body: "" };
}

function procedureEntry(
  procedure: Procedure,
  called: Aliases[string] | undefined,
  standard: (say?: readonly string[]) => readonly string[],
): Entry {
  const { facts } = procedure;
  return {
    id: procedure.code,
    kind: "procedure",
    name: procedure.name,
    aliases: standard(called?.say),
    not: standard(called?.not),
    about: [procedure.field, procedure.applicant ?? "", ...linesOf(facts.agency), ...linesOf(facts.result)].join(" "),
    body: [...linesOf(facts.papers), ...linesOf(facts.conditions), ...linesOf(facts.steps), ...procedure.notes].join(
      " ",
    ),
  };
}

/** The procedures of a family this catalogue holds, the usual ones first. */
export function membersHeld({ choices }: Family, held: { has(code: string): boolean }): string[] {
  return Object.keys(choices).filter((code) => held.has(code));
}

function familyEntry({ id, standard }: Family): Entry {
  return { id, kind: "family", name: "", aliases: standard(), not: [], about: "", body: "" };
}

function outsideEntry(matter: Outside): Entry {
  return { id: matter.id, kind: "outside", name: matter.name, aliases: matter.asked(), not: [], about: "", body: "" };
}

function linesOf(fact: Fact): readonly string[] {
  return fact.state === "stated" ? fact.lines : [];
}
