import { type Accentuate, createAccentuate } from "./accents.ts";
import { fold, words } from "./fold.ts";
import { createMend } from "./slips.ts";

/** The office's word lists (knowledge/words.yaml): how people write and speak, and what it means. Read-only facts. */
export interface WordLists {
  readonly abbreviations: Readonly<Record<string, string>>;
  readonly teencode: Readonly<Record<string, string>>;
  readonly dialect: Readonly<Record<string, string>>;
  readonly misheard: Readonly<Record<string, string>>;
  readonly old_names: Readonly<Record<string, string>>;
  readonly concepts: readonly { readonly say: readonly string[]; readonly means: readonly string[] }[];
  readonly fillers: readonly string[];
  readonly facets: Readonly<Record<string, readonly string[]>>;
  /** Facet → nouns that ask for it only where nothing else is said ("thế còn phí?"). */
  readonly facet_nouns: Readonly<Record<string, readonly string[]>>;
  readonly light: readonly string[];
  /** What stands between a relative and what befell them: "ba nhà tôi mới mất". */
  readonly between: readonly string[];
}

/** A phrase list compiled for longest-match-first replacement over words. */
interface PhraseTable<V> {
  readonly byFirst: ReadonlyMap<string, readonly Entry<V>[]>;
}

interface Entry<V> {
  readonly phrase: readonly string[];
  readonly value: V;
}

export interface Lexicon {
  /** Rewrites slang, abbreviations, dialect and misheard words to standard ones; for matching only, never for storing. */
  standardise(text: string): string[];
  /** Standard words that the text's life events and everyday names stand for. */
  implied(standardWords: readonly string[]): string[];
  /** The facets asked for, and the words left when their phrases are taken out. */
  facets(standardWords: readonly string[]): { readonly facets: readonly string[]; readonly rest: readonly string[] };
  readonly accentuate: Accentuate;
  /** The words that carry meaning. */
  withoutFillers(standardWords: readonly string[]): string[];
  /** True for pronouns, particles and the like, whose presence changes nothing. */
  isLight(word: string): boolean;
}

/** Lists hold a particle once; people say it all the time. */
const LIGHT_OFTEN = 100;

export function createLexicon(lists: WordLists, wordings: readonly string[] = []): Lexicon {
  const rewrites = rewriteTable(lists);
  const mend = createMend(knownWords(lists));
  const meanings = lists.concepts.flatMap(({ say, means }) =>
    say.map((phrase): [string, readonly string[]] => [phrase, means]),
  );
  const concepts = spelled(meanings);
  const standardise = (text: string) => rewrite(mend(words(text)), rewrites);
  // People's words are compared in standard spelling, so the lists' own must be in it as well ("online" is "trực tuyến").
  const facetTable = (phrases: WordLists["facets"]) =>
    spelled(
      Object.entries(phrases).flatMap(([facet, ways]) =>
        ways
          .flatMap((way) => [...new Set([words(way).join(" "), standardise(way).join(" ")])])
          .map((way): [string, string] => [way, facet]),
      ),
    );
  const facets = facetTable(lists.facets);
  const nouns = facetTable(lists.facet_nouns);
  const between = new Set(lists.between.map(fold));
  const light = new Set(lists.light.map((word) => word.normalize("NFC")));
  const fillers = spelled(lists.fillers.map((phrase): [string, true] => [phrase, true]));
  const isLight = (word: string) => light.has(word);
  const withoutFillers = (standard: readonly string[]) => without(standard, matches(fillers, standard));
  return {
    standardise,
    accentuate: createAccentuate(() => [
      ...phrasesOf(lists),
      ...wordings,
      ...lists.light.flatMap((word) => Array<string>(LIGHT_OFTEN).fill(word)),
    ]),
    implied: (standard) =>
      [standard, standard.filter((word) => !between.has(fold(word)))]
        .flatMap((said) => matches(concepts, said))
        .flatMap(({ value }) => [...value]),
    isLight,
    facets: (standard) => {
      const asked = matches(facets, standard).filter(
        (one) => !namesCharge(one, standard) && !namesReturn(one, standard),
      );
      const named = matches(nouns, standard).filter(
        (noun) => !namesCharge(noun, standard) && !asked.some(({ start, end }) => noun.start < end && start < noun.end),
      );
      const isNothing = (words: readonly string[]) =>
        withoutFillers(words).every((word) => isLight(word) || /^\d+$/.test(word));
      const isAllSaid = isNothing(without(standard, [...asked, ...named]));
      const isCommon = ({ start, end }: Match<string>) => isNothing(standard.slice(start, end));
      const counted = named.filter((noun) =>
        // "hồ sơ nộp cho ai" asks where, not for the papers: words so common ask only when nothing else does.
        isAllSaid
          ? asked.length === 0 || !isCommon(noun)
          : isListed(noun, [...asked, ...named], standard, isNothing) ||
            (isAskedOf(noun, standard) && (asked.length === 0 || noun.value === "fee")),
      );
      const found = [...asked, ...counted];
      return { facets: [...new Set(found.map(({ value }) => value))], rest: without(standard, found) };
    },
    withoutFillers,
  };
}

