import { shortName } from "../answers/index.ts";
import {
  type Catalogue,
  type Hit,
  type Knowledge,
  type Procedure,
  type Question,
  readQuestion,
} from "../catalogue/index.ts";
import { cleanText, type InboundMessage } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";
import { cutApart } from "./apart.ts";
import type { Part } from "./model.ts";
import { asidesOf, segmentsOf } from "./segments.ts";
import { sidesOf } from "./sides.ts";
import type { ConversationState } from "./state.ts";
import { isMixed, isReport, type Understand, type Understanding } from "./understand.ts";
import { signedBy } from "./without-sender.ts";

export interface LookUpPorts {
  readonly catalogue: Catalogue;
  readonly knowledge: Pick<Knowledge, "lexicon" | "practicalities" | "needs">;
  readonly understand: Understand;
}

/** What is read of a message for understanding; all of it is kept, whatever its length. */
const READ_AT_MOST = 2000;
/** Enough that a hit in context can be looked up among those of the words alone. */
const HITS = 60;
/** A longer tale is one matter: looking up each of its sentences would answer chance words. */
const MOST_MATTERS = 6;

/** The message as a whole and cut into its matters, each understood and looked up. */
export async function lookUp(
  message: InboundMessage,
  state: ConversationState,
  { understand, ...others }: LookUpPorts,
): Promise<{ whole: Part; parts: readonly Part[]; sides: readonly Part[] }> {
  const ports = { ...others, understand: once(understand) };
  const text = unsigned(cleanText(message.text).slice(0, READ_AT_MOST), state);
  const before = contextOf(state, ports);
  const whole = await partOf(withoutThanks(text, ports.understand), before, ports);
  const segments = text.length > 20 ? mattersOf(text, ports.understand) : [];
  const looked = (texts: readonly string[]): Promise<readonly Part[]> =>
    Promise.all(texts.length > 1 && texts.length <= MOST_MATTERS ? texts.map((one) => partOf(one, before, ports)) : []);
  const sides = await looked(numberedIn(text).length > 0 ? [] : sidesIn(text, ports.understand));
  const parts = await looked(segments);
  return { whole, parts: parts.length > 1 ? parts : [whole], sides };
}

/** Whole messages and their clauses are looked at from several sides: each is understood but once. */
function once(understand: Understand): Understand {
  const known = new Map<string, Understanding>();
  return (text) => {
    const understood = known.get(text) ?? understand(text);
    known.set(text, understood);
    return understood;
  };
}

/** Who they are and their number say nothing of the matter; where a flow asks for them, they are the answer. */
const unsigned = (text: string, { flow }: ConversationState): string =>
  (flow || !/\d{3}/.test(text) ? undefined : signedBy(text)?.rest) ?? text;

/** "…, ruộng ngập, cảm ơn": thanks in advance turn no report into thanks or a praise. */
function withoutThanks(text: string, understand: Understand): string {
  const told = text.replace(THANKS_LAST, "");
  if (told === text || IS_MENDED.test(told) || understand(text).asks) return text;
  return tellsOfReport(understand(told)) ? told : text;
}
const THANKS_LAST =
  /[\s,.;!–-]+(?:(?:xin|em|e|tôi|toi|tui|con|cháu|chau|mình|minh|bà con|chúng tôi|rất|rat|trân trọng|tran trong|chân thành|chan thanh)\s+)*(?:cảm ơn|cám ơn|cam on|thank|thanks|tks)(?:\s+(?:trước|truoc|nhiều|nhieu|xã|xa|ad|admin|cán bộ|can bo|anh|chị|chi|em|ạ|a|nhé|nhe|nha|rất|rat))*[\s.!]*$/iu;
/** "đèn sáng rồi, cảm ơn xã": the thanks are for it. */
const IS_MENDED = /(?<!\p{L})(?:rồi|roi|được|duoc|xong)\s*$/iu;
/** From this share on it reads as a report. */
const READS_AS_REPORT = 0.5;
const tellsOfReport = (told: Understanding): boolean => isReport(told) || (told.sort?.report ?? 0) >= READS_AS_REPORT;

