import { TICKET_MOVES, type Ticket } from "../tickets/index.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { type Action, answerFlow, startFlow } from "./flow/advance.ts";
import type { Turn, TurnCommand, TurnInput } from "./model.ts";

/** Asks once whether a ticket is really to be withdrawn. */
export const WITHDRAWAL_FLOW = "rut-phieu";
/** The step that asks, in every flow that withdraws. */
export const SURE_STEP = "chac-chan";

/** What is over is not withdrawn any more, so nobody is asked whether they are sure. */
export const mayWithdraw = ({ status }: Ticket): boolean => TICKET_MOVES[status].moves.withdraw !== undefined;

/** The ticket withdrawn, for the reason given, or why it cannot be. */
export function withdrawing(ticket: Ticket, reason: string, { wording }: Pick<FeedbackPorts, "wording">): TurnCommand {
  const code = { ma_phieu: ticket.code };
  const status = wording.text(`trang_thai.${ticket.status}`);
  return {
    kind: "move_ticket",
    ticket,
    command: "withdraw",
    reason,
    say: wording.say("da_rut", code),
    otherwise: wording.say("khong_rut_duoc", { ...code, trang_thai: status }),
  };
}

/** "rút phiếu PA-…": they are asked whether they are sure, one question at a time. */
export function withdrawalAsked(input: TurnInput, ticket: Ticket, ports: FeedbackPorts): Turn {
  const { recordType, department } = ticket;
  const trace = { intent: "rut_phieu", outcome: "ticket", recordType, department } as const;
  const { flow: underWay, ...left } = input.state;
  if (!mayWithdraw(ticket)) {
    const commands = [withdrawing(ticket, input.message.text, ports)];
    return { state: input.state, replies: [], commands, trace };
  }
  if (underWay && underWay.flow !== "tra-cuu-phieu")
    return {
      state: input.state,
      replies: [ports.wording.say("rut_phieu_sau", { ma_phieu: ticket.code })],
      commands: [],
      trace: { ...trace, outcome: "flow" },
    };
  const saved = { code: ticket.code, words: input.message.text };
  const { position, replies } = startFlow(ports.flow(WITHDRAWAL_FLOW), saved, ports.flowContext(input));
  return {
    state: position ? { ...left, flow: position } : left,
    replies,
    commands: [],
    trace: { ...trace, outcome: "flow" },
  };
}

/** The answer: a yes withdraws, anything else leaves the ticket. `outside` is the turn for a message that means something else. */
export function withdrawalTurn(input: TurnInput, ports: FeedbackPorts, outside: (free: TurnInput) => Turn): Turn {
  const { flow: position, ...state } = input.state;
  if (!position) throw new Error("nobody was asked whether to withdraw");
  const { misunderstood, replies, commands } = answerFlow(
    ports.flow(position.flow),
    position,
    input.message.text,
    ports.flowContext(input),
  );
  const outcome = commands.length > 0 ? "ticket" : "status";
  if (misunderstood === 0) return { state, replies, commands, trace: { intent: "rut_phieu", outcome } };
  const turn = outside({ ...input, state });
  if (turn.trace.intent === "rut_phieu") return turn;
  const kept = ports.wording.say("phieu_giu_lai", { ma_phieu: position.saved["code"] ?? "" });
  return { ...turn, replies: [kept, ...turn.replies] };
}

export function withdrawalActions(
  input: TurnInput,
  ports: FeedbackPorts,
): { readonly withdraw_ticket: Action<TurnCommand> } {
  return {
    withdraw_ticket: (saved) => {
      const { ticket } = input.found;
      if (!ticket) return { outcome: "gone" };
      return { outcome: "done", commands: [withdrawing(ticket, saved["words"] ?? input.message.text, ports)] };
    },
  };
}

/** The question stands for one message: what was said in between, of danger or of anything else, leaves the ticket as it is. */
export function withoutWithdrawal({ flow: before }: TurnInput["state"], turn: Turn): Turn {
  if (before?.flow !== WITHDRAWAL_FLOW || turn.state.flow !== before) return turn;
  const { flow: _, ...state } = turn.state;
  return { ...turn, state };
}
