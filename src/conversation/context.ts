import { chooseMatch, LIMITS, type Match } from "../answers/index.ts";
import type { Catalogue, Hit, Question } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import type { Part } from "./model.ts";
import { returnsToEarlier } from "./reference.ts";
import type { ConversationState } from "./state.ts";
import { neighbourProbability, stayingProbability, weighedTogether } from "./staying.ts";

/** How many words of the question name something by themselves. */
export const tellingWords = (question: Question) => question.query.weights.filter((weight) => weight === 1).length;

/** The one meant after "which of these?": mostly one offered, unless the words surely name something else. */
export function closestOffer(
  { codes, labels }: { readonly codes: readonly string[]; readonly labels: readonly string[] },
  part: Part,
): string | undefined {
  const said = tellsOfEvent(part) ? undefined : codes[onlyLabelSaid(labels, part.question)];
  if (said !== undefined) return said;
  const [alone] = part.hits;
  if (alone && !codes.includes(alone.id) && isSurelyNamed(alone))
    return alone.kind === "procedure" ? alone.id : undefined;
  // Words that none of those offered accounts for ("con trâu nhà hàng xóm phá lúa") choose nothing.
  if (!codes.some((code, at) => isSpokenOf(code, labels[at], part))) return undefined;
  const [best, ...others] = part.hitsInContext
    .filter((hit) => hit.kind === "procedure")
    .map((hit) => ({ id: hit.id, score: hit.score + LABEL * labelShare(labels[codes.indexOf(hit.id)], part.question) }))
    .sort((a, b) => b.score - a.score);
  const offered = others.find((hit) => codes.includes(hit.id));
  const meant = best && offered ? preferOffered(best, offered, codes) : best?.id;
  // What neither was offered nor is found by these words alone came of the question before.
  return meant !== undefined && (codes.includes(meant) || alone?.id === meant) ? meant : undefined;
}

function preferOffered(best: Scored, offered: Scored, codes: readonly string[]): string | undefined {
  const lead = best.score - offered.score;
  if (codes.includes(best.id)) return lead < TIE ? undefined : best.id;
  return lead < PREFERRED ? offered.id : best.id;
}
type Scored = Pick<Hit, "id" | "score">;

/** On the re-ranker's scale: two offered this close cannot be told apart; what was offered is preferred to another this much better. */
const TIE = 0.03;
const PREFERRED = 0.25;

/** "ba tôi mới mất, giờ làm giấy gì": something has happened, and that is a matter of its own. */
export const tellsOfEvent = ({ question }: Part) => question.query.implied.length > 0;

/** By itself it asks about a family none of these is of. */
export const isOfOthers = (alone: Match, codes: readonly string[]) =>
  alone.kind === "unsure" && alone.family !== undefined && !alone.codes.some((code) => codes.includes(code));

/** A wording of that family is in the words, whole: "có tiền mai táng không" leans on nothing before it. */
const isFamilySaid = (alone: Match, { hits }: Part): boolean =>
  alone.kind === "unsure" && (hits.find(({ id }) => id === alone.family)?.features.alias ?? 0) >= FAMILY_SAID;
const FAMILY_SAID = 0.5;

/** Place of the one label that says all that tells in the answer; -1 when none does, or several. */
function onlyLabelSaid(labels: readonly string[], question: Question): number {
  const isSaid = labels.map((label) => labelShare(label, question) === 1);
  return isSaid.filter(Boolean).length === 1 ? isSaid.indexOf(true) : -1;
}

/** What saying all of a label's choice is worth on the re-ranker's scale. */
const LABEL = 0.6;

/** Share of the answer's telling words that the label offered says. */
function labelShare(label: string | undefined, { query }: Question): number {
  if (label === undefined) return 0;
  const has = new Set(words(fold(label)));
  const telling = query.words.filter((_, i) => query.weights[i] === 1);
  return telling.length === 0 ? 0 : telling.filter((word) => has.has(fold(word))).length / telling.length;
}

/** The words, or some that stand together, are a name or much of a wording people use. */
const namesSomething = ({ features }: Hit) =>
  features.exact === 1 || features.alias > 0.2 || features.named > 0.5 || features.pairs >= 0.5;

/** The record is called by a name it goes by. */
export const isSurelyNamed = ({ score, features }: Hit) =>
  features.exact === 1 || (score > 1.5 && (features.alias > 0.45 || features.named > 0.8));

/** Official names hold commas and "và": whoever writes one out means one procedure. */
export const isOneName = ({ hits: [top] }: Part): boolean =>
  top !== undefined && (top.features.exact === 1 || (top.features.named > 0.9 && top.features.asked > 0.9));

/** From these probabilities on a message stays with what is talked about, or is about its neighbour. */
const STAYS = 0.42;
const NEIGHBOUR = 0.45;

