import { kindAt, type Reading } from "./around.ts";

/** A name is this many words at most. */
const LONGEST_NAME = 3;

/**
 * True when a kind of unit and a name end just before word `i`: "quận Hoàng Mai Hà Nội". Whoever is not told of Hoàng Mai
 * by the table still reads an address, and what ends it is its province.
 */
export function endsAddress(i: number, scan: Reading): boolean {
  for (let length = 1; length <= LONGEST_NAME; length++) if (isUnit(i - length, length, scan)) return true;
  return false;
}

function isUnit(nameFrom: number, length: number, scan: Reading): boolean {
  const name = scan.tokens.words.slice(Math.max(0, nameFrom), nameFrom + length);
  return [1, 2].some((words) => {
    const kind = nameFrom - words >= 0 ? kindAt(nameFrom - words, scan) : undefined;
    if (kind?.length !== words || name.slice(1).some(({ gap }) => gap !== "none")) return false;
    // Typed without accents and small, "xa" before common words is no kind of unit.
    return scan.tokens.accented
      ? name.every(({ large, folded }) => large || /^\d/.test(folded))
      : kind.kind.kind !== "xã";
  });
}
