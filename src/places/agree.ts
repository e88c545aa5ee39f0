import type { Gazetteer, Sense } from "./gazetteer.ts";
import { soundOf } from "./gazetteer.ts";
import type { Token } from "./tokens.ts";

/** How well the writing agrees with a name: 0 to the letter, 1 without its marks, 2 hỏi for ngã or i for y, 3 other marks, 4 another letter. */
export type Slip = 0 | 1 | 2 | 3 | 4;

/** How the words as typed agree with a name whose folded form they have. */
export function slipBetween(typed: readonly Token[], accented: string): Slip {
  const name = accented.split(" ");
  let worst: Slip = 0;
  typed.forEach(({ accented: word, folded }, i) => {
    const slip = slipOfWord(word, folded, name[i] ?? "");
    if (slip > worst) worst = slip;
  });
  return worst;
}

function slipOfWord(word: string, folded: string, meant: string): Slip {
  if (word === meant) return 0;
  if (word === folded) return 1;
  return regional(word) === regional(meant) ? 2 : 3;
}

/** Hỏi and ngã are one tone in the centre and the south; "y" and "i" are one vowel. */
const regional = (word: string): string =>
  word.normalize("NFD").replaceAll("\u0303", "\u0309").replaceAll("y", "i").normalize("NFC");

/** Names one letter away from what was written, or that sound like it. */
export function nearNames(folded: string, gazetteer: Gazetteer): string[] {
  const words = folded.split(" ");
  const near = new Set(gazetteer.alike.get(soundOf(folded)) ?? []);
  // A slip is in one word: another of the name's is as it should be.
  for (const word of words)
    for (const name of gazetteer.byWord.get(word) ?? [])
      if (Math.abs(name.length - folded.length) <= 1 && isOneAway(folded, name)) near.add(name);
  near.delete(folded);
  return [...near];
}

/** One letter more, less or other, or two that changed places. */
export function isOneAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  if (short.length < long.length) return short.slice(i) === long.slice(i + 1);
  const swapped = short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
  return swapped || short.slice(i + 1) === long.slice(i + 1);
}

/** Of the senses a name may have, those whose writing agrees best. */
export function bestWritten(
  senses: readonly Sense[],
  typed: readonly Token[],
  /** `lenient`: marks that contradict are taken where nothing agrees. `plain`: a text without accents, where a name that has none is no better. */
  { lenient, plain }: { readonly lenient: boolean; readonly plain: boolean },
): { senses: Sense[]; slip: Slip } {
  let best: Slip = lenient ? 3 : 2;
  let kept: Sense[] = [];
  for (const sense of senses) {
    const slip = Math.max(slipBetween(typed, sense.accented), plain ? 1 : 0) as Slip;
    if (slip > best) continue;
    if (slip < best) kept = [];
    best = slip;
    kept.push(sense);
  }
  return { senses: kept, slip: best };
}
