import type { Features, Hit } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import { heardAs, type Weighed } from "./heard.ts";
import { apartShare, areKin, likeness } from "./kinship.ts";
import type { Asked } from "./reading.ts";
import { tellingIn, tellingWords, tellsDeath } from "./telling.ts";

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
  ...heardAs("procedure", weighed.heard),
  ...spokenFeatures(code, weighed),
  ...foundFeatures(code, weighed),
  notForThem: isNotForThem(code, weighed),
  ...(code === weighed.talk.topics[0] ? topicFeatures(weighed) : kinFeatures(code, weighed)),
});

/** A firm asks, and the record names who may apply, and no firm among them ("Tổ chức (không bao gồm doanh nghiệp, HTX)"). */
export function isNotForThem(code: string | undefined, { catalogue, signs }: Weighed): 0 | 1 {
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
    missed: a.missed,
    missedAnywhere: a.missedAnywhere,
    anywhere: a.askedAnywhere,
    accents: a.accents,
    called: a.called,
    denied: a.denied,
    bm25: a.bm25,
    place: alone ? 1 / (1 + found.alone.indexOf(alone)) : 0,
    togetherScore: together?.score ?? 0,
    togetherLead: lead(code, together, found.together),
    togetherFirst: found.together[0]?.id === code ? 1 : 0,
    togetherAsked: t.asked,
    togetherAlias: t.alias,
    togetherPairs: t.pairs,
    togetherNamed: t.named,
    togetherMissed: t.missed,
    togetherVariants: together ? Math.max(-MANY_VARIANTS, t.variants) : 0,
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
  const tells = isKin && !tellsDeath(question);
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

/** What tells a question on practicalities ("nhờ cháu nộp thay được không") from one that names another matter. */
function topicFeatures({ talk, asked: { question, hits }, found, signs, heard }: Weighed) {
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
    topicPractical: heard.Practical,
    topicAsSelf: signs.asSelf,
    topicLeans: heard.Leans,
    topicLong: heard.Long,
    topicFacetAlone: question.facets.length > 0 && heard.Telling <= 0.25 ? 1 : 0,
    topicEvent: heard.Event,
    topicTelling: heard.Telling,
    topicBestAlias: alias,
    topicBestAsked: asked,
    topicBestMissed: missed,
    topicTogether: (own?.score ?? 0) - (other?.score ?? 0),
    topicTogetherAsked: a.asked - b.asked,
    topicOtherVariants: Math.max(0, b.variants - a.variants),
  };
}

/** Share of the answer's telling words that the label offered says. */
function labelShare(label: string | undefined, { question }: Asked): number {
  if (label === undefined) return 0;
  const has = new Set(words(fold(label)));
  const telling = tellingIn(question);
  return telling.filter((word) => has.has(fold(word))).length / Math.max(1, telling.length);
}
