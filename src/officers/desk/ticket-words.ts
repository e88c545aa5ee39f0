import {
  CONTENT_SURE,
  contentsFor,
  type NotDeciding,
  notDeciding,
  printInstant,
  refusalUntil,
  superiorsOf,
  type Ticket,
  type TicketEvent,
  type TicketRules,
} from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { isDesk, planFor } from "./viewer.ts";
import { CONTENT_NAMES } from "./words.ts";

/** Which of the eight contents of NĐ 20/2008 Đ5; empty for records that have none. */
export function contentWords({ recordType, contentCode }: Ticket): string {
  if (contentCode !== null) return CONTENT_NAMES[contentCode];
  return contentsFor(recordType).length > 0 ? "Chưa xác định" : "";
}

/** As read when the ticket was opened; once somebody has chosen, it is certain. */
export function isContentDoubtful(events: readonly TicketEvent[]): boolean {
  const sure = events[0]?.data["contentConfidence"];
  const isChosen = events.some(({ kind }) => kind === "set_content" || kind === "reclassify");
  return typeof sure === "number" && sure < CONTENT_SURE && !isChosen;
}

/** To a unit: until when it may hand the ticket back, or why it may not; empty where handing back is no refusal. */
export function returnHint(officer: Officer, ticket: Ticket, rules: TicketRules, now: number): string {
  const isUnits = ticket.status === "assigned" || ticket.status === "in_progress";
  if (isDesk(officer) || officer.department === null || ticket.department !== officer.department || !isUnits) return "";
  const until = refusalUntil(ticket, officer.department, rules);
  if (until === null) return noReturn(ticket, officer.department, rules);
  if (now > until) return "Đã quá một ngày làm việc kể từ khi giao nên không trả về được nữa.";
  return `Mỗi đơn vị được trả về một lần, trước ${printInstant(until)}. Ghi vì sao không thuộc đơn vị và đơn vị nào đúng hơn; chỉ cán bộ đọc được.`;
}

function noReturn({ refusedBy }: Ticket, department: string, { units }: TicketRules): string {
  if (refusedBy.includes(department)) return "Phiếu này không trả về được nữa: đơn vị đã trả về một lần.";
  const isAbove = refusedBy.every((unit) => superiorsOf(units, unit).includes(department));
  return isAbove
    ? "Các đơn vị được giao đã trả về phiếu này; Anh/Chị là cấp trên chung: xin giao cho đơn vị phải xử lý, hoặc xử lý luôn."
    : "Phiếu này không trả về được nữa: hai đơn vị đã trả về và cấp trên đã quyết định.";
}

const NOT_DECIDING: Readonly<Record<NotDeciding, string>> = {
  own_draft: "Anh/Chị đã soạn dự thảo này, nên người khác duyệt.",
  objected_to: "Người dân chưa đồng ý với trả lời của Anh/Chị, nên lần này người khác xem lại và duyệt.",
  own_answer: "",
};

/** Why somebody whose role would let them decide here is not asked to; empty for everybody else. */
export function decisionHint(officer: Officer, ticket: Ticket, { policy }: TicketRules): string {
  const decisions = (["approve", "answer", "uphold"] as const).filter(
    (command) => planFor(officer, ticket, command, policy).length > 0,
  );
  const reason = decisions.map((command) => notDeciding(ticket, command, officer.id)).find((why) => why !== undefined);
  return reason === undefined ? "" : NOT_DECIDING[reason];
}

/** What closing means, told before it is done: it ends the citizen's time to object. */
export function closeHint({ status }: Ticket, { closeAfterDays }: TicketRules["ladder"]): string {
  if (status === "transferred") return "Đóng khi cơ quan nhận đã trả lời người dân và không còn gì phải theo dõi.";
  const itself = closeAfterDays === null ? "" : ` Không ai đóng thì phiếu tự đóng sau ${closeAfterDays} ngày.`;
  return `Chỉ đóng sớm khi người dân đã cho biết là đồng ý: phiếu đóng rồi thì họ không gửi được ý kiến không đồng ý nữa.${itself}`;
}

/** What the ticket itself tells of the delay; the rest only the officer knows. */
export function apologyDraft({ pauses, refusedBy, status }: Ticket): string {
  const known = [
    status === "received" ? "phản ánh chưa được giao đơn vị xử lý" : "",
    refusedBy.length > 0 ? "phản ánh phải chuyển lại đơn vị xử lý" : "",
    pauses.length > 0 ? "cơ quan cần thêm thời gian xem xét nội dung Anh/Chị bổ sung" : "",
  ].filter(Boolean);
  const [first = "", ...others] = known;
  return first && `${[first[0]?.toUpperCase() + first.slice(1), ...others].join("; ")}.`;
}
