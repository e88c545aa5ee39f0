import type { Wording } from "../messages/index.ts";
import { isForeign } from "../text/index.ts";
import type { TicketStatus } from "../tickets/index.ts";
import { afterAlarm, numberAgain } from "./after-alarm.ts";
import { answerQuestion, type QuestionResult } from "./ask.ts";
import { askingLater } from "./asked-later.ts";
import { withFiles, withPin, wordlessTurn } from "./attached.ts";
import { asBare } from "./bare.ts";
import { correctionTurn } from "./call-turns.ts";
import { claimTurn } from "./claim/turn.ts";
import { withCondolence } from "./condolence.ts";
import { wishingOfOwnData, withoutDataWish } from "./data-wish.ts";
import { type ElsewherePorts, notForElsewhere } from "./elsewhere.ts";
import { feedbackTurn, inFlow } from "./feedback.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { answeringOfficer, receiptTurn, statusTurn, ticketTurn, unnamedTicketTurn, whyDueTurn } from "./follow-up.ts";
import { asFollowing, withoutOffer } from "./following.ts";
import { wantsForgery } from "./forgery.ts";
import { askingOnAfterGuidance, withoutGuidance } from "./guidance.ts";
import { keywordTurn } from "./keyword.ts";
import { aboutLastTicket, rememberingSent } from "./last-ticket.ts";
import { asPointer, withoutMatter } from "./leaning.ts";
import { leansOn } from "./leans.ts";
import { isFeedback, readsLikeReport, reportIntents, type UnderWay } from "./meant-as-report.ts";
import { mixedTurn } from "./mixed.ts";
import type { Turn, TurnInput } from "./model.ts";
import { objectingTurn } from "./objecting.ts";
import { asksHowSoon } from "./of-report.ts";
import { type OfficePorts, officeTurn } from "./office-facts.ts";
import { CASE_FLOW, caseTurn, secretTurn } from "./own-case.ts";
import { askingForDossier, asPleasantry, asSmallTalk, asTalk, isSentOn, plain, say, wishing } from "./plain.ts";
import { askAgain, type QuestionPorts } from "./question-turns.ts";
import { askingAfterEarlier } from "./reported-before.ts";
import { isContactOnly } from "./sender.ts";
import { placeOfAlarm, urgentTurn } from "./urgent.ts";
import { WITHDRAWAL_FLOW, withdrawalTurn, withoutWithdrawal } from "./withdrawal.ts";

export interface TurnPorts extends QuestionPorts, FeedbackPorts, OfficePorts, ElsewherePorts {
  readonly wording: Wording;
  readonly officeName: string;
}

/** Decides one turn. Pure: everything it needs was gathered, everything it wants done is returned. */
export function decide(given: TurnInput, ports: TurnPorts): Turn {
  const { awaitsClaim: _, ...state } = given.state;
  const input = { ...given, state };
  const commanded = keywordTurn(input, ports);
  if (commanded) return commanded;
  const pinned = withPin(input);
  const decided = withCondolence(pinned, inOrder(pinned, ports), ports.wording);
  const turn = withFiles(
    pinned,
    withoutQuestion(pinned.state, rememberingSent(rememberingList(decided))),
    ports.wording,
  );
  if (turn.state.greeted) return turn;
  const introduction = ports.wording.say("gioi_thieu", { don_vi: ports.officeName });
  const replies = turn.trace.outcome === "emergency" ? turn.replies : [introduction, ...turn.replies];
  return { ...turn, replies, state: { ...turn.state, greeted: true } };
}

/** What is asked once is not waited for any longer. */
const withoutQuestion = (before: TurnInput["state"], turn: Turn): Turn =>
  withoutDataWish(before, withoutGuidance(before, withoutWithdrawal(before, withoutOffer(before, turn))));

/** Several procedures in one turn can be counted in the next. */
function rememberingList(turn: Turn): Turn {
  const codes = turn.trace.codes ?? [];
  return codes.length > 1 ? { ...turn, state: { ...turn.state, listed: codes } } : turn;
}

function inOrder(input: TurnInput, ports: TurnPorts): Turn {
  if (input.found.corrects) return correctionTurn(input, input.found.corrects);
  const { alarm, ...state } = input.state;
  const since = { ...input, state };
  const where = placeOfAlarm(input, ports);
  if (where) return where;
  const after = alarm === undefined ? undefined : afterAlarm(since, alarm, ports);
  if (after) return after;
  const urgent = urgentTurn(since, ports, (calm) => calmly(calm, ports));
  if (urgent) return urgent;
  const turn = calmly(input, ports);
  return alarm === undefined ? turn : numberAgain(turn, since, alarm, ports);
}

