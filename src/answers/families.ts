import { type Catalogue, type Hit, type Question, tellingOf } from "../catalogue/index.ts";
import { fold } from "../text/index.ts";

/** The family that is named most closely, and which procedures of this catalogue are of it. */
export interface NamedFamily {
  readonly hit: Hit;
  readonly members: readonly string[];
  /** What is said of the first of them, when nothing else is. */
  readonly usual: readonly string[];
  /** What its wordings say, as `tellingOf` has it of a question. */
  readonly asked: () => ReadonlySet<string>;
}

/** The question is one of the family's wordings and no more ("hộ khẩu"). */
export const isWhollySaid = ({ hit, asked }: NamedFamily, question: Question): boolean =>
  hit.features.asked >= MOST && asked().has(tellingOf(question));
/** A wording that says all of the question has nearly all of its words; its family's wordings are read only then. */
const MOST = 0.6;

/** "phí đăng ký hộ kinh doanh": who says neither a change nor an end means the first choice. */
export function isUsual(family: NamedFamily, question: Question): boolean {
  const said = ` ${fold(question.query.all.join(" "))} `;
  return family.usual.some((wording) => said.includes(` ${fold(wording)} `)) && isWhollySaid(family, question);
}

/**
 * On the re-ranker's scale: a family of which one wording is what was said, and after it one that the first hit is of, comes
 * before another named this much more closely.
 */
const NEAR = 0.3;

export function familyOf(
  question: Question,
  hits: readonly Hit[],
  catalogue: Pick<Catalogue, "family">,
): NamedFamily | undefined {
  const first = hits.find(({ kind }) => kind === "procedure");
  const named = hits
    .filter(({ kind }) => kind === "family")
    .flatMap((hit): NamedFamily[] => {
      const family = catalogue.family(hit.id);
      return family
        ? [
            {
              hit,
              members: Object.keys(family.choices),
              asked: family.asked,
              usual: family.usual ?? [],
            },
          ]
        : [];
    });
  const [best] = named;
  const isNear = ({ hit }: NamedFamily) => best !== undefined && hit.score >= best.hit.score - NEAR;
  return (
    named.find((family) => isNear(family) && isWhollySaid(family, question)) ??
    named.find((family) => isNear(family) && first !== undefined && family.members.includes(first.id)) ??
    best
  );
}
