import type { Reply } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";
import type { RecordType } from "../tickets/index.ts";
import { callTurn } from "./call-turns.ts";
import { recordTypeOf } from "./draft.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { type Advance, answerFlow, repeatQuestion, type Saved, startFlow } from "./flow/advance.ts";
import { partsAnswer } from "./flow/parts-answer.ts";
import { lookupTurn } from "./follow-up.ts";
import { offering } from "./following.ts";
import { placeIn } from "./intake.ts";
import type { Turn, TurnCommand, TurnInput } from "./model.ts";
import { ofReportItself } from "./of-report.ts";
import { askedInstead, hasMore, keptParts, nextReport, partsIn, type ToldPart } from "./parts.ts";
import { asPleasantry, say } from "./plain.ts";
import { toldAgain } from "./reported-before.ts";
import { FLOW, saidAnew } from "./said-anew.ts";
import type { ConversationState, FlowPosition } from "./state.ts";
import { FEEDBACK_RECORD, GUIDED } from "./understand.ts";
import { stayingUnnamed, toldUnnamed, UNNAMED } from "./unnamed.ts";
import { signedBy } from "./without-sender.ts";

/** Shorter than this a message announces a report rather than being one, unless it says what is the matter besides. */
const LEAST_CONTENT = 25;
const LEAST_WORDS = 4;

/** What leads up to a report, and the fear of making it; in folded words. */
const LEADING_UP =
  /(?<!\p{L})(?:em|e|toi|tui|minh|con|chau|da|xin|cho|duoc|muon|can|dinh|phan anh|gop y|kien nghi|bao|gui|trinh bay|nhung|ma|so|bi|se|tra thu|tra dua|tru dap|lien luy|lo|biet|ten|ai|cai|viec|chuyen|mot|nay|thi|co|khong|ko|k|a|nhe|voi|giau|an danh|noi|ra)(?!\p{L})/gu;
const LEAST_TOLD = 3;
const LEAST_SAID = 2;

/** "gửi phản ánh", "muốn phản ánh việc này nhưng sợ bị trả thù" tell nothing yet; "duong ap 2 bi sat lo" tells what, and where. */
function tellsMatter(said: string, intents: readonly string[], { places }: FeedbackPorts): boolean {
  const told = words(fold(said).replace(LEADING_UP, " "));
  if (said.length >= LEAST_CONTENT) return told.length >= LEAST_TOLD;
  const saysWhat = intents.some((intent) => intent in FEEDBACK_RECORD && intent !== "phan_anh");
  const saysWhere = placeIn(said) !== undefined || places.find(said).kind !== "none";
  // "đèn hỏng" is little, and all of it: asked again they would say something else, and this would be lost.
  return saysWhat ? told.length >= LEAST_SAID : saysWhere && words(said).length >= LEAST_WORDS;
}

/** Begins with a list of the parts of one message, to be confirmed before any of them is written down. */
export function severalTurn(input: TurnInput, parts: readonly ToldPart[], ports: FeedbackPorts): Turn {
  const { text: whole } = input.message;
  const first = nextReport(parts);
  const isUnnamed = stayingUnnamed(whole) !== undefined;
  const contact = isUnnamed ? UNNAMED : signedBy(whole)?.contact;
  const saved = {
    ...keptParts(parts),
    record_type: first?.["record_type"] ?? "hien_truong",
    ...(contact && { contact }),
  };
  const advance = startFlow(ports.flow(FLOW), saved, ports.flowContext(input));
  return flowTurn(input, isUnnamed ? toldUnnamed(advance, ports) : advance, "phan_anh", ports);
}

/** Begins a report with what the message already says; a telephone call is a whole report. */
export function feedbackTurn(input: TurnInput, intents: readonly string[], ports: FeedbackPorts): Turn {
  const recordType = recordTypeOf(intents);
  if (input.message.call) return callTurn(input, recordType, intents, ports);
  const { text } = input.message;
  const wish = stayingUnnamed(text);
  const saved: Saved = {
    record_type: recordType,
    ...(tellsMatter(wish?.rest ?? text, intents, ports) && { content: text }),
    ...(wish && { contact: UNNAMED }),
  };
  const advance = startFlow(ports.flow(FLOW), saved, ports.flowContext(input));
  const intent = intents.find((one) => one in FEEDBACK_RECORD) ?? "phan_anh";
  return flowTurn(input, wish ? toldUnnamed(advance, ports) : advance, intent, ports);
}