function calmly(given: TurnInput, ports: TurnPorts): Turn {
  const intents = given.whole.understood.sightings.map(({ intent }) => intent);
  // Whoever changes the channel has yet to say where the emergency is.
  const moved = claimTurn(given, intents, ports);
  if (moved) return moved;
  const { alarm: _, ...state } = given.state;
  const input = { ...given, state };
  if (input.message.call) {
    const isToldOnly = intents.length === 0 && readsLikeReport(input.whole);
    return feedbackTurn(input, isToldOnly ? reportIntents(input.whole, intents) : intents, ports);
  }
  const opened = secretTurn(input, intents, ports);
  if (opened) return opened;
  if (input.message.text === "") return wordlessTurn(input, ports);
  if (input.state.flow?.flow === CASE_FLOW)
    return caseTurn(input, intents, ports, () => byIntent(input, intents, ports));
  if (input.state.flow?.flow === WITHDRAWAL_FLOW)
    return withdrawalTurn(input, ports, (free) => byIntent(free, intents, ports));
  if (input.state.flow)
    return askingLater(
      input,
      inFlow(input, intents, ports, () => byIntent(input, intents, ports)),
    );
  return byIntent(input, intents, ports);
}

/** Answered before anything else is read into the message. */
const FIRST_OF_ALL = new Set(["tan_cong", "hoi_mien_phi_chung", "to_cao", "khieu_nai"]);

const TICKET_INTENTS = new Set(["rut_phieu", "bo_sung_phieu", "khong_dong_y"]);

/** One way to take a message; undefined when it is not meant so. */
type Reading = (input: TurnInput, intents: readonly string[], ports: TurnPorts) => Turn | undefined;

/** Tried in this order; the first that applies is the turn. */
const READINGS: readonly Reading[] = [
  withoutWords,
  answeringOffer,
  wishingOfOwnData,
  asBare,
  objecting,
  askingOnAfterGuidance,
  aboutLastTicket,
  wantingForgery,
  asSeveralMatters,
  beforeAllElse,
  inAnotherLanguage,
  aboutOwnTicket,
  askingAfterEarlier,
  askingForReceipt,
  asContactForTicket,
  askingForStatus,
  askingForPerson,
  asPleasantry,
  answeringOfficer,
  asTalk,
  aboutOffice,
  askingForDossier,
  wishing,
  asPointer,
  withoutMatter,
  asQuestionOrReport,
  asSmallTalk,
];

