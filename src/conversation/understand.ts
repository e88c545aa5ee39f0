import { z } from "zod";
import { fold, isAccented, words } from "../text/index.ts";
import { type EmergencyModel, recognise } from "./emergency.ts";

const Phrases = z.array(z.coerce.string()).min(1);

/** knowledge/intents.yaml: in order of urgency, how each intent is recognised. */
export const IntentsFile = z.array(
  z.strictObject({
    intent: z.string(),
    /** Any of these means it, unless a phrase of `unless` stands in the message too. */
    say: Phrases.optional(),
    /** Means it whatever else is said. */
    always: Phrases.optional(),
    /** Like `say`, but only in words typed with accents: without them they are other, common words. */
    accented: Phrases.optional(),
    unless: Phrases.optional(),
    /** Other things that happen to hold words of `say`: read as if they were not there. */
    except: Phrases.optional(),
  }),
);
export type IntentsFile = z.infer<typeof IntentsFile>;

/** One intent found in a text, and the phrase of intents.yaml it was found by; "model" when no phrase but the classifier did. */
export interface Sighting {
  readonly intent: string;
  readonly cue: string;
}

export interface Understanding {
  /** Everything the text asks for, most urgent first; empty when only a question can be meant. */
  readonly sightings: readonly Sighting[];
  /** It is put as a question. */
  readonly asks: boolean;
  /** It is put as a question or names something to be done or got: as against telling what happened. */
  readonly seeks: boolean;
}

/** Recognises intents in a citizen's words, with or without accents. */
export type Understand = (text: string) => Understanding;

/**
 * `model` sees the emergencies no phrase foresaw (docs/adr/0011); without it the phrases stand alone. It is not asked about a
 * text that holds something an editor has listed as no emergency (`except`).
 */
export function createUnderstanding(
  file: IntentsFile,
  standardise: (text: string) => readonly string[],
  model?: EmergencyModel,
): Understand {
  const rules = file.map(compile);
  return (text) => {
    const said = text.replace(TICKET, " pa ").normalize("NFD").replace(DRAWN_OUT, "$1$2").normalize("NFC");
    const accented = isTypedWithAccents(said);
    const hays = haystacks(said, standardise(said), accented);
    const typing = accented ? "accented" : "folded";
    const byCue = rules.flatMap((rule): Sighting[] => {
      const cue = sight(rule, hays, typing);
      return cue ? [{ intent: rule.intent, cue }] : [];
    });
    const isExcused = rules.some((rule) => isEmergency(rule.intent) && isAnyIn(rule.except, hays, typing));
    const plain = hays.map(({ text: hay }) => fold(hay)).join("|");
    const asks = ASKS.test(plain) || text.includes("?");
    const seeks = asks || NAMES_A_MATTER.test(plain);
    const sightings = model && !isExcused ? withModel(byCue, model, text, seeks) : byCue;
    return { sightings, asks, seeks };
  };
}

/** A question, or what reads as a complaint, must look like an emergency all the more to be one. */
const SURE_ALL_THE_SAME = 0.75;

function withModel(byCue: Sighting[], model: EmergencyModel, text: string, seeks: boolean): Sighting[] {
  if (byCue.some(({ intent }) => isEmergency(intent))) return byCue;
  const isOtherwiseRead = seeks || byCue.some(({ intent }) => intent in FEEDBACK_RECORD);
  const intent = recognise(model, text, isOtherwiseRead ? SURE_ALL_THE_SAME : 0);
  return intent ? [{ intent, cue: "model" }, ...byCue] : byCue;
}

/** A ticket's code stands for the word: "rút PA-…" is "rút pa". */
const TICKET = /(?<![\p{L}\d])pa[-\s]?[a-z0-9]{4}[-\s]?[a-z0-9]{4}(?![\p{L}\d])/giu;
/** "cháyyyy", "nhàaaa", in decomposed letters. */
const DRAWN_OUT = /(\p{L})(\p{M}*)\1{2,}/gu;
/** A few accented words put in by the keyboard do not make a text typed with accents. */
const FEW = 0.3;

function isTypedWithAccents(text: string): boolean {
  const said = words(text);
  return said.filter(isAccented).length > said.length * FEW;
}

/** One reading of the text, padded with spaces, and its words. */
interface Hay {
  readonly text: string;
  readonly has: ReadonlySet<string>;
}

const hayOf = (list: readonly string[]): Hay => ({ text: ` ${list.join(" ")} `, has: new Set(list) });

/** The words as written, in standard spelling and, without accents, as a keyboard left in the wrong mode gives them ("chays nhaf"). */
function haystacks(text: string, standard: readonly string[], accented: boolean): Hay[] {
  const written = words(text);
  if (accented) return [hayOf(written), hayOf(standard)];
  const folded = written.map(fold);
  return [hayOf(folded), hayOf(standard.map(fold)), hayOf(folded.map(withoutTelex))];
}

const withoutTelex = (word: string) => word.replace(/(?<=[aeiouyncghmpt])[sfrxj]$|w/g, "").replace(/([aeod])\1/g, "$1");

type Typing = "accented" | "folded";

/** `firsts`: the words one of which it begins with; most texts hold none of them, and that is quick to see. */
interface Matcher {
  readonly firsts: readonly string[];
  readonly pattern: RegExp;
}

interface Cue {
  readonly shown: string;
  readonly accented: Matcher;
  readonly folded: Matcher;
}

interface Rule {
  readonly intent: string;
  readonly say: Readonly<Record<Typing, readonly Cue[]>>;
  readonly always: readonly Cue[];
  readonly unless: readonly Cue[];
  readonly except: readonly Cue[];
}

