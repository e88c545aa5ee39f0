import { dayOf, printDay, printInstant } from "./calendar.ts";
import type { CommandData, TicketCommand } from "./command.ts";
import type { Command } from "./moves.ts";
import type { Notice, Ticket } from "./ticket.ts";

/** What the citizen must hear of a move, if anything. `department` is a unit's id: the caller names it. */
export function noticeOf(before: Ticket, after: Ticket, { command, actor, data }: TicketCommand): Notice | null {
  const key = NOTICES[command];
  if (key === undefined || (command === "assign" && before.department === data.department)) return null;
  if (actor.role === "citizen" && command !== "withdraw" && command !== "object") return null;
  const reason = data.reason ?? "";
  const values = { code: after.code, department: after.department ?? "", due: printInstant(after.dueAt), reason };
  return { key, values: { ...values, ...wordsFor(after, data) } };
}

function wordsFor(after: Ticket, data: CommandData): Record<string, string> {
  const { question = "", agency = "", intoCode = "", letter } = data;
  const new_date = after.promisedAt === null ? "" : printDay(dayOf(after.promisedAt));
  return {
    new_date,
    question,
    agency,
    letter: letter === undefined ? "" : ` bằng phiếu chuyển ${letter}`,
    into: intoCode,
    answer: after.status === "answered" ? (after.answer ?? "") : "",
  };
}

/** Keys of flows/messages; a command not named here is the office's own affair. */
const NOTICES: Readonly<Partial<Record<Command, string>>> = {
  assign: "phieu_da_chuyen_don_vi",
  ask_citizen: "phieu_can_bo_sung",
  answer: "phieu_tra_loi",
  approve: "phieu_tra_loi",
  object: "phieu_ghi_nhan_khong_dong_y",
  uphold: "phieu_giu_nguyen_tra_loi",
  reopen: "phieu_mo_lai",
  refuse: "phieu_tu_choi",
  transfer: "phieu_chuyen_co_quan_khac",
  withdraw: "phieu_da_rut",
  merge: "phieu_gop",
  unmerge: "phieu_tach_lai",
  extend: "phieu_gia_han",
  apologise: "phieu_xin_loi",
};

const LATE_NOTICE = "phieu_tre_han";

/** What the citizen hears when the due date passes without an answer. `told` are the offices that were told. */
export function lateNotice(ticket: Ticket, told: readonly string[]): Notice {
  const values = { code: ticket.code, department: ticket.department ?? "", due: printInstant(ticket.dueAt) };
  return { key: LATE_NOTICE, values: { ...values, told: told.join(", ") } };
}

/** Every notice key this folder may hand out, for the wording check. */
export const NOTICE_KEYS: readonly string[] = [...new Set(["phieu_da_mo", LATE_NOTICE, ...Object.values(NOTICES)])];