/** "thôi", "dạ thôi ạ", "thôi không rút nữa", "không gửi nữa"; "thôi không rõ", "thôi không muốn nêu tên" answer what was asked. */
const CANCEL =
  /^(?!.* (?:ten|danh tinh|so)(?: |$))(?:(?:da|a|ok) )*(?:(?:thoi|huy|huy bo|thoat|dung lai|bo qua het)(?: (?:a|nhe|nha|vay|di))*|thoi (?:khong|ko|k|khoi|bo)(?: (?:gui|rut|can|hoi|lam|tra|muon|di|phan anh|bao|ghi)(?: \S+){0,2})?|khong (?:gui|rut|hoi|tra cuu|lam|phan anh|bao|kien nghi|gop y) nua(?: \S+)?)$/;
/** "thôi, có điện lại rồi, hủy đi": the reason first. */
function cancelsAtEnd(text: string): boolean {
  const [last = "", ...before] = text
    .split(/[,.;!]/u)
    .filter((clause) => /\p{L}/u.test(clause))
    .reverse();
  return before.length > 0 && ENDS_IT.test(fold(words(last).join(" ")));
}
const ENDS_IT =
  /^(?:thoi )?(?:huy|huy bo|khoi gui|dung gui|khong gui|ko gui|bo)(?: (?:di|nua|giup|gium|em|toi|tui|a|nha|nhe|ad))+$/;
/** "thôi khỏi, cho hỏi giấy khai sinh đi", "không phản ánh nữa, giờ hỏi …": the report is left, and something else is asked. */
const ASKS_INSTEAD =
  /^(?:(?:da|a) )*(?:(?:thoi|khoi)(?: (?:khoi|bo|bo di|ke|vay|di))*|(?:thoi )?(?:khong|ko|k|khoi) (?:muon )?(?:phan anh|gui|bao|kien nghi|gop y) (?:nua|gi nua|gi))(?: (?:a|nha|nhe|roi|gio|bay gio))* (?:(?:cho|xin)(?: (?:em|toi|tui|minh|con|chau))? |(?:em|toi|tui|minh|con|chau)(?: muon)? )?hoi /;
const BACK = new Set(["quay lai", "sua lai", "tro lai", "lui lai", "sua"]);

/** A turn in the middle of a flow: leave it, step out for a question and come back, or go on. */
export function inFlow(input: TurnInput, intents: readonly string[], ports: FeedbackPorts, outside: () => Turn): Turn {
  const position = input.state.flow;
  if (!position) throw new Error("no flow is under way");
  const said = fold(words(input.message.text).join(" "));
  const { flow: _, ...left } = input.state;
  if ((CANCEL.test(said) || cancelsAtEnd(input.message.text)) && !leavesOneOut(position))
    return cancelled(input, ports);
  if (intents.includes("gap_can_bo")) return outside();
  if (position.flow === "tra-cuu-phieu") return inLookup(input, intents, ports, outside);
  // At the confirmation "sửa lại" is one of its own answers, and keeps what was said besides.
  if (BACK.has(said) && position.step !== "xac-nhan") return restart(input, ports);
  const aside = besidesFlow(input, position, intents, ports, outside);
  if (aside) return aside;
  const changed = saidAnew(input, position, ports);
  if (changed) return flowTurn(input, changed, "phan_anh", ports);
  const advance = answerFlow(ports.flow(position.flow), position, input.message.text, ports.flowContext(input));
  if (advance.misunderstood >= 3) return givenUp({ ...outside(), state: left }, ports);
  return flowTurn(input, advance, "phan_anh", ports);
}

