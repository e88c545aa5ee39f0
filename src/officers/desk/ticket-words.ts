import { CONTENT_SURE, contentsFor, type Ticket, type TicketEvent } from "../../tickets/index.ts";
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
