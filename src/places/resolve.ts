import { phraseAt } from "./around.ts";
import { type Candidate, type Meaning, meaningOf, ofKindSaid } from "./candidates.ts";
import { type Chain, chainsOf, strengthOfChain } from "./chains.ts";
import { createGazetteer, type Gazetteer } from "./gazetteer.ts";
import { type Mention, mentionsIn, type Scan, STRENGTH } from "./mentions.ts";
import { type Choice, type Found, formerName, fullName, type Home, type PlaceTable, type Unit } from "./place.ts";
import { nameKey, type Tokens, tokenise } from "./tokens.ts";
import { unlistedIn } from "./unlisted.ts";
import type { PlaceWords } from "./words.ts";

export interface FindOptions {
  /** The text answers the question where it is: a bare name is then a place. */
  readonly asked?: boolean;
}

export interface Places {
  /** What a text says about where; of several places, the office's own. */
  find(text: string, options?: FindOptions): Found;
  readonly unit: (id: string) => Unit | undefined;
  /** A unit said with its kind that is in no table, as written; undefined where a place was found, or none is said. */
  unlisted(text: string, options?: FindOptions): string | undefined;
  /** The office's own commune. */
  readonly isOwn: (unit: Unit) => boolean;
  readonly table: PlaceTable;
}

const MOST_CHOICES = 4;
const NONE: Found = { kind: "none" };

/** `home` absent: no province is another one, as when a table is checked. */
export function createPlaces(table: PlaceTable, words: PlaceWords, home: Home | null): Places {
  const gazetteer = createGazetteer(table);
  const isKnown = (word: string) => gazetteer.byWord.has(word) || gazetteer.senses.has(word);
  const units = new Map(table.units.map((unit) => [unit.id, unit]));
  return {
    find: (text, { asked = false } = {}) => find(tokenise(text, isKnown), gazetteer, words, home, asked),
    unlisted(text, { asked = false } = {}) {
      const tokens = tokenise(text, isKnown);
      const isFound = find(tokens, gazetteer, words, home, asked).kind !== "none";
      return isFound ? undefined : unlistedIn({ tokens, words, asked });
    },
    unit: (id) => units.get(id),
    isOwn: (unit) => isOwn(unit, home),
    table,
  };
}

/** What one chain comes to, with how surely it is a place. */
interface Reading {
  readonly found: Found;
  readonly strength: number;
  /** A commune's name was only nearly written. */
  readonly isNear: boolean;
}

function find(tokens: Tokens, gazetteer: Gazetteer, words: PlaceWords, home: Home | null, asked: boolean): Found {
  const scan: Scan = { tokens, gazetteer, words, asked };
  const mentions = mentionsIn(scan);
  if (mentions.length === 0) return NONE;
  const isAll = isNothingElse(mentions, tokens, words);
  const meant = mentions.map((mention) => (isAll || asked ? raised(mention, isAll && asked) : mention));
  const readings = chainsOf(meant, tokens, words)
    .flatMap(apart)
    .map((chain) => readingOf(chain, tokens, home))
    .filter((reading) => isSureEnough(reading, home));
  return together(withoutGuesses(readings), home);
}

function readingOf(chain: Chain, tokens: Tokens, home: Home | null): Reading {
  const meaning = meaningOf(chain);
  const found = readChain(chain, meaning, tokens, home);
  return { found, strength: strengthOfChain(chain) + chain.length - 1, isNear: meaning.near };
}

/** Where another province is named outright, a name that only resembles one of ours is one of theirs. */
function withoutGuesses(readings: readonly Reading[]): readonly Reading[] {
  const isNamed = readings.some(({ found, strength }) => found.kind === "other_province" && strength >= STRENGTH.kind);
  return isNamed ? readings.filter(({ isNear }) => !isNear) : readings;
}

/** Names in a row that are no levels of one place are several places. */
function apart(chain: Chain): readonly Chain[] {
  const { units, ofDistrict, provinces } = meaningOf(chain);
  const isOne = chain.length === 1 || units.length + ofDistrict.length + provinces.length > 0;
  return isOne ? [chain] : chain.map((mention) => [mention]);
}

