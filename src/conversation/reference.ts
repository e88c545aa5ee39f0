import type { Field } from "../catalogue/index.ts";
import { fold, words } from "../text/index.ts";
import type { ConversationState } from "./state.ts";

/** What "cái thứ hai", "còn cái kia" point at: a procedure spoken of before, or nothing we know of. */
export type Reference =
  /** `order`: what it was counted in, so that the next number counts in the same. */
  | {
      readonly kind: "procedure";
      readonly code: string;
      readonly facets: readonly Field[];
      readonly order: readonly string[];
    }
  | { readonly kind: "lost" };

const ORDINALS: readonly (readonly string[])[] = [
  ["dau", "dau tien", "thu nhat", "so 1", "1", "mot", "ban dau"],
  ["hai", "thu hai", "thu 2", "so 2", "2"],
  ["ba", "thu ba", "thu 3", "so 3", "3"],
  ["bon", "thu tu", "thu 4", "so 4", "4"],
];
const LAST = ["cuoi", "cuoi cung", "sau cung"];
const OTHER = ["kia", "con lai", "truoc", "truoc do", "luc nay", "hoi nay", "ban nay", "luc truoc", "hoi nay hoi"];
const SAME = ["nay", "do", "ay", "vua roi", "vua noi"];
/** Words a reference may come with that change nothing. */
const AROUND = new Set(
  `con the thi sao thoi quay lai tro ve y la em toi minh chi anh hoi cho muon biet noi nua vay a u da va cua xem nhe nha di oi no
  vang ok a ma chut ti vu chuyen giup gium voi nhu khong ko k co`.split(/\s+/),
);
const NOUN = /^(?:(?:cai|so(?= \d)|viec|thu tuc|y|muc|loai|ve|vu|chuyen|khoan|truong hop|cau) )+/;

/**
 * Reads a message that says nothing but which of the things spoken of is meant. `rest`: its words without those that ask
 * for a part. Undefined when it names something itself, or points at nothing.
 */
export function referenceIn(
  rest: readonly string[],
  facets: readonly Field[],
  state: Pick<ConversationState, "topics" | "listed" | "lastFacets">,
): Reference | undefined {
  const said = trimmed(words(fold(rest.join(" "))));
  const pointer = said.replace(NOUN, "");
  if ((pointer === said && !NUMBERED.test(said)) || pointer === "") return undefined;
  const place =
    pointsAt(pointer.replace(/ (?:ay|do|kia|nay|y)$/, ""), state) ??
    pointsAt(pointer, state) ??
    (facets.length > 0 ? nthOfFew(pointer, state) : undefined);
  if (place === undefined) return undefined;
  if (place === "nothing") return { kind: "lost" };
  return {
    kind: "procedure",
    code: place,
    facets: facets.length > 0 ? facets : state.lastFacets,
    order: orderOf(state),
  };
}

/** "chuyện thứ hai đóng ở đâu": a number with a word more, where a part is asked for. */
function nthOfFew(pointer: string, state: Pick<ConversationState, "topics" | "listed">): string | undefined {
  const [first = "", second = "", ...rest] = pointer.split(" ");
  const others = rest.filter((word) => !AROUND.has(word));
  return others.length <= 2 && /^(?:thu|so)$/.test(first) ? pointsAt(`${first} ${second}`, state) : undefined;
}

/** "quay lại chuyện thứ nhất": what is numbered may be left unnamed. */
const NUMBERED = /^(?:thu (?:nhat|hai|ba|tu|\d)|so \d)\b/;

const RETURNS = /^(?:a |da |thoi |ma |roi |vay )*(?:cho (?:\S+ )?)?(?:quay lai|tro lai|quay ve|tro ve) /;

/** "quay lại vụ khai tử, bao lâu thì xong": whatever else the words would find, one of the things spoken of is meant. */
export const returnsToEarlier = (text: string): boolean => RETURNS.test(words(fold(text)).join(" "));

/** The words between what only leads in and out. */
function trimmed(said: readonly string[]): string {
  const isKept = (word: string) => !AROUND.has(word) || word === "y";
  const from = said.findIndex((word, i) => isKept(word) && (word !== "y" || i > 0));
  const to = said.findLastIndex((word) => isKept(word) || word === "lai");
  return from < 0 ? "" : said.slice(from, to + 1).join(" ");
}

/** The latest list and what came up after it; without one the order is that in which things came up. */
function orderOf({ topics, listed = [] }: Pick<ConversationState, "topics" | "listed">): readonly string[] {
  if (listed.length < 2) return [...topics].reverse();
  const since = topics.findIndex((code) => listed.includes(code));
  return [...listed, ...topics.slice(0, Math.max(0, since)).reverse()];
}

/** The code pointed at; "nothing" when the words point and there is nothing there. */
function pointsAt(pointer: string, state: Pick<ConversationState, "topics" | "listed">): string | undefined {
  const { topics, listed = [] } = state;
  const [current] = topics;
  const inOrder = orderOf(state);
  const nth = ORDINALS.findIndex((ways) => ways.includes(pointer));
  if (nth >= 0) return inOrder[nth] ?? "nothing";
  if (LAST.includes(pointer)) return inOrder.at(-1) ?? "nothing";
  if (SAME.includes(pointer)) return current ?? "nothing";
  if (!OTHER.includes(pointer)) return undefined;
  const inPair = listed.length === 2 ? listed.find((code) => code !== current) : undefined;
  return inPair ?? topics[1] ?? "nothing";
}
