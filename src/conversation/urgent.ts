import type { Wording } from "../messages/index.ts";
import { words } from "../text/index.ts";
import { answerQuestion } from "./ask.ts";
import { pinIn, placeWithPin } from "./attached.ts";
import { ofSomeoneElse, warningFor } from "./danger-told.ts";
import { feedbackTurn, onward } from "./feedback.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { addedToLast } from "./last-ticket.ts";
import { leansOn } from "./leans.ts";
import { readsLikeReport, reportIntents } from "./meant-as-report.ts";
import type { Part, Turn, TurnInput } from "./model.ts";
import { tellsOnlyOrigin } from "./origin.ts";
import { placeTold } from "./place-told.ts";
import type { QuestionPorts } from "./question-turns.ts";
import { FLOW } from "./said-anew.ts";
import type { FlowPosition } from "./state.ts";
import { FEEDBACK_RECORD, isEmergency } from "./understand.ts";

export type UrgentPorts = QuestionPorts & FeedbackPorts & { readonly wording: Wording };

/**
 * What an emergency sighted in a message leads to; undefined where none is. `asIfCalm` takes the message as if none were, for a call
 * that is not sure.
 */
export function urgentTurn(
  input: TurnInput,
  ports: UrgentPorts,
  asIfCalm: (input: TurnInput) => Turn,
): Turn | undefined {
  const urgent = urgentIn(input);
  if (!urgent) return undefined;
  return isDoubtful(urgent, input) ? withNumbers(asIfCalm(calmed(input)), ports) : emergencyTurn(urgent, input, ports);
}

/** The emergency sighted in a message, unless it is more of what is talked about, or it and each of its sentences that calls for help plainly asks for a procedure. */
function urgentIn({ whole, parts, state }: TurnInput): string | undefined {
  const intent = tellsOnlyOrigin(whole.text) ? undefined : callIn(whole);
  if (intent !== "tu_hai" && (leansOn(state, whole.understood.leaning) || isOnlyFraud(whole))) return undefined;
  const isCall = (part: Part) => callIn(part) !== undefined && !asksForProcedure(part);
  return intent !== undefined && [whole, ...parts].some(isCall) ? intent : undefined;
}

/** Of fraud people are warned before their report is taken down; who only lost money to a voice needs no patrol at once. */
const isOnlyFraud = ({ understood: { sightings, called = 1 } }: Part): boolean =>
  called < SURELY_CALLED && sightings.some(({ intent }) => intent === "lua_dao");

/**
 * While a procedure is talked about most of what might be a call is more of that ("nó học nội trú trên Pleiku, tôi khai thay được
 * không"): it is answered, and the numbers stand before the answer.
 */
const isDoubtful = (intent: string, { whole, state, message }: TurnInput): boolean =>
  intent !== "tu_hai" &&
  message.call === undefined &&
  state.flow === undefined &&
  (state.topics.length > 0 || state.offered !== undefined) &&
  (whole.understood.called ?? 1) < SURELY_CALLED;
/** Of calls weighed by models that never saw them 5 in 100 are less sure. */
const SURELY_CALLED = 0.75;

function calmed(input: TurnInput): TurnInput {
  const calm = (part: Part): Part => ({ ...part, understood: { ...part.understood, sightings: calmly(part) } });
  return { ...input, whole: calm(input.whole), parts: input.parts.map(calm) };
}

const withNumbers = (turn: Turn, ports: UrgentPorts): Turn => ({
  ...turn,
  replies: [ports.wording.say("khan_cap.neu_can"), ...turn.replies],
});

const callIn = ({ understood }: Part): string | undefined =>
  understood.sightings.find(({ intent }) => isEmergency(intent))?.intent;

/**
 * What to bring, pay or hand in is asked of a procedure that the words find ("vợ mới sinh, làm khai sinh cần gì"; "sổ đỏ lần đầu" typed
 * without accents holds "đổ lăn"). Whoever is in danger puts no such question: of 1,353 calls learnt from one does, and that in another sentence.
 */
