import { type Features, type Hit, isCode } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import { isWhollySaid } from "./families.ts";
import { apartShare, areKin, likeness } from "./kinship.ts";
import type { Asked, Weighed } from "./options.ts";
import { tellingIn, tellingShare, tellingWords } from "./telling.ts";

/** What a search says of an entry it did not find. */
export const NOT_FOUND: Features = {
  bm25: 0,
  asked: 0,
  askedAnywhere: 0,
  named: 0,
  alias: 0,
  exact: 0,
  called: 0,
  pairs: 0,
  accents: 0,
  variants: 0,
  missed: 0,
  missedAnywhere: 0,
  denied: 0,
};

/** That this procedure is meant. */
export const procedureFeatures = (code: string, weighed: Weighed) => ({
  ...spokenFeatures(code, weighed),
  ...foundFeatures(code, weighed),
  notForThem: isNotForThem(code, weighed),
  ...(code === weighed.talk.topics[0] ? topicFeatures(weighed) : kinFeatures(code, weighed)),
});

/** A firm asks, and the record names who may apply, and no firm among them ("Tổ chức (không bao gồm doanh nghiệp, HTX)"). */
function isNotForThem(code: string | undefined, { catalogue, signs }: Weighed): 0 | 1 {
  const applicant = signs.asFirm && code !== undefined ? catalogue.head(code)?.applicant : undefined;
  return applicant !== undefined && !/doanh nghiep/.test(fold(applicant).replace(/\([^)]*\)/g, "")) ? 1 : 0;
}

/** Whether it was spoken of or offered. */
function spokenFeatures(code: string, { talk, asked, found }: Weighed) {
  const { topics, offered } = talk;
  const place = offered ? offered.codes.indexOf(code) : -1;
  return {
    topic: topics[0] === code ? 1 : 0,
    earlier: topics.slice(1).includes(code) ? 1 : 0,
    offered: place >= 0 ? 1 : 0,
    notOffered: offered && place < 0 ? 1 : 0,
    offeredVariants: offered && place >= 0 ? variantLead(code, offered.codes, found.together) : 0,
    labelShare: labelShare(offered?.labels[place], asked),
  };
}

/** How well both searches find it. */
function foundFeatures(code: string, { found }: Weighed) {
  const [alone, together] = [found.alone.find(({ id }) => id === code), found.together.find(({ id }) => id === code)];
  const [a, t] = [alone?.features ?? NOT_FOUND, together?.features ?? NOT_FOUND];
  return {
    score: alone?.score ?? 0,
    variants: alone ? Math.max(-MANY_VARIANTS, a.variants) : 0,
    lead: lead(code, alone, found.alone),
    first: found.alone[0]?.id === code ? 1 : 0,
    asked: a.asked,
    alias: a.alias,
    pairs: a.pairs,
    named: a.named,
    exact: a.exact,
    togetherScore: together?.score ?? 0,
    togetherLead: lead(code, together, found.together),
    togetherFirst: found.together[0]?.id === code ? 1 : 0,
    togetherAsked: t.asked,
    togetherAlias: t.alias,
  };
}

/** So many variant words ("rách", "hết hạn") more tell no more. */
const MANY_VARIANTS = 2;

/** How much better the variants named fit it than the best of the others that are found. */
function variantLead(code: string, others: readonly string[], hits: readonly Hit[]): number {
  const variantsOf = (id: string) => hits.find((hit) => hit.id === id)?.features.variants;
  const own = variantsOf(code);
  const rest = others.filter((id) => id !== code).flatMap((id) => variantsOf(id) ?? []);
  if (own === undefined || rest.length === 0) return 0;
  return Math.max(-MANY_VARIANTS, Math.min(MANY_VARIANTS, own - Math.max(...rest)));
}

/** On the re-ranker's scale: further ahead or behind says no more. */
const FAR = 1.5;

/** How far before the best of the others; below nought behind it. */
function lead(code: string, own: Hit | undefined, hits: readonly Hit[]): number {
  const other = hits.find(({ id }) => id !== code)?.score ?? 0;
  return Math.max(-FAR, Math.min(FAR, (own?.score ?? 0) - other));
}

/** How near it is to what was talked about: a sibling is named in half ("gia hạn thì sao"). */
function kinFeatures(code: string, { talk, asked: { question }, found, catalogue }: Weighed) {
  const [topic] = talk.topics;
  if (topic === undefined) return {};
  const asked = found.alone.find(({ id }) => id === code)?.features.asked ?? 0;
  const [own, before] = [catalogue.head(code), catalogue.head(topic)];
  const isKin = areKin(code, topic, catalogue);
  // "ba tôi mất" after land papers is no paper that was lost.
  const tells = isKin && !question.query.implied.join(" ").includes(DEATH);
  const alike = own && before ? likeness(own.name, before.name) : 0;
  const variants = variantLead(code, [topic], found.together);
  return {
    kin: isKin ? 1 : 0,
    kinTells: tells ? apartShare(tellingIn(question), code, topic, catalogue) : 0,
    kinAsked: isKin ? asked : 0,
    kinVariants: isKin ? variants : 0,
    alikeVariants: alike * variants,
    fieldAsked: own?.field === before?.field ? asked : 0,
    alike,
    alikeAsked: alike * asked,
    alikeFew: tellingWords(question) <= 2 ? alike : 0,
  };
}

/** What a death told implies (words.yaml). */
const DEATH = "khai tử";

/** More words say no more. */
const LONG = 24;

