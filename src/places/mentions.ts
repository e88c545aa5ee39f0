import { isSyllable } from "../text/index.ts";
import { endsAddress } from "./address.ts";
import { bestWritten, nearNames, type Slip } from "./agree.ts";
import { endsBefore, kindAt, phraseAt } from "./around.ts";
import type { Gazetteer, Sense } from "./gazetteer.ts";
import type { Token, Tokens } from "./tokens.ts";
import type { Kind, PlaceWords } from "./words.ts";

/** What makes a name a place: nothing, a landmark before it, large letters, a word of place, both, the kind of unit. */
export const STRENGTH = { none: 0, landmark: 1, large: 2, cue: 3, largeWithCue: 3.5, kind: 4 } as const;

/** A name of a place found in a text. Positions count words; `to` is the last. */
export interface Mention {
  /** Where its kind word begins. */
  readonly from: number;
  readonly to: number;
  readonly kind: Kind | null;
  readonly senses: readonly Sense[];
  readonly slip: Slip;
  /** One of STRENGTH. */
  readonly strength: number;
  /** Also a common word ("hòa bình"). */
  readonly everyday: boolean;
}

export interface Scan {
  readonly tokens: Tokens;
  readonly gazetteer: Gazetteer;
  readonly words: PlaceWords;
  /** The text answers "where is it?". */
  readonly asked: boolean;
}

/** All names of places in a text, in order; a common word without cue is among them with strength "none". */
export function mentionsIn(scan: Scan): Mention[] {
  const mentions: Mention[] = [];
  const { words } = scan.tokens;
  for (let i = 0; i < words.length; ) {
    const found = mentionAt(i, scan);
    if (found) mentions.push(found);
    i = found ? found.to + 1 : Math.max(i + 1, afterDetail(i, scan));
  }
  return mentions;
}

function mentionAt(i: number, scan: Scan): Mention | undefined {
  const kind = kindAt(i, scan);
  if (kind) {
    const named = nameAt(i + kind.length, scan, kind.kind) ?? nearNameAt(i + kind.length, scan);
    if (named) return asWhole({ ...named, from: i, kind: kind.kind, strength: strengthOfKind(named, scan) }, scan);
  }
  if (!scan.asked && detailAt(i, scan) > 0) return undefined;
  const bare = nameAt(i, scan, null);
  if (!bare) return undefined;
  const isProvince = bare.senses.some(({ level }) => level === "province");
  const strength = isProvince && endsAddress(i, scan) ? STRENGTH.kind : strengthOf(i, bare.to, scan);
  return { ...bare, from: i, kind: null, strength };
}

/** "Xa Dung", "Quản Bạ": the word for a kind may be the name's own first word; then both are meant, unless its marks say which. */
function asWhole(mention: Mention, scan: Scan): Mention {
  const bare = nameAt(mention.from, scan, null);
  if (bare?.to !== mention.to) return mention;
  const lead = scan.tokens.words[mention.from]?.accented ?? "";
  const isPlain = !scan.tokens.accented || scan.words.kinds.accented.has(lead);
  const ofKind = mention.senses.filter((sense) => isPlain && isOfKind(sense, mention.kind));
  return { ...mention, kind: null, senses: [...ofKind, ...bare.senses] };
}

const isOfKind = (sense: Sense, kind: Kind | null): boolean =>
  sense.level !== "commune" || (sense.former ?? sense.unit).kind === kind?.kind;

/** "xa trung tam": without accents a common word after what may be a kind is no place. */
const strengthOfKind = ({ everyday }: Named, { tokens }: Scan): number =>
  everyday && !tokens.accented ? STRENGTH.none : STRENGTH.kind;

interface Named {
  readonly to: number;
  readonly senses: readonly Sense[];
  readonly slip: Slip;
  readonly everyday: boolean;
}

/** The longest name that begins at a word. */
function nameAt(i: number, scan: Scan, kind: Kind | null): Named | undefined {
  const { tokens, gazetteer } = scan;
  const first = tokens.words[i]?.folded ?? "";
  const mayBeJoined = (kind || scan.asked) && !isSyllable(first) && !gazetteer.senses.has(first);
  const joined = mayBeJoined ? gazetteer.joined.get(first) : undefined;
  if (joined !== undefined) return { to: i, senses: gazetteer.senses.get(joined) ?? [], slip: 1, everyday: false };
  const reach = reachOf(i, scan);
  for (let length = reach; length > 0; length--) {
    const named = nameOf(i, length, scan, kind);
    if (named && !(length > 2 && overruns(i, length, scan))) return named;
  }
  return undefined;
}

/** "xa tan hung dong nai": the last word of a longer name begins that of a province. */
function overruns(i: number, length: number, { tokens, gazetteer }: Scan): boolean {
  const key = (from: number, to: number) => keyOf(tokens.words.slice(from, to));
  const end = i + length;
  return (
    gazetteer.senses.has(key(i, end - 1)) &&
    (gazetteer.senses.get(key(end - 1, end + 1)) ?? []).some(({ level }) => level === "province")
  );
}

/** How many words from here belong together: a name does not run over a comma or a full stop. */
function reachOf(i: number, { tokens, gazetteer }: Scan): number {
  const { words } = tokens;
  let length = Math.min(gazetteer.longest, words.length - i);
  for (let n = 1; n < length; n++) if (endsPart(words[i + n])) length = n;
  return Math.max(length, 0);
}

