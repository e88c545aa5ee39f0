import { logistic, type Match, NOTHING, type Weights } from "../answers/index.ts";
import type { Hit } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import type { Part } from "./model.ts";

/** Probability that a message is about the procedure being talked about and names no matter of its own, 0 … 1. */
export const stayingProbability = (topics: readonly [string, ...string[]], part: Part): number =>
  logistic(STAYING, stayingFeatures(topics, part));

/** Probability that what is meant is this procedure, found by the words together with what was talked about, 0 … 1. */
export const neighbourProbability = (code: string, topics: readonly string[], part: Part, alone: Match): number =>
  logistic(NEIGHBOUR, neighbourFeatures(code, topics, part, alone));

/** Share of the words alone in a score; the words together with what was talked about have the rest. */
const ALONE = 0.6;
/** What having been spoken of earlier is worth. */
const SPOKEN_OF = 0.2;
/** Score of what one of the two searches did not find, on the re-ranker's scale. */
const UNFOUND = 0.3;

/** Both searches as one, best first; the procedure talked about is left out, unless the words by themselves name it. */
export function weighedTogether([topic, ...earlier]: readonly string[], { hits, hitsInContext }: Part): readonly Hit[] {
  const scores = new Map(hitsInContext.map(({ id, score }) => [id, score]));
  const found = new Set(hits.map(({ id }) => id));
  const isTopicNamed = hits[0]?.id === topic;
  return [
    ...hits.map((hit) => ({ ...hit, score: mixed(hit.score, scores.get(hit.id)) })),
    ...hitsInContext.filter(({ id }) => !found.has(id)).map((hit) => ({ ...hit, score: mixed(undefined, hit.score) })),
  ]
    .filter(({ id }) => id !== topic || isTopicNamed)
    .map((hit) => (earlier.includes(hit.id) ? { ...hit, score: hit.score + SPOKEN_OF } : hit))
    .sort((one, other) => other.score - one.score);
}

const mixed = (alone: number | undefined, together: number | undefined) =>
  ALONE * (alone ?? UNFOUND) + (1 - ALONE) * (together ?? UNFOUND);

/** How a question leans on the matter spoken of, or opens another, in folded words between spaces. */
const SIGNS = {
  /** "… được không", "có bị phạt không": of something already named. */
  yesNo: / (?:khong|ko|k|hong|hem|hk|chua)(?: (?:a|vay|the|z|nhi|ha|em|ad|shop|ban|chi|anh|can bo|nhe))* $/,
  /** "có cần …", "bắt buộc". */
  needs: / (?:co can|co phai|phai co|bat buoc|co bi|co duoc|co sao|can) /,
  /** "gia hạn thì sao", "xóa thế nào": how something is done that the words name. */
  how: / (?:the nao|ra sao|lam sao|thi sao|lam gi|lam giay gi|lam cai gi|thu tuc|sao|rang|lam ra sao) $/,
  /** "còn …", "tiện thể …", "quay lại …". */
  turns:
    /^ (?:a |da |ua |the |vay |roi |thoi )*(?:con|tien|nhan tien|san|ngoai ra|quay lai|tro lai|hay la|gio|sau nay|mai mot|cho (?:\S+ )?hoi) /,
  /** "giấy này", "cái đó". */
  points: / (?:nay|do|ay|no) /,
  /** Somebody does it for another. */
  through: / (?:nho|thay|giup|gium|ho|dan|uy quyen|mang|cam|dem|len nha) /,
  /** It is about those who ask, and how they fare. */
  asSelf: /^ (?:a |da |ma |the |nhung )*(?:em|toi|tui|minh|vo|chong|con|ong|ba|me|bo|chau|nha|be|nguoi) /,
} as const;

/** "… thì sao", "… rồi thì làm gì": something follows from what was said. */
const FOLLOWS = / (?:thi|roi|thi sao|ra sao) /;

/** What tells a neighbour of what was talked about, named in half, from what only shares words with it. */
export function neighbourFeatures(code: string, topics: readonly string[], part: Part, alone: Match) {
  const { hits, hitsInContext, question, understood } = part;
  const own = hits.find(({ id }) => id === code);
  const together = hitsInContext.find(({ id }) => id === code)?.features ?? NOTHING;
  return {
    bias: 1,
    topAhead: (hits[0]?.score ?? 0) - (own?.score ?? 0),
    asked: together.asked,
    alias: together.alias,
    follows: FOLLOWS.test(` ${words(fold(part.text)).join(" ")} `) ? 1 : 0,
    isEarlier: topics.slice(1).includes(code) ? 1 : 0,
    asks: understood.asks ? 1 : 0,
    missed: own?.features.missed ?? 0,
    none: alone.kind === "none" ? 1 : 0,
    telling: tellingShare(question),
  };
}

