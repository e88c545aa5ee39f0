import type { Features } from "../search.ts";
import { type Candidate, isHeld } from "./bm25.ts";
import { type Context, type Pairs, pairAt, type Term } from "./context.ts";
import { MARKS } from "./phrases.ts";

/** `label`: in the name or an alias; `asTyped`: there with the accents typed; `exactly`: among the name's telling words; `anywhere`: in the record. */
const FOUND = { label: 1, asTyped: 2, exactly: 4, anywhere: 8 } as const;

export function featuresOf(context: Context, { entry, score }: Candidate): Features {
  const { phrases, variants } = context.index;
  const name = phrases.ofEntry[entry] as number;
  const others = phrases.others[entry] as number;
  const { named, alias, called } = look(context, entry, name, others);
  const label = sharesOf(context, FOUND.label);
  const anywhere = sharesOf(context, FOUND.anywhere);
  return {
    bm25: score / context.best,
    asked: label.found,
    askedAnywhere: anywhere.found,
    named,
    alias,
    called,
    exact: isExact(context, name, variants[entry] as number) ? 1 : 0,
    pairs: context.pairs.count === 0 ? 0 : context.pairs.met / context.pairs.count,
    accents: accentShare(context),
    variants: variantBalance(variants[entry] as number, context.wanted),
    missed: label.missed,
    missedAnywhere: anywhere.missed,
    denied: deniedShare(context, name, others, phrases.ofEntry[entry + 1] as number),
  };
}

interface Looked {
  /** Shares of the name, and of the best alias, that the question says. */
  readonly named: number;
  readonly alias: number;
  /** An alias says all that the question names. */
  readonly called: 0 | 1;
}

/** Reads what an entry is called, once, and fills `found`; neighbours that are neighbours in the question too are counted. */
function look(context: Context, entry: number, name: number, others: number): Looked {
  const { index, found, scores, pairs } = context;
  const { weight } = index.phrases;
  for (let place = 0; place < found.length; place++) found[place] = isHeld(scores, entry, place) ? FOUND.anywhere : 0;
  pairs.met = 0;
  const named = readPhrase(context, entry, name);
  let alias = 0;
  let called: 0 | 1 = 0;
  for (let phrase = name + 1; phrase < others; phrase++) {
    const there = readPhrase(context, entry, phrase);
    alias = Math.max(alias, aliasShare(there, weight[phrase] as number));
    if (there > ALL && called === 0 && saysAllAsked(context, phrase)) called = 1;
  }
  return { named, alias, called };
}

/** An alias counts by how much of it is there, squared (half an alias is little), and by how much it tells. */
const aliasShare = (there: number, weight: number): number => there * there * (weight / (weight + 6));

/** A share of one, but for what adding up floats loses. */
const ALL = 0.999;

/** Every telling word of the question, two at least, stands in a phrase. */
function saysAllAsked({ index, asked, unknown, placeOf }: Context, phrase: number): boolean {
  const telling = asked.filter(({ owed }) => owed >= 1).length;
  if (unknown >= 1 || telling < FEWEST) return false;
  const { start, terms } = index.phrases;
  const said = new Set<number>();
  for (let at = start[phrase] as number; at < (start[phrase + 1] as number); at++) {
    const place = (placeOf[terms[at] as number] as number) - 1;
    if (place >= 0 && (asked[place] as Term).owed >= 1) said.add(place);
  }
  return said.size === telling;
}
const FEWEST = 2;

/** The idf-weighted share of a phrase that the question says; what is there of the question is noted in `found` and `pairs`. */
function readPhrase(context: Context, entry: number, phrase: number): number {
  const { index, placeOf } = context;
  const { start, terms, weight } = index.phrases;
  const end = start[phrase + 1] as number;
  let before = -1;
  let have = 0;
  for (let at = start[phrase] as number; at < end; at++) {
    const place = (placeOf[terms[at] as number] as number) - 1;
    if (place >= 0) {
      have += noteWord(context, at, place);
      if (before >= 0) notePair(context.pairs, entry, before, place);
    }
    before = place;
  }
  const all = weight[phrase] as number;
  return all === 0 ? 0 : have / all;
}

/** What an asked word counts for where it stands; nought the second time in a phrase. */
function noteWord({ index, typed, found, present, idf }: Context, at: number, place: number): number {
  const { spoken, marks } = index.phrases;
  const how = spoken[at] === typed[place] ? FOUND.label | FOUND.asTyped : FOUND.label;
  found[place] = (found[place] as number) | how;
  return ((marks[at] as number) & MARKS.again) === 0 ? (idf[place] as number) * (present[place] as number) : 0;
}

function notePair(pairs: Pairs, entry: number, before: number, place: number): void {
  const pair = pairAt(pairs, before, place);
  if (pair < 0 || pairs.metIn[pair] === entry + 1) return;
  pairs.metIn[pair] = entry + 1;
  pairs.met += pairs.often[pair] as number;
}

interface Shares {
  /** Idf-weighted share of the question that is found; implied words help but are not owed. */
  readonly found: number;
  /** The most telling word that is not, 0 to 1. */
  readonly missed: number;
}

function sharesOf({ asked, unknown, found, idf: idfs }: Context, where: number): Shares {
  let have = 0;
  let all = unknown * 4;
  let missed = unknown >= 1 ? 1 : 0;
  for (let place = 0; place < asked.length; place++) {
    const { weight, owed } = asked[place] as Term;
    const idf = idfs[place] as number;
    const isFound = ((found[place] as number) & where) !== 0;
    if (isFound) have += idf * weight;
    else if (owed >= 1) missed = Math.max(missed, Math.min(1, idf / RARE));
    all += idf * (owed === 0 && isFound ? weight : owed);
  }
  return { found: all === 0 ? 0 : Math.min(1, have / all), missed };
}

/** Idf of a word that stands in one name of a few thousand. */
const RARE = 8;

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

/** The question's telling words and those of the official name are the same, and no variant is left over. */
function isExact(context: Context, name: number, variants: number): boolean {
  const { asked, unknown, wanted, found } = context;
  if (unknown >= 1 || (variants & ~wanted) !== 0 || !asksForAllThatTells(context, name)) return false;
  return asked.every(({ owed }, place) => owed !== 1 || ((found[place] as number) & FOUND.exactly) !== 0);
}

/** The question has every telling word of the name, and there is one. */
function asksForAllThatTells({ index, asked, placeOf, found }: Context, name: number): boolean {
  const { start, terms, marks } = index.phrases;
  const end = start[name + 1] as number;
  let isAny = false;
  for (let at = start[name] as number; at < end; at++) {
    const place = (placeOf[terms[at] as number] as number) - 1;
    if (place >= 0) found[place] = (found[place] as number) | FOUND.exactly;
    if (((marks[at] as number) & MARKS.telling) === 0) continue;
    if (asked[place]?.owed !== 1) return false;
    isAny = true;
  }
  return isAny;
}

function accentShare({ asked, found }: Context): number {
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
