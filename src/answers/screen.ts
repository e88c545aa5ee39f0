import type { Line } from "./lines.ts";

/** How much of a list is shown at a time. */
export interface ScreenSize {
  readonly lines: number;
  readonly characters: number;
}

export const LONG: ScreenSize = { lines: 8, characters: 1100 };
export const SHORT: ScreenSize = { lines: 4, characters: 170 };
/** A single part has all of the three SMS for itself. */
export const SHORT_ALONE: ScreenSize = { lines: 6, characters: 280 };
export const SPOKEN: ScreenSize = { lines: 4, characters: 340 };

export interface Screen {
  readonly lines: readonly Line[];
  /** Things after these, headings not counted. */
  readonly left: number;
}

/** The lines of one screenful, from 0, each list cut where the size is reached. */
export function screenOf(lines: readonly Line[], page: number, size: ScreenSize): Screen {
  let at = 0;
  for (let before = 0; before < page; before++) at += fitting(lines.slice(at), size);
  const count = fitting(lines.slice(at), size);
  const left = lines.slice(at + count).filter(({ isHeading }) => !isHeading).length;
  return { lines: lines.slice(at, at + count), left };
}

/** How many of the first lines fit; one thing always does, and no heading stands last. */
function fitting(lines: readonly Line[], { lines: most, characters }: ScreenSize): number {
  let used = 0;
  let count = 0;
  for (const line of lines.slice(0, most)) {
    used += line.text.length;
    if (count > 0 && used > characters && !lines.slice(0, count).every(({ isHeading }) => isHeading)) break;
    count += 1;
  }
  while (count > 1 && lines[count - 1]?.isHeading) count -= 1;
  return count;
}
