import { faultBehindPraise, mayTurn, praises, troubleAt } from "./apart.ts";
import { isOneName } from "./context.ts";
import { recordTypeOf } from "./draft.ts";
import { feedbackTurn, severalTurn } from "./feedback.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { ask, isBesidesQuestion, type Matter, matterOf, NUMBERED, standingOf } from "./matters.ts";
import { reportIntents } from "./meant-as-report.ts";
import type { Part, Turn, TurnInput } from "./model.ts";
import { namesHolder } from "./office-holders.ts";
import type { ToldPart } from "./parts.ts";
import { say } from "./plain.ts";
import type { QuestionPorts } from "./question-turns.ts";
import { beginsAnother } from "./segments.ts";

type MixedPorts = QuestionPorts & FeedbackPorts;
type Guide = (intent: string, input: TurnInput) => Turn;

/**
 * A message about several matters: each is dealt with, none dropped (Luật Tiếp công dân Đ25.3 asks the same of a letter).
 * Guidance first, then answers; what is to be written down is shown as a list with them, each report by itself, and
 * confirmed. Undefined when the message is about one matter.
 */
export function mixedTurn(input: TurnInput, ports: MixedPorts, guide: Guide): Turn | undefined {
  if (input.state.offered || isOneName(input.whole)) return undefined;
  return (
    faultTurn(input, ports) ??
    turnOfParts(input.sides, input, ports, guide) ??
    turnOfParts(input.parts, input, ports, guide)
  );
}

/** "khen cán bộ, mà đường nát quá": the praise is one report and what is wrong another; thanks alone only lead up to it. */
function faultTurn(input: TurnInput, ports: MixedPorts): Turn | undefined {
  const [praise, fault] = input.sides;
  if (!praise || !fault || !faultBehindPraise(input.sides)) return undefined;
  const said = fault.understood.sightings.map(({ intent }) => intent);
  const intents = reportIntents(fault, said).filter((intent) => intent !== "khen_gop_y");
  if (!praises(praise.understood)) return feedbackTurn(input, intents, ports);
  const parts: readonly ToldPart[] = [
    { kind: "report", recordType: "khen_gop_y", text: praise.text },
    { kind: "report", recordType: recordTypeOf(intents), text: fault.text },
  ];
  return severalTurn(input, parts, ports);
}

function turnOfParts(cut: readonly Part[], input: TurnInput, ports: MixedPorts, guide: Guide): Turn | undefined {
  if (cut.length < 2 || !cut.some(isBesidesQuestion)) return undefined;
  const matters = apart(cut.map((part, at) => matterOf(part, standingOf(cut, at), input, ports)));
  const parts = told(matters, input, ports);
  const kinds = new Set(parts.map(({ kind }) => kind));
  const hasReport = kinds.has("report");
  if (parts.length < 2 || !(hasReport || (kinds.has("guided") && kinds.size > 1))) return undefined;
  const guided = new Set(matters.flatMap((matter) => (matter.kind === "guided" ? [matter.intent] : [])));
  const asked = matters.filter(({ kind }) => kind === "question" || (kind === "later" && !hasReport));
  const sent = matters.flatMap((matter) => (matter.kind === "sent" ? [matter.intent] : []));
  const dossiers = sent.filter((intent) => intent === "tra_cuu_ho_so").slice(0, 1);
  const tickets = sent.filter((intent) => intent === "tra_cuu_phieu").slice(0, 1);
  const steps: ((now: TurnInput) => Turn)[] = [
    ...[...guided].map((intent) => (now: TurnInput) => guide(intent, now)),
    ...asked.map(
      ({ part }) =>
        (now: TurnInput) =>
          answerOf(part, now, ports),
    ),
    ...dossiers.map(() => (now: TurnInput) => guide("tra_cuu_ho_so", now)),
    ...(hasReport
      ? [(now: TurnInput) => severalTurn(now, parts, ports)]
      : tickets.map(() => (now: TurnInput) => say(now, ports.wording.say("tra_cuu_rieng"), SENT))),
  ];
  const [first, ...others] = steps;
  return first && others.reduce((turn, step) => join(turn, step({ ...input, state: turn.state })), first(input));
}

const SENT = { intent: "tra_cuu_phieu", outcome: "status" } as const;

/** The list as it is shown: reports, answers and guidance in the order they were told. */
function told(matters: readonly Matter[], input: TurnInput, ports: MixedPorts): readonly ToldPart[] {
  const start: Telling = { shown: [], before: [], isBetween: false };
  const { shown } = matters.reduce((telling, matter) => further(telling, matter, ports), start);
  const parts = shown.map((one) => (one.kind === "parts" ? reportOf(one, input) : one));
  if (!parts.some(({ kind }) => kind === "report")) return parts;
  // One question is asked back about; who asked more of them is answered by a person.
  const first = parts.findIndex(({ kind }) => kind === "later");
  return parts.map((part, at) => (part.kind === "later" && at !== first ? forOfficer(part.text) : part));
}