function sidesIn(text: string, understand: Understand): string[] {
  const apart = cutApart(text, understand);
  return apart.length > 0 ? apart : sidesOf(text, understand);
}

/** "đăng ký khai sinh, khai tử và kết hôn …": things named one after the other, in a few words each. */
const LISTED = /\s*,\s*(?:và\s+|va\s+)?|\s+(?:và|va)\s+/iu;
const LONGEST_LISTED = 5;
/** "đối với" belongs to the name of one procedure. */
const JOINED =
  /\s+(?:và|va|cùng với|cung voi|kèm theo|(?<!(?:đối|doi)\s+)(?:với|voi))\s+|(?<!(?:xong|đã|da))\s*,?\s+(?:rồi|roi)\s+(?=(?:làm|lam|xin|đăng|dang|nhập|nhap|khai|đổi|doi|cấp|cap|mở|mo|tách|tach|sang tên|sang ten|chứng thực|chung thuc|xóa|xoa|chuyển|chuyen)\s)/iu;

/** "vừa xin tạm trú vừa muốn tách khẩu": two matters, unless "vừa mới" tells when. */
const BOTH = /(?<=^|\s)(?:vừa|vua)\s+(?!mới|moi)(?=\S+\s+\S+.*\s(?:vừa|vua)\s+(?!mới|moi)\S+\s+\S)/iu;
const AND_ALSO = /\s+(?:vừa|vua)\s+(?!mới|moi)/iu;

/** "hai việc: 1) nhập khẩu, 2) xóa khẩu", "việc thứ nhất là …, việc thứ hai là …": a figure stands behind a pause, words anywhere. */
const NUMBERED =
  /(?<=^|[:;,.!?…\n]\s*)(?<digits>\d{1,2})[).]\s|(?<=^|[\s:;,.])(?:(?<word>một|mot|hai|ba|bốn|bon) là |(?:(?:việc|viec|chuyện|chuyen|cái|cai|ý|y) )?(?:thứ|thu) (?<nth>nhất|nhat|hai|ba|tư|tu|[1-4])(?: là| la|:) )/giu;
const WRITTEN = ["", "mot nhat 1", "hai 2", "ba 3", "bon tu 4"];

/** What a message numbers itself from one on, each with its number; what stands before the first is not among it. */
export function numberedIn(text: string): string[] {
  const marks = [...text.matchAll(NUMBERED)];
  if (marks.length < 2 || !marks.every((mark, i) => numberOf(mark) === i + 1)) return [];
  return marks.map(({ index }, i) => text.slice(index, marks[i + 1]?.index).replace(/[\s,;]+$/u, ""));
}

/**
 * "khai sinh cần gì, còn chứng thực thì mấy đồng", "khai tử, sau đó xóa hộ khẩu": what is asked next stands behind it. Without a pause "còn" is
 * left over, and without accents a child: then only "thì" behind it tells.
 */
const BESIDES =
  /\s*,\s+(?:(?:thế|vậy|rứa|rồi|chứ|the|vay|rua|roi|chu) )?(?:còn(?! (?:hạn|nữa|lại))|con(?=[^,]* (?:thi|sao)(?: |$)))\s+|\s+còn (?!(?:thiếu|hạn|nợ|đang|chưa|nhỏ|sống|ở|giữ|có|là|phải|được) )(?=[^,]*\S+ (?:thì|sao)(?: |$))|\s*,?\s+(?:sau đó|sau do|xong rồi|xong roi|thêm nữa|them nua)(?:\s+(?:là|la|thì|thi))?\s+/iu;

export const saysBesides = (text: string): boolean => BESIDES.test(text);

/** "việc thứ nhất là khai tử" asks about "khai tử". */
function withoutNumber(text: string): string {
  const [mark] = text.matchAll(NUMBERED);
  return mark?.index === 0 ? text.slice(mark[0].length) : text;
}

function numberOf({ groups }: RegExpMatchArray): number {
  const { digits, word, nth } = groups ?? {};
  const written = fold(word ?? nth ?? "");
  return digits === undefined ? WRITTEN.findIndex((ways) => ways.split(" ").includes(written)) : Number(digits);
}

