import type { Reply } from "../messages/index.ts";
import { dayOf, hasMistypedCode, printDay, printInstant, TICKET_MOVES, type Ticket } from "../tickets/index.ts";
import type { FeedbackPorts, FollowUpPorts } from "./feedback-ports.ts";
import { answerFlow, startFlow } from "./flow/advance.ts";
import type { Found } from "./found.ts";
import type { Turn, TurnInput } from "./model.ts";
import { placeTold } from "./place-told.ts";
import { mayWithdraw, withdrawalAsked } from "./withdrawal.ts";

export function statusReply(ticket: Ticket, { officeWords }: Pick<Found, "officeWords">, ports: FollowUpPorts): Reply {
  return ports.wording.say("trang_thai_phieu", {
    ma_phieu: ticket.code,
    trang_thai: ports.wording.text(`trang_thai.${ticket.status}`),
    noi_xu_ly: placeOf(ticket, ports),
    han: dueWords(ticket, ports),
    tra_loi: saidWords(ticket, officeWords?.get(ticket.id) ?? "", ports),
  });
}

/** What the office has said of it: the answer, or the question it waits on, or why it was refused. */
function saidWords({ status, answer }: Ticket, words: string, { wording }: FollowUpPorts): string {
  if (words)
    return wording.text(status === "refused" ? "trang_thai.kem_ly_do" : "trang_thai.kem_cau_hoi", { noi_dung: words });
  const hasLeft = status === "answered" || status === "closed";
  return hasLeft && answer ? wording.text("trang_thai.kem_tra_loi", { noi_dung: answer }) : "";
}

/** Who has it now: the agency it was passed on to, else our unit. */
const placeOf = ({ status, transferTo, department }: Ticket, { departmentName }: FollowUpPorts): string =>
  status === "transferred" && transferTo !== null ? transferTo : departmentName(department);

/** The due date, with the day promised once an apology for being late has named one. */
function dueWords({ dueAt, promisedAt }: Ticket, { wording }: FollowUpPorts): string {
  const han = printInstant(dueAt);
  return promisedAt === null
    ? han
    : wording.text("trang_thai.han_va_hen", { han, ngay_hen: printDay(dayOf(promisedAt)) });
}

/** Asks for a code. */
export const LOOKUP = "tra-cuu-phieu";

/** "Tra cứu": by code when it is the sender's or they can prove it, else the list of their own. */
export function statusTurn(input: TurnInput, ports: FeedbackPorts): Turn {
  const { found, state } = input;
  const trace = { intent: "tra_cuu_phieu", outcome: "status" } as const;
  if (found.ticket) return { state, replies: [statusReply(found.ticket, found, ports)], commands: [], trace };
  if (found.codeGiven === undefined && found.mine.length > 0) {
    return {
      state,
      replies: found.mine.slice(0, 3).map((ticket) => statusReply(ticket, found, ports)),
      commands: [],
      trace,
    };
  }
  const flow = ports.flow(LOOKUP);
  const saved = found.codeGiven ? { code: found.codeGiven } : {};
  const advance = startFlow(flow, saved, ports.flowContext(input));
  const { flow: _, ...kept } = state;
  const isMistyped = found.codeGiven === undefined && hasMistypedCode(input.message.text);
  return {
    state: advance.position ? { ...kept, flow: advance.position } : kept,
    replies: isMistyped ? [ports.wording.say("khong_thay_phieu")] : advance.replies,
    commands: [],
    trace: { ...trace, outcome: advance.position ? "flow" : "status" },
  };
}

/** "Vì sao hạn là ngày …?": the arithmetic and the law, for a ticket shown to be the sender's. */
export function whyDueTurn(input: TurnInput, ports: FeedbackPorts): Turn {
  const { ticket, mine, codeGiven } = input.found;
  const asked = ticket ?? (codeGiven === undefined ? newestOwed(mine) : undefined);
  const trace = { intent: "vi_sao_han", outcome: "status" } as const;
  if (!asked) {
    const turn = statusTurn(input, ports);
    return { ...turn, trace: { ...turn.trace, intent: trace.intent } };
  }
  const [rule = "", ...others] = asked.dueSteps;
  const values = {
    ma_phieu: asked.code,
    han: printInstant(asked.dueAt),
    quy_dinh: rule,
    cach_tinh: others.map((step) => `- ${step}`).join("\n"),
  };
  return { state: input.state, replies: [ports.wording.say("vi_sao_han", values)], commands: [], trace };
}

