import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Wording {
  /** What the wordings are grouped by: an intent, or a mixture of several. */
  readonly group: string;
  /** Any of these as the turn's intent, outcome, record type or reason is right. */
  readonly right: readonly string[];
  /** A report is to be taken down, of this record type, beside an answer about a procedure. */
  readonly besideAnswer: string | undefined;
  readonly text: string;
}

function wordingsOf(name: string): Wording[] {
  return readFileSync(join(import.meta.dirname, name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [group = "", expected = "", text = ""] = line.split("\t");
      const besideAnswer = expected.startsWith("+") ? expected.slice(1) : undefined;
      return { group, right: besideAnswer ? [] : expected.split(","), besideAnswer, text };
    });
}

/** Wordings whose misreadings were looked at and the rules mended for. */
export const TUNED = wordingsOf("tuned.txt");
/** As many, written in the same go; looked at only once the rules stood. Whoever mends rules for one needs new ones. */
export const UNTOUCHED = wordingsOf("held-out.txt");
