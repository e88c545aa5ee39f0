import { answerQuestion, type QuestionResult } from "./ask.ts";
import { dossierNumberIn } from "./dossier/number.ts";
import { isToldAmong, mayBeTold, reportIntents, type Standing } from "./meant-as-report.ts";
import type { Part, TurnInput } from "./model.ts";
import type { Asking } from "./parts.ts";
import type { QuestionPorts } from "./question-turns.ts";
import { asksExpressly, asksOn, turnsAway } from "./segments.ts";
import { FEEDBACK_RECORD, GUIDED, SENT } from "./understand.ts";

/**
 * What one part of a message is: something to be guided about by law, a question with its answer, one to be asked back about or
 * one without, a report with what it was seen to be about, or talk around them.
 */
export type Matter =
  | { readonly kind: "guided"; readonly intent: string; readonly part: Part }
  /** Of what was sent before: a ticket, a dossier. */
  | { readonly kind: "sent"; readonly intent: string; readonly part: Part }
  | { readonly kind: "question"; readonly part: Part }
  | { readonly kind: "later"; readonly part: Part; readonly asking: Asking }
  | { readonly kind: "unanswered"; readonly part: Part }
  | { readonly kind: "report"; readonly part: Part; readonly intents: readonly string[] }
  | { readonly kind: "talk"; readonly part: Part };

export const NUMBERED =
  /^(?:\d{1,2}[.)]|[-+•*]\s|(?:thứ|thu)\s+(?:nhất|hai|ba|tư|nhat|tu)|(?:một|hai|ba|mot)\s+(?:là|la)(?!\p{L}))/iu;

const intentsOf = (part: Part) => part.understood.sightings.map(({ intent }) => intent);
const isReported = (intent: string) => intent in FEEDBACK_RECORD;

/** Questions and talk alone are one kind of thing, whatever answers there are. */
export const isBesidesQuestion = (part: Part) =>
  intentsOf(part).some((intent) => GUIDED.has(intent) || isReported(intent)) || mayBeTold(part);

/** How a part stands among the others: said as another matter or with one begun behind it, or told beside something expressly asked. */
export function standingOf(cut: readonly Part[], at: number): Standing {
  const isBegun = (part: Part, i: number) => (i > 0 && turnsFrom(part)) || NUMBERED.test(part.text);
  if (cut.some((part, i) => (i === at || i === at + 1) && isBegun(part, i))) return "apart";
  return cut.some(({ text }, i) => i !== at && asksExpressly(text)) ? "beside" : "within";
}

const turnsFrom = ({ text, understood: { seeks } }: Part): boolean => turnsAway(text) || (seeks && asksOn(text));

export function matterOf(part: Part, standing: Standing, input: TurnInput, ports: QuestionPorts): Matter {
  const intents = intentsOf(part);
  const guided = intents.find((intent) => GUIDED.has(intent));
  if (guided) return { kind: "guided", intent: guided, part };
  if (isDossierNumber(part)) return { kind: "talk", part };
  const sent = intents.some(isReported) ? undefined : intents.find((intent) => SENT.has(intent));
  if (sent) return { kind: "sent", intent: sent, part };
  const result = ask(part, input, ports);
  const asking = askingOf(result);
  if (asking && isAskedBack(part)) return { kind: "later", part, asking };
  if (isAnswered(part, result)) return { kind: "question", part };
  if (isToldAmong(part, result, standing) || (intents.some(isReported) && !isWhyAsked(part, standing, input)))
    return { kind: "report", part, intents: reportIntents(part, intents) };
  return { kind: isAskedForSomething(part) ? "unanswered" : "talk", part };
}

/** "Mã hồ sơ H50.12.345-260901-0012" beside a dossier that is late is part of that report. */
const isDossierNumber = ({ text, understood }: Part): boolean =>
  dossierNumberIn(text) !== undefined &&
  !understood.asks &&
  !understood.sightings.some(({ intent }) => isReported(intent));

/**
 * "cây xà cừ trước nhà rễ đội nứt tường. Muốn xin đốn thì đơn gửi ai?": all of it asks, nothing in it turns to another matter, and what
 * is told finds the same procedure as the whole: the trouble is why they ask.
 */
const isWhyAsked = ({ hits: [own] }: Part, standing: Standing, { whole }: TurnInput): boolean =>
  standing === "within" &&
  (whole.understood.sort?.question ?? 0) >= MOSTLY_ASKED &&
  own?.kind === "procedure" &&
  own.id === whole.hits[0]?.id;
const MOSTLY_ASKED = 0.6;

/** What nobody here can answer is an officer's, and not lost in a tale. */
const isAskedForSomething = ({ understood, question }: Part): boolean =>
  understood.asks && understood.sightings.length === 0 && question.facets.length > 0;

/** "dân ăn ở thế nào" in a tale asks nobody. */
function isAnswered({ understood, question }: Part, result: QuestionResult): boolean {
  if (result.kind !== "turn" || !result.strong) return false;
  const { seeks, sort = { question: LEAST_ASKED } } = understood;
  const hasFacet = question.facets.length > 0;
  return seeks ? sort.question >= LEAST_ASKED && (hasFacet || result.sure) : sort.question >= SURELY_ASKED && hasFacet;
}
const LEAST_ASKED = 0.3;
const SURELY_ASKED = 0.95;

/** The question back, where it is all there is to say yet. */
function askingOf(result: QuestionResult): Asking | undefined {
  if (result.kind === "none" || !result.strong) return undefined;
  const { replies, state, trace } = result.turn;
  const [reply] = replies;
  return trace.outcome === "clarify" && reply && state.offered ? { reply, offered: state.offered } : undefined;
}

const isAskedBack = ({ text, understood: { sort, seeks } }: Part): boolean =>
  (sort === undefined || sort.question >= LEAST_ASKED) && (seeks || asksExpressly(text));

const only = (part: Part, input: TurnInput): TurnInput => ({
  ...input,
  message: { ...input.message, text: part.text },
  whole: part,
  parts: [part],
});
export const ask = (part: Part, input: TurnInput, ports: QuestionPorts): QuestionResult =>
  answerQuestion(only(part, input), ports);