function asksForProcedure(part: Part): boolean {
  const { understood, question, hits } = part;
  const { wants, seeks } = understood;
  const [best] = hits;
  if (best === undefined || best.kind === "outside" || callIn(part) === "tu_hai") return false;
  const isAllOfIt = seeks && best.features.asked > 0.85 && best.features.pairs > 0.5 && best.score > 2;
  return isAllOfIt || ((wants || question.facets.length > 0) && best.kind === "procedure" && best.score > 1.6);
}

/** The number to call, before anything else; then what was asked or reported in the same breath, so that nothing is dropped. */
function emergencyTurn(intent: string, input: TurnInput, ports: UrgentPorts): Turn {
  const first = numberToCall(intent, input, ports);
  // Nobody who thinks of dying is given procedures to read: a person is told instead.
  const then = intent === "tu_hai" ? undefined : besides(input, ports);
  if (!then) return first;
  const { alarm } = first.state;
  // A report begun besides asks for the place itself; one that was under way before waits: where the danger is may come first.
  const isBegun = then.state.flow !== undefined && input.state.flow === undefined;
  return {
    state: isBegun || alarm === undefined ? then.state : { ...then.state, alarm },
    replies: [...first.replies, ...then.replies],
    commands: [...first.commands, ...then.commands],
    trace: { ...then.trace, ...first.trace },
  };
}

/** How it is remembered that somebody thinks of dying; OTHER when it was told of another than who writes. */
const SELF_HARM = "tu_hai";
const OTHER = "tu_hai.nguoi_khac";
export const isSelfHarm = (alarm: string): boolean => alarm === SELF_HARM || alarm === OTHER;

/** `before`: for whom the thought of dying was told, where this says more of it. */
export function numberToCall(intent: string, input: TurnInput, ports: UrgentPorts, before?: string): Turn {
  const { text } = input.message;
  const alarm = before ?? (intent === SELF_HARM && ofSomeoneElse(text) ? OTHER : intent);
  const key = isSelfHarm(alarm) ? `khan_cap.${alarm}` : alarm;
  const warning = isSelfHarm(alarm) ? undefined : warningFor(text);
  const turn: Turn = {
    state: { ...input.state, alarm },
    replies: [key, ...(warning ? [warning] : [])].map((each) => ports.wording.say(each)),
    commands: [],
    trace: { intent: isSelfHarm(alarm) ? SELF_HARM : intent, outcome: "emergency" },
  };
  if (!isSelfHarm(alarm)) return turn;
  // A number alone must not be all such a person gets: a duty officer is told.
  const draft = ports.handOver(input.message, "tu_hai");
  return { ...turn, commands: [{ kind: "open_ticket", draft, sayOpened: null }] };
}

/** Whoever was given a number often tells us the place: it goes to nobody from here, which must be said at once. */
export function placeOfAlarm(input: TurnInput, ports: UrgentPorts): Turn | undefined {
  const { alarm } = input.state;
  const pin = pinIn(input.message.attachments);
  // In a flow that asks for the place it is the answer to that, too.
  if (alarm === undefined || input.state.flow?.step === "dia-ban") return undefined;
  if (!pin && !tellsWhere(input, ports)) return undefined;
  const place = placeWithPin(input.message.text || undefined, pin ? { coordinates: pin } : {}, ports.wording) ?? "";
  // An officer is told of it as of what was said before.
  if (isSelfHarm(alarm))
    return numberToCall(SELF_HARM, { ...input, message: { ...input.message, text: place } }, ports, alarm);
  const reply = ports.wording.say("khan_cap.dia_diem", {
    ...numberOf(alarm, ports.wording),
    dia_diem: place,
  });
  return {
    state: input.state,
    replies: [reply],
    commands: [],
    trace: { intent: alarm, outcome: "emergency" },
  };
}

/** The number of an alarm, in digits and as it is said. */
export function numberOf(alarm: string, wording: Wording) {
  const number = alarm.slice(-3);
  return { so: number, so_doc: [...number].map((digit) => wording.text(`chu_so.${digit}`)).join(" ") };
}

