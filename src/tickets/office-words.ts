import type { TicketEvent } from "./history/store.ts";
import type { TicketStatus } from "./moves.ts";

/** Where the reporter must know words that stand in the history alone: which move said them, and under what name. */
const SAID: Readonly<Partial<Record<TicketStatus, readonly [kind: string, name: string]>>> = {
  waiting_for_citizen: ["ask_citizen", "question"],
  refused: ["refuse", "reason"],
};

/** True where a ticket in this status leaves such words open. */
export const hasOfficeWords = (status: TicketStatus): boolean => SAID[status] !== undefined;

/**
 * What the office last said that the ticket waits on or ended with: the question asked, why it was refused. Whoever left no way to be told
 * reads it where they look the ticket up. Empty where there is nothing.
 */
export function officeWords(status: TicketStatus, events: readonly Pick<TicketEvent, "kind" | "data">[]): string {
  const [kind, name = ""] = SAID[status] ?? [];
  return String(events.findLast((event) => event.kind === kind)?.data[name] ?? "");
}
