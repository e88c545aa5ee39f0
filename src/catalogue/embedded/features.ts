import type { Features } from "../search.ts";
import type { IndexData } from "./build.ts";
import { type Context, pairOf } from "./context.ts";
import { MARKS } from "./phrases.ts";

/** `label`: in the name or an alias; `asTyped`: there with the accents typed; `exactly`: among the name's telling words; `anywhere`: in the record. */
const FOUND = { label: 1, asTyped: 2, exactly: 4, anywhere: 8 } as const;

export function featuresOf(context: Context, entry: number, bm25: number): Features {
  const { phrases, variants } = context.index;
  const name = phrases.ofEntry[entry] as number;
  const others = phrases.others[entry] as number;
  const pairs = look(context, entry, name, others);
  return {
    bm25,
    asked: shareFound(context, FOUND.label),
    askedAnywhere: shareFound(context, FOUND.anywhere),
    named: coverage(context, name),
    alias: bestAlias(context, name + 1, others),
    exact: isExact(context, name, variants[entry] as number) ? 1 : 0,
    pairs: context.pairCount === 0 ? 0 : pairs / context.pairCount,
    accents: accentShare(context),
    variants: variantBalance(variants[entry] as number, context.wanted),
    missed: mostMissed(context, FOUND.label),
    missedAnywhere: mostMissed(context, FOUND.anywhere),
    denied: deniedShare(context, name, others, phrases.ofEntry[entry + 1] as number),
  };
}

/** Fills `found` for an entry; gives how many of the question's neighbours are neighbours in its name or an alias. */
function look(context: Context, entry: number, name: number, others: number): number {
  const { index, asked, found } = context;
  found.fill(0);
  asked.forEach(({ term }, place) => {
    if (hasPosting(index, term, entry)) found[place] = FOUND.anywhere;
  });
  const met = new Set<number>();
  for (let phrase = name; phrase < others; phrase++) readPhrase(context, phrase, met);
  let pairs = 0;
  for (const pair of met) pairs += context.pairs.get(pair) as number;
  return pairs;
}

function readPhrase({ index, placeOf, typed, found, pairs }: Context, phrase: number, met: Set<number>): void {
  const { start, terms, spoken } = index.phrases;
  const end = start[phrase + 1] as number;
  let before = -1;
  for (let at = start[phrase] as number; at < end; at++) {
    const term = terms[at] as number;
    const place = placeOf[term] as number;
    if (place > 0) {
      const asTyped = spoken[at] === typed[place - 1] ? FOUND.asTyped : 0;
      found[place - 1] = (found[place - 1] as number) | FOUND.label | asTyped;
      const pair = pairOf(before, term);
      if (before >= 0 && pairs.has(pair)) met.add(pair);
    }
    before = place > 0 ? term : -1;
  }
}

/** Idf-weighted share of the question that is found; implied words help but are not owed. */
function shareFound({ index, asked, unknown, found }: Context, where: number): number {
  let have = 0;
  let all = unknown * 4;
  asked.forEach(({ term, weight, owed }, place) => {
    const idf = index.nameIdf[term] ?? 0;
    const isFound = ((found[place] as number) & where) !== 0;
    if (isFound) have += idf * weight;
    all += idf * (owed === 0 && isFound ? weight : owed);
  });
  return all === 0 ? 0 : Math.min(1, have / all);
}

/** Idf of a word that stands in one name of a few thousand. */
const RARE = 8;

function mostMissed({ index, asked, unknown, found }: Context, where: number): number {
  let most = unknown >= 1 ? 1 : 0;
  asked.forEach(({ term, owed }, place) => {
    if (owed < 1 || ((found[place] as number) & where) !== 0) return;
    most = Math.max(most, Math.min(1, (index.nameIdf[term] ?? 0) / RARE));
  });
  return most;
}

function hasPosting(index: IndexData, term: number, entry: number): boolean {
  let low = index.postingStart[term] ?? 0;
  let high = (index.postingStart[term + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = index.postingEntry[middle] as number;
    if (at === entry) return true;
    if (at < entry) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** Idf-weighted share of a phrase that the question says. */
function coverage({ index, placeOf, present }: Context, phrase: number): number {
  const { start, terms, marks, weight } = index.phrases;
  const end = start[phrase + 1] as number;
  let have = 0;
  for (let at = start[phrase] as number; at < end; at++) {
    const place = placeOf[terms[at] as number] as number;
    if (place === 0 || ((marks[at] as number) & MARKS.again) !== 0) continue;
    have += (index.nameIdf[terms[at] as number] as number) * (present[place - 1] as number);
  }
  const all = weight[phrase] as number;
  return all === 0 ? 0 : have / all;
}

/** An alias counts by how much of it is there, squared (half an alias is little), and by how much it tells. */
function bestAlias(context: Context, first: number, end: number): number {
  let best = 0;
  for (let alias = first; alias < end; alias++) {
    const there = coverage(context, alias);
    const weight = context.index.phrases.weight[alias] as number;
    best = Math.max(best, there * there * (weight / (weight + 6)));
  }
  return best;
}

/** The question's telling words and those of the official name are the same, and no variant is left over. */
function isExact(context: Context, name: number, variants: number): boolean {
  const { asked, unknown, wanted, found } = context;
  if (unknown >= 1 || (variants & ~wanted) !== 0 || !asksForAllThatTells(context, name)) return false;
  return asked.every(({ owed }, place) => owed !== 1 || ((found[place] as number) & FOUND.exactly) !== 0);
}

/** The question has every telling word of the name, and there is one. */
function asksForAllThatTells({ index, asked, accented, placeOf, found }: Context, name: number): boolean {
  const { start, terms, marks } = index.phrases;
  const telling = accented ? MARKS.telling : MARKS.tellingFolded;
  const end = start[name + 1] as number;
  let isAny = false;
  for (let at = start[name] as number; at < end; at++) {
    const place = (placeOf[terms[at] as number] as number) - 1;
    // A word that tells in the question may be light in the name typed without accents ("tử", "từ").
    if (place >= 0) found[place] = (found[place] as number) | FOUND.exactly;
    if (((marks[at] as number) & telling) === 0) continue;
    if (asked[place]?.owed !== 1) return false;
    isAny = true;
  }
  return isAny;
}

function accentShare({ asked, accented, found }: Context): number {
  if (!accented) return 1;
  let matched = 0;
  let asTyped = 0;
  asked.forEach(({ typed }, place) => {
    const how = found[place] as number;
    if (typed === undefined || (how & FOUND.label) === 0) return;
    matched += 1;
    if ((how & FOUND.asTyped) !== 0) asTyped += 1;
  });
  return matched === 0 ? 0 : asTyped / matched;
}

function variantBalance(has: number, wanted: number): number {
  return bitCount(has & wanted) - bitCount(has & ~wanted) - 0.8 * bitCount(wanted & ~has);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function deniedShare(context: Context, name: number, others: number, end: number): number {
  let ruledOut = 0;
  for (let other = others; other < end; other++) if (coverage(context, other) > 0.99) ruledOut = 1;
  const { denied, index } = context;
  if (denied.length === 0) return ruledOut;
  const { start, terms } = index.phrases;
  const named = terms.subarray(start[name], start[name + 1]);
  return Math.max(ruledOut, denied.filter((term) => named.includes(term)).length / denied.length);
}
