import { logistic, NOT_FOUND, tellingWords, type Weights } from "../answers/index.ts";
import { fold, isSyllable, words } from "../text/index.ts";
import type { QuestionResult } from "./ask.ts";
import type { Part } from "./model.ts";
import { isSentOn } from "./plain.ts";
import { FEEDBACK_RECORD, isEmergency, type Sighting, TROUBLE } from "./understand.ts";

/**
 * True when a message reports something; a question may hold the same words ("bị mất", "tới giờ chưa có"). `talk`: while a
 * procedure is being talked about, and more so where it would answer what we asked, what reads like a report is more likely to be that.
 */
export function isFeedback(part: Part, question: QuestionResult, talk: UnderWay): boolean {
  const { sightings, asks } = part.understood;
  const cues = cuesIn(part);
  if (sightings.some(saysSo)) return true;
  if (isFree(talk) && !part.understood.seeks && sightings.some(({ cue }) => cue === TROUBLE)) return true;
  if ((asks || ASKS_OF_OTHERS.test(fold(part.text))) && isSurelySentOn(part, question)) return false;
  const probability = logistic(REPORT, reportFeatures(part, question));
  if (cues.length === 0)
    return (
      saysEnough(part) &&
      !sightings.some(isSentOn) &&
      (probability >= leastUnsaid(question, talk) || (talk === "none" && surelyReadsLike(part) !== undefined))
    );
  return probability >= REPORTED[talk];
}

/**
 * What is under way when a message comes: nothing, a talk about a procedure, more of that by its own words, or a question asked back of
 * which it would be a choice.
 */
export type UnderWay = "none" | "talk" | "more" | "choice";

/** Few words may as well answer what was asked, or lean on what was spoken of. */
const isFree = (talk: UnderWay): boolean => talk === "none" || talk === "talk";

/** It is long enough and put so that it may be a report without any phrase of one; cheaper than to ask whether it is. */
export const mayBeTold = (part: Part): boolean =>
  !part.understood.asks && !part.understood.seeks && !part.understood.sightings.some(isSentOn) && saysEnough(part);

/** How one part of a message stands among the others: told as another matter, beside something expressly asked, or only more of the same. */
export type Standing = "apart" | "beside" | "within";

/** Among other matters what only reads like a report is one where it is told apart from them. */
export const isToldAmong = (part: Part, question: QuestionResult, standing: Standing): boolean =>
  standing !== "within" &&
  mayBeTold(part) &&
  logistic(REPORT, reportFeatures(part, question)) >= (standing === "apart" ? UNSAID.none : ALL_BUT_SURELY);

/** While something else is talked about, or another office surely sees to it, what only reads like a report must be surer. */
const leastUnsaid = (question: QuestionResult, talk: UnderWay): number =>
  talk === "none" && question.kind === "turn" && question.sure && question.turn.trace.outcome === "refused"
    ? SURELY
    : UNSAID[talk];

/** A noise of three syllables, or "ờ thì là mà", reads like anything. */
const saysEnough = ({ text, understood, question }: Part): boolean =>
  understood.sort !== undefined &&
  tellingWords(question) >= 2 &&
  words(fold(text)).filter(isSyllable).length >= LEAST_SAID;
const LEAST_SAID = 4;

/** "em muốn phản ánh mà xin giấu tên được không", or how an official behaved. */
const saysSo = ({ intent, cue }: Sighting) =>
  cue === "conduct" || (intent === "phan_anh" && /phan anh|gop y/.test(fold(cue)));

/** When, or whose business it is. */
const ASKS_OF_OTHERS = /(?<!\p{L})(?:chung nao|bao gio|khi nao|khi mo|(?:keu|hoi|gap|bao|kien) ai)(?!\p{L})/u;

/**
 * "chừng nào có điện lại": whoever asks about what another office sees to is told which. "tin nhắn lạ này có phải lừa đảo không":
 * whoever asks is warned, and no report is taken down of it.
 */
function isSurelySentOn(part: Part, question: QuestionResult): boolean {
  const cues = cuesIn(part);
  const isElsewhere = question.kind === "turn" && question.sure && question.turn.trace.reason === "other_agency";
  return cues.length === 0 ? isElsewhere : cues.every((intent) => intent === "lua_dao");
}

const cuesIn = ({ understood }: Part) =>
  understood.sightings.map(({ intent }) => intent).filter((intent) => intent in FEEDBACK_RECORD);

/** It reads like a report and like nothing else, whatever phrases stand in it. What is told of danger in which nobody calls is one too. */
export const readsLikeReport = (part: Part): boolean => {
  const { sort, sightings } = part.understood;
  if (sort === undefined || !saysEnough(part)) return false;
  const unbelieved = sightings.some(({ intent }) => isEmergency(intent)) ? 0 : sort.emergency;
  return REPORTS.reduce((sum, one) => sum + sort[one], unbelieved) >= SURELY;
};

/** What a report is of each sort, where no phrase says it closer. A denunciation in all but name hides its writer from the unit. */
const INTENT_OF = {
  report: "phan_anh",
  propose: "kien_nghi",
  late: "ho_so_tre",
  praise: "khen_gop_y",
  denounce: "pakn_hanh_vi",
} as const;
const DENOUNCES = 0.8;
const REPORTS = Object.keys(INTENT_OF) as (keyof typeof INTENT_OF)[];

