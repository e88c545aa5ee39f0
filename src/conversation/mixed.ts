import { answerQuestion, type QuestionResult } from "./ask.ts";
import { type FeedbackPorts, feedbackTurn } from "./feedback.ts";
import type { Part, Turn, TurnInput } from "./model.ts";
import type { QuestionPorts } from "./question-turns.ts";
import { FEEDBACK_RECORD } from "./understand.ts";

type MixedPorts = QuestionPorts & FeedbackPorts;

/** What one part of a message is: something to be guided about by law, a question with its answer, a report, or talk around them. */
type Matter =
  | { readonly kind: "guided"; readonly intent: string; readonly part: Part }
  | { readonly kind: "question"; readonly part: Part }
  | { readonly kind: "report"; readonly part: Part }
  | { readonly kind: "talk"; readonly part: Part };

/**
 * A message about several kinds of things: each is dealt with, none dropped (Luật Tiếp công dân Đ25.3 asks the same of a
 * letter). Guidance first, then answers, and the report last, because it ends in a question to the citizen.
 * Undefined when the message is about one kind of thing.
 */
export function mixedTurn(
  input: TurnInput,
  ports: MixedPorts,
  guide: (intent: string, input: TurnInput) => Turn,
): Turn | undefined {
  if (input.parts.length < 2 || input.state.offered || !input.parts.some(isBesidesQuestion)) return undefined;
  const matters = apart(input.parts.map((part) => matterOf(part, input, ports)));
  const kinds = new Set(matters.map(({ kind }) => kind).filter((kind) => kind !== "talk"));
  if (kinds.size < 2) return undefined;
  const guided = matters.find((matter) => matter.kind === "guided");
  const steps = [
    ...(guided ? [(now: TurnInput) => guide(guided.intent, now)] : []),
    ...matters
      .filter(({ kind }) => kind === "question")
      .map(
        ({ part }) =>
          (now: TurnInput) =>
            answerOf(part, now, ports),
      ),
    ...(kinds.has("report") ? [(now: TurnInput) => report(matters, now, ports)] : []),
  ];
  return steps
    .slice(1)
    .reduce(
      (turn, step) => join(turn, step({ ...input, state: turn.state })),
      (steps[0] as (now: TurnInput) => Turn)(input),
    );
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
  const isReport = intents.some(isReported);
  if (isAnswered(part, input, ports)) return { kind: "question", part };
  return { kind: isReport ? "report" : "talk", part };
}

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

/** The report in the citizen's own words, with the talk around it; what was answered is left out. */
function report(matters: readonly Matter[], input: TurnInput, ports: MixedPorts): Turn {
  const told = matters.filter(({ kind }) => kind === "report" || kind === "talk").map(({ part }) => part);
  const text = told.map((part) => part.text).join(" ");
  const said = new Set(told.flatMap((part) => part.understood.sightings.map(({ intent }) => intent)));
  const sightings = input.whole.understood.sightings.filter(({ intent }) => said.has(intent));
  const whole: Part = { ...input.whole, text, understood: { sightings, asks: false, seeks: false, wants: false } };
  const intents = sightings.map(({ intent }) => intent);
  return feedbackTurn({ ...input, message: { ...input.message, text }, whole, parts: [whole] }, intents, ports);
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
