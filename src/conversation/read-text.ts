import { fold, hiddenText, isMarked, words } from "../text/index.ts";
import { type Cue, type Hay, hayOf, nearIn, type Reading } from "./cues.ts";

/** A citizen's words made ready to have the cues of `lists` looked for in them. */
export function createReading(
  lists: readonly (readonly Cue[])[],
  standardise: (text: string) => readonly string[],
): (text: string) => Reading {
  const near = { accented: nearIn(lists, "accented"), folded: nearIn(lists, "folded") };
  return (text) => {
    const hidden = hiddenText(text);
    const said = withoutDrawl(hidden ? `${text} ${hidden}` : text);
    const written = words(said);
    const accented = isTypedWithAccents(written);
    const hays = haystacks(written, standardise(said), accented);
    const typing = accented ? "accented" : "folded";
    return { hays, typing, near: near[typing](hays) };
  };
}

/** "cháyyyy", "nhàaaa", in decomposed letters. */
const DRAWN_OUT = /(\p{L})(\p{M}*)\1{2,}/gu;
const THRICE = /(.)\1\1/su;

const withoutDrawl = (text: string) =>
  THRICE.test(fold(text)) ? text.normalize("NFD").replace(DRAWN_OUT, "$1$2").normalize("NFC") : text.normalize("NFC");
/** A few accented words put in by the keyboard do not make a text typed with accents. */
const FEW = 0.3;

const isTypedWithAccents = (said: readonly string[]): boolean => said.filter(isMarked).length > said.length * FEW;

/** The words as written, in standard spelling where that differs and, without accents, as a keyboard left in the wrong mode gives them ("chays nhaf"). */
function haystacks(written: readonly string[], standard: readonly string[], accented: boolean): Hay[] {
  const folded = accented ? [] : written.map(fold);
  const readings = accented ? [written, standard] : [folded, standard.map(fold), folded.map(withoutTelex)];
  const hays = new Map(readings.map((list) => [list.join(" "), list]));
  return [...hays.values()].map(hayOf);
}

const withoutTelex = (word: string) => word.replace(/(?<=[aeiouyncghmpt])[sfrxj]$|w/g, "").replace(/([aeod])\1/g, "$1");
