import { type Hit, isCode } from "../catalogue/index.ts";
import { isWhollySaid } from "./families.ts";
import { heardAs, type Weighed } from "./heard.ts";
import { areKin, likeness } from "./kinship.ts";
import { isNotForThem, NOT_FOUND } from "./option-features.ts";
import type { Holdings } from "./reading.ts";

/** This close behind the first, on the re-ranker's scale, a hit may be meant as well; more than so many say no more. */
const NEAR = 0.6;
const MANY = 8;

/** That it must be asked back which of several is meant. */
export function askFeatures(weighed: Weighed) {
  const { talk, asked, found, heard, catalogue } = weighed;
  const [first, second, third, fourth] = found.alone;
  const [a, b] = [first?.features ?? NOT_FOUND, second?.features ?? NOT_FOUND];
  const behind = (other: Hit | undefined) => (first?.score ?? 0) - (other?.score ?? 0);
  const [topic] = talk.topics;
  return {
    ...heardAs("ask", heard),
    askScore: first?.score ?? 0,
    askLead: behind(second),
    askLeadOfThird: behind(third ?? second),
    askLeadOfFourth: behind(fourth ?? third ?? second),
    askNear: Math.min(MANY, found.alone.filter((hit) => behind(hit) < NEAR).length - 1) / MANY,
    askAsked: a.asked,
    askNamed: a.named,
    askAlias: a.alias,
    askPairs: a.pairs,
    askMissed: a.missed,
    askCalled: a.called,
    askAliasLead: a.alias - b.alias,
    askVariantsLead: a.variants - b.variants,
    askSecondAsked: b.asked,
    askSecondAlias: b.alias,
    askSecondPairs: b.pairs,
    ...askFamilyFeatures(weighed),
    askKin: topic !== undefined && found.alone.slice(0, 4).some(({ id }) => areKin(id, topic, catalogue)) ? 1 : 0,
    askKinned: first && second && areKin(first.id, second.id, catalogue) ? 1 : 0,
    askAlike: likeness(nameOf(first, catalogue), nameOf(second, catalogue)),
    askOutside: asked.hits[0]?.kind === "outside" ? 1 : 0,
  };
}

const nameOf = (hit: Hit | undefined, catalogue: Holdings): string => (hit && catalogue.head(hit.id)?.name) ?? "";

/** How closely a family of procedures is named, as against its members. */
function askFamilyFeatures({ talk, asked: { question }, found, family, heard }: Weighed) {
  const [first] = found.alone;
  const asked = first?.features.asked ?? 0;
  if (!family) return { askFamilyLead: Math.max(-1, -(first?.score ?? 0)), askBeyondFamily: asked };
  const { hit, members } = family;
  const spokenOf = [talk.topics[0], ...(talk.offered?.codes ?? [])];
  const isApart = !members.some((code) => spokenOf.includes(code));
  const isWhole = isWhollySaid(family, question) ? 1 : 0;
  return {
    // A matter of its own, of which nothing was said before ("có tiền mai táng không").
    askFamilyApart: isApart ? hit.features.alias : 0,
    askEventApart: isApart ? heard.Event : 0,
    askFamily: hit.features.alias,
    askFamilyLead: Math.max(-1, hit.score - (first?.score ?? 0)),
    askFamilyHolds: first && members.includes(first.id) ? 1 : 0,
    askFamilyWhole: isWhole,
    // "có tiền mai táng không", not "gia hạn": in more words it is surer to be a matter of its own.
    askWholeApart: isApart ? isWhole * heard.Telling : 0,
    askBeyondFamily: asked - hit.features.asked,
  };
}

/** That this office holds nothing of it. */
export function elsewhereFeatures(weighed: Weighed) {
  const { hits } = weighed.asked;
  const [held, next] = hits.filter(({ kind }) => kind !== "outside");
  const outside = hits.find(({ kind }) => kind === "outside");
  const a = held?.features ?? NOT_FOUND;
  const isFirst = outside !== undefined && outside === hits[0];
  return {
    ...heardAs("elsewhere", weighed.heard),
    elsewhereScore: held?.score ?? 0,
    elsewhereLead: (outside?.score ?? 0) - (held?.score ?? 0),
    elsewhereFirst: isFirst ? 1 : 0,
    elsewherePublished: isFirst && isCode(outside.id) ? 1 : 0,
    ...(isFirst ? aheadOf(outside, held) : {}),
    ...namedOutside(outside),
    elsewhereMatched: a.asked * weighed.heard.Telling,
    elsewhereHeldNamed: a.named,
    elsewhereHeldAlias: a.alias,
    elsewhereHeldPairs: a.pairs,
    elsewhereHeldAccents: a.accents,
    elsewhereHeldCalled: a.called,
    elsewhereHeldAnywhere: a.askedAnywhere,
    elsewhereHeldLead: (held?.score ?? 0) - (next?.score ?? 0),
    elsewhereMissed: a.missed,
    elsewhereMissedAnywhere: a.missedAnywhere,
    elsewhereNotForThem: isNotForThem(held?.kind === "procedure" ? held.id : undefined, weighed),
  };
}

/** How closely the best of what is not held is named. */
function namedOutside(outside: Hit | undefined) {
  const { named, alias, asked, missed, pairs, accents } = outside?.features ?? NOT_FOUND;
  return {
    outsideNamed: named,
    outsideAlias: alias,
    outsideAsked: asked,
    outsideMissed: missed,
    outsidePairs: pairs,
    outsideAccents: accents,
    outsideCode: outside && isCode(outside.id) ? 1 : 0,
  };
}

/** How much more closely what is not held is named than the best that is. */
function aheadOf({ score, features }: Hit, held: Hit | undefined) {
  const { named, alias, asked } = held?.features ?? NOT_FOUND;
  return {
    elsewhereAhead: score - (held?.score ?? 0),
    elsewhereAlias: features.alias,
    elsewhereNamedAhead: features.named - named,
    elsewhereAliasAhead: features.alias - alias,
    elsewhereAskedAhead: features.asked - asked,
    elsewhereHeldAsked: asked,
  };
}