/** What tells a question on practicalities ("nhờ cháu nộp thay được không") from one that names another matter. */
function topicFeatures({ talk, asked: { question, hits }, found, signs, practical, leaning }: Weighed) {
  const telling = tellingShare(question);
  const { alias, asked, missed } = hits[0]?.features ?? NOT_FOUND;
  const isTopic = ({ id }: Hit) => id === talk.topics[0];
  const [own, other] = [found.together.find(isTopic), found.together.find((hit) => !isTopic(hit))];
  const [a, b] = [own?.features ?? NOT_FOUND, other?.features ?? NOT_FOUND];
  return {
    topicYesNo: signs.yesNo,
    topicNeeds: signs.needs,
    topicHow: signs.how,
    topicTurns: signs.turns,
    topicPoints: signs.points,
    topicPractical: practical,
    topicAsSelf: signs.asSelf,
    topicLeans: leaning,
    topicLong: Math.min(LONG, signs.length) / LONG,
    topicFacetAlone: question.facets.length > 0 && telling <= 0.25 ? 1 : 0,
    topicEvent: question.query.implied.length > 0 ? 1 : 0,
    topicTelling: telling,
    topicBestAlias: alias,
    topicBestAsked: asked,
    topicBestMissed: missed,
    topicTogether: (own?.score ?? 0) - (other?.score ?? 0),
    topicTogetherAsked: a.asked - b.asked,
    topicOtherVariants: Math.max(0, b.variants - a.variants),
  };
}

/** This close behind the first, on the re-ranker's scale, a hit may be meant as well; more than so many say no more. */
const NEAR = 0.6;
const MANY = 8;

/** That it must be asked back which of several is meant. */
export function askFeatures(weighed: Weighed) {
  const { talk, asked, found, signs, known, catalogue } = weighed;
  const { question, hits } = asked;
  const [first, second, third, fourth] = found.alone;
  const [a, b] = [first?.features ?? NOT_FOUND, second?.features ?? NOT_FOUND];
  const behind = (other: Hit | undefined) => (first?.score ?? 0) - (other?.score ?? 0);
  const [topic] = talk.topics;
  return {
    ask: 1,
    askKnown: known,
    askScore: first?.score ?? 0,
    askLeadOfFourth: behind(fourth ?? third ?? second),
    askNear: Math.min(MANY, found.alone.filter((hit) => behind(hit) < NEAR).length - 1) / MANY,
    askAsked: a.asked,
    askNamed: a.named,
    askAlias: a.alias,
    askAliasLead: a.alias - b.alias,
    askVariantsLead: a.variants - b.variants,
    askTelling: tellingShare(question),
    askFacet: question.facets.length > 0 ? 1 : 0,
    // Something befell them: a matter seldom comes alone.
    askEvent: question.query.implied.length > 0 ? 1 : 0,
    askNeeds: signs.needs,
    askLong: Math.min(LONG, signs.length) / LONG,
    askLeans: weighed.leaning,
    ...askFamilyFeatures(weighed),
    askKin: topic !== undefined && found.alone.slice(0, 4).some(({ id }) => areKin(id, topic, catalogue)) ? 1 : 0,
    askOutside: hits[0]?.kind === "outside" ? 1 : 0,
  };
}

/** How closely a family of procedures is named, as against its members. */
function askFamilyFeatures({ talk, asked: { question }, found, family }: Weighed) {
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
    askEventApart: isApart && question.query.implied.length > 0 ? 1 : 0,
    askFamily: hit.features.alias,
    askFamilyLead: Math.max(-1, hit.score - (first?.score ?? 0)),
    askFamilyHolds: first && members.includes(first.id) ? 1 : 0,
    askFamilyWhole: isWhole,
    // "có tiền mai táng không", not "gia hạn": in more words it is surer to be a matter of its own.
    askWholeApart: isApart ? isWhole * tellingShare(question) : 0,
    askBeyondFamily: asked - hit.features.asked,
  };
}

/** That this office holds nothing of it. */
export function elsewhereFeatures(weighed: Weighed) {
  const { asked, signs, known, practical, leaning } = weighed;
  const { question, hits } = asked;
  const [held, next] = hits.filter(({ kind }) => kind !== "outside");
  const outside = hits.find(({ kind }) => kind === "outside");
  const a = held?.features ?? NOT_FOUND;
  const isFirst = outside !== undefined && outside === hits[0];
  const telling = tellingShare(question);
  return {
    elsewhere: 1,
    elsewhereKnown: known,
    elsewhereScore: held?.score ?? 0,
    elsewhereLead: (outside?.score ?? 0) - (held?.score ?? 0),
    elsewhereFirst: isFirst ? 1 : 0,
    elsewherePublished: isFirst && isCode(outside.id) ? 1 : 0,
    ...(isFirst ? aheadOf(outside, held) : {}),
    elsewhereTelling: telling,
    elsewhereMatched: a.asked * telling,
    elsewhereHeldNamed: a.named,
    elsewhereHeldAlias: a.alias,
    elsewhereHeldPairs: a.pairs,
    elsewhereHeldAnywhere: a.askedAnywhere,
    elsewhereHeldLead: (held?.score ?? 0) - (next?.score ?? 0),
    elsewhereMissed: a.missed,
    elsewhereMissedAnywhere: a.missedAnywhere,
    elsewhereHow: signs.how,
    elsewhereNeeds: signs.needs,
    elsewherePractical: practical,
    elsewhereLeans: leaning,
    elsewhereNotForThem: isNotForThem(held?.kind === "procedure" ? held.id : undefined, weighed),
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

/** Share of the answer's telling words that the label offered says. */
function labelShare(label: string | undefined, { question }: Asked): number {
  if (label === undefined) return 0;
  const has = new Set(words(fold(label)));
  const telling = tellingIn(question);
  return telling.filter((word) => has.has(fold(word))).length / Math.max(1, telling.length);
}
