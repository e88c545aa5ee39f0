import { logistic, NOTHING, type Weights } from "../answers/index.ts";
import { words } from "../text/index.ts";
import type { QuestionResult } from "./ask.ts";
import type { Part } from "./model.ts";
import { FEEDBACK_RECORD } from "./understand.ts";

/** True when a message that holds words of a report is one; a question may hold the same words ("bị mất", "tới giờ chưa có"). */
export function isFeedback(part: Part, question: QuestionResult): boolean {
  const cues = cuesIn(part);
  // "tin nhắn lạ này có phải lừa đảo không": whoever asks is warned, and no report is taken down of it.
  const asksOfFraud = part.understood.asks && cues.every((intent) => intent === "lua_dao");
  return cues.length > 0 && !asksOfFraud && logistic(REPORT, reportFeatures(part, question)) >= REPORTED;
}

const cuesIn = ({ understood }: Part) =>
  understood.sightings.map(({ intent }) => intent).filter((intent) => intent in FEEDBACK_RECORD);

/** What tells a report from a question with the same words: by which words it looks like one, how it is put, what search finds. */
export function reportFeatures(part: Part, question: QuestionResult) {
  return { bias: 1, ...cues(part), ...howPut(part), ...whatIsFound(part, question) };
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
  const { alias, named, asked, pairs, missed } = top?.features ?? NOTHING;
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

/** From this probability on; the same cost is put on either mistake, and most who write with these words report. */
const REPORTED = 0.5;

/** Fitted by tests/bench/fit-report.ts. */
const REPORT: Weights<ReturnType<typeof reportFeatures>> = {
  bias: 4.9,
  late: 0.97,
  field: -1.67,
  explicit: 0.05,
  behaviour: 0.35,
  proposal: 0.3,
  rule: 0.63,
  fault: -0.46,
  praise: 0.17,
  fraud: 0.18,
  grumble: 0.26,
  several: 0.78,
  asks: -0.86,
  seeks: -1.26,
  wants: -1.26,
  presses: 0.43,
  facet: -0.14,
  long: -1.53,
  score: -0.81,
  alias: -0.4,
  named: -0.2,
  asked: -0.53,
  pairs: -0.36,
  missed: 1.43,
  strong: 0.24,
  sure: -0.03,
  answered: -0.46,
  sentOn: 0.2,
  unknown: 0.44,
};
