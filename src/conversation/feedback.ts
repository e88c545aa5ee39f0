import type { InboundMessage, Wording } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";
import type { RecordType, TicketDraft } from "../tickets/index.ts";
import { placeWithPin } from "./attached.ts";
import { callTurn } from "./call-turns.ts";
import { draftOf, type RoutePorts, recordTypeOf } from "./draft.ts";
import {
  type Action,
  type ActionResult,
  type Advance,
  answerFlow,
  type FlowContext,
  repeatQuestion,
  type Saved,
  startFlow,
} from "./flow/advance.ts";
import type { Flow } from "./flow/schema.ts";
import { type FollowUpPorts, lookupTurn, statusReply } from "./follow-up.ts";
import { type OfferPorts, offering } from "./following.ts";
import { readContact } from "./intake.ts";
import type { Turn, TurnCommand, TurnInput } from "./model.ts";
import { caseActions } from "./own-case.ts";
import type { ConversationState, FlowPosition } from "./state.ts";
import { FEEDBACK_RECORD } from "./understand.ts";
import { goOnUnnamed, stayingUnnamed, UNNAMED } from "./unnamed.ts";
import { type PlacePorts, placeAnswered, placeChosen, placeInReport, placeShown, whereIn } from "./whereabouts.ts";

export interface FeedbackPorts extends FollowUpPorts, RoutePorts, OfferPorts, PlacePorts {
  /** The office's own. */
  readonly province: string;
  readonly wording: Wording;
  readonly flow: (name: string) => Flow;
  readonly flowContext: (input: TurnInput) => FlowContext<TurnCommand>;
  readonly handOver: (message: InboundMessage, why: string) => Omit<TicketDraft, "key">;
}

const FLOW = "gui-phan-anh";
/** Shorter than this a message announces a report rather than being one. */
const LEAST_CONTENT = 25;

/** Begins a report with what the message already says; a telephone call is a whole report. */
export function feedbackTurn(input: TurnInput, intents: readonly string[], ports: FeedbackPorts): Turn {
  const recordType = recordTypeOf(intents);
  if (input.message.call) return callTurn(input, recordType, intents, ports);
  const { text } = input.message;
  const wish = stayingUnnamed(text);
  const saved: Saved = {
    record_type: recordType,
    ...((wish?.rest ?? text).length >= LEAST_CONTENT && { content: text }),
    ...(wish && { contact: UNNAMED }),
  };
  const advance = startFlow(ports.flow(FLOW), saved, ports.flowContext(input));
  const intent = intents.find((one) => one in FEEDBACK_RECORD) ?? "phan_anh";
  return flowTurn(input, wish ? toldUnnamed(advance, ports) : advance, intent, ports);
}

/** Whoever chose it before it was offered hears what it means all the same. */
function toldUnnamed(advance: Advance<TurnCommand>, { wording }: FeedbackPorts): Advance<TurnCommand> {
  return advance.position ? { ...advance, replies: [wording.say("da_ghi_an_danh"), ...advance.replies] } : advance;
}

/** "thôi", "dạ thôi ạ", "thôi không rút nữa", "không gửi nữa"; "thôi không rõ", "thôi khỏi, ẩn danh" answer what was asked. */
const CANCEL =
  /^(?:(?:da|a|ok) )*(?:(?:thoi|huy|huy bo|thoat|dung lai|bo qua het)(?: (?:a|nhe|nha|vay|di))*|thoi (?:khong|ko|k|khoi|bo)(?: (?:gui|rut|can|hoi|lam|tra|muon|di)(?: \S+){0,2})?|khong (?:gui|rut|hoi|tra cuu|lam) nua(?: \S+)?)$/;
const BACK = new Set(["quay lai", "sua lai", "tro lai", "lui lai", "sua"]);

