import { z } from "zod";
import { fold } from "../text/index.ts";
import { accusesOfficial } from "./accusation.ts";
import { alarmIn } from "./alarm.ts";
import { ASKS, NAMES_A_MATTER, presses, wantsSomething } from "./asking.ts";
import { tellsConduct } from "./conduct.ts";
import { type Cue, carefulCueOf, cueOf, firstIn, type Reading, type Typing, without } from "./cues.ts";
import { type CueOf, type EmergencyModel, EXCUSED, evidenceOf, recognise } from "./emergency.ts";
import { contestsDecision } from "./grievance.ts";
import { type LeaningModel, leaningOf } from "./leans.ts";
import { proposes } from "./proposal.ts";
import { createReading } from "./read-text.ts";
import { type SortModel, type SortShares, sharesOf } from "./sorts.ts";
import { tellsTrouble } from "./trouble.ts";

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

/** One intent found in a text, and the phrase of intents.yaml it was found by; "model", "accusation", "grievance", "conduct", "proposal" or "trouble" when no phrase did. */
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
  /** How surely the emergency sighted is a call for help, 0 to 1; absent where none is, or no model weighed it. */
  readonly called?: number | undefined;
  /** What sort of message it reads like; absent where knowledge brings no model of sorts. */
  readonly sort?: SortShares | undefined;
  /** Log-odds that it is more of the procedure spoken of (leans.ts); 0 where knowledge brings no model for it. */
  readonly leaning: number;
}

/** Recognises intents in a citizen's words, with or without accents. */
export type Understand = (text: string) => Understanding;

/** The fitted models of knowledge/; what is absent is done without. */
export interface Models {
  /** Confirms the emergencies that phrases sight, and sees those no phrase foresaw (docs/adr/0014). */
  readonly emergencies?: EmergencyModel | undefined;
  /** Tells what sort of message a text is, by the same features (docs/adr/0036). */
  readonly sorts?: SortModel | undefined;
  /** Tells whether it leans on what was spoken of, by the same features (docs/adr/0048). */
  readonly leaning?: LeaningModel | undefined;
}

export function createUnderstanding(
  file: IntentsFile,
  standardise: (text: string) => readonly string[],
  { emergencies: model, sorts, leaning }: Models = {},
): Understand {
  const rules = rulesOf(file);
  const read = createReading(rules.flatMap(listsOf), standardise);
  return (written) => {
    const text = written.replace(TICKET, " pa ");
    const reading = read(text);
    const seen = sightingsIn(rules, reading);
    const plain = reading.hays.map(({ text: hay }) => fold(hay)).join("|");
    const asks = ASKS.test(plain) || text.includes("?");
    const seeks = asks || NAMES_A_MATTER.test(plain);
    const wants = wantsSomething(plain);
    const put = { asks, seeks, wants, presses: presses(plain) };
    if (!model) return { sightings: withOfficials(seen.sightings, text, asks), ...put, leaning: 0 };
    const cueOf: CueOf = (said) => cueIn(sightingsIn(rules, read(said)));
    const whole = evidenceOf(model, text, cueIn(seen));
    const sort = sorts && sharesOf(sorts, whole.features);
    const ofClause = (said: string) => evidenceOf(model, said, whole.cue && cueOf(said));
    const alarm = sorts ? alarmIn({ emergencies: model, sorts }, whole, ofClause, put) : recognise(model, whole, cueOf);
    const sightings = unlessAsked(confirmed(seen.sightings, alarm?.intent), sort);
    const isQuestion = asks && (sort?.question ?? 1) >= HALF;
    return {
      sightings: withOfficials(sightings, text, isQuestion),
      ...put,
      called: alarm?.probability,
      sort,
      leaning: leaning ? leaningOf(leaning, whole.features) : 0,
    };
  };
}

/** Whoever asks about the law accuses nobody. */
const HALF = 0.5;

/** "Đề nghị cho biết hồ sơ nhận con nuôi" has the words of who asks after a dossier, and asks which papers one is made of. */
function unlessAsked(sightings: readonly Sighting[], sort: SortShares | undefined): readonly Sighting[] {
  const isQuestion = sort !== undefined && sort.question >= HALF && sort.status < LEAST_STATUS;
  return isQuestion ? sightings.filter(({ intent }) => intent !== "tra_cuu_ho_so") : sightings;
}
const LEAST_STATUS = 0.3;

/**
 * An official accused of a crime is no ordinary report, whatever else the words hold: only danger and attacks come before it. How one
 * behaved is told before any other matter of a report, since the unit is not to read it.
 */
