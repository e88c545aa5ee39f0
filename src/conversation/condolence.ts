import type { Wording } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";
import type { Turn, TurnInput } from "./model.ts";

/** What words.yaml makes of a death told ("ba em mới mất"). */
const DEATH = "khai tử";
/** It was lately: of a death long ago papers alone are asked for. */
const LATELY =
  /(?<!\p{L})(?:moi|vua|hom qua|hom kia|hom truoc|hom roi|hom nay|sang nay|toi qua|dem qua|bua (?:truoc|kia|hom)|may (?:hom|bua|ngay)|tuan (?:truoc|roi|qua)|thang (?:truoc|roi)|co tang|cach day (?:may|\d+|mot|hai|ba|bon|nam) (?:ngay|hom|bua|tuan)|(?:\d+|may|hai|ba|bon|nam) (?:ngay|hom|bua|tuan) (?:nay|roi|truoc)|hoi (?:sang|trua|chieu|toi|dem|khuya))(?!\p{L})/u;

/** A death in the family comes before any paper: once in a talk, before the first answer. */
export function withCondolence(input: TurnInput, turn: Turn, wording: Wording): Turn {
  const { state, message, whole } = input;
  const isAnswered = turn.trace.intent === "hoi_thu_tuc" && ["answered", "clarify"].includes(turn.trace.outcome);
  const isTold = whole.question.query.implied.join(" ").includes(DEATH);
  if (!isAnswered || !isTold || state.condoled || !LATELY.test(fold(words(message.text).join(" ")))) return turn;
  return { ...turn, replies: [wording.say("chia_buon"), ...turn.replies], state: { ...turn.state, condoled: true } };
}
