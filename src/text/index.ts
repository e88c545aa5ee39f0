export { fold, isAccented, isMarked, lower, phonetic, words } from "./fold.ts";
export { hiddenText } from "./hidden.ts";
export { isForeign } from "./language.ts";
export { createLexicon, type Lexicon, type WordLists } from "./lexicon.ts";
export { digitsInWords, digitsSpoken, numberInWords } from "./number-words.ts";
export { fromTelex } from "./slips.ts";
export { fitSms, type SmsSize, smsSize, unaccentForSms } from "./sms.ts";
export { isSyllable } from "./syllable.ts";