/** "giấy tờ, lệ phí, thời hạn của …": a noun beside others that ask is one of a list, with at most a word between. */
function isListed(
  noun: Match<string>,
  all: readonly Match<string>[],
  text: readonly string[],
  isNothing: (words: readonly string[]) => boolean,
): boolean {
  const between = (from: number, to: number) => from <= to && to - from <= 2 && isNothing(text.slice(from, to));
  return all.some((other) => other !== noun && (between(other.end, noun.start) || between(noun.end, other.start)));
}

/** "phí chứng thực bản sao", "giấy tờ đăng ký tạm trú": the noun leads, and what it is of follows, unless the two name a charge or a paper. */
function isAskedOf({ value, start, end }: Match<string>, text: readonly string[]): boolean {
  const said = text.map(fold);
  if (!LEADS_IN.has(said[start - 1] ?? "")) return false;
  const after = ` ${said.slice(end).join(" ")} `;
  if (value === "papers") return said.slice(start, end).join(" ") === "giay to" && PAPERS_FOR.test(after);
  return value === "fee" && said[end - 1] === "phi" && (/ nhieu /.test(after) || !NAMES_CHARGE.test(after));
}
/** "lệ phí trước bạ" is what is declared and no part of a record. */
const namesCharge = ({ value, start, end }: Match<string>, text: readonly string[]): boolean =>
  value === "fee" &&
  ((fold(text[end - 1] ?? "") === "phi" && NAMES_CHARGE.test(` ${text.slice(end).map(fold).join(" ")} `)) ||
    (fold(text[start] ?? "") === "phi" && IS_MONEY_FOR.has(fold(text[start - 1] ?? ""))));
/** "trễ hạn nộp tờ khai thuế": what is handed in, and no question for a form. */
const namesReturn = ({ value, start, end }: Match<string>, text: readonly string[]): boolean =>
  value === "forms" &&
  text.slice(start, end).map(fold).join(" ") === "to khai" &&
  (HANDED_IN.has(fold(text[start - 1] ?? "")) || fold(text[end] ?? "") === "thue");
const HANDED_IN = new Set(["nop", "gui", "tre", "han"]);
/** "mai táng phí", "học phí", "kinh phí", "viện phí": money for something else than the procedure. */
const IS_MONEY_FOR = new Set(["tang", "hoc", "kinh", "vien"]);
const PAPERS_FOR =
  /^ (?:de |can )?(?:dang ky|xin|chung thuc|khai (?:sinh|tu)|nhap (?:ho|khau)|tach|xoa|ket hon|tam tru|cap (?:lai|doi))/;
const NAMES_CHARGE =
  /^ (?:truoc ba|mon bai|bao ve|su dung|tham dinh|hai quan|duong bo|cong doan|khi thai|nuoc|mai tang|bao hiem|quan ly|rac|ve sinh|dich vu)/;

/** What may stand before a noun that is asked about; "" is the beginning. */
const LEADS_IN = new Set(["", "hoi", "the", "con", "vay", "thi", "va", "biet", "xin"]);

