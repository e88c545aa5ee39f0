import { answerQuestion, type QuestionResult } from "./ask.ts";
import { isOneName } from "./context.ts";
import { recordTypeOf } from "./draft.ts";
import { type FeedbackPorts, severalTurn } from "./feedback.ts";
import type { Part, Turn, TurnInput } from "./model.ts";
import type { ToldPart } from "./parts.ts";
import type { QuestionPorts } from "./question-turns.ts";
import { FEEDBACK_RECORD } from "./understand.ts";

type MixedPorts = QuestionPorts & FeedbackPorts;

/**
 * What one part of a message is: something to be guided about by law, a question with its answer or without one, a report, or
 * talk around them.
 */
type Matter =
  | { readonly kind: "guided"; readonly intent: string; readonly part: Part }
  | { readonly kind: "question"; readonly part: Part }
  | { readonly kind: "unanswered"; readonly part: Part }
  | { readonly kind: "report"; readonly part: Part }
  | { readonly kind: "talk"; readonly part: Part };

/**
 * A message about several matters: each is dealt with, none dropped (Luật Tiếp công dân Đ25.3 asks the same of a letter).
 * Guidance first, then answers; what is to be written down is shown as a list with them, each report by itself, and
 * confirmed. Undefined when the message is about one matter.
 */
export function mixedTurn(
  input: TurnInput,
  ports: MixedPorts,
  guide: (intent: string, input: TurnInput) => Turn,
): Turn | undefined {
  if (input.parts.length < 2 || input.state.offered || isOneName(input.whole)) return undefined;
  if (!input.parts.some(isBesidesQuestion)) return undefined;
  const matters = apart(input.parts.map((part) => matterOf(part, input, ports)));
  const parts = told(matters, input, ports);
  if (parts.length < 2 || parts.every(({ kind }) => kind === "guided")) return undefined;
  const guided = new Set(matters.flatMap((matter) => (matter.kind === "guided" ? [matter.intent] : [])));
  const asked = matters.filter(({ kind }) => kind === "question");
  const steps: ((now: TurnInput) => Turn)[] = [
    ...[...guided].map((intent) => (now: TurnInput) => guide(intent, now)),
    ...asked.map(
      ({ part }) =>
        (now: TurnInput) =>
          answerOf(part, now, ports),
    ),
    ...(parts.some(({ kind }) => kind === "report") ? [(now: TurnInput) => severalTurn(now, parts, ports)] : []),
  ];
  const [first, ...others] = steps;
  return first && others.reduce((turn, step) => join(turn, step({ ...input, state: turn.state })), first(input));
}

/** The list as it is shown: reports, answers and guidance in the order they were told. */
function told(matters: readonly Matter[], input: TurnInput, ports: MixedPorts): readonly ToldPart[] {
  const start: Telling = { shown: [], before: [], isBetween: false };
  const { shown } = matters.reduce((telling, matter) => further(telling, matter, ports), start);
  return shown.map((one) => (one.kind === "parts" ? reportOf(one, input) : one));
}

/** A report and the talk that stands beside it. */
interface Report {
  readonly kind: "parts";
  readonly parts: readonly Part[];
}

interface Telling {
  readonly shown: readonly (ToldPart | Report)[];
  /** Talk before the first report. */
  readonly before: readonly Part[];
  /** Something else was said since the latest report. */
  readonly isBetween: boolean;
}

function further({ shown, before, isBetween }: Telling, matter: Matter, ports: MixedPorts): Telling {
  const { kind, part } = matter;
  if (kind !== "talk" && kind !== "report") return { shown: [...shown, besides(matter)], before, isBetween: true };
  const at = shown.findLastIndex((one) => one.kind === "parts");
  const last = shown[at];
  const isMore = last?.kind === "parts" && (kind === "talk" || !isAnother(part, last, isBetween, ports));
  if (isMore) return { shown: shown.with(at, { ...last, parts: [...last.parts, part] }), before, isBetween };
  if (kind === "talk") return { shown, before: [...before, part], isBetween };
  return { shown: [...shown, { kind: "parts", parts: [...before, part] }], before: [], isBetween: false };
}

function besides(matter: Matter): ToldPart {
  const { part, kind } = matter;
  if (kind === "guided") return { kind, recordType: matter.intent === "to_cao" ? "to_cao" : "khieu_nai" };
  return kind === "question"
    ? { kind: "answered", text: part.text }
    : { kind: "report", recordType: "hoi_dap", text: part.text };
}

