import { fold } from "../../text/index.ts";

/** Kinds of places, narrow ones first; what stands in one list is about as wide. */
const NARROW = "so nha|ngach|ngo|hem|kiet|cau|cho|truong|cong|kenh|cot";
const MIDDLE = "duong|quoc lo|tinh lo|khu pho|khu dan cu|to dan pho|to|khoi";
const WIDE = "thon|xom|ap|ban";
const SPAN = new RegExp(String.raw`(?<![a-z0-9])(${NARROW}|${MIDDLE}|${WIDE})\s+(?:so\s+)?(\S+(?:\s+\S+)?)`);
const COMMUNE = /^(?:xa|phuong|thi tran|dac khu|huyen|quan|tinh|thanh pho)\s/;
/** After a number the next word is no part of the name. */
const NUMBER = /^\d\S*/;

/** Kinds of keys that tell places apart but name none by themselves: today's unit, and the one it was before. */
const UNIT = "nay";
const FORMER = "cu";

/** What the words for a place were found to mean (src/places). */
export interface Region {
  /** Id of the unit of today; null where that is not known. */
  readonly unit: string | null;
  /** Name of the unit before July 2025, where it was called by that: two villages "thôn Bắc" may now be in one commune. */
  readonly former: string | null;
}
const NOWHERE: Region = { unit: null, former: null };

/** True for a key that names a place to look tickets up by; whole communes are none. */
export const isSpot = (key: string): boolean => !key.startsWith(`${UNIT}:`) && !key.startsWith(`${FORMER}:`);

/** How narrow a key's kind is: 0 a whole commune, 1 a lane or a bridge, 0.85 a street or quarter, 0.6 a village, 0.8 what has no kind. */
export function narrownessOf(key: string): number {
  const kind = key.slice(0, key.indexOf(":"));
  if (!isSpot(key)) return 0;
  if (kind === "") return 0.8;
  if (NARROW.split("|").includes(kind)) return 1;
  return WIDE.split("|").includes(kind) ? 0.6 : 0.85;
}

/**
 * The places a ticket's `place` names, as keys that are equal however they were typed: "Ngõ 5, thôn Bắc" → "ngo:5", "thon:bac".
 * The commune itself gives no spot, but tells spots of one name apart: "nay:18958", "cu:mai hoa".
 */
export function placeKeys(place: string | null, { unit, former }: Region = NOWHERE): string[] {
  const spans = (place ?? "").split(/[,;\n]|\s+-\s+/).map((span) =>
    fold(span)
      .replace(/[^a-z0-9/\s]/g, " ")
      .trim(),
  );
  const region = [...(unit ? [`${UNIT}:${unit}`] : []), ...(former ? [`${FORMER}:${fold(former)}`] : [])];
  return [...new Set([...spans.flatMap(keysIn), ...region])].sort();
}

/** The part of a place that gave this key, as it was written: "ngo:5" of "Ngõ 5, thôn Bắc" is "Ngõ 5". The key itself where no part did. */
export function placeAsWritten(key: string, place: string | null): string {
  const words = (place ?? "")
    .normalize("NFC")
    .split(/\s+|(?=[,;])|(?<=[,;])/)
    .filter(Boolean);
  for (let length = 1; length <= LONGEST_KEY; length++)
    for (let from = 0; from + length <= words.length; from++) {
      const part = words.slice(from, from + length).join(" ");
      if (placeKeys(part).join() === key) return part;
    }
  return key.replace(":", " ").trim();
}

/** Words of the longest name of a place: "khu dân cư số Tân Lập". */
const LONGEST_KEY = 8;

function keysIn(span: string): string[] {
  if (span === "" || COMMUNE.test(span)) return [];
  const found = SPAN.exec(span);
  if (!found) return span.length <= 40 ? [`:${span.replace(/\s+/g, " ")}`] : [];
  const [whole, kind = "", name = ""] = found;
  const rest = span.slice(found.index + whole.length).trim();
  const [first = name] = NUMBER.exec(name) ?? [name];
  const after = NUMBER.test(name) ? `${name.slice(first.length)} ${rest}`.trim() : rest;
  return [`${kind}:${first.replace(/\s+/g, " ")}`, ...(SPAN.test(after) ? keysIn(after) : [])];
}

const kindOf = (key: string): string => key.slice(0, key.indexOf(":"));

/** Both give a key of one kind, and not the same: "ngõ 5" and "ngõ 7". */
function differ(one: readonly string[], other: readonly string[]): boolean {
  return one.some((key) => {
    const kind = kindOf(key);
    return kind !== "" && !other.includes(key) && other.some((theirs) => kindOf(theirs) === kind);
  });
}

const regionOf = (keys: readonly string[]): string[] => keys.filter((key) => key !== "" && !isSpot(key));

/** In two communes, of today or of before, as far as both are known. */
export const isKnownApart = (one: readonly string[], other: readonly string[]): boolean =>
  differ(regionOf(one), regionOf(other));

/**
 * 0 to 1: how surely two lists of keys are one place. Another name of a kind both give ("ngõ 5", "ngõ 7") is another place,
 * whatever street they share. Unknown places are 0.
 */
export function samePlace(one: readonly string[], other: readonly string[]): { score: number; shared: string[] } {
  const shared = one.filter((key) => other.includes(key));
  const score = differ(one, other) ? 0 : Math.max(0, ...shared.map(narrownessOf));
  return { score, shared: score === 0 ? [] : shared.filter(isSpot) };
}

const REGION_MARK = " @";

/** A spot with the region it lies in, as one text: "thon:bac @cu:mai hoa;nay:18958". */
export function spotOf(key: string, keys: readonly string[]): string {
  const region = regionOf(keys);
  return region.length === 0 ? key : `${key}${REGION_MARK}${region.join(";")}`;
}

/** The keys a spot was made of, its own first. */
export function keysOfSpot(spot: string): [string, ...string[]] {
  const [key = "", region] = spot.split(REGION_MARK);
  return [key, ...(region ? region.split(";") : [])];
}

/** A spot for a person, as one of `places` has it written, with accents rather than without: "thôn Bắc (mai hoa cũ)". */
export function spotWords(spot: string, places: readonly (string | null)[] = []): string {
  const [key, ...region] = keysOfSpot(spot);
  const former = region.find((one) => kindOf(one) === FORMER);
  const written = places.map((place) => placeAsWritten(key, place));
  const shown = written.find((name) => fold(name) !== name.toLowerCase()) ?? written[0] ?? key.replace(":", " ").trim();
  return `${shown}${former ? ` (${former.slice(FORMER.length + 1)} cũ)` : ""}`;
}
