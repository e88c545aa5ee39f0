import type { Wording } from "../messages/index.ts";
import { answerQuestion } from "./ask.ts";
import { type FeedbackPorts, feedbackTurn } from "./feedback.ts";
import { readsLikeReport, reportIntents } from "./meant-as-report.ts";
import type { Part, Turn, TurnInput } from "./model.ts";
import type { QuestionPorts } from "./question-turns.ts";
import { FEEDBACK_RECORD, isEmergency } from "./understand.ts";

type UrgentPorts = QuestionPorts & FeedbackPorts & { readonly wording: Wording };

/** The number to call, before anything else; then what was asked or reported in the same breath, so that nothing is dropped. */
export function emergencyTurn(intent: string, input: TurnInput, ports: UrgentPorts): Turn {
  const first = numberToCall(intent, input, ports);
  // Nobody who thinks of dying is given procedures to read: a person is told instead.
  const then = intent === "tu_hai" ? undefined : besides(input, ports);
  if (!then) return first;
  return {
    state: then.state,
    replies: [...first.replies, ...then.replies],
    commands: [...first.commands, ...then.commands],
    trace: { ...then.trace, ...first.trace },
  };
}

function numberToCall(intent: string, input: TurnInput, ports: UrgentPorts): Turn {
  const key = intent.startsWith("khan_cap") ? intent : "khan_cap.tu_hai";
  const turn: Turn = {
    state: input.state,
    replies: [ports.wording.say(key)],
    commands: [],
    trace: { intent, outcome: "emergency" },
  };
  if (intent !== "tu_hai") return turn;
  // A number alone must not be all such a person gets: a duty officer is told.
  const draft = ports.handOver(input.message, "tu_hai");
  return { ...turn, commands: [{ kind: "open_ticket", draft, sayOpened: null }] };
}

/** Words that ask to be heard: whoever only calls for help is not asked for a report. */
const ASKS_TO_BE_HEARD = new Set(["phan_anh", "kien_nghi", "pakn_hanh_vi", "pakn_quy_dinh", "ho_so_tre"]);

function besides(input: TurnInput, ports: UrgentPorts): Turn | undefined {
  const intents = calmly(input.whole).map(({ intent }) => intent);
  if (input.message.call) return feedbackTurn(input, intents, ports);
  if (input.state.flow) return undefined;
  // What no phrase but the classifier took for an emergency may well be the complaint it reads like.
  const byPhrase = input.whole.understood.sightings.some(({ intent, cue }) => isEmergency(intent) && cue !== "model");
  const isReport = (intent: string) => (byPhrase ? ASKS_TO_BE_HEARD.has(intent) : intent in FEEDBACK_RECORD);
  if (intents.some(isReport) || readsLikeReport(input.whole))
    return feedbackTurn(input, reportIntents(input.whole, intents), ports);
  const asked = input.parts.length > 1 ? input.parts.find((part) => isCalmQuestion(part)) : undefined;
  return asked && answered(asked, input, ports);
}

const calmly = ({ understood }: Part) => understood.sightings.filter(({ intent }) => !isEmergency(intent));

const isCalmQuestion = (part: Part): boolean =>
  part.understood.seeks && calmly(part).length === part.understood.sightings.length;

function answered(part: Part, input: TurnInput, ports: UrgentPorts): Turn | undefined {
  const message = { ...input.message, text: part.text };
  const result = answerQuestion({ ...input, message, whole: part, parts: [part] }, ports);
  return result.kind === "turn" && result.strong && part.question.facets.length > 0 ? result.turn : undefined;
}