function compile({
  intent,
  say = [],
  always = [],
  accented = [],
  unless = [],
  except = [],
}: IntentsFile[number]): Rule {
  const plain = say.map(cue);
  return {
    intent,
    say: { accented: [...plain, ...accented.map(cue)], folded: plain },
    always: always.map(cue),
    unless: unless.map(cue),
    except: except.map(cue),
  };
}

const cue = (shown: string): Cue => ({ shown, accented: matcher(shown), folded: matcher(fold(shown)) });

/** "nhà .. cháy|sập": at most three words may stand between, and either word may end it. */
function matcher(phrase: string): Matcher {
  const parts = phrase.split(" .. ").map((part) => part.split(/\s+/).flatMap(alternatives));
  const [[firsts = []] = []] = parts;
  const source = parts.map((part) => part.map((one) => `(?:${one.join("|")})`).join(" ")).join(" (?:\\S+ ){0,3}?");
  return { firsts, pattern: new RegExp(` ${source}(?= )`, "u") };
}

/** The words a place in a phrase takes: several for "a|b", and a place each for what words() cuts apart. */
const alternatives = (place: string): string[][] =>
  place.includes("|") ? [place.split("|").flatMap(words)] : words(place).map((word) => [word]);

const isIn = ({ firsts, pattern }: Matcher, hay: Hay) =>
  firsts.some((word) => hay.has.has(word)) && pattern.test(hay.text);

const isAnyIn = (cues: readonly Cue[], hays: readonly Hay[], typing: Typing) =>
  cues.some((one) => hays.some((hay) => isIn(one[typing], hay)));

/** The cue by which a rule recognises its intent, if it does. */
function sight(rule: Rule, hays: readonly Hay[], typing: Typing): string | undefined {
  const find = (cues: readonly Cue[], among: readonly Hay[]) =>
    cues.find((one) => among.some((hay) => isIn(one[typing], hay)));
  const hasAny = find(rule.always, hays) ?? find(rule.say[typing], hays);
  if (!hasAny) return undefined;
  const read = hays.map((hay) => rule.except.reduce((left, { [typing]: other }) => cutOut(left, other), hay));
  const sure = find(rule.always, read);
  if (sure) return sure.shown;
  const found = find(rule.say[typing], read);
  return found && !find(rule.unless, hays) ? found.shown : undefined;
}

function cutOut(hay: Hay, other: Matcher): Hay {
  return isIn(other, hay) ? cutOut({ ...hay, text: hay.text.replace(other.pattern, " ·") }, other) : hay;
}

/** Ways to ask, in folded words. */
const ASKS = new RegExp(
  [
    " (?:cho|xin|muon|can|dinh) (?:\\S+ )?hoi ",
    " (?:can gi|can nhung gi|giay to gi|the nao|nhu the nao|lam sao de|o dau|bao nhieu tien) ",
    " (?:gi|dau|sao|khong|ko|hong|bao nhieu|bao lau|chua|nao|nhi|ha|may ngay)(?: a| vay| the| vay a| the a| nhi| ha| em| ad| shop| ban)? *(?:\\||$)",
  ].join("|"),
);
const NAMES_A_MATTER =
  / (?:thu tuc|xin phep|dang ky|cap phep|cap giay|xin giay|lam giay|xin cap|ho so gom|muon lam|muon xin|can lam) /;

const EMERGENCY = /^(khan_cap\.|tu_hai$)/;
export const isEmergency = (intent: string): boolean => EMERGENCY.test(intent);

/** Intents that become a ticket, and the record type each suggests. */
export const FEEDBACK_RECORD: Readonly<Record<string, string>> = {
  ho_so_tre: "ho_so_tre",
  pakn_hanh_vi: "pakn_hanh_vi",
  kien_nghi: "kien_nghi",
  pakn_quy_dinh: "pakn_quy_dinh",
  loi_ky_thuat: "pakn_quy_dinh",
  hien_truong: "hien_truong",
  phan_anh: "hien_truong",
  than_phien: "hien_truong",
  khen_gop_y: "khen_gop_y",
  lua_dao: "hien_truong",
};

const SEPARATOR =
  /(?<=[.!?…])\s+|\n+|;\s+|\s*[,.]?\s+(?=(?:ngoài ra|tiện thể|nhân tiện|sẵn tiện|luôn tiện|với lại|còn nữa|thêm nữa|à mà|ngoai ra|tien the|nhan tien|san tien|luon tien|voi lai)\b)/iu;

/** Cuts a message where one matter may end and another begin. */
export function segmentsOf(text: string): string[] {
  return text
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}

const ASIDE =
  /\s*[,.]?\s+(?=(?:cho\s+(?:\S+\s+)?hỏi|cho\s+(?:\S+\s+)?hoi|xin\s+(?:hỏi|hoi)|(?:xin|muốn|muon)\s+(?:phản ánh|phan anh|góp ý|gop y))(?!\p{L}))/iu;
const SHORTEST_MATTER = 15;

/** Cuts a sentence where somebody who was telling begins to ask, or the other way round. */
export function asidesOf(sentence: string): string[] {
  const parts = sentence.split(ASIDE).map((part) => part.trim());
  return parts.every((part) => part.length >= SHORTEST_MATTER) ? parts : [sentence];
}

const isReport = ({ sightings }: Understanding) => sightings.some(({ intent }) => intent in FEEDBACK_RECORD);

/** One matter is a report and another is asked. */
export function isMixed(matters: readonly Understanding[]): boolean {
  return matters.some((one) => isReport(one) && matters.some((other) => other !== one && other.seeks));
}