const LONGEST_PLACE = 20;
/** What leads up to a place: "dạ em đang ở …", "địa chỉ là …". */
const LEADS_TO_PLACE =
  /^(?:(?:dạ|da|em|tôi|toi|tui|mình|minh|cháu|chau|con|nhà|nha|đang|dang|địa chỉ|dia chi|địa điểm|dia diem|chỗ này|cho nay|là|la) )+/iu;

/** "nhà ông ấy ở thôn 2": of somebody else. */
const BEHIND_AT = /^(?:\S+ ){1,5}(?:ở|o|tại|tai) (?<where>\S.*)$/iu;

function tellsWhere({ message, whole }: TurnInput, { places }: UrgentPorts): boolean {
  const { asks, seeks, wants, sightings } = whole.understood;
  const told = message.text.replace(LEADS_TO_PLACE, "");
  if (message.call || asks || wants || words(told).length > LONGEST_PLACE) return false;
  const isElse = sightings.some(
    ({ intent, cue }) => cue !== "model" && (intent in FEEDBACK_RECORD || isEmergency(intent)),
  );
  if (seeks || isElse) return false;
  const where = BEHIND_AT.exec(told)?.groups?.["where"] ?? told;
  return (
    placeTold(told) !== undefined || placeTold(where) === "whole" || places.find(told, { asked: true }).kind !== "none"
  );
}

/** Words that ask to be heard: whoever only calls for help is not asked for a report. */
const ASKS_TO_BE_HEARD = new Set(["phan_anh", "kien_nghi", "pakn_hanh_vi", "pakn_quy_dinh", "ho_so_tre"]);

function besides(input: TurnInput, ports: UrgentPorts): Turn | undefined {
  const intents = calmly(input.whole).map(({ intent }) => intent);
  if (input.message.call) return feedbackTurn(input, intents, ports);
  if (input.state.flow) return keptInReport(input, input.state.flow, ports);
  const added = addedToLast(input, ports);
  if (added) return added;
  // What no phrase but the classifier took for an emergency may well be the complaint it reads like.
  const byPhrase = input.whole.understood.sightings.some(({ intent, cue }) => isEmergency(intent) && cue !== "model");
  const isReport = (intent: string) => (byPhrase ? ASKS_TO_BE_HEARD.has(intent) : intent in FEEDBACK_RECORD);
  if (intents.some(isReport) || readsLikeReport(input.whole))
    return feedbackTurn(input, reportIntents(input.whole, intents), ports);
  const asked = input.parts.length > 1 ? input.parts.find((part) => isCalmQuestion(part)) : undefined;
  return asked && answered(asked, input, ports);
}

/** What raised the alarm is more of the report under way, and often the gravest of it. */
function keptInReport(input: TurnInput, flow: FlowPosition, ports: UrgentPorts): Turn | undefined {
  const { text } = input.message;
  const { content } = flow.saved;
  if (flow.flow !== FLOW) return undefined;
  if (flow.step === "noi-dung") return onward(input, flow, ports);
  // Of several matters shown in a list none is its own yet.
  if (content === undefined) return undefined;
  const told = `${content}\n${text}`;
  return {
    state: { ...input.state, flow: { ...flow, saved: { ...flow.saved, content: told } } },
    replies: [ports.wording.say("da_ghi_them")],
    commands: [],
    trace: { intent: "phan_anh", outcome: "flow" },
  };
}

const calmly = ({ understood }: Part) => understood.sightings.filter(({ intent }) => !isEmergency(intent));

const isCalmQuestion = (part: Part): boolean =>
  part.understood.seeks && calmly(part).length === part.understood.sightings.length;

function answered(part: Part, input: TurnInput, ports: UrgentPorts): Turn | undefined {
  const message = { ...input.message, text: part.text };
  const result = answerQuestion({ ...input, message, whole: part, parts: [part] }, ports);
  return result.kind === "turn" && result.strong && part.question.facets.length > 0 ? result.turn : undefined;
}
