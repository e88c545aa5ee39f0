import type { Reply } from "../messages/index.ts";
import { fold, words } from "../text/index.ts";
import type { Ticket } from "../tickets/index.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import type { Action, Saved } from "./flow/advance.ts";
import { answerFlow, startFlow } from "./flow/advance.ts";
import { statusReply } from "./follow-up.ts";
import type { Turn, TurnCommand, TurnInput } from "./model.ts";
import { disagrees, mayObject } from "./objecting.ts";
import { mayWithdraw, SURE_STEP, withdrawing } from "./withdrawal.ts";

/** An unnamed case in its reporter's hands: its secret opens it wherever they write or call from. */
export const CASE_FLOW = "phieu-an-danh";
/** Where the flow keeps the case's id; gone when it ends. */
export const OPENED_CASE = "case";

/** A message with the four words of a secret; undefined when there are none in it. */
export function secretTurn(input: TurnInput, intents: readonly string[], ports: FeedbackPorts): Turn | undefined {
  const { secret } = input.found;
  if (!secret) return undefined;
  const { opening, rest } = secret;
  if (opening.kind !== "found") return forgotten(input, [ports.wording.say(NOT_OPENED[opening.kind])]);
  const { ticket } = opening;
  const act = actIn(intents, ticket, rest);
  const isAsked = act === "withdraw" && mayWithdraw(ticket);
  if (act && !isAsked && (act === "withdraw" || hasWords(rest)))
    return forgotten(input, [], onCase(act, ticket, rest, ports));
  const held = { ...input, found: { ...input.found, openCase: ticket } };
  const opened: Saved = { [OPENED_CASE]: ticket.id, code: ticket.code };
  const saved = isAsked ? { ...opened, what: "rut-phieu", words: rest } : opened;
  const advance = startFlow(ports.flow(CASE_FLOW), saved, ports.flowContext(held));
  const status = isAsked ? [] : [statusReply(ticket, input.found, ports)];
  const turn = forgotten(input, [...status, ...advance.replies]);
  return advance.position ? { ...turn, state: { ...turn.state, flow: advance.position } } : turn;
}

const NOT_OPENED = { wrong: "cau_bi_mat_sai", locked: "cau_bi_mat_khoa", busy: "cau_bi_mat_ban" } as const;

type Act = "add" | "withdraw" | "object";
const ACTS: Readonly<Record<string, Act>> = { bo_sung_phieu: "add", rut_phieu: "withdraw", khong_dong_y: "object" };

function actIn(intents: readonly string[], ticket: Ticket, rest: string): Act | undefined {
  const named = ACTS[intents.find((intent) => intent in ACTS) ?? ""];
  return named ?? (mayObject(ticket) && disagrees(rest) ? "object" : undefined);
}

/** More than the words that ask for it ("bổ sung phiếu"). */
const hasWords = (rest: string) => words(rest).length > 4;

const STOPS = new Set(["thoi", "xong", "xong roi", "huy", "thoat", "khong", "khong can", "ket thuc", "thoi khong can"]);

/** The next answer while a case is open; `outside` is the turn for a message that means something else. */
export function caseTurn(
  input: TurnInput,
  intents: readonly string[],
  ports: FeedbackPorts,
  outside: () => Turn,
): Turn {
  const position = input.state.flow;
  if (!position) throw new Error("no case is open");
  const { flow: _, ...left } = input.state;
  const said = fold(words(input.message.text).join(" "));
  if (STOPS.has(said) || !input.found.openCase) return forgotten(input, [ports.wording.say("phieu_an_danh_xong")]);
  const leaves = (turn: Turn): Turn => ({
    ...turn,
    state: turn.state.flow === position ? withoutFlow(turn.state) : turn.state,
    forget: true,
  });
  if (intents.includes("gap_can_bo")) return leaves(outside());
  const advance = answerFlow(ports.flow(position.flow), position, input.message.text, ports.flowContext(input));
  const told = toldAtOnce(input, intents, advance.misunderstood === 0);
  if (told) return forgotten(input, [], onCase(told, input.found.openCase, input.message.text, ports));
  if (advance.misunderstood >= (position.step === SURE_STEP ? 1 : 2)) return leaves(outside());
  const turn = forgotten(input, advance.replies, advance.commands);
  return { ...turn, state: advance.position ? { ...left, flow: advance.position } : left };
}

/** The step that asks what to do with the case. */
const WHAT_STEP = "viec";
const LEAST_REASON = 5;
/** What an answer to an officer may sound like by itself. */
const OF_REPORT = new Set(["hien_truong", "pakn_hanh_vi", "pakn_quy_dinh", "ho_so_tre", "than_phien", "phan_anh"]);

/** In place of the number of a choice: the officer's question answered, or the answer objected to with a reason. */
function toldAtOnce(
  { state, found: { openCase }, message, whole }: TurnInput,
  intents: readonly string[],
  isChoice: boolean,
): Act | undefined {
  if (state.flow?.step !== WHAT_STEP || !openCase) return undefined;
  if (mayObject(openCase) && disagrees(message.text) && words(message.text).length >= LEAST_REASON) return "object";
  const { asks, seeks, wants } = whole.understood;
  const isPlain = !(asks || seeks || wants) && intents.every((intent) => OF_REPORT.has(intent));
  return openCase.status === "waiting_for_citizen" && !isChoice && isPlain ? "add" : undefined;
}

function withoutFlow(state: Turn["state"]): Turn["state"] {
  const { flow: _, ...left } = state;
  return left;
}

/** A turn that leaves no trace of whose case it was about. */
function forgotten(input: TurnInput, replies: readonly Reply[], commands: readonly TurnCommand[] = []): Turn {
  const trace = { intent: "cau_bi_mat", outcome: "status" } as const;
  return { state: withoutFlow(input.state), replies, commands, trace, forget: true };
}

/** The actions of the flow, on the case that is open. */
export function caseActions(input: TurnInput, ports: FeedbackPorts): Record<CaseAction, Action<TurnCommand>> {
  const act = (which: Act): Action<TurnCommand> => {
    return (saved: Saved) => {
      const { openCase } = input.found;
      if (!openCase) return { outcome: "gone" };
      return { outcome: "done", commands: onCase(which, openCase, saved["words"] ?? input.message.text, ports) };
    };
  };
  return { add_to_case: act("add"), withdraw_case: act("withdraw"), object_to_answer: act("object") };
}
type CaseAction = "add_to_case" | "withdraw_case" | "object_to_answer";

function onCase(act: Act, ticket: Ticket, text: string, { wording }: FeedbackPorts): TurnCommand[] {
  const code = { ma_phieu: ticket.code };
  const refused = { ...code, trang_thai: wording.text(`trang_thai.${ticket.status}`) };
  const move = { kind: "move_ticket", ticket, reason: text } as const;
  switch (act) {
    case "add": {
      const say = wording.say("da_bo_sung", code);
      // What an officer waits for lets the clock run on; anything else is a note.
      return ticket.status === "waiting_for_citizen"
        ? [{ ...move, command: "supply", say, otherwise: wording.say("khong_ro") }]
        : [{ kind: "note_ticket", ticket, text, say }];
    }
    case "withdraw":
      return [withdrawing(ticket, text, { wording })];
    case "object":
      return [
        {
          ...move,
          command: "object",
          say: wording.say("da_ghi_khong_dong_y", code),
          otherwise: wording.say("khong_ghi_duoc", refused),
        },
      ];
    default:
      return act satisfies never;
  }
}
