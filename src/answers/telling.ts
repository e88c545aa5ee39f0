import type { Question } from "../catalogue/index.ts";

/** The words of the question that name something by themselves. */
export const tellingIn = ({ query }: Question): readonly string[] =>
  query.words.filter((_, i) => query.weights[i] === 1);

export const tellingWords = (question: Question): number => tellingIn(question).length;

/** At most one: eight words that tell or more. */
export const tellingShare = (question: Question) => Math.min(8, tellingWords(question)) / 8;

/** What a death told implies (words.yaml). */
const DEATH = "khai tử";
export const tellsDeath = ({ query }: Question): boolean => query.implied.join(" ").includes(DEATH);
