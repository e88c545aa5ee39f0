import type { Catalogue } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import { shortName } from "./names.ts";

type Kin = Pick<Catalogue, "head" | "family" | "familiesOf">;

/** Choices of one family (knowledge/families.yaml). */
export const areKin = (code: string, other: string, { familiesOf }: Pick<Kin, "familiesOf">): boolean => {
  const families = familiesOf(other);
  return familiesOf(code).some((id) => families.includes(id));
};

/** Share of the shorter name's words that the other has. */
export function likeness(one: string, other: string): number {
  const [a, b] = [nameWords(one), nameWords(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / Math.max(1, Math.min(a.size, b.size));
}
const nameWords = (name: string) => new Set(words(fold(shortName(name))));

/** Share of some words that the one is called by and the other is not. */
export function apartShare(said: readonly string[], code: string, other: string, catalogue: Kin): number {
  const [own, others] = [calledBy(code, catalogue), calledBy(other, catalogue)];
  const apart = said.map(fold).filter((word) => own.has(word) && !others.has(word));
  return apart.length / Math.max(1, said.length);
}

/** The words of its name, and of what it is offered as. */
const calledBy = (code: string, { head, family, familiesOf }: Kin): Set<string> =>
  new Set(
    [head(code)?.name ?? "", ...familiesOf(code).map((id) => family(id)?.choices[code] ?? "")].flatMap((name) =>
      words(fold(name)),
    ),
  );
