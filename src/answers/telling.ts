import type { Question } from "../catalogue/index.ts";

/** How many words of the question name something by themselves. */
export const tellingWords = ({ query }: Question): number => query.weights.filter((weight) => weight === 1).length;

/** At most one: eight words that tell or more. */
export const tellingShare = (question: Question) => Math.min(8, tellingWords(question)) / 8;
