import type { Hit } from "../catalogue/index.ts";
import { familyOf } from "./families.ts";
import { heardIn } from "./heard.ts";
import { procedureFeatures } from "./option-features.ts";
import type { Asked, Holdings, Option, Talk } from "./reading.ts";
import { signsIn } from "./signs.ts";
import { askFeatures, elsewhereFeatures } from "./unnamed-features.ts";

/** So many of each search are weighed beside what was spoken of and offered. */
const FOUND = 8;

/** Every reading weighed for a message: what was spoken of and offered, the best both searches found, and the two that name no procedure. */
export function optionsOf(
  asked: Asked,
  catalogue: Holdings,
  talk: Talk,
  family = familyOf(asked.question, asked.hits, catalogue),
): readonly Option[] {
  const isProcedure = ({ kind }: Hit) => kind === "procedure";
  const alone = asked.hits.filter(isProcedure);
  // Where nothing was said before, both searches are one.
  const together = asked.hitsInContext.length > 0 ? asked.hitsInContext.filter(isProcedure) : alone;
  const found = { alone, together };
  const codes = new Set([
    ...talk.topics,
    ...(talk.offered?.codes ?? []),
    ...[alone, together].flatMap((hits) => hits.slice(0, FOUND).map(({ id }) => id)),
  ]);
  const leaning = talk.topics.length > 0 ? asked.understood.leaning : 0;
  const read = { talk, asked, found, family, signs: signsIn(asked.text), leaning };
  const weighed = { ...read, catalogue, heard: heardIn(read) };
  const procedures = [...codes]
    .filter((code) => catalogue.head(code))
    .map((code): Option => ({ meant: { kind: "procedure", code }, features: procedureFeatures(code, weighed) }));
  return [
    ...procedures,
    { meant: { kind: "ask" }, features: askFeatures(weighed) },
    { meant: { kind: "elsewhere" }, features: elsewhereFeatures(weighed) },
  ];
}
