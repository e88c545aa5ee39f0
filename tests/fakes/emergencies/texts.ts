import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Labelled {
  /** An intent of knowledge/intents.yaml, or "none". */
  readonly label: string;
  readonly text: string;
}

const linesOf = (name: string) =>
  readFileSync(join(import.meta.dirname, name), "utf8")
    .split("\n")
    .filter(Boolean);
const labelled = (line: string): Labelled => {
  const [label = "", text = ""] = line.split("\t");
  return { label, text };
};

/** Calls for help the model learns from. */
export const TRAINING: readonly Labelled[] = linesOf("train.txt").map(labelled);
/** Everyday messages with the same words, each with the sort of message it is (src/conversation/sorts.ts), or "unsure". */
export const CALM: readonly Labelled[] = linesOf("negatives.txt").map(labelled);
/** The same, as emergencies are learnt from. */
export const NEGATIVES: readonly Labelled[] = CALM.map(({ text }) => ({ label: "none", text }));
/**
 * Both kinds, each of which must be told right always: a regression, learnt from too. A label that ends in "?" is a call whose
 * number is not judged.
 */
export const KNOWN: readonly Labelled[] = linesOf("known.txt").map(labelled);
/** Calls within complaints and questions, each of which must be seen; learnt from too. */
export const MIXED: readonly Labelled[] = linesOf("mixed.txt").map(labelled);
const QUESTIONS = join(import.meta.dirname, "../../bench/questions");
/** Every turn of the questions asked of an office, and what else is written to it all day; learnt from too. */
export const EVERYDAY: readonly Labelled[] = [
  "fit.jsonl",
  "dialogues-fit.jsonl",
  "talks-fit.jsonl",
  "sixth-talks.jsonl",
  "seventh-batch.jsonl",
  "seventh-talks.jsonl",
]
  .flatMap((name) => readFileSync(join(QUESTIONS, name), "utf8").split("\n").filter(Boolean))
  .flatMap((line): { text: string; expect?: { outcome?: string } }[] => JSON.parse(line).turns)
  .filter(({ expect }) => expect?.outcome !== "emergency")
  .map(({ text }) => ({ label: "none", text }))
  .concat(
    readFileSync(join(QUESTIONS, "readings-fit.txt"), "utf8")
      .split("\n")
      .filter(Boolean)
      .map(labelled)
      .filter(({ label }) => label !== "emergency")
      .map(({ text }) => ({ label: "none", text })),
  );
/** Other situations, put aside before anything was fitted; never learnt from, and no threshold was chosen on them. */
export const HELD_OUT: readonly Labelled[] = linesOf("held-out.txt").map(labelled);
/** The same of words that alarm and mostly need not ("sống", "cắn", "cháy"), and of calls nobody had thought of; the calm ones by sort. */
export const ALARMING: readonly Labelled[] = linesOf("alarming-held-out.txt").map(labelled);
