import { kindAt, phraseAt, type Reading } from "./around.ts";
import type { Token } from "./tokens.ts";

const LONGEST_NAME = 4;
const SHORTEST_NAME = 2;
const LEVELS = ["commune", "district", "city"];

/**
 * A unit said with its kind ("huyện Ngọc Lặc"), as written, in a text in which no place was known: what stands behind the word is a name
 * where it is written large, or where the place was asked for and little else is said.
 */
export function unlistedIn(reading: Reading): string | undefined {
  const { tokens } = reading;
  for (let i = 0; i < tokens.words.length; i++) {
    const kind = kindAt(i, reading);
    if (!kind || !LEVELS.includes(kind.kind.level)) continue;
    const from = i + kind.length;
    const to = endOfName(from, reading);
    if (to - from < SHORTEST_NAME) continue;
    return tokens.text.slice(tokens.words[i]?.from, tokens.words[to - 1]?.to);
  }
  return undefined;
}

/** What is of the unit, and not its name. */
const BODIES = /^(?:cong an|uy ban|hoi dong|dang uy|mat tran|doan|doi|hoi)(?: |$)/;

/** The place behind a name that begins at `from`; `from` itself where none does. */
function endOfName(from: number, { tokens, words, asked }: Reading): number {
  const rest = tokens.words.slice(from);
  if (BODIES.test(rest.map(({ folded }) => folded).join(" ")) || phraseAt(from, tokens, words.particles) > 0)
    return from;
  // Where every word is written large, none tells.
  const isTelling = tokens.words.some(({ large }) => !large);
  const stop = rest.findIndex(({ gap }, nth) => nth > 0 && gap !== "none");
  const together = stop < 0 ? rest : rest.slice(0, stop);
  const isName = ({ large }: Token) => large && isTelling;
  if (asked && together.length === SHORTEST_NAME && !together.some(isName)) return from + SHORTEST_NAME;
  const small = together.findIndex((word) => !isName(word));
  return from + Math.min(small < 0 ? together.length : small, LONGEST_NAME);
}