const forOfficer = (text: string): ToldPart => ({ kind: "report", recordType: "hoi_dap", text });

/** A report and the talk that stands beside it. */
interface Report {
  readonly kind: "parts";
  readonly parts: readonly Part[];
  readonly intents: readonly string[];
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
  const intents = kind === "report" ? matter.intents : [];
  const at = shown.findLastIndex((one) => one.kind === "parts");
  const last = shown[at];
  const isMore = last?.kind === "parts" && (kind === "talk" || !isAnother(matter, last, isBetween, ports));
  if (isMore) {
    const more = { ...last, parts: [...last.parts, part], intents: [...last.intents, ...intents] };
    return { shown: shown.with(at, more), before, isBetween };
  }
  if (kind === "talk") return { shown, before: [...before, part], isBetween };
  return { shown: [...shown, { kind: "parts", parts: [...before, part], intents }], before: [], isBetween: false };
}

function besides(matter: Matter): ToldPart {
  const { part, kind } = matter;
  if (kind === "later") return { kind, text: part.text, asking: matter.asking };
  if (kind === "guided") return { kind, recordType: matter.intent === "to_cao" ? "to_cao" : "khieu_nai" };
  if (kind === "sent") return { kind: matter.intent === "tra_cuu_phieu" ? kind : "answered", text: part.text };
  return kind === "question" ? { kind: "answered", text: part.text } : forOfficer(part.text);
}

/** Another matter than the report before it, and not more of its tale: told as one, and about something else. */
function isAnother(
  { part, intents }: Extract<Matter, { kind: "report" }>,
  report: Report,
  isBetween: boolean,
  ports: MixedPorts,
): boolean {
  const type = recordTypeOf(intents);
  const typeBefore = recordTypeOf(report.intents);
  if ((type === "khen_gop_y") !== (typeBefore === "khen_gop_y")) return true;
  const topicOf = (text: string) => ports.route("hien_truong", text, undefined, null).topic;
  const topic = topicOf(part.text);
  const before = topicOf(report.parts.map(({ text }) => text).join(" "));
  const isElsewhere = isInAnotherPlace(part, report.parts);
  const isMarked = isSaidAsAnother(part) || isElsewhere || NUMBERED.test(part.text);
  if (topic === undefined || before === undefined) return isMarked;
  return topic !== before && (isMarked || isBetween || type !== typeBefore);
}

/** "Đèn thôn 1 tắt. Cống thôn 4 nghẹt." */
function isInAnotherPlace(part: Part, before: readonly Part[]): boolean {
  const place = troubleAt(part.text, () => part.understood);
  const places = before.flatMap((one) => troubleAt(one.text, () => one.understood) ?? []);
  return place !== undefined && places.length > 0 && !places.includes(place);
}

/** In the citizen's own words, and of the kind the most urgent of its cues says. */
function reportOf({ parts, intents: said }: Report, { whole }: TurnInput): ToldPart {
  const sighted = whole.understood.sightings.map(({ intent }) => intent).filter((intent) => said.includes(intent));
  const intents = [...sighted, ...said];
  return { kind: "report", recordType: recordTypeOf(intents), text: parts.map(({ text }) => text).join(" ") };
}

const ANNOUNCED = /^(?:xin|muốn|muon) (?:phản ánh|phan anh|góp ý|gop y)(?!\p{L})/iu;
const isSaidAsAnother = ({ text }: Part): boolean => beginsAnother(text) || ANNOUNCED.test(text);

/**
 * Beside a complaint or denunciation only what is plainly another matter is a report: the rest is its story, which must
 * not stand in an ordinary ticket (Luật Tố cáo Đ8.3).
 */
function apart(matters: readonly Matter[]): readonly Matter[] {
  if (!matters.some(({ kind }) => kind === "guided")) return matters;
  return matters.filter(
    ({ kind, part }, at) =>
      kind === "guided" ||
      kind === "question" ||
      kind === "later" ||
      kind === "sent" ||
      (kind === "report" && (isSaidAsAnother(part) || isTurnedFrom(part, matters[at + 1]?.part) || isOfAPlace(part))),
  );
}

/** "mà đường trước quán ngập", or what stands before "mà ông công an …"; whoever names an official goes on with their story. */
const isTurnedFrom = (part: Part, next: Part | undefined): boolean =>
  (mayTurn(part.text) || (next !== undefined && mayTurn(next.text))) && !namesHolder(part.text);

/** "Đường thôn 3 ngập.": a trouble where it is, and nobody's doing. */
const isOfAPlace = (part: Part): boolean =>
  troubleAt(part.text, () => part.understood) !== undefined && !namesHolder(part.text);

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
