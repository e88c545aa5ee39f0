import { z } from "zod";
import { fold, hiddenText, isMarked, words } from "../text/index.ts";
import { ASKS, NAMES_A_MATTER, presses, wantsSomething } from "./asking.ts";
import {
  type Cue,
  carefulCueOf,
  cueOf,
  firstIn,
  type Hay,
  hayOf,
  nearIn,
  type Reading,
  type Typing,
  without,
} from "./cues.ts";
import { type CueOf, clausesOf, type EmergencyModel, EXCUSED, recognise } from "./emergency.ts";
import { type SortModel, type SortShares, sharesOf } from "./sorts.ts";

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
  /** Something is wanted, and nobody is asked to put anything right. */
  readonly wants: boolean;
  /** Somebody is to put something right: "không ai", "đề nghị", "mấy tháng nay". */
  readonly presses: boolean;
  /** What sort of message it reads like; absent where knowledge brings no model of sorts. */
  readonly sort?: SortShares | undefined;
}

/** Recognises intents in a citizen's words, with or without accents. */
export type Understand = (text: string) => Understanding;

/**
 * With a `model` the emergencies sighted are the model's to confirm, and it sees those no phrase foresaw (docs/adr/0014);
 * without it the phrases stand alone. `sorts` tells what sort of message a text is (docs/adr/0036).
 */
export function createUnderstanding(
  file: IntentsFile,
  standardise: (text: string) => readonly string[],
  model?: EmergencyModel,
  sorts?: SortModel,
): Understand {
  const rules = rulesOf(file);
  const read = createReading(rules, standardise);
  return (written) => {
    const text = written.replace(TICKET, " pa ");
    const reading = read(text);
    const seen = sightingsIn(rules, reading);
    const plain = reading.hays.map(({ text: hay }) => fold(hay)).join("|");
    const asks = ASKS.test(plain) || text.includes("?");
    const seeks = asks || NAMES_A_MATTER.test(plain);
    const wants = wantsSomething(plain);
    const cueOf: CueOf = (said) => evidenceOf(said === text ? seen : sightingsIn(rules, read(said)));
    const { sightings } = seen;
    const sort = sorts && sharesOf(sorts, text, evidenceOf(seen));
    const alarm = model && recognise(model, text, cueOf);
    const isCall = alarm && (!sorts || alarm.probability >= SURELY_CALL || readsAsCall(sorts, text, cueOf));
    const all = model ? confirmed(sightings, isCall ? alarm.intent : undefined) : sightings;
    return { sightings: all, asks, seeks, wants, presses: presses(plain), sort };
  };
}

/**
 * A second reading of an alarm that is not quite sure, by a model that knows everyday reports, questions and talk apart. Below
 * these shares it is dismissed: that costs at most 3 of 100 calls weighed by models fitted without them, and nine in ten other messages.
 */
function readsAsCall(sorts: SortModel, text: string, cueOf: CueOf): boolean {
  const share = (said: string) => sharesOf(sorts, said, cueOf(said)).emergency;
  return share(text) >= LEAST_CALL || clausesOf(text).some((clause) => share(clause) >= LEAST_IN_CLAUSE);
}
const SURELY_CALL = 0.6;
const LEAST_CALL = 0.1;
const LEAST_IN_CLAUSE = 0.5;

/** What the phrases make of a text, as the classifier takes it; for fitting it. */
export function createEvidence(file: IntentsFile, standardise: (text: string) => readonly string[]): CueOf {
  const rules = rulesOf(file);
  const read = createReading(rules, standardise);
  return (text) => evidenceOf(sightingsIn(rules, read(text.replace(TICKET, " pa "))));
}

function createReading(rules: readonly Rule[], standardise: (text: string) => readonly string[]) {
  const lists = rules.flatMap(listsOf);
  const near = { accented: nearIn(lists, "accented"), folded: nearIn(lists, "folded") };
  return (text: string): Reading => {
    const hidden = hiddenText(text);
    const said = withoutDrawl(hidden ? `${text} ${hidden}` : text);
    const written = words(said);
    const accented = isTypedWithAccents(written);
    const hays = haystacks(written, standardise(said), accented);
    const typing = accented ? "accented" : "folded";
    return { hays, typing, near: near[typing](hays) };
  };
}

interface Seen {
  readonly sightings: readonly Sighting[];
  /** A phrase of an emergency stands there, and another that takes it back. */
  readonly isExcused: boolean;
}

function sightingsIn(rules: readonly Rule[], reading: Reading): Seen {
  const sightings: Sighting[] = [];
  let isExcused = false;
  for (const rule of rules) {
    if (!reading.near.has(rule.always) && !reading.near.has(rule.say[reading.typing])) continue;
    const { cue, isHeld } = sight(rule, reading);
    if (cue) sightings.push({ intent: rule.intent, cue });
    else if (isHeld && isEmergency(rule.intent)) isExcused = true;
  }
  return { sightings, isExcused };
}

