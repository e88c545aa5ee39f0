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
/** Everyday complaints and questions with the same words, which it learns from too. */
export const NEGATIVES: readonly Labelled[] = linesOf("negatives.txt").map((text) => ({ label: "none", text }));
/** Other situations, written before any result was seen; never learnt from. */
export const HELD_OUT: readonly Labelled[] = linesOf("held-out.txt").map(labelled);