/** Sentences, and within a question what "và" joins: each may be about a procedure of its own. */
function mattersOf(text: string, understand: Understand): string[] {
  const numbered = numberedIn(text);
  const lead = text.slice(0, text.indexOf(numbered[0] ?? ""));
  if (numbered.length > 0) return isReport(understand(lead)) ? [lead.trim(), ...numbered] : numbered;
  const sentences = segmentsOf(text);
  const finer = sentences.flatMap(asidesOf);
  if (finer.length > sentences.length && isMixed(finer.map(understand))) return finer;
  if (sentences.length > 1) return sentences;
  const list = text.split(LISTED).map((part) => part.trim());
  if (list.length > 2 && list.slice(0, -1).every((part) => words(part).length <= LONGEST_LISTED)) return list;
  const [first = "", ...besides] = isReport(understand(text)) ? [text] : text.split(BESIDES);
  if (besides.length > 0) return [first, ...besides].map((part) => part.trim()).filter((part) => part.length > 5);
  const both = BOTH.test(text) ? text.replace(BOTH, "").split(AND_ALSO) : text.split(JOINED);
  return both.filter((part) => part.trim().length > 8);
}

async function partOf(text: string, before: Before | undefined, ports: LookUpPorts): Promise<Part> {
  const question = readQuestion(withoutNumber(text), ports.knowledge.lexicon);
  const [hits, hitsInContext] = await Promise.all([
    ports.catalogue.search.find(question.query, HITS),
    before ? ports.catalogue.search.find(inContext(question.query, before), HITS) : Promise.resolve([]),
  ]);
  const said = ` ${question.query.all.join(" ")} `;
  const isMeant = ({ id }: Hit) => before?.spokenOf.includes(id) || mayMean(ports.knowledge.needs.get(id), said);
  const practical = ports.knowledge.practicalities.filter(({ isAsked }) => isAsked(question.said));
  return {
    text,
    understood: ports.understand(text),
    question,
    practical,
    hits: hits.filter(isMeant),
    hitsInContext: hitsInContext.filter(isMeant),
  };
}

/** "mẹ già yếu làm căn cước" is nearly "làm căn cước giả", and a foreigner lives seldom just across the border: that word is waited for. */
function mayMean(need: ReturnType<Knowledge["needs"]["get"]>, said: string): boolean {
  if (!need) return true;
  const isSaid = (phrase: string) => said.includes(` ${phrase} `);
  return (need.say?.some(isSaid) ?? true) && !need.unless?.some(isSaid);
}

type Query = Question["query"];

const REPEATED = 0.4;

/** What was being talked about. */
interface Before {
  readonly query: Query;
  /** We asked back about it: what it implies and the variants it names are still wanted. */
  readonly isOpen: boolean;
  /** What was answered or offered. */
  readonly spokenOf: readonly string[];
}

/** The question we asked back about, or the name of the latest procedure. */
function contextOf(state: ConversationState, { catalogue, knowledge }: LookUpPorts): Before | undefined {
  const procedure: Procedure | undefined = state.topics[0] ? catalogue.procedure(state.topics[0]) : undefined;
  const text = state.offered ? state.offered.text : procedure && shortName(procedure.name);
  return text
    ? {
        query: readQuestion(text, knowledge.lexicon).query,
        isOpen: state.offered !== undefined,
        spokenOf: [...state.topics, ...(state.offered?.codes ?? [])],
      }
    : undefined;
}

/** The citizen's words count in full, the context's fill in what they leave out. */
function inContext(said: Query, { query: before, isOpen }: Before): Query {
  // What both say cannot tell the choices we offered apart.
  const whenOpen = (weight: number, i: number) =>
    isOpen && before.words.includes(said.words[i] ?? "") ? REPEATED * weight : weight;
  const added = before.words
    .map((word, i) => ({ word, weight: before.weights[i] ?? 1 }))
    .filter(({ word }) => !said.words.includes(word));
  return {
    words: [...said.words, ...added.map(({ word }) => word)],
    weights: [...said.weights.map(whenOpen), ...added.map(({ weight }) => weight)],
    implied: [...said.implied, ...(isOpen ? before.implied : [])],
    denied: said.denied,
    all: isOpen ? [...said.all, ...before.all] : said.all,
  };
}
