/** Questions and records for the search benchmark. */
import { readFileSync } from "node:fs";
import type { Entry } from "../../src/catalogue/search.ts";
import { words } from "../../src/text/index.ts";

/** The procedure codes a file lists, separated by anything white; undefined without a file. */
export function readCodes(file: string | undefined): ReadonlySet<string> | undefined {
  return file ? new Set(readFileSync(file, "utf8").split(/\s+/).filter(Boolean)) : undefined;
}

/** How people ask, once the name of the matter is put in. */
const ASKED = ["thủ tục {} cần giấy tờ gì", "{} hết bao nhiêu tiền", "cho hỏi {} làm ở đâu", "{} mất mấy ngày"];
export const QUESTIONS = 400;

/** The same questions for everyone: names spread over the catalogue, in four ways of asking. */
export function questionsAbout(names: readonly string[]): string[] {
  return Array.from({ length: QUESTIONS }, (_, nth) =>
    (ASKED[nth % ASKED.length] ?? "{}").replace("{}", names[(nth * 7919) % names.length] ?? ""),
  );
}

const NAME_WORDS = { least: 5, more: 10 } as const;
const BODY_WORDS = 40;

/** Records made by drawing words from the catalogue's names, each word as often as it stands there. Always the same. */
export function syntheticEntries(names: readonly string[], count: number): Entry[] {
  const drawn = names.flatMap((name) => words(name));
  const next = sequence(7);
  const text = (length: number) => Array.from({ length }, () => drawn[next(drawn.length)] ?? "").join(" ");
  return Array.from({ length: count }, (_, nth) => ({
    id: `synthetic-${nth}`,
    kind: "procedure",
    name: text(NAME_WORDS.least + next(NAME_WORDS.more)),
    aliases: [],
    not: [],
    about: "",
    body: text(BODY_WORDS),
  }));
}

/** Whole numbers below a bound, the same ones for the same seed (Mulberry32). */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
