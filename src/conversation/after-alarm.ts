import type { Wording } from "../messages/index.ts";
import { words } from "../text/index.ts";
import { isSurelyNamed } from "./context.ts";
import { aftermathIn } from "./danger-told.ts";
import { feedbackTurn } from "./feedback.ts";
import type { Turn, TurnInput } from "./model.ts";
import { isEmergency } from "./understand.ts";
import { isSelfHarm, numberOf, numberToCall, type UrgentPorts } from "./urgent.ts";

/**
 * What somebody says who was just given a number to call, and is no new call: they ask what to do, are afraid to call, say that help came,
 * or what the flood left of the house. Undefined where it is none of this.
 */
export function afterAlarm(input: TurnInput, alarm: string, ports: UrgentPorts): Turn | undefined {
  if (input.message.call) return undefined;
  const told = asksForMatter(input) ? undefined : aftermathIn(input.message.text);
  if (isSelfHarm(alarm)) return told === "asks" || told === "awaits" ? againOf(alarm, input, ports) : undefined;
  if (told === "damage") return damageTurn(input, ports);
  if (told) return answered(keyOf(told, alarm), input, alarm, ports);
  return givesNumber(input) ? answered("khan_cap.lien_he", input, alarm, ports) : undefined;
}

function keyOf(told: "asks" | "awaits" | "over", alarm: string): string {
  if (told === "awaits") return "khan_cap.ai_toi";
  if (told === "over") return "khan_cap.da_qua";
  return BY_PEOPLE.has(alarm) ? "khan_cap.lam_gi_bao_luc" : "khan_cap.lam_gi";
}

/** "đăng ký thường trú cần làm gì" goes on from nothing. */
const asksForMatter = ({ whole: { hits, question } }: TurnInput): boolean =>
  question.codes.length > 0 ||
  hits
    .slice(0, 1)
    .some((hit) => isSurelyNamed(hit) && hit.features.exact + hit.features.alias + hit.features.named > 0.8);

/** What is left of the house is a report, unless a phrase calls for help anew. */
function damageTurn(input: TurnInput, ports: UrgentPorts): Turn | undefined {
  const isNewCall = input.whole.understood.sightings.some(({ intent, cue }) => isEmergency(intent) && cue !== "model");
  return input.state.flow || isNewCall ? undefined : feedbackTurn(input, ["hien_truong"], ports);
}

/** Danger that comes from somebody: they get away from them first. */
const BY_PEOPLE = new Set(["khan_cap.111", "khan_cap.113"]);

/** The number once more where a person is asked for, who reads this in working hours; and where nothing else was understood. */
export function numberAgain(turn: Turn, input: TurnInput, alarm: string, ports: UrgentPorts): Turn {
  if (turn.trace.intent === "gap_can_bo") {
    if (isSelfHarm(alarm)) return againOf(alarm, input, ports);
    const first = ports.wording.say("khan_cap.goi_truoc", numberOf(alarm, ports.wording));
    return { ...turn, replies: [first, ...turn.replies] };
  }
  if (isTalkOnly(turn)) return { ...turn, state: { ...turn.state, alarm } };
  if (!isLost(turn, input)) return turn;
  return isSelfHarm(alarm) ? againOf(alarm, input, ports) : answered("khan_cap.con_nguy", input, alarm, ports);
}

/** An officer is told of it as of what was said before; of "dạ" alone there is nothing to tell. */
function againOf(alarm: string, input: TurnInput, ports: UrgentPorts): Turn {
  const told = numberToCall("tu_hai", input, ports, alarm);
  return words(input.message.text).length < FEWEST_TOLD ? { ...told, commands: [] } : told;
}
const FEWEST_TOLD = 3;

const isTalkOnly = ({ trace }: Turn): boolean => trace.outcome === "smalltalk";

/** Nothing was asked, and all that was found is what chance words come to. */
function isLost({ trace }: Turn, { message, state, whole }: TurnInput): boolean {
  const { hits, question } = whole;
  const { wants, sightings } = whole.understood;
  const names = (hits[0]?.score ?? 0) >= NAMES_A_MATTER || question.facets.length > 0;
  const isGuess =
    words(message.text).length <= LONGEST_LOST && !hits.slice(0, 1).some(isSurelyNamed) && question.facets.length === 0;
  return (
    trace.outcome === "clarify" &&
    !state.flow &&
    state.topics.length === 0 &&
    !wants &&
    (isGuess || !names) &&
    sightings.length === 0
  );
}
/** Few words that name no record are about the danger, whatever search makes of them. */
const LONGEST_LOST = 9;
/** On the re-ranker's scale, as in talk (plain.ts). */
const NAMES_A_MATTER = 1.4;

/** Their name or a number to call back: it goes to nobody from here. */
const givesNumber = ({ message: { text }, state, whole }: TurnInput): boolean =>
  !state.flow && whole.question.facets.length === 0 && words(text).length <= LONGEST_CONTACT && NUMBER.test(text);
const NUMBER = /(?:\+?84|0)(?:[\s.-]?\d){9}(?!\d)/;
const LONGEST_CONTACT = 20;

function answered(key: string, { state }: TurnInput, alarm: string, { wording }: { readonly wording: Wording }): Turn {
  return {
    state: { ...state, alarm },
    replies: [wording.say(key, numberOf(alarm, wording))],
    commands: [],
    trace: { intent: alarm, outcome: "emergency" },
  };
}