/** A turn in the middle of a flow: leave it, step out for a question and come back, or go on. */
export function inFlow(input: TurnInput, intents: readonly string[], ports: FeedbackPorts, outside: () => Turn): Turn {
  const position = input.state.flow;
  if (!position) throw new Error("no flow is under way");
  const said = fold(words(input.message.text).join(" "));
  const { flow: _, ...left } = input.state;
  const without = (turn: Turn): Turn => {
    const { flow: __, ...kept } = turn.state;
    return { ...turn, state: turn.state.flow === position ? kept : turn.state };
  };
  if (CANCEL.test(said)) {
    return {
      state: left,
      replies: [ports.wording.say("da_huy")],
      commands: [],
      trace: { intent: "huy", outcome: "smalltalk" },
    };
  }
  if (intents.includes("gap_can_bo")) return outside();
  if (position.flow === "tra-cuu-phieu")
    return leavesLookup(input, intents) ? without(outside()) : lookupTurn(input, ports);
  // At the confirmation "sửa lại" is one of its own answers, and keeps what was said besides.
  if (BACK.has(said) && position.step !== "xac-nhan") return restart(input, ports);
  if (steppedOut(input, intents)) {
    const digression = outside();
    const again = repeatQuestion(ports.flow(position.flow), position, ports.flowContext(input));
    return {
      ...digression,
      state: { ...digression.state, flow: position },
      replies: [...digression.replies, ports.wording.say("hien_co_viec_do"), ...again],
    };
  }
  const unnamed = wishesUnnamed(input, position, ports);
  if (unnamed) return flowTurn(input, toldUnnamed(unnamed, ports), "phan_anh", ports);
  const advance = answerFlow(ports.flow(position.flow), position, input.message.text, ports.flowContext(input));
  if (advance.misunderstood >= 3) return { ...outside(), state: left };
  return flowTurn(input, advance, "phan_anh", ports);
}

/** "ẩn danh" where something else was asked; where the name is asked for it is the answer. */
function wishesUnnamed(
  input: TurnInput,
  position: FlowPosition,
  ports: FeedbackPorts,
): Advance<TurnCommand> | undefined {
  const { text } = input.message;
  const wish = position.flow === FLOW && position.step !== "lien-he" ? stayingUnnamed(text) : undefined;
  const { contact } = position.saved;
  if (!wish || (contact !== undefined && readContact(contact, input.message).anonymous)) return undefined;
  return goOnUnnamed(ports.flow(FLOW), position, { text, rest: wish.rest }, ports.flowContext(input));
}

/** In a lookup only a code or digits are waited for: anything else that means something ends it. */
function leavesLookup(input: TurnInput, intents: readonly string[]): boolean {
  if (/\d{3}/.test(input.message.text) || intents.includes("tra_cuu_phieu")) return false;
  return intents.length > 0 || (input.whole.hits[0]?.score ?? 0) > 1.2;
}

/** A real question about a procedure while we wait for a short answer: it is answered, and the flow goes on after it. */
function steppedOut(input: TurnInput, intents: readonly string[]): boolean {
  const step = input.state.flow?.step;
  const [best] = input.whole.hits;
  const asks = input.whole.question.facets.length > 0;
  const isLookup = intents.includes("tra_cuu_phieu") || input.found.codeGiven !== undefined;
  return (
    isLookup ||
    (step !== "noi-dung" && asks && best !== undefined && best.score > 1.2 && input.message.text.length > 12)
  );
}

function restart(input: TurnInput, ports: FeedbackPorts): Turn {
  const before = input.state.flow?.saved ?? {};
  const isUnnamed = before["contact"] === UNNAMED;
  const saved = { record_type: before["record_type"] ?? "hien_truong", ...(isUnnamed && { contact: UNNAMED }) };
  return flowTurn(input, startFlow(ports.flow(FLOW), saved, ports.flowContext(input)), "phan_anh", ports);
}

function flowTurn(input: TurnInput, advance: Advance<TurnCommand>, intent: string, ports: FeedbackPorts): Turn {
  const { flow: _, offered: __, ...kept } = input.state;
  const state: ConversationState = advance.position ? { ...kept, flow: advance.position } : kept;
  const opened = advance.commands.find((command) => command.kind === "open_ticket");
  const recordType = (opened?.draft.recordType ?? advance.position?.saved["record_type"]) as RecordType | undefined;
  const isElsewhere = advance.replies.some(({ key }) => key === "phan_anh_tinh_khac");
  return offering(input, ports, {
    state,
    replies: advance.replies,
    commands: advance.commands,
    trace: {
      intent,
      outcome: opened ? "ticket" : isElsewhere ? "refused" : "flow",
      ...(isElsewhere ? { reason: "other_province" } : {}),
      ...(recordType ? { recordType } : {}),
      ...(opened ? { department: opened.draft.department } : {}),
    },
  });
}