/** "cho xin biên nhận": of the ticket named, else of the newest of their own. Undefined: they have none, and mean some other paper. */
export function receiptTurn(input: TurnInput, ports: FeedbackPorts): Turn | undefined {
  const { ticket, mine, codeGiven } = input.found;
  const intent = "xin_bien_nhan";
  const asked = ticket ?? (codeGiven === undefined ? mine[0] : undefined);
  if (asked) {
    const commands = [{ kind: "give_receipt", ticket: asked } as const];
    return { state: input.state, replies: [], commands, trace: { intent, outcome: "status" } };
  }
  if (codeGiven === undefined) return undefined;
  const turn = statusTurn(input, ports);
  return { ...turn, trace: { ...turn.trace, intent } };
}

/** Whoever has several asks of one that is still owed an answer. */
function newestOwed(mine: readonly Ticket[]): Ticket | undefined {
  return mine.find(({ status }) => TICKET_MOVES[status].clock !== "stopped") ?? mine[0];
}

/**
 * "mở lại phiếu giúp tôi" with no code: of the only one of their own that it can be said of, but nothing is taken back on a guess. Else
 * their own are listed with how to go on, or the code is asked for.
 */
export function unnamedTicketTurn(intent: string, input: TurnInput, ports: FeedbackPorts): Turn {
  const { found } = input;
  const [only, ...others] = found.codeGiven === undefined ? found.mine.filter(MEANT[intent] ?? (() => false)) : [];
  if (only && others.length === 0) return ticketTurn(intent, { ...input, found: { ...found, ticket: only } }, ports);
  const turn = statusTurn(input, ports);
  const [latest] = found.mine;
  const how = latest && !turn.state.flow ? [ports.wording.say(`kem_ma.${intent}`, { ma_phieu: latest.code })] : [];
  return { ...turn, replies: [...turn.replies, ...how], trace: { ...turn.trace, intent } };
}

const MEANT: Readonly<Record<string, (ticket: Ticket) => boolean>> = {
  khong_dong_y: ({ status }) => TICKET_MOVES[status].moves.object !== undefined,
  // They are asked once more before it is withdrawn.
  rut_phieu: mayWithdraw,
};

/**
 * What is told while an officer waits for more of the only such ticket of theirs: nobody repeats a code to answer a question. What asks,
 * wants or reports something plainly is a matter of its own.
 */
export function answeringOfficer(input: TurnInput, intents: readonly string[], ports: FeedbackPorts): Turn | undefined {
  const { found, state, whole, message } = input;
  const [waiting, ...others] = found.mine.filter(({ status }) => status === "waiting_for_citizen");
  if (!waiting || others.length > 0 || found.codeGiven !== undefined || intents.length > 0) return undefined;
  const { asks, seeks, wants } = whole.understood;
  if (asks || seeks || wants) return undefined;
  const mayBeMore = state.offered !== undefined || state.topics.length > 0;
  if (mayBeMore && placeTold(message.text) === undefined) return undefined;
  return ticketTurn("bo_sung_phieu", { ...input, found: { ...found, ticket: waiting } }, ports);
}

/** The lookup's next answer. */
export function lookupTurn(input: TurnInput, ports: FeedbackPorts): Turn {
  const position = input.state.flow;
  if (!position) throw new Error("no lookup is under way");
  const advance = answerFlow(ports.flow(position.flow), position, input.message.text, ports.flowContext(input));
  const { flow: _, ...kept } = input.state;
  return {
    state: advance.position && advance.misunderstood < 3 ? { ...kept, flow: advance.position } : kept,
    replies: advance.replies,
    commands: input.found.wrongProof ? [{ kind: "count_wrong_proof", ticketId: input.found.wrongProof }] : [],
    trace: { intent: "tra_cuu_phieu", outcome: advance.position ? "flow" : "status" },
  };
}

/** The reporter adds to, withdraws or objects to the answer of a ticket they have shown to be theirs. */
export function ticketTurn(intent: string, input: TurnInput, ports: FeedbackPorts): Turn {
  const ticket = input.found.ticket;
  if (!ticket) throw new Error("no ticket was found for this turn");
  if (intent === "rut_phieu") return withdrawalAsked(input, ticket, ports);
  const code = { ma_phieu: ticket.code };
  const trace = { intent, outcome: "ticket", recordType: ticket.recordType, department: ticket.department } as const;
  if (intent === "bo_sung_phieu") {
    const text = input.message.text;
    return {
      state: input.state,
      replies: [ports.wording.say("da_bo_sung", code)],
      commands: [{ kind: "note_ticket", ticket, text }],
      trace,
    };
  }
  const refused = { ...code, trang_thai: ports.wording.text(`trang_thai.${ticket.status}`) };
  return {
    state: input.state,
    replies: [],
    commands: [
      {
        kind: "move_ticket",
        ticket,
        command: "object",
        reason: input.message.text,
        say: ports.wording.say("da_ghi_khong_dong_y", code),
        otherwise: ports.wording.say("khong_ghi_duoc", refused),
      },
    ],
    trace,
  };
}
