import { fold } from "../../text/index.ts";

/** Kinds of places, narrow ones first; what stands in one list is about as wide. */
const NARROW = "so nha|ngach|ngo|hem|kiet|cau|cho|truong|cong|kenh|cot";
const MIDDLE = "duong|quoc lo|tinh lo|khu pho|khu dan cu|to dan pho|to|khoi";
const WIDE = "thon|xom|ap|ban";
const SPAN = new RegExp(String.raw`(?<![a-z0-9])(${NARROW}|${MIDDLE}|${WIDE})\s+(?:so\s+)?(\S+(?:\s+\S+)?)`);
const COMMUNE = /^(?:xa|phuong|thi tran|dac khu|huyen|quan|tinh|thanh pho)\s/;
/** After a number the next word is no part of the name. */
const NUMBER = /^\d\S*/;

/** How narrow a key's kind is: 1 a lane or a bridge, 0.85 a street or quarter, 0.6 a village, 0.8 what has no kind. */
export function narrownessOf(key: string): number {
  const kind = key.slice(0, key.indexOf(":"));
  if (kind === "") return 0.8;
  if (NARROW.split("|").includes(kind)) return 1;
  return WIDE.split("|").includes(kind) ? 0.6 : 0.85;
}

/**
 * The places a ticket's `place` names, as keys that are equal however they were typed: "Ngõ 5, thôn Bắc" → "ngo:5", "thon:bac".
 * The commune itself, where everything happens, gives no key.
 */
export function placeKeys(place: string | null): string[] {
  const spans = (place ?? "").split(/[,;\n]|\s+-\s+/).map((span) =>
    fold(span)
      .replace(/[^a-z0-9/\s]/g, " ")
      .trim(),
  );
  return [...new Set(spans.flatMap(keysIn))].sort();
}

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

/**
 * 0 to 1: how surely two lists of keys are one place. Another name of a kind both give ("ngõ 5", "ngõ 7") is another place,
 * whatever street they share. Unknown places are 0.
 */
export function samePlace(one: readonly string[], other: readonly string[]): { score: number; shared: string[] } {
  const shared = one.filter((key) => other.includes(key));
  const kindOf = (key: string) => key.slice(0, key.indexOf(":"));
  const differs = one.some((key) => {
    const kind = kindOf(key);
    return kind !== "" && !other.includes(key) && other.some((theirs) => kindOf(theirs) === kind);
  });
  const score = differs ? 0 : Math.max(0, ...shared.map(narrownessOf));
  return { score, shared: score === 0 ? [] : shared };
}