const endsPart = (word: Token | undefined) => word?.gap === "stop" || word?.gap === "comma";

function nameOf(i: number, length: number, scan: Scan, kind: Kind | null): Named | undefined {
  const { tokens, gazetteer } = scan;
  const typed = tokens.words.slice(i, i + length);
  const folded = keyOf(typed);
  const found = gazetteer.senses.get(folded);
  if (!found || (length === 1 && !mayStandAlone(i, scan, kind, found))) return undefined;
  const lenient = kind !== null || scan.asked;
  const { senses, slip } = bestWritten(found, typed, { lenient, plain: !tokens.accented });
  return senses.length > 0 ? { to: i + length - 1, senses, slip, everyday: isEveryday(typed, scan) } : undefined;
}

/** A name of one syllable or a number is one only after its kind, and with the marks of an accented text. */
function mayStandAlone(i: number, scan: Scan, kind: Kind | null, found: readonly Sense[]): boolean {
  const word = scan.tokens.words[i];
  if (!word) return false;
  if (/^\d+$/.test(word.folded)) return kind !== null && kind.level !== "province";
  if (word.folded.length >= 5 && !/^[a-z]*(?:ng|nh)$/.test(word.folded)) return true;
  if (kind !== null) return word.large || endsName(i + 1, scan);
  const isProvince = found.some(({ level }) => level === "province");
  return (isProvince && (word.large || scan.asked)) || (scan.asked && scan.tokens.words.length === 1);
}

/** Nothing that could belong to the name follows, or a name of another level does. */
function endsName(i: number, scan: Scan): boolean {
  const next = scan.tokens.words[i];
  if (next === undefined || next.gap !== "none" || kindAt(i, scan)) return true;
  return [4, 3, 2].some((length) => scan.gazetteer.senses.has(keyOf(scan.tokens.words.slice(i, i + length))));
}

/** A name one slip away, where the kind of unit says that a name must follow. */
function nearNameAt(i: number, scan: Scan): Named | undefined {
  const { tokens, gazetteer } = scan;
  for (const length of [3, 2]) {
    const typed = tokens.words.slice(i, i + length);
    if (typed.length < length || reachOf(i, scan) < length) continue;
    const folded = keyOf(typed);
    if (folded.length < 6 || isEveryday(typed, scan) || !isWrittenAsName(typed, scan)) continue;
    const senses = nearNames(folded, gazetteer).flatMap((name) => gazetteer.senses.get(name) ?? []);
    if (senses.length > 0) return { to: i + length - 1, senses, slip: 4, everyday: false };
  }
  return undefined;
}

/** Common words follow a kind too ("xã làm chậm"): a near name is looked for when a name must stand there. */
const isWrittenAsName = (typed: readonly Token[], { asked }: Scan): boolean =>
  asked || typed.every(({ large }) => large) || typed.some(({ folded }) => !isSyllable(folded));

const keyOf = (typed: readonly Token[]) =>
  typed.length === 1 ? (typed[0]?.folded ?? "") : typed.map(({ folded }) => folded).join(" ");

/** Typed without accents more words are common ones ("trung tam"). */
function isEveryday(typed: readonly Token[], { words }: Scan): boolean {
  const accented = typed.map((token) => token.accented).join(" ");
  return words.everyday.accented.has(accented) || words.everyday.plain.has(accented);
}

/** Words of a detail ("thôn Đông Lĩnh"), whose name is not looked up; 0 for none. */
function detailAt(i: number, { tokens, words }: Scan): number {
  return phraseAt(i, tokens, words.details);
}

/** Behind a detail's name, when that name is also one of a commune. */
function afterDetail(i: number, scan: Scan): number {
  const length = detailAt(i, scan);
  if (length === 0) return i + 1;
  const next = i + length;
  if (kindAt(next, scan) || scan.tokens.words[next]?.gap !== "none") return next;
  const named = nameAt(next, { ...scan, asked: false }, null);
  return named ? named.to + 1 : next;
}

function strengthOf(from: number, to: number, { tokens, words }: Scan): number {
  if (endsBefore(from, tokens, words.landmarks)) return STRENGTH.landmark;
  const isLarge =
    tokens.accented && tokens.words.slice(from, to + 1).every(({ large, folded }) => large || /^\d/.test(folded));
  if (isBehindNumber(from, tokens, words)) return isLarge ? STRENGTH.largeWithCue : STRENGTH.cue;
  if (!endsBefore(from, tokens, words.cues)) return isLarge ? STRENGTH.large : STRENGTH.none;
  if (isOrigin(from, tokens, words)) return STRENGTH.none;
  return isLarge ? STRENGTH.largeWithCue : STRENGTH.cue;
}

/** "ap 2 tan thanh": behind the number of a hamlet or street its commune is named. */
const isBehindNumber = (from: number, tokens: Tokens, words: PlaceWords): boolean =>
  /^\d{1,3}$/.test(tokens.words[from - 1]?.folded ?? "") && endsBefore(from - 1, tokens, words.details);

/** "quê tôi ở Hà Nội": where somebody comes from. */
function isOrigin(from: number, tokens: Tokens, words: PlaceWords): boolean {
  return [1, 2, 3].some((back) => from - back >= 0 && endsBefore(from - back, tokens, words.origins));
}