/** A question by itself, or one that leans on the procedure being talked about. */
export function inContext(
  state: ConversationState,
  part: Part,
  catalogue: Pick<Catalogue, "procedure" | "family">,
): { match: Match; hits: readonly Hit[] } {
  const alone = chooseMatch(
    part.question,
    part.hits,
    catalogue,
    state.offered ? LIMITS.clearAfterAsking : LIMITS.clear,
  );
  const [topic] = state.topics;
  if (topic === undefined) return { match: alone, hits: part.hits };
  const about = { match: { kind: "one", code: topic } as const, hits: part.hits };
  const back = returnsToEarlier(part.text) ? part.hits.find(({ id }) => state.topics.includes(id)) : undefined;
  if (back) return { match: { kind: "one", code: back.id }, hits: part.hits };
  if (tellingWords(part.question) === 0 && part.question.facets.length > 0) return about;
  const isElsewhere = isOfOthers(alone, [topic]) && (tellsOfEvent(part) || isFamilySaid(alone, part));
  if (!isElsewhere && !isNamedAnew(alone, part, topic) && staysWith([topic, ...state.topics.slice(1)], part))
    return about;
  if (standsByItself(alone, part, state.topics)) return { match: alone, hits: part.hits };
  const beside = besideTopic([topic, ...state.topics.slice(1)], part, alone);
  return beside ?? { match: alone, hits: part.hits };
}

/** "ông là cựu chiến binh, có được mai táng phí không": put like an aside, but another procedure is surely named. */
const isNamedAnew = (alone: Match, { hits: [top] }: Part, topic: string): boolean =>
  alone.kind === "one" &&
  top !== undefined &&
  alone.code === top.id &&
  top.id !== topic &&
  isSurelyNamed(top) &&
  top.score > NAMED_ANEW;
const NAMED_ANEW = 1.9;

/** A part is asked for and nothing else is found: of what is talked about, unless the words plainly lead away from it. */
const asksOfNothingElse = (alone: Match, part: Part, topics: readonly [string, ...string[]]): boolean =>
  alone.kind === "none" && part.question.facets.length > 0 && stayingProbability(topics, part) >= LEADS_AWAY;
const LEADS_AWAY = 0.1;

/** Another matter, but one that only what was talked about tells from its neighbours ("giấy phép bị mất thì xin lại sao"). */
function besideTopic(
  topics: readonly [string, ...string[]],
  part: Part,
  alone: Match,
): { match: Match; hits: readonly Hit[] } | undefined {
  const [topic] = topics;
  const hits = weighedTogether(topics, part);
  const code = hits.find(({ kind }) => kind === "procedure")?.id;
  if (code !== undefined && neighbourProbability(code, topics, part, alone) >= NEIGHBOUR)
    return { match: { kind: "one", code }, hits };
  return asksOfNothingElse(alone, part, topics) ? { match: { kind: "one", code: topic }, hits: part.hits } : undefined;
}

/**
 * It leans on the procedure talked about ("nhờ cháu nộp thay được không"), and names no other variant of it ("thế cấp lại
 * thì sao").
 */
function staysWith(topics: readonly [string, ...string[]], part: Part): boolean {
  const [topic] = topics;
  if (stayingProbability(topics, part) < STAYS) return false;
  const [best] = part.hitsInContext.filter((hit) => coversWords(hit, part));
  const variants = part.hitsInContext.find(({ id }) => id === topic)?.features.variants ?? 0;
  return !best || best.id === topic || best.features.variants <= Math.max(0, variants);
}

/** Some of what was said now is in the label, or in what the record is called by. */
const isSpokenOf = (code: string, label: string | undefined, { question, hits }: Part): boolean =>
  labelShare(label, question) > 0 || (hits.find(({ id }) => id === code)?.features.asked ?? 0) >= LEAST_SAID;
const LEAST_SAID = 0.2;

/** What was said before must not outweigh what is said now: the hit has to account for the new words as well. */
function coversWords(hit: Hit, part: Part): boolean {
  return (part.hits.find(({ id }) => id === hit.id)?.features.asked ?? 0) >= 0.4;
}

/** "gia hạn thì sao": another variant of what is talked about; by itself it names as many procedures as there are. */
function isVariantOnly({ question, hits }: Part): boolean {
  return tellingWords(question) <= 2 && (hits[0]?.features.variants ?? 0) > 0;
}

/** Sure enough not to need what was said before, or a return to something spoken of. */
export function standsByItself(alone: Match, part: Part, topics: readonly string[]): boolean {
  if (isVariantOnly(part)) return false;
  const { hits } = part;
  const score = hits[0]?.score ?? 0;
  if (alone.kind === "outside") return score > 1.2 && hits[0] !== undefined && namesSomething(hits[0]);
  return (
    alone.kind === "one" &&
    (score > 1.6 || hits[0]?.features.exact === 1 || (topics.includes(alone.code) && score > 0.9))
  );
}