function withOfficials(byCue: readonly Sighting[], text: string, isQuestion: boolean): readonly Sighting[] {
  const sightings = withTrouble(withGrievance(byCue, text), text, isQuestion);
  const has = (intent: string) => sightings.some((one) => one.intent === intent);
  if (isQuestion || has("to_cao")) return sightings;
  if (accusesOfficial(text)) return placedAfter(sightings, isUrgent, { intent: "to_cao", cue: "accusation" });
  if (!tellsConduct(text)) return has("pakn_hanh_vi") ? sightings : withProposal(sightings, text);
  const isBefore = (one: Sighting) => isUrgent(one) || one.intent === "khieu_nai";
  const others = sightings.filter(({ intent }) => intent !== "pakn_hanh_vi");
  return placedAfter(others, isBefore, { intent: "pakn_hanh_vi", cue: "conduct" });
}

const isUrgent = ({ intent }: Sighting) => isEmergency(intent) || intent === "tan_cong";

/** Whoever does not take a decision about themselves may lose the ninety days over a report: it comes before every other kind. */
function withGrievance(sightings: readonly Sighting[], text: string): readonly Sighting[] {
  if (sightings.some(({ intent }) => intent === "khieu_nai") || !contestsDecision(text)) return sightings;
  const isBefore = (one: Sighting) => isUrgent(one) || one.intent === "to_cao";
  return placedAfter(sightings, isBefore, { intent: "khieu_nai", cue: "grievance" });
}

/** What comes before a proposal that stands in the same words: a wait for one's own dossier is no wish for something new. */
const BEFORE_PROPOSAL = new Set(["khieu_nai", "pakn_hanh_vi", "ho_so_tre"]);

function withProposal(sightings: readonly Sighting[], text: string): readonly Sighting[] {
  if (!proposes(text)) return sightings;
  const isBefore = ({ intent }: Sighting) => !(intent in FEEDBACK_RECORD) || BEFORE_PROPOSAL.has(intent);
  const others = sightings.filter(({ intent }) => intent !== "kien_nghi");
  return placedAfter(others, isBefore, { intent: "kien_nghi", cue: "proposal" });
}

/** Told in few words, it is told by how it is put (trouble.ts). */
function withTrouble(sightings: readonly Sighting[], text: string, isQuestion: boolean): readonly Sighting[] {
  if (isQuestion || !tellsTrouble(text)) return sightings;
  const others = sightings.filter(({ intent }) => intent !== "hien_truong");
  const isBefore = ({ intent }: Sighting) => intent !== "than_phien" && intent !== "khen_gop_y";
  return placedAfter(others, isBefore, { intent: "hien_truong", cue: TROUBLE });
}
/** The cue of a trouble told in few words. */
export const TROUBLE = "trouble";

const placedAfter = (
  sightings: readonly Sighting[],
  isBefore: (one: Sighting) => boolean,
  added: Sighting,
): readonly Sighting[] => [...sightings.filter(isBefore), added, ...sightings.filter((one) => !isBefore(one))];

/** What the phrases make of a text, as the classifier takes it; for fitting it. */
export function createEvidence(file: IntentsFile, standardise: (text: string) => readonly string[]): CueOf {
  const rules = rulesOf(file);
  const read = createReading(rules.flatMap(listsOf), standardise);
  return (text) => cueIn(sightingsIn(rules, read(text.replace(TICKET, " pa "))));
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

const cueIn = ({ sightings, isExcused }: Seen): string | undefined =>
  sightings.find(({ intent }) => isEmergency(intent))?.intent ?? (isExcused ? EXCUSED : undefined);

/** What is no emergency stays as it was sighted. Which number to call is the model's to say: it is right more often than the phrase. */
function confirmed(byCue: readonly Sighting[], intent: string | undefined): readonly Sighting[] {
  if (intent === undefined) return byCue.filter(({ intent: other }) => !isEmergency(other));
  const own = byCue.find((one) => one.intent === intent) ?? { intent, cue: "model" };
  return [own, ...byCue.filter((one) => one !== own)];
}

/** A ticket's code stands for the word: "rút PA-…" is "rút pa". */
const TICKET = /(?<![\p{L}\d])pa[-\s]?[a-z0-9]{4}[-\s]?[a-z0-9]{4}(?![\p{L}\d])/giu;
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

/** Dealt with apart from a report: guided by law, or of a ticket or a dossier sent before. */
export const GUIDED: ReadonlySet<string> = new Set(["to_cao", "khieu_nai"]);
export const SENT: ReadonlySet<string> = new Set(["tra_cuu_phieu", "tra_cuu_ho_so"]);

/** Something is told that is to be put right. */
export const isReport = ({ sightings }: Understanding) => sightings.some(({ intent }) => intent in FEEDBACK_RECORD);

/** One matter is a report and another is asked. */
export function isMixed(matters: readonly Understanding[]): boolean {
  return matters.some((one) => isReport(one) && matters.some((other) => other !== one && other.seeks));
}