/** What it reads like so much that no phrase is needed: thanks are told in many words, and so is a wait. */
const surelyReadsLike = ({ understood: { sort } }: Part) =>
  (["praise", "late", "propose"] as const).find((one) => (sort?.[one] ?? 0) >= SURELY_SO[one]);
/** Of questions weighed by models that never saw them 2 in 1,000 reach it, of other reports 3. */
const SURELY_SO = { praise: 0.7, late: 0.7, propose: 0.5 } as const;

/** The intents of a report, with what it reads like where no phrase told; who denounces is hidden from the unit whatever a phrase says. */
export function reportIntents(part: Part, intents: readonly string[]): readonly string[] {
  const { sort } = part.understood;
  if (sort && sort.denounce >= DENOUNCES) return [INTENT_OF.denounce, ...intents];
  const surely = surelyReadsLike(part);
  // How an official behaved stays before everything: the unit is not to read it.
  if (surely && !intents.includes("pakn_hanh_vi"))
    return [INTENT_OF[surely], ...intents.filter((intent) => intent !== INTENT_OF[surely])];
  if (!sort || intents.some((intent) => intent in FEEDBACK_RECORD)) return intents;
  const most = REPORTS.reduce((best, one) => (sort[one] > sort[best] ? one : best));
  return [...intents, INTENT_OF[most]];
}

/** What tells a report from a question with the same words: by which words it looks like one, how it is put, what search finds. */
export function reportFeatures(part: Part, question: QuestionResult) {
  return { bias: 1, ...readsLike(part), ...cues(part), ...howPut(part), ...whatIsFound(part, question) };
}

/** Log-odds, within ±MOST_SURE. */
const logOdds = (share: number) => Math.max(-MOST_SURE, Math.min(MOST_SURE, Math.log(share / (1 - share))));
const MOST_SURE = 6;

function readsLike({ understood: { sort } }: Part) {
  if (!sort) return { reads: 0, readsChat: 0, readsStatus: 0 };
  const told = REPORTS.reduce((sum, one) => sum + sort[one], 0);
  return { reads: logOdds(told), readsChat: sort.chat, readsStatus: sort.status };
}

function cues(part: Part) {
  const found = cuesIn(part);
  const has = (intent: string) => (found.includes(intent) ? 1 : 0);
  return {
    late: has("ho_so_tre"),
    field: has("hien_truong"),
    explicit: has("phan_anh"),
    behaviour: has("pakn_hanh_vi"),
    proposal: has("kien_nghi"),
    rule: has("pakn_quy_dinh"),
    fault: has("loi_ky_thuat"),
    praise: has("khen_gop_y"),
    fraud: has("lua_dao"),
    grumble: has("than_phien"),
    any: found.length > 0 ? 1 : 0,
    several: found.length > 1 ? 1 : 0,
  };
}

function howPut({ understood, question, text }: Part) {
  const { asks, seeks, wants, presses } = understood;
  return {
    asks: asks ? 1 : 0,
    seeks: seeks ? 1 : 0,
    wants: wants ? 1 : 0,
    presses: presses ? 1 : 0,
    facet: question.facets.length > 0 ? 1 : 0,
    long: Math.min(40, words(text).length) / 40,
  };
}

function whatIsFound({ hits: [top] }: Part, question: QuestionResult) {
  const { alias, named, asked, pairs, missed } = top?.features ?? NOT_FOUND;
  const turn = question.kind === "turn" ? question : undefined;
  const outcome = turn?.turn.trace.outcome;
  const isUnknown = turn?.turn.trace.reason === "not_in_catalogue";
  return {
    score: Math.min(3, top?.score ?? 0),
    alias,
    named,
    asked,
    pairs,
    missed,
    strong: turn?.strong ? 1 : 0,
    sure: turn?.sure ? 1 : 0,
    answered: outcome === "answered" ? 1 : 0,
    sentOn: outcome === "refused" && !isUnknown ? 1 : 0,
    unknown: isUnknown ? 1 : 0,
  };
}

const SURELY = 0.85;
const ALL_BUT_SURELY = 0.95;
/** From these probabilities on: with a phrase of a report, and without one. */
const REPORTED: Readonly<Record<UnderWay, number>> = { none: 0.55, talk: 0.6, more: ALL_BUT_SURELY, choice: 0.75 };
const UNSAID: Readonly<Record<UnderWay, number>> = { none: 0.72, talk: SURELY, more: ALL_BUT_SURELY, choice: 0.9 };

/** Fitted by tests/bench/fit-sorts.ts. */
const REPORT: Weights<ReturnType<typeof reportFeatures>> = {
  bias: 1.95,
  reads: 0.78,
  readsChat: -1.07,
  readsStatus: -0.68,
  late: 0.11,
  field: -0.06,
  explicit: -0.24,
  behaviour: 0.32,
  proposal: 0.23,
  rule: 0.36,
  fault: 0.08,
  praise: 0.09,
  fraud: 0.18,
  grumble: 0.14,
  any: 1.04,
  several: 0.2,
  asks: -0.29,
  seeks: -0.31,
  wants: -0.41,
  presses: -0.16,
  facet: -0.5,
  long: -0.47,
  score: -0.6,
  alias: -0.13,
  named: 0.16,
  asked: -0.69,
  pairs: -0.28,
  missed: 0.52,
  strong: -0.08,
  sure: -0.05,
  answered: -0.18,
  sentOn: -0.07,
  unknown: 0.2,
};