const evidenceOf = ({ sightings, isExcused }: Seen): string | undefined =>
  sightings.find(({ intent }) => isEmergency(intent))?.intent ?? (isExcused ? EXCUSED : undefined);

/** What is no emergency stays as it was sighted. Which number to call is the model's to say: it is right more often than the phrase. */
function confirmed(byCue: readonly Sighting[], intent: string | undefined): readonly Sighting[] {
  if (intent === undefined) return byCue.filter(({ intent: other }) => !isEmergency(other));
  const own = byCue.find((one) => one.intent === intent) ?? { intent, cue: "model" };
  return [own, ...byCue.filter((one) => one !== own)];
}

/** A ticket's code stands for the word: "rút PA-…" is "rút pa". */
const TICKET = /(?<![\p{L}\d])pa[-\s]?[a-z0-9]{4}[-\s]?[a-z0-9]{4}(?![\p{L}\d])/giu;
/** "cháyyyy", "nhàaaa", in decomposed letters. */
const DRAWN_OUT = /(\p{L})(\p{M}*)\1{2,}/gu;
const THRICE = /(.)\1\1/su;

const withoutDrawl = (text: string) =>
  THRICE.test(fold(text)) ? text.normalize("NFD").replace(DRAWN_OUT, "$1$2").normalize("NFC") : text.normalize("NFC");
/** A few accented words put in by the keyboard do not make a text typed with accents. */
const FEW = 0.3;

const isTypedWithAccents = (said: readonly string[]): boolean => said.filter(isMarked).length > said.length * FEW;

/** The words as written, in standard spelling where that differs and, without accents, as a keyboard left in the wrong mode gives them ("chays nhaf"). */
function haystacks(written: readonly string[], standard: readonly string[], accented: boolean): Hay[] {
  const folded = accented ? [] : written.map(fold);
  const readings = accented ? [written, standard] : [folded, standard.map(fold), folded.map(withoutTelex)];
  const hays = new Map(readings.map((list) => [list.join(" "), list]));
  return [...hays.values()].map(hayOf);
}

const withoutTelex = (word: string) => word.replace(/(?<=[aeiouyncghmpt])[sfrxj]$|w/g, "").replace(/([aeod])\1/g, "$1");

interface Rule {
  readonly intent: string;
  readonly say: Readonly<Record<Typing, readonly Cue[]>>;
  readonly always: readonly Cue[];
  readonly unless: readonly Cue[];
  readonly except: readonly Cue[];
}

const compiled = new WeakMap<IntentsFile, readonly ReturnType<typeof compile>[]>();

/** Compiling takes longer than everything else a start does, so it is done once for a file that several starts share. */
function rulesOf(file: IntentsFile): readonly ReturnType<typeof compile>[] {
  const rules = compiled.get(file) ?? file.map(compile);
  compiled.set(file, rules);
  return rules;
}

function compile({
  intent,
  say = [],
  always = [],
  accented = [],
  unless = [],
  except = [],
}: IntentsFile[number]): Rule {
  // Of emergencies none may be missed, and a classifier looks at them again.
  const plain = say.map(isEmergency(intent) ? cueOf : carefulCueOf);
  return {
    intent,
    say: { accented: [...plain, ...accented.map(cueOf)], folded: plain },
    always: always.map(cueOf),
    unless: unless.map(cueOf),
    except: except.map(cueOf),
  };
}

const listsOf = ({ say, always, unless, except }: Rule) => [say.accented, say.folded, always, unless, except];

/** Whether a rule's phrases stand in a text, and the cue by which it recognises its intent, if it does. */
function sight(rule: Rule, reading: Reading): { readonly cue: string | undefined; readonly isHeld: boolean } {
  const find = ({ always, say }: Rule, among: Reading) => firstIn(always, among) ?? firstIn(say[reading.typing], among);
  if (!find(rule, reading)) return { cue: undefined, isHeld: false };
  const read = without(rule.except, reading);
  const sure = firstIn(rule.always, read);
  if (sure) return { cue: sure.shown, isHeld: true };
  const found = firstIn(rule.say[reading.typing], read);
  return { cue: found && !firstIn(rule.unless, reading) ? found.shown : undefined, isHeld: true };
}

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

/** Something is told that is to be put right. */
export const isReport = ({ sightings }: Understanding) => sightings.some(({ intent }) => intent in FEEDBACK_RECORD);

/** One matter is a report and another is asked. */
export function isMixed(matters: readonly Understanding[]): boolean {
  return matters.some((one) => isReport(one) && matters.some((other) => other !== one && other.seeks));
}
