import { z } from "zod";
import { fold, isAccented, words } from "../text/index.ts";

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

/** One intent found in a text, and the phrase of intents.yaml it was found by. */
export interface Sighting {
  readonly intent: string;
  readonly cue: string;
}

export interface Understanding {
  /** Everything the text asks for, most urgent first; empty when only a question can be meant. */
  readonly sightings: readonly Sighting[];
  /** It is put as a question, or asks for a paper or a procedure: as against telling what happened. */
  readonly seeks: boolean;
}

/** Recognises intents in a citizen's words, with or without accents. */
export type Understand = (text: string) => Understanding;

export function createUnderstanding(file: IntentsFile, standardise: (text: string) => readonly string[]): Understand {
  const rules = file.map(compile);
  return (text) => {
    const said = text.normalize("NFD").replace(DRAWN_OUT, "$1$2").normalize("NFC");
    const accented = isTypedWithAccents(said);
    const hays = haystacks(said, standardise(said), accented);
    const sightings = rules.flatMap((rule): Sighting[] => {
      const cue = sight(rule, hays, accented ? "accented" : "folded");
      return cue ? [{ intent: rule.intent, cue }] : [];
    });
    return { sightings, seeks: SEEKS.test(hays.map(fold).join("|")) || text.includes("?") };
  };
}

/** "cháyyyy", "nhàaaa", in decomposed letters. */
const DRAWN_OUT = /(\p{L})(\p{M}*)\1{2,}/gu;
/** A few accented words put in by the keyboard do not make a text typed with accents. */
const FEW = 0.3;

function isTypedWithAccents(text: string): boolean {
  const said = words(text);
  return said.filter(isAccented).length > said.length * FEW;
}

/** The words as written, in standard spelling and, without accents, as a keyboard left in the wrong mode gives them ("chays nhaf"). */
function haystacks(text: string, standard: readonly string[], accented: boolean): string[] {
  const written = words(text);
  if (accented) return [padded(written), padded(standard)];
  const folded = written.map(fold);
  return [padded(folded), padded(standard.map(fold)), padded(folded.map(withoutTelex))];
}

const padded = (list: readonly string[]) => ` ${list.join(" ")} `;
const withoutTelex = (word: string) => word.replace(/(?<=[aeiouyncghmpt])[sfrxj]$|w/g, "").replace(/([aeod])\1/g, "$1");

type Typing = "accented" | "folded";

interface Cue {
  readonly shown: string;
  readonly accented: RegExp;
  readonly folded: RegExp;
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
  return {
    intent,
    say: { accented: [...say, ...accented].map((phrase) => cue(phrase)), folded: say.map((phrase) => cue(phrase)) },
    always: always.map((phrase) => cue(phrase)),
    unless: unless.map((phrase) => cue(phrase)),
    except: except.map((phrase) => cue(phrase, "gu")),
  };
}

const cue = (shown: string, flags = "u"): Cue => ({
  shown,
  accented: pattern(shown, flags),
  folded: pattern(fold(shown), flags),
});

/** "nhà .. cháy|sập": at most three words may stand between, and either word may end it. */
function pattern(phrase: string, flags: string): RegExp {
  const parts = phrase.split(" .. ").map((part) => part.split(/\s+/).flatMap(oneOf).join(" "));
  return new RegExp(` ${parts.join(" (?:\\S+ ){0,3}?")}(?= )`, flags);
}

function oneOf(alternatives: string): string[] {
  return alternatives.includes("|") ? [`(?:${alternatives.split("|").flatMap(words).join("|")})`] : words(alternatives);
}

/** The cue by which a rule recognises its intent, if it does. */
function sight(rule: Rule, hays: readonly string[], typing: Typing): string | undefined {
  const read =
    rule.except.length === 0
      ? hays
      : hays.map((hay) => rule.except.reduce((left, other) => left.replace(other[typing], " ·"), hay));
  const has = (one: Cue) => read.some((hay) => one[typing].test(hay));
  const sure = rule.always.find(has);
  if (sure) return sure.shown;
  const found = rule.say[typing].find(has);
  return found && !rule.unless.some((one) => hays.some((hay) => one[typing].test(hay))) ? found.shown : undefined;
}

/** Ways to ask, and to ask for something: looked for in folded words. */
const SEEKS = new RegExp(
  [
    " (?:cho|xin|muon|can|dinh) (?:\\S+ )?hoi ",
    " (?:thu tuc|xin phep|dang ky|cap phep|cap giay|xin giay|lam giay|xin cap|ho so gom|can gi|can nhung gi|giay to gi|the nao|nhu the nao|lam sao de|o dau|bao nhieu tien|muon lam|muon xin|can lam) ",
    " (?:gi|dau|sao|khong|ko|hong|bao nhieu|bao lau|chua|nao|nhi|ha|may ngay)(?: a| vay| the| vay a| the a| nhi| ha| em| ad| shop| ban)? *(?:\\||$)",
  ].join("|"),
);

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