const NUMBERED =
  /^(?:\d{1,2}[.)]|[-+•*]\s|(?:thứ|thu)\s+(?:nhất|hai|ba|tư|nhat|tu)|(?:một|hai|ba|mot)\s+(?:là|la)(?!\p{L}))/iu;

/** Another matter than the report before it, and not more of its tale: told as one, and about something else. */
function isAnother(part: Part, { parts }: Report, isBetween: boolean, ports: MixedPorts): boolean {
  const typeOf = (one: readonly Part[]) => recordTypeOf(one.flatMap(intentsOf));
  const isPraise = typeOf([part]) === "khen_gop_y";
  if (isPraise !== (typeOf(parts) === "khen_gop_y")) return true;
  const topicOf = (text: string) => ports.route("hien_truong", text, undefined, null).topic;
  const topic = topicOf(part.text);
  const before = topicOf(parts.map(({ text }) => text).join(" "));
  const isMarked = ANOTHER.test(part.text) || NUMBERED.test(part.text);
  if (topic === undefined || before === undefined) return isMarked;
  return topic !== before && (isMarked || isBetween || typeOf([part]) !== typeOf(parts));
}

/** In the citizen's own words, and of the kind the most urgent of its cues says. */
function reportOf({ parts }: Report, { whole }: TurnInput): ToldPart {
  const said = new Set(parts.flatMap(intentsOf));
  const intents = whole.understood.sightings.map(({ intent }) => intent).filter((intent) => said.has(intent));
  return { kind: "report", recordType: recordTypeOf(intents), text: parts.map(({ text }) => text).join(" ") };
}

const ANOTHER =
  /^(?:ngoài ra|tiện thể|nhân tiện|sẵn tiện|luôn tiện|với lại|còn nữa|thêm nữa|à mà|ngoai ra|tien the|nhan tien|san tien|luon tien|voi lai|(?:xin|muốn|muon) (?:phản ánh|phan anh|góp ý|gop y))(?!\p{L})/iu;

/**
 * Beside a complaint or denunciation only what is plainly another matter is a report: the rest is its story, which must
 * not stand in an ordinary ticket (Luật Tố cáo Đ8.3).
 */
function apart(matters: readonly Matter[]): readonly Matter[] {
  if (!matters.some(({ kind }) => kind === "guided")) return matters;
  return matters.filter(
    ({ kind, part }) => kind === "guided" || kind === "question" || (kind === "report" && ANOTHER.test(part.text)),
  );
}

const GUIDED = ["to_cao", "khieu_nai"];
const intentsOf = (part: Part) => part.understood.sightings.map(({ intent }) => intent);
const isReported = (intent: string) => intent in FEEDBACK_RECORD;

/** Questions and talk alone are one kind of thing, whatever answers there are. */
const isBesidesQuestion = (part: Part) =>
  intentsOf(part).some((intent) => GUIDED.includes(intent) || isReported(intent));

function matterOf(part: Part, input: TurnInput, ports: MixedPorts): Matter {
  const intents = intentsOf(part);
  const guided = intents.find((intent) => GUIDED.includes(intent));
  if (guided) return { kind: "guided", intent: guided, part };
  if (isAnswered(part, input, ports)) return { kind: "question", part };
  if (intents.some(isReported)) return { kind: "report", part };
  return { kind: isAskedForSomething(part) ? "unanswered" : "talk", part };
}

/** What nobody here can answer is an officer's, and not lost in a tale. */
const isAskedForSomething = ({ understood, question }: Part): boolean =>
  understood.asks && understood.sightings.length === 0 && question.facets.length > 0;

function isAnswered(part: Part, input: TurnInput, ports: MixedPorts): boolean {
  if (!part.understood.seeks) return false;
  const result = ask(part, input, ports);
  return result.kind === "turn" && result.strong && (part.question.facets.length > 0 || result.sure);
}

const only = (part: Part, input: TurnInput): TurnInput => ({
  ...input,
  message: { ...input.message, text: part.text },
  whole: part,
  parts: [part],
});
const ask = (part: Part, input: TurnInput, ports: MixedPorts): QuestionResult =>
  answerQuestion(only(part, input), ports);

function answerOf(part: Part, input: TurnInput, ports: MixedPorts): Turn {
  const result = ask(part, input, ports);
  if (result.kind === "none") throw new Error("a part taken for a question was answered before");
  return result.turn;
}

/** Both turns' words; what is on record is the later one, with the procedures either is about. */
function join(first: Turn, then: Turn): Turn {
  return {
    state: then.state,
    replies: [...first.replies, ...then.replies],
    commands: [...first.commands, ...then.commands],
    trace: { ...first.trace, ...then.trace },
  };
}