/** Every word belongs to a name or to courtesy around it. */
function isNothingElse(mentions: readonly Mention[], tokens: Tokens, words: PlaceWords): boolean {
  let next = 0;
  for (let i = 0; i < tokens.words.length; ) {
    const mention = mentions[next];
    if (mention?.from === i) {
      i = mention.to + 1;
      next += 1;
      continue;
    }
    const length = Math.max(phraseAt(i, tokens, words.particles), phraseAt(i, tokens, words.links));
    if (length === 0) return false;
    i += length;
  }
  return true;
}

/** A name that is all that was said, or the answer we asked for, is a place; a common word only when it is both. */
function raised(mention: Mention, isBoth: boolean): Mention {
  if (mention.everyday && !isBoth) return mention;
  return { ...mention, strength: Math.max(mention.strength, STRENGTH.cue), everyday: false };
}

/** A landmark's or a person's name stands for a place of ours only; turning somebody away wants a word of place. */
function isSureEnough({ found, strength }: Reading, home: Home | null): boolean {
  if (found.kind === "none") return false;
  if (strength >= STRENGTH.cue || home === null) return true;
  if (found.kind === "one") return found.unit.province === home.province;
  return false;
}

function readChain(chain: Chain, meaning: Meaning, tokens: Tokens, home: Home | null): Found {
  const words = wordsOf(chain, tokens);
  const name = wordsOf(chain.slice(0, 1), tokens);
  if (meaning.units.length + meaning.ofDistrict.length === 0) return provinceAlone(meaning, words, home);
  const ours = ofKindSaid(within(meaning.units, home));
  const others = within(meaning.ofDistrict, home).filter(({ unit }) => !ours.some((named) => named.unit === unit));
  const isAlone = chain.length === 1;
  if (ours.length + others.length === 0)
    return isAlone && home && meaning.provinces.includes(home.province) ? NONE : elsewhere(meaning, words, name, home);
  if (isAlone && meaning.provinces.length > 0) return homonym(meaning, ours, words, name, home);
  return amongOurs(meaning, ours, others, { words, name, home });
}

/** `named`: the communes of that name; `others`: what else of a district of that name. */
function amongOurs(
  meaning: Meaning,
  named: readonly Candidate[],
  others: readonly Candidate[],
  { words, name, home }: { words: string; name: string; home: Home | null },
): Found {
  const own = named.find(({ unit }) => isOwn(unit, home));
  const all = own ? [own] : [...named, ...ownFirst(others, home)];
  const [only] = all;
  const literal = namedLiterally(meaning.units, all, name);
  if (literal.length > 0) return ask([...all, ...literal], { about: "same_name", name }, words);
  if (all.length === 1 && only && isSettled(meaning, meaning.near && home === null)) return one(only, words);
  const about = meaning.near ? "near_name" : meaning.units.length === 0 ? "district" : "same_name";
  return ask(all, { about, name }, words);
}

/** "Mai Hoa", written large as a name elsewhere is to the letter, may be that one as well as our Mai Hóa without its marks. */
function namedLiterally(units: readonly Candidate[], chosen: readonly Candidate[], name: string): readonly Candidate[] {
  const typed = nameKey(name);
  if (typed.accented !== typed.folded || name === name.toLowerCase() || name === name.toUpperCase()) return [];
  const isLiteral = ({ unit, former }: Candidate) => nameKey((former ?? unit).name).accented === typed.accented;
  return chosen.some(isLiteral) ? [] : units.filter(isLiteral);
}

const isOwn = (unit: Unit, home: Home | null): boolean =>
  home !== null && unit.province === home.province && unit.name === home.commune;

/** Candidates in the office's province; without an office, all. */
const within = (candidates: readonly Candidate[], home: Home | null): readonly Candidate[] =>
  home === null ? candidates : candidates.filter(({ unit }) => unit.province === home.province);

const ownFirst = (candidates: readonly Candidate[], home: Home | null): Candidate[] =>
  candidates.toSorted((a, b) => Number(isOwn(b.unit, home)) - Number(isOwn(a.unit, home)));

