import {
  CONTENT_SURE,
  contentsFor,
  printInstant,
  refusalUntil,
  type Ticket,
  type TicketEvent,
  type TicketRules,
} from "../../tickets/index.ts";
import type { Officer } from "../accounts/account.ts";
import { isDesk } from "./viewer.ts";
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
  if (until === null) return "Phiếu này không trả về được nữa: đã có đơn vị trả về và cấp trên đã quyết định.";
  if (now > until) return "Đã quá một ngày làm việc kể từ khi giao nên không trả về được nữa.";
  return `Mỗi đơn vị được trả về một lần, trước ${printInstant(until)}. Ghi vì sao không thuộc đơn vị và đơn vị nào đúng hơn; chỉ cán bộ đọc được.`;
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
