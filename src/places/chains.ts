import { phraseAt } from "./around.ts";
import { type Mention, STRENGTH } from "./mentions.ts";
import type { Tokens } from "./tokens.ts";
import type { PlaceWords } from "./words.ts";

/** Names said one after the other that may tell one place by its levels ("xã Mai Hóa, huyện Tuyên Hóa, Quảng Bình"). */
export type Chain = readonly Mention[];

/** Parts mentions into chains: a new one begins where other words stand between, or where a level comes again. */
export function chainsOf(mentions: readonly Mention[], tokens: Tokens, words: PlaceWords): Chain[] {
  const chains: Mention[][] = [];
  for (const mention of mentions) {
    const chain = chains.at(-1);
    const last = chain?.at(-1);
    if (chain && last && isLinked(last, mention, tokens, words) && !isListed(chain, mention)) chain.push(mention);
    else chains.push([mention]);
  }
  return chains.filter(isMeant);
}

/** Only a comma or a word that links levels stands between. */
function isLinked(last: Mention, next: Mention, tokens: Tokens, words: PlaceWords): boolean {
  let i = last.to + 1;
  while (i < next.from) {
    if (tokens.words[i]?.gap === "stop") return false;
    const length = phraseAt(i, tokens, words.links);
    if (length === 0) return false;
    i += length;
  }
  return i === next.from && tokens.words[next.from]?.gap !== "stop";
}

/** Two communes named with their kind are a list, not levels. */
function isListed(chain: Chain, mention: Mention): boolean {
  const level = mention.kind?.level;
  return level !== undefined && chain.some(({ kind }) => kind?.level === level);
}

/** A common word without cue is a place only beside one that surely is. */
function isMeant(chain: Chain): boolean {
  const sure = chain.filter((mention) => weightOf(mention) > STRENGTH.none);
  return sure.length > 0;
}

/** What makes a mention a place, with common words asking for more. */
export function weightOf({ strength, everyday }: Mention): number {
  return everyday && strength < STRENGTH.largeWithCue ? STRENGTH.none : strength;
}

export const strengthOfChain = (chain: Chain): number => Math.max(...chain.map(weightOf));