/** Every word the lists use, in the order in which a slip is likelier to have meant it. */
const knownWords = (lists: WordLists) => new Set(phrasesOf(lists).flatMap(words));

function phrasesOf(lists: WordLists): string[] {
  const rewritten = [lists.abbreviations, lists.teencode, lists.dialect, lists.misheard, lists.old_names];
  return [
    ...Object.values(lists.facets).flat(),
    ...Object.values(lists.facet_nouns).flat(),
    ...lists.light,
    ...lists.fillers,
    ...rewritten.flatMap((list) => Object.values(list)),
    ...lists.concepts.flatMap(({ say, means }) => [...means, ...say]),
    ...rewritten.flatMap((list) => Object.keys(list)),
  ];
}

const spelled = <V>(entries: readonly (readonly [string, V])[]): PhraseTable<V> =>
  phraseTable(entries.map(([phrase, value]) => [words(phrase), value]));

/**
 * An accented entry rewrites only text typed with accents ("mô" is dialect, "mo" may be "mở"); an entry of two or more
 * words, or one that no syllable can be (an abbreviation without a vowel), is safe in its folded form too.
 */
function rewriteTable(lists: WordLists): PhraseTable<readonly string[]> {
  const groups = [lists.misheard, lists.abbreviations, lists.teencode, lists.dialect, lists.old_names];
  const entries = groups.flatMap((group) =>
    Object.entries(group).flatMap(([from, to]): [string[], string[]][] => {
      const plain = words(from);
      const folded = words(fold(from));
      const safeFolded = fold(from) !== from && (plain.length > 1 || !/[aeiouy]/.test(fold(from)));
      return safeFolded
        ? [
            [plain, words(to)],
            [folded, words(to)],
          ]
        : [[plain, words(to)]];
    }),
  );
  return phraseTable(entries);
}

function phraseTable<V>(entries: readonly (readonly [readonly string[], V])[]): PhraseTable<V> {
  const byFirst = new Map<string, { phrase: readonly string[]; value: V }[]>();
  for (const [phrase, value] of entries) {
    const [first] = phrase;
    if (first === undefined) continue;
    const list = byFirst.get(first) ?? [];
    list.push({ phrase, value });
    byFirst.set(first, list);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.phrase.length - a.phrase.length);
  return { byFirst };
}

interface Match<V> {
  readonly start: number;
  readonly end: number;
  readonly value: V;
}

/** Longest matches, left to right, not overlapping. */
function matches<V>(table: PhraseTable<V>, text: readonly string[]): Match<V>[] {
  const found: Match<V>[] = [];
  for (let at = 0; at < text.length; ) {
    const hit = longestAt(table.byFirst.get(text[at] ?? ""), text, at);
    if (hit) found.push({ start: at, end: at + hit.phrase.length, value: hit.value });
    at += hit ? hit.phrase.length : 1;
  }
  return found;
}

/** `entries`: of the phrases that begin with the word at `at`, longest first. */
function longestAt<V>(entries: readonly Entry<V>[] | undefined, text: readonly string[], at: number) {
  if (entries === undefined) return undefined;
  for (const entry of entries) if (isAt(text, at, entry.phrase)) return entry;
  return undefined;
}

function isAt(text: readonly string[], at: number, phrase: readonly string[]): boolean {
  for (let i = 1; i < phrase.length; i++) if (text[at + i] !== phrase[i]) return false;
  return true;
}

function without(standard: readonly string[], spans: readonly Match<unknown>[]): string[] {
  if (spans.length === 0) return [...standard];
  return standard.filter((_, i) => !spans.some(({ start, end }) => i >= start && i < end));
}

function rewrite(text: readonly string[], table: PhraseTable<readonly string[]>): string[] {
  const spans = matches(table, text);
  const out: string[] = [];
  let at = 0;
  for (const { start, end, value } of spans) {
    out.push(...text.slice(at, start), ...value);
    at = end;
  }
  return [...out, ...text.slice(at)];
}
