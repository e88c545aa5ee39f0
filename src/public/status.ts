import {
  isOver,
  officeWords,
  printInstant,
  TICKET_MOVES,
  type Ticket,
  type TicketEvent,
  type TicketStatus,
} from "../tickets/index.ts";

/** What a citizen learns of their ticket: nothing that names or quotes anybody. */
export interface CitizenStatus {
  readonly code: string;
  readonly status: string;
  readonly explanation: string;
  /** Empty while no unit has it. */
  readonly unit: string;
  readonly received: string;
  /** Empty once nothing is owed. */
  readonly due: string;
  readonly dueSteps: readonly string[];
  readonly isLate: boolean;
  /** The day an apology has promised; empty without one. */
  readonly promised: string;
  /** Empty until an answer has left. */
  readonly answer: string;
  /** The question it waits on, or why it was refused; empty else. */
  readonly officeWords: string;
  /** What has been answered or refused may be objected to. */
  readonly mayObject: boolean;
}

const WORDS: Readonly<Record<TicketStatus, readonly [string, string]>> = {
  received: ["Đã tiếp nhận", "Phiếu đang được xem để giao đúng đơn vị."],
  assigned: ["Đã giao đơn vị", "Đơn vị đã nhận được phiếu của Anh/Chị."],
  in_progress: ["Đang xử lý", "Cán bộ đang xem xét nội dung của Anh/Chị."],
  waiting_for_citizen: [
    "Chờ Anh/Chị bổ sung",
    "Cán bộ cần biết thêm điều dưới đây. Vui lòng trả lời ở nơi đã gửi phản ánh.",
  ],
  drafted: ["Đang xử lý", "Câu trả lời đang được soạn và duyệt."],
  answered: ["Đã trả lời", "Nội dung trả lời ở bên dưới. Nếu chưa đồng ý, Anh/Chị nhắn lại ở nơi đã gửi phản ánh."],
  objected: ["Đang xem lại", "Cơ quan đã ghi nhận Anh/Chị chưa đồng ý và đang xem lại."],
  reopened: ["Đang xem lại", "Phiếu được mở lại để xem xét."],
  refused: ["Không tiếp nhận xử lý", "Lý do ở bên dưới. Nếu chưa đồng ý, Anh/Chị nhắn lại ở nơi đã gửi phản ánh."],
  transferred: ["Đã chuyển cơ quan khác", "Nội dung thuộc thẩm quyền của cơ quan khác và đã được chuyển đi."],
  withdrawn: ["Anh/Chị đã rút", "Phiếu đã dừng theo yêu cầu của Anh/Chị."],
  merged: ["Đã gộp với phiếu khác", "Nội dung được xử lý chung với một phiếu tương tự."],
  closed: ["Đã kết thúc", "Phiếu đã hoàn thành."],
};

/** Drafts are not answers: only what has left is shown. */
const ANSWER_HAS_LEFT: readonly TicketStatus[] = ["answered", "objected", "closed"];

export function citizenStatus(
  ticket: Ticket,
  events: readonly Pick<TicketEvent, "kind" | "data">[],
  unitName: (id: string) => string,
  now: number,
): CitizenStatus {
  const [status, explanation] = WORDS[ticket.status];
  const isOwed = !isOver(ticket.status) && TICKET_MOVES[ticket.status].clock === "runs";
  const isPaused = TICKET_MOVES[ticket.status].clock === "paused";
  const hasAnswer = ticket.answeredBy !== null && ANSWER_HAS_LEFT.includes(ticket.status);
  return {
    code: ticket.code,
    status,
    explanation,
    unit: unitOf(ticket, unitName),
    received: printInstant(ticket.createdAt),
    due: isOwed ? printInstant(ticket.dueAt) : "",
    dueSteps: isOwed || isPaused ? ticket.dueSteps : [],
    promised: isOwed && ticket.promisedAt !== null ? printInstant(ticket.promisedAt) : "",
    isLate: isOwed && ticket.dueAt <= now,
    answer: hasAnswer ? (ticket.answer ?? "") : "",
    officeWords: officeWords(ticket.status, events),
    mayObject: TICKET_MOVES[ticket.status].moves.object !== undefined,
  };
}

/** Who has it now: the agency it was passed on to, else our unit. */
function unitOf({ status, transferTo, department }: Ticket, unitName: (id: string) => string): string {
  if (status === "transferred") return transferTo ?? "";
  return department === null ? "" : unitName(department);
}
