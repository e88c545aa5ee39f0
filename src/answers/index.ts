export type { Answer, RefusalReason } from "./answer.ts";
export { compose } from "./compose.ts";
export { logistic, NOTHING, type Weights } from "./decisions.ts";
export { receiptOf } from "./facts.ts";
export type { PlainAnswer } from "./guard.ts";
export { chooseMatch, LIMITS, type Match } from "./match.ts";
export { choiceLabels, dayInWords, shortName } from "./names.ts";
export { type LanguageModel, openLanguageModel } from "./phrase.ts";