/** The actions flows may name, each with all its outcomes: what the linter checks flows against. */
export const ACTION_OUTCOMES = {
  read_content: ["place-known", "place-unknown", "place-ambiguous", "place-elsewhere"],
  read_place: ["place-known", "place-unknown", "place-ambiguous", "place-elsewhere"],
  settle_place: ["place-known", "place-unknown", "place-ambiguous", "place-elsewhere"],
  describe: ["ok"],
  open_ticket: ["opened"],
  find_ticket: ["found", "prove", "unknown"],
  add_to_case: ["done", "gone"],
  withdraw_case: ["done", "gone"],
  object_to_answer: ["done", "gone"],
} as const satisfies Record<string, readonly string[]>;

export function flowActions(
  input: TurnInput,
  ports: FeedbackPorts,
): Record<keyof typeof ACTION_OUTCOMES, Action<TurnCommand>> {
  return {
    read_content: (saved) => readContent(saved, input, ports),
    read_place: (saved) => placeAnswered(saved, ports),
    settle_place: (saved) => placeChosen(saved, ports, ports.province),
    ...caseActions(input, ports),
    describe: (saved) => ({ outcome: "ok", saved: describe(saved, input, ports) }),
    open_ticket: (saved) => ({ outcome: "opened", commands: [openTicket(saved, input, ports)] }),
    find_ticket: (saved) => {
      const { ticket } = input.found;
      if (ticket) return { outcome: "found", replies: [statusReply(ticket, ports)] };
      return { outcome: saved["digits"] === undefined ? "prove" : "unknown" };
    },
  };
}

/** Takes from the report what it already says: its kind, and where it happened. */
function readContent(saved: Saved, input: TurnInput, ports: PlacePorts): ActionResult<TurnCommand> {
  const intents = input.whole.understood.sightings.map(({ intent }) => intent);
  const isSaid = intents.some((intent) => intent in FEEDBACK_RECORD);
  const kind: Saved = isSaid ? { record_type: recordTypeOf(intents) } : {};
  const place = placeInReport(saved, ports);
  return { ...place, saved: { ...kind, ...place.saved } };
}

/** What the confirmation shows; long words are cut for reading, never for keeping. */
function describe(saved: Saved, input: TurnInput, ports: FeedbackPorts): Saved {
  const recordType = (saved["record_type"] ?? "hien_truong") as RecordType;
  const route = ports.route(recordType, saved["content"] ?? "", saved["place"], whereIn(saved, ports));
  const contact = readContact(saved["contact"] ?? "", input.message);
  return {
    place_shown: placeShown(saved, ports, ports.wording),
    route_name: route.department ? ports.departmentName(route.department) : ports.wording.text("noi_phan_loai"),
    sender: contact.anonymous
      ? ports.wording.text("an_danh")
      : [contact.name, contact.phone].filter(Boolean).join(", "),
  };
}

function openTicket(saved: Saved, input: TurnInput, ports: FeedbackPorts): TurnCommand {
  const recordType = (saved["record_type"] ?? "hien_truong") as RecordType;
  const contact = readContact(saved["contact"] ?? "", input.message);
  const place = {
    words: placeWithPin(saved["place"], saved, ports.wording),
    where: whereIn(saved, ports),
    unit: saved["place_unit"],
    former: saved["place_former"],
    because: saved["place_because"],
  };
  const draft = draftOf(input.message, recordType, saved["content"] ?? "", place, contact, ports);
  return { kind: "open_ticket", draft, sayOpened: "phieu_da_mo" };
}

export function flowValues(saved: Saved, wording: Wording): Record<string, string> {
  const content = saved["content"] ?? "";
  return {
    loai: wording.has(`loai.${saved["record_type"]}`) ? wording.text(`loai.${saved["record_type"]}`) : "",
    noi_dung: content.length > 200 ? `${content.slice(0, 199)}…` : content,
    dia_ban: placeWithPin(saved["place_shown"] ?? saved["place"], saved, wording) ?? "",
    ten_dia_ban: saved["place_name"] ?? "",
    tinh: saved["province"] ?? "",
    nguoi_gui: saved["sender"] ?? "",
    noi_xu_ly: saved["route_name"] ?? "",
    ma_phieu: saved["code"] ?? "",
  };
}