/** The message as the answer to what was asked. */
export const onward = (input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Turn =>
  flowTurn(
    input,
    answerFlow(ports.flow(position.flow), position, input.message.text, ports.flowContext(input)),
    "phan_anh",
    ports,
  );

/** A turn where a ticket's code or digits are waited for; a report told before it is taken down where there is no code. */
function inLookup(input: TurnInput, intents: readonly string[], ports: FeedbackPorts, outside: () => Turn): Turn {
  const anew = toldAgain(input);
  if (anew) return flowTurn(input, startFlow(ports.flow(FLOW), anew, ports.flowContext(input)), "phan_anh", ports);
  const { step } = input.state.flow ?? {};
  if (step === "ma-phieu" && HAS_FORGOTTEN.test(fold(words(input.message.text).join(" "))))
    return leaving(
      input,
      say(input, ports.wording.say("khong_nho_ma"), { intent: "tra_cuu_phieu", outcome: "status" }),
    );
  return leavesLookup(input, intents) ? leaving(input, outside()) : lookupTurn(input, ports);
}

/** Nobody is kept in a question they do not understand; that nothing was sent is said. */
function givenUp(turn: Turn, { wording }: FeedbackPorts): Turn {
  if (turn.trace.intent !== "khong_ro") return turn;
  return { ...turn, replies: [...turn.replies, wording.say("phan_anh_chua_gui")] };
}

/** Of several reports one is left out; the others are asked about. */
const leavesOneOut = ({ step, saved }: FlowPosition): boolean => step === "xac-nhan" && hasMore(saved);

function cancelled(input: TurnInput, { wording }: FeedbackPorts): Turn {
  const { flow: _, ...state } = input.state;
  const key = input.state.flow?.flow === FLOW ? "da_huy" : "thoi_tra_cuu";
  return { state, replies: [wording.say(key)], commands: [], trace: { intent: "huy", outcome: "smalltalk" } };
}

/** The turn as if nothing had been under way. */
function leaving(input: TurnInput, turn: Turn): Turn {
  const { flow: _, ...kept } = turn.state;
  return { ...turn, state: turn.state.flow === input.state.flow ? kept : turn.state };
}

/** What is told here is the report, however it is put. */
const OF_CONTENT: ReadonlySet<string> = new Set(["noi-dung", "noi-dung-moi"]);

/** Questions that would take a courtesy for a place or a name. */
const FREE_WORDS: ReadonlySet<string> = new Set(["dia-ban", "tinh-nao", "chon-dia-ban", "chon-lai-dia-ban", "lien-he"]);

/** A question put in the place of one answered before, a courtesy, or another question. */
function besidesFlow(
  input: TurnInput,
  position: FlowPosition,
  intents: readonly string[],
  ports: FeedbackPorts,
  outside: () => Turn,
): Turn | undefined {
  const instead = position.step === "cac-y" ? askedInstead(position.saved, input.message.text) : undefined;
  if (instead) return asideOf(input, { ...position, saved: instead.saved }, ports, outside());
  if (FREE_WORDS.has(position.step)) {
    const courtesy = asPleasantry(input, intents, ports);
    if (courtesy) return asideOf(input, position, ports, courtesy, [ports.wording.say("hien_co_viec_do")]);
  }
  // Accusations are nobody's name and no answer: guidance is given, and the words stand in no ordinary ticket (Luật Tố cáo Đ8.3).
  if (intents.some((intent) => GUIDED.has(intent)))
    return OF_CONTENT.has(position.step)
      ? leaving(input, outside())
      : asideOf(input, position, ports, outside(), [ports.wording.say("hien_co_viec_do")]);
  const own = ofReportItself(input, position, ports);
  if (own) return asideOf(input, position, ports, own);
  if (ASKS_INSTEAD.test(fold(words(input.message.text).join(" ")))) return leaving(input, outside());
  if (!steppedOut(input, intents)) return undefined;
  return asideOf(input, position, ports, outside(), [ports.wording.say("hien_co_viec_do")]);
}

/** What was asked in between is answered, and the flow goes on where it stood. */
function asideOf(
  input: TurnInput,
  position: FlowPosition,
  ports: FeedbackPorts,
  digression: Turn,
  back: readonly Reply[] = [],
): Turn {
  const again = repeatQuestion(ports.flow(position.flow), position, ports.flowContext(input));
  return {
    ...digression,
    state: { ...digression.state, flow: position },
    replies: [...digression.replies, ...back, ...again],
  };
}

/** "tôi không nhớ mã", "mất rồi": there is no code, whatever search finds in the words. */
const HAS_FORGOTTEN =
  /^(?:\S+ ){0,3}(?:(?:khong|ko|k|chua|hong) (?:nho|biet|ro|co|con|thay|luu|ghi)|quen|mat|lam mat)(?: (?:mat|ma|so|phieu|roi|nao|gi|het|dau|a|lai|do|cua|toi|em|duoc|tin|nhan|noi)){0,5}$/;

const OF_AN_ANSWER = /tra loi (?:lai|vay|nhu vay|cho co|qua loa|vo|khong|chua|lay le|chung chung)|cau tra loi/;

/** In a lookup only a code or digits are waited for: anything else that means something ends it. */
function leavesLookup(input: TurnInput, intents: readonly string[]): boolean {
  const { text } = input.message;
  // The code is asked for of an answer they do not agree with, and they say why.
  if (OF_AN_ANSWER.test(fold(text)) && !intents.some((intent) => GUIDED.has(intent))) return false;
  if (/\d{3}/.test(text) || intents.includes("tra_cuu_phieu") || HAS_FORGOTTEN.test(fold(text).trim())) return false;
  return intents.length > 0 || (input.whole.hits[0]?.score ?? 0) > 1.2;
}

const HALF = 0.5;

/** A real question about a procedure while we wait for a short answer: it is answered, and the flow goes on after it. */
function steppedOut(input: TurnInput, intents: readonly string[]): boolean {
  const { step, saved = {} } = input.state.flow ?? {};
  if (step === "cac-y" && partsAnswer(input.message.text, partsIn(saved).length)) return false;
  const [best] = input.whole.hits;
  const { question, understood } = input.whole;
  // "nói hoài không ai làm" is no question, whatever part of a record its words name.
  const asks = question.facets.length > 0 && (understood.sort?.question ?? 1) >= HALF;
  const isLookup = intents.includes("tra_cuu_phieu") || input.found.codeGiven !== undefined;
  return (
    isLookup ||
    (!OF_CONTENT.has(step ?? "") && asks && best !== undefined && best.score > 1.2 && input.message.text.length > 12)
  );
}

function restart(input: TurnInput, ports: FeedbackPorts): Turn {
  const before = input.state.flow?.saved ?? {};
  const kept = ["parts", "parts_settled", "asking", "contact"].flatMap((name) =>
    before[name] ? [[name, before[name]]] : [],
  );
  const saved = { ...Object.fromEntries(kept), record_type: before["record_type"] ?? "hien_truong" };
  return flowTurn(input, startFlow(ports.flow(FLOW), saved, ports.flowContext(input)), "phan_anh", ports);
}

function flowTurn(input: TurnInput, advance: Advance<TurnCommand>, intent: string, ports: FeedbackPorts): Turn {
  const { flow: _, offered: __, ...kept } = input.state;
  const state: ConversationState = advance.position ? { ...kept, flow: advance.position } : kept;
  const opened = advance.commands.find((command) => command.kind === "open_ticket");
  const recordType = (opened?.draft.recordType ?? advance.position?.saved["record_type"]) as RecordType | undefined;
  const isElsewhere = !advance.position && advance.replies.some(({ key }) => key === "phan_anh_tinh_khac");
  return offering(input, ports, {
    state,
    ...inOrderOfEvents(advance),
    trace: {
      intent,
      outcome: opened ? "ticket" : isElsewhere ? "refused" : "flow",
      ...(isElsewhere ? { reason: "other_province" } : {}),
      ...(recordType ? { recordType } : {}),
      ...(opened ? { department: opened.draft.department } : {}),
    },
  });
}

/** A ticket that was opened is told of before what is asked next. */
function inOrderOfEvents({ replies, commands }: Advance<TurnCommand>): Pick<Turn, "replies" | "commands"> {
  const at = commands.findIndex(({ kind }) => kind === "open_ticket");
  const opened = commands[at];
  if (opened?.kind !== "open_ticket") return { replies, commands };
  return { replies: [], commands: commands.with(at, { ...opened, thenSay: replies }) };
}
