export type { Answer, RefusalReason } from "./answer.ts";
export { compose, shortName } from "./compose.ts";
export { receiptOf } from "./facts.ts";
export { chooseMatch, LIMITS, type Match } from "./match.ts";
export type { PlainAnswer } from "./guard.ts";
export { openPhraser, type Phraser, type PhraseOutcome } from "./phrase.ts";