/** What tells a question on practicalities ("nhờ cháu nộp thay được không") from one that names another matter. */
export const stayingFeatures = (topics: readonly [string, ...string[]], part: Part) => ({
  bias: 1,
  ...signsIn(part.text),
  ...asked(part),
  ...namedAlone(topics, part.hits),
  ...besideOthers(topics[0], part.hitsInContext),
});

function signsIn(text: string) {
  const list = words(fold(text));
  const said = ` ${list.join(" ")} `;
  const has = (sign: RegExp) => (sign.test(said) ? 1 : 0);
  return {
    yesNo: has(SIGNS.yesNo),
    needs: has(SIGNS.needs),
    how: has(SIGNS.how),
    turns: has(SIGNS.turns),
    points: has(SIGNS.points),
    through: has(SIGNS.through),
    asSelf: has(SIGNS.asSelf),
    long: Math.min(24, list.length) / 24,
  };
}

function asked({ question, understood }: Part) {
  const telling = tellingShare(question);
  const facet = question.facets.length > 0 ? 1 : 0;
  return {
    telling,
    facet,
    facetAlone: facet && telling <= 0.25 ? 1 : 0,
    asks: understood.asks ? 1 : 0,
    seeks: understood.seeks ? 1 : 0,
    event: question.query.implied.length > 0 ? 1 : 0,
  };
}

/** What the words by themselves name. */
function namedAlone([topic, ...earlier]: readonly [string, ...string[]], [top, second]: readonly Hit[]) {
  const { alias, named, exact, pairs, asked, missed } = top?.features ?? NOTHING;
  return {
    score: Math.min(3, top?.score ?? 0),
    alias,
    named,
    exact,
    pairs,
    asked,
    missed,
    lead: (top?.score ?? 0) - (second?.score ?? 0),
    isTopic: top?.id === topic ? 1 : 0,
    isEarlier: top && earlier.includes(top.id) ? 1 : 0,
    outside: top?.kind === "outside" ? 1 : 0,
    family: top?.kind === "family" ? 1 : 0,
  };
}

/** The procedure talked about beside the best of the others, both found by what was said before and now. */
function besideOthers(topic: string, hitsInContext: readonly Hit[]) {
  const own = hitsInContext.find(({ id }) => id === topic);
  const other = hitsInContext.find(({ id, kind }) => id !== topic && kind === "procedure");
  const [a, b] = [own?.features ?? NOTHING, other?.features ?? NOTHING];
  return {
    topicLead: (own?.score ?? 0) - (other?.score ?? 0),
    topicAsked: a.asked - b.asked,
    otherVariants: Math.max(0, b.variants - a.variants),
  };
}

/** At most one: eight words that tell or more. */
const tellingShare = ({ query }: Part["question"]) =>
  Math.min(8, query.weights.filter((weight) => weight === 1).length) / 8;

/** Fitted by tests/bench/fit-context.ts. */
const STAYING: Weights<ReturnType<typeof stayingFeatures>> = {
  bias: 4.49,
  yesNo: 1.89,
  needs: 0.8,
  how: -0.45,
  turns: -1.2,
  points: -0.55,
  through: 0.3,
  asSelf: 0.45,
  long: -0.65,
  telling: -1.7,
  facet: -0.06,
  facetAlone: 0.97,
  asks: 0.07,
  seeks: -0.94,
  event: -1.06,
  score: -1.66,
  alias: -1.4,
  named: -0.4,
  exact: 0.1,
  pairs: -0.74,
  asked: -0.04,
  missed: -0.98,
  lead: -0.68,
  isTopic: 0.67,
  isEarlier: -0.06,
  outside: 0,
  family: -0.07,
  topicLead: 0.43,
  topicAsked: -0.04,
  otherVariants: -0.41,
};

const NEIGHBOUR: Weights<ReturnType<typeof neighbourFeatures>> = {
  bias: -3.9,
  topAhead: -0.63,
  asked: 2.71,
  alias: 2.05,
  follows: 1.59,
  isEarlier: 2.62,
  asks: 0.55,
  missed: 1.16,
  none: -0.67,
  telling: -0.02,
};
