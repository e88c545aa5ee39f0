import type { QuestionResult } from "./ask.ts";
import type { TurnInput } from "./model.ts";
import { FEEDBACK_RECORD } from "./understand.ts";

/** Words that ask to be heard, as against words a question may hold by chance ("cây xanh", "nước máy"). */
const EXPLICIT = new Set([
  "phan_anh",
  "kien_nghi",
  "ho_so_tre",
  "pakn_hanh_vi",
  "pakn_quy_dinh",
  "khen_gop_y",
  "loi_ky_thuat",
]);

/** True when the message reports something; a question that holds the same words does not. */
export function isFeedback(input: TurnInput, intents: readonly string[], question: QuestionResult): boolean {
  const feedback = intents.filter((intent) => intent in FEEDBACK_RECORD);
  if (feedback.length === 0) return false;
  if (feedback.includes("ho_so_tre") || feedback.includes("phan_anh")) return true;
  const { asks, seeks, wants } = input.whole.understood;
  const explicit = feedback.find((intent) => EXPLICIT.has(intent));
  const isQuestion = isSurelyQuestion(question, asks);
  const hasFacets = input.whole.question.facets.length > 0;
  if (explicit) return !(isQuestion && asks && mayBeAsked(explicit, hasFacets));
  // "ruộng ngập mất trắng, xin hỗ trợ giống thì nộp đơn đâu": what befell them is only why they ask.
  if (wants && (asks || isQuestion)) return false;
  if (!feedback.includes("hien_truong")) return !isQuestion && !(asks && feedback.includes("lua_dao"));
  return !(isQuestion && seeks && asksForThing(hasFacets, question));
}

/** "vneid bị lỗi giờ làm sao" asks for help with what it names. */
const mayBeAsked = (explicit: string, hasFacets: boolean) => hasFacets || explicit === "loi_ky_thuat";

const asksForThing = (hasFacets: boolean, question: QuestionResult) =>
  hasFacets || (question.kind === "turn" && question.sure);

/** Whoever asks is told where a matter is handled; whoever tells what happened is heard, not sent on. */
function isSurelyQuestion(
  question: QuestionResult,
  asks: boolean,
): question is Extract<QuestionResult, { kind: "turn" }> {
  if (question.kind !== "turn" || !question.strong) return false;
  const { outcome, reason } = question.turn.trace;
  return reason !== "not_in_catalogue" && (asks || outcome !== "refused");
}