/** One candidate is the answer, unless it is only the best known commune of a district, or a name nobody's province vouches for. */
const isSettled = ({ units, isDistrictKnown }: Meaning, isDoubtful: boolean): boolean =>
  !isDoubtful && (units.length > 0 || isDistrictKnown);

function provinceAlone({ provinces }: Meaning, words: string, home: Home | null): Found {
  const [province] = provinces;
  if (province === undefined || home === null || provinces.includes(home.province)) return NONE;
  return { kind: "other_province", province, unit: null, words };
}

/** Nothing of ours fits: one province is another office's matter, several must be told apart first. */
function elsewhere(meaning: Meaning, words: string, name: string, home: Home | null): Found {
  const { units, ofDistrict, near } = meaning;
  const all = [...ofKindSaid(units), ...ofDistrict];
  const said = meaning.provinces.find((province) => province !== home?.province);
  const [province, ...more] = new Set(said === undefined ? all.map(({ unit }) => unit.province) : [said]);
  if (near && said === undefined) return ask(all, { about: "near_name", name }, words);
  if (province === undefined || more.length > 0) return ask(all, { about: "same_name", name }, words);
  const [only, ...others] = all.filter(({ unit }) => unit.province === province);
  return { kind: "other_province", province, unit: others.length === 0 ? (only?.unit ?? null) : null, words };
}

/** "Thanh Hóa" is a commune of ours and another province, "Quảng Trị" a ward and our province. */
function homonym(
  { provinces }: Meaning,
  ours: readonly Candidate[],
  words: string,
  name: string,
  home: Home | null,
): Found {
  const others = provinces.filter((province) => province !== home?.province);
  const asked = ask(ours.slice(0, MOST_CHOICES - others.length), { about: "same_name", name }, words);
  if (asked.kind !== "ambiguous") return asked;
  const choices = [...asked.choices, ...others.map((province): Choice => ({ kind: "province", province }))];
  return { ...asked, choices, more: others.length < provinces.length };
}

function ask(
  candidates: readonly Candidate[],
  question: Extract<Found, { kind: "ambiguous" }>["question"],
  words: string,
): Found {
  const choices = candidates.slice(0, MOST_CHOICES).map(({ unit, former }): Choice => ({ kind: "unit", unit, former }));
  return { kind: "ambiguous", choices, more: candidates.length > MOST_CHOICES, question, words };
}

function one({ unit, former }: Candidate, words: string): Found {
  const because = former ? `${formerName(former)}, nay thuộc ${fullName(unit)}` : fullName(unit);
  return { kind: "one", unit, former, words, because };
}

/** What all places named in a text come to: the office's own wins, then its province's, then a question. */
function together(readings: readonly Reading[], home: Home | null): Found {
  const all = readings.map(({ found }) => found);
  const ones = distinctOnes(all);
  const own = ones.find(({ unit }) => isOwn(unit, home));
  const [first] = ones;
  if (own) return own;
  if (ones.length === 1 && first) return first;
  if (ones.length > 1 && first)
    return ask(
      ones.map(({ unit }) => ({ unit, former: null, ofKind: true })),
      { about: "several_places", name: ones.map(({ words }) => words).join(", ") },
      ones.map(({ words }) => words).join(", "),
    );
  return all.find(({ kind }) => kind === "ambiguous") ?? all.find(({ kind }) => kind === "other_province") ?? NONE;
}

function distinctOnes(all: readonly Found[]): Extract<Found, { kind: "one" }>[] {
  const ones = all.filter((found) => found.kind === "one");
  return ones.filter((found, i) => ones.findIndex(({ unit }) => unit === found.unit) === i);
}

/** The chain as the citizen wrote it. */
function wordsOf(chain: Chain, tokens: Tokens): string {
  const from = tokens.words[chain[0]?.from ?? 0]?.from ?? 0;
  const to = tokens.words[chain.at(-1)?.to ?? 0]?.to ?? 0;
  return tokens.text.slice(from, to);
}