function byIntent(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn {
  for (const reading of READINGS) {
    const turn = reading(input, intents, ports);
    if (turn) return turn;
  }
  const question = answerQuestion(input, ports);
  return question.kind === "turn" ? notForElsewhere(question.turn, input, ports) : unclear(input, ports);
}

function withoutWords(input: TurnInput, _intents: readonly string[], ports: TurnPorts): Turn | undefined {
  if (/[\p{L}\p{N}]/u.test(input.message.text)) return undefined;
  return say(input, ports.wording.say("chi_bieu_tuong"), { intent: "khong_ro", outcome: "smalltalk" });
}

function answeringOffer(input: TurnInput, _intents: readonly string[], ports: TurnPorts): Turn | undefined {
  return asFollowing(input, ports);
}

/** Before it is split: "tôi không đồng ý, rác vẫn còn" is one matter. */
function objecting(input: TurnInput, [first]: readonly string[], ports: TurnPorts): Turn | undefined {
  return first !== undefined && FIRST_OF_ALL.has(first) ? undefined : objectingTurn(input, ports);
}

function wantingForgery(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  return intents.length === 0 && wantsForgery(input.message.text) ? plain("lam_gia", input, ports) : undefined;
}

/** Inside a flow the answer waited for may be any number of sentences. */
function asSeveralMatters(input: TurnInput, [first]: readonly string[], ports: TurnPorts): Turn | undefined {
  return first === "tan_cong" || input.state.flow
    ? undefined
    : mixedTurn(input, ports, (intent, now) => plain(intent, now, ports));
}

function beforeAllElse(input: TurnInput, [first]: readonly string[], ports: TurnPorts): Turn | undefined {
  return first !== undefined && FIRST_OF_ALL.has(first) ? plain(first, input, ports) : undefined;
}

function inAnotherLanguage(input: TurnInput, _intents: readonly string[], ports: TurnPorts): Turn | undefined {
  return isForeign(input.message.text) ? plain("ngon_ngu_khac", input, ports) : undefined;
}

function aboutOwnTicket(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  const intent = intents.find((one) => TICKET_INTENTS.has(one));
  if (!intent) return undefined;
  if (input.found.ticket) return ticketTurn(intent, input, ports);
  if (intent === "khong_dong_y" && intents.includes("ho_so_tre")) return undefined;
  return unnamedTicketTurn(intent, input, ports);
}

function askingForReceipt(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  return intents.includes("xin_bien_nhan") ? receiptTurn(input, ports) : undefined;
}

/** Statuses in which nothing can be added any more, or nobody waits for it. */
const ENDED: readonly TicketStatus[] = ["answered", "refused", "transferred", "withdrawn", "merged", "closed"];

/** A name and a number with nothing asked: they belong to the report just sent; where there is none, we ask what for. */
function asContactForTicket(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  if (intents.length > 0 || !isContactOnly(input.message.text)) return undefined;
  const [latest] = input.found.mine;
  // Who reports how somebody behaved stays hidden from the unit, which reads the notes.
  const isOpen = latest && !ENDED.includes(latest.status) && latest.recordType !== "pakn_hanh_vi";
  return isOpen
    ? ticketTurn("bo_sung_phieu", { ...input, found: { ...input.found, ticket: latest } }, ports)
    : unclear(input, ports);
}

function askingForStatus(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  if (intents.includes("vi_sao_han")) return whyDueTurn(input, ports);
  const isOfTheirs = input.found.mine.length > 0 && input.state.topics.length === 0;
  if (isOfTheirs && asksHowSoon(input.message.text)) return statusTurn(input, ports);
  return intents.includes("tra_cuu_phieu") || input.found.codeGiven ? statusTurn(input, ports) : undefined;
}

function askingForPerson(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  return intents.includes("gap_can_bo") ? handOver(input, ports) : undefined;
}

function aboutOffice(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  const turn = officeTurn(input, intents, ports);
  return turn && notForElsewhere(turn, input, ports);
}

function asQuestionOrReport(input: TurnInput, intents: readonly string[], ports: TurnPorts): Turn | undefined {
  const question = answerQuestion(input, ports);
  if (isFeedback(input.whole, question, underWay(input, question)))
    return warned(feedbackTurn(input, reportIntents(input.whole, intents), ports), intents, ports);
  if (question.kind !== "turn" || !question.strong) return undefined;
  // What is surely read comes before a question back, and before sending on.
  const isReadAlready = question.turn.trace.outcome !== "answered" && input.whole.understood.sightings.some(isSentOn);
  return isReadAlready ? undefined : notForElsewhere(question.turn, input, ports);
}

function underWay({ state, whole }: TurnInput, question: QuestionResult): UnderWay {
  const { topics, offered } = state;
  if (leansOn(state, whole.understood.leaning)) return "more";
  const [code, ...others] = (question.kind === "turn" && question.turn.trace.codes) || [];
  if (code !== undefined && others.length === 0 && offered?.codes.includes(code)) return "choice";
  return offered !== undefined || topics.length > 0 ? "talk" : "none";
}

/** Money may still be saved: the warning comes before the report is taken down. */
function warned(turn: Turn, intents: readonly string[], ports: TurnPorts): Turn {
  return intents.includes("lua_dao") ? { ...turn, replies: [ports.wording.say("lua_dao"), ...turn.replies] } : turn;
}

/** Whoever is asked something and says nothing that tells is asked it once more. */
function unclear(input: TurnInput, ports: TurnPorts): Turn {
  const { offered } = input.state;
  if (offered) return askAgain(offered, input, ports);
  return say(input, ports.wording.say("khong_ro"), { intent: "khong_ro", outcome: "clarify", codes: [] });
}

function handOver(input: TurnInput, ports: TurnPorts): Turn {
  const draft = ports.handOver(input.message, "gap_can_bo");
  return {
    state: input.state,
    replies: [],
    commands: [{ kind: "open_ticket", draft, sayOpened: "da_chuyen_can_bo" }],
    trace: { intent: "gap_can_bo", outcome: "handover", recordType: draft.recordType, department: draft.department },
  };
}
