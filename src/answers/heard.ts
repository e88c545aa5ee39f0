import { knownProbability } from "./known.ts";
import type { Holdings, Meant, Read } from "./reading.ts";
import { tellingShare, tellingWords } from "./telling.ts";

/** More words say no more. */
const LONG = 24;
const MANY_TELLING = 10;

/** What is heard of a message whatever it means. `Known`: probability that the best of what is held is about it at all. */
export function heardIn({ asked, talk, family, found, signs, leaning }: Read) {
  const { question, hits, practical } = asked;
  const outside = hits.find(({ kind }) => kind === "outside");
  const held = hits.filter(({ kind }) => kind !== "outside");
  return {
    "": 1,
    Known: knownProbability(question, held),
    Telling: tellingShare(question),
    Words: Math.min(MANY_TELLING, tellingWords(question)) / MANY_TELLING,
    Long: Math.min(LONG, signs.length) / LONG,
    Facet: question.facets.length > 0 ? 1 : 0,
    // Something befell them: a matter seldom comes alone.
    Event: question.query.implied.length > 0 ? 1 : 0,
    Family: family ? family.hit.features.alias : 0,
    OutsideLead: (outside?.score ?? 0) - (found.alone[0]?.score ?? 0),
    Practical: practical.length > 0 ? 1 : 0,
    Leans: leaning,
    Offered: talk.offered ? 1 : 0,
    How: signs.how,
    Needs: signs.needs,
    Turns: signs.turns,
    YesNo: signs.yesNo,
  };
}
export type Heard = Readonly<ReturnType<typeof heardIn>>;

/** All that the features of an option are read from. */
export interface Weighed extends Read {
  readonly catalogue: Holdings;
  readonly heard: Heard;
}

/** Each kind of reading weighs it for itself: the same features under the kind's name. */
export function heardAs(kind: Meant["kind"], heard: Heard): Record<string, number> {
  const features: Record<string, number> = {};
  for (const name in heard) features[kind + name] = heard[name as keyof Heard];
  return features;
}
