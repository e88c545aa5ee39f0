import type { TicketEvent } from "../../tickets/index.ts";

/** Moves after which the ticket's words have gone out and the work on them is over. */
const SENT: readonly string[] = ["answer", "approve", "refuse", "transfer", "close"];
/** Moves that tell whoever works on the ticket next something they must know. */
const TELLING: readonly string[] = ["object", "reopen", "supply", "return", "send_back"];

/** What was told since the last answer left, oldest first; what a draft was sent back for only until it is drafted again. */
export function heeded(events: readonly TicketEvent[]): TicketEvent[] {
  const since = events.slice(events.findLastIndex(({ kind }) => SENT.includes(kind)) + 1);
  const lastDraft = since.findLastIndex(({ kind }) => kind === "draft");
  return since.filter(({ kind }, nth) => TELLING.includes(kind) && (kind !== "send_back" || nth > lastDraft));
}

/** What the text kept as the ticket's answer is: a draft nobody has sent, the one before, or the answer. */
export function answerTitle(events: readonly TicketEvent[]): string {
  const last = events.findLastIndex(({ kind }) => kind === "draft" || kind === "answer" || kind === "approve");
  if (events[last]?.kind === "draft") return "Dự thảo trả lời";
  return events.slice(last).some(({ kind }) => kind === "reopen") ? "Trả lời lần trước" : "Nội dung trả lời";
}
