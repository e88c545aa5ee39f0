import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Two messages that share their words: one asks or is calm, the other reports or calls for help. */
export interface Contrast {
  readonly kind: "report" | "emergency";
  readonly calm: string;
  readonly pressing: string;
}

function contrastsOf(name: string): Contrast[] {
  return readFileSync(join(import.meta.dirname, name), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [kind, calm = "", pressing = ""] = line.split("\t");
      return { kind: kind === "report" ? "report" : "emergency", calm, pressing };
    });
}

/** Pairs whose misreadings were looked at and the rules mended for. */
export const TUNED_PAIRS = contrastsOf("tuned.txt");
/** As many, written in the same go; only counted. Whoever mends rules for one needs new ones. */
export const UNTOUCHED_PAIRS = contrastsOf("held-out.txt");
