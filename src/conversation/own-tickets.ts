import type { InboundMessage } from "../messages/index.ts";
import type { Database } from "../platform/index.ts";
import { findCode, matchesReporter, parseCode, type Ticket, ticketByCode, ticketsOf } from "../tickets/index.ts";
import type { Found } from "./follow-up.ts";
import type { ConversationState } from "./state.ts";
import { isGuessedAt } from "./store.ts";

/** The tickets a message may be about: the one whose code it gives, if the sender may see it, and the sender's last three. */
export async function findTickets(
  db: Database,
  message: InboundMessage,
  state: ConversationState,
  now: number,
): Promise<Found> {
  const given = findCode(message.text) ?? spelledCode(message, state);
  const code = given ?? (state.flow?.flow === "tra-cuu-phieu" ? state.flow.saved["code"] : undefined);
  const [ticket, mine] = await Promise.all([
    code ? ticketByCode(db.read, code) : undefined,
    message.live ? [] : ticketsOf(db.read, message.from, 3),
  ]);
  const proof = ticket ? await proofOf(db, ticket, message, now) : "none";
  return {
    ...(given ? { codeGiven: given } : {}),
    ...(ticket && proof === "right" ? { ticket } : {}),
    ...(ticket && proof === "wrong" ? { wrongProof: ticket.id } : {}),
    mine,
  };
}

/** "pê a bảy ca ba em mờ …": a code read out where one was asked for; elsewhere plain words might pass for one. */
function spelledCode(message: InboundMessage, state: ConversationState): string | undefined {
  if (!message.live || state.flow?.step !== "ma-phieu") return undefined;
  const parsed = parseCode(message.text);
  return parsed.ok ? parsed.code : undefined;
}

/** The sender is who reported it, or knows the last four digits of the number given then. */
async function proofOf(
  db: Database,
  ticket: Ticket,
  message: InboundMessage,
  now: number,
): Promise<"right" | "wrong" | "none"> {
  // The number a call shows can be forged, and the reply is heard by whoever calls: only what the reporter knows counts.
  if (!message.live && (await matchesReporter(db.read, ticket, { address: message.from }))) return "right";
  const digits = message.text.replace(/\D/g, "");
  if (digits.length !== 4) return "none";
  if (await isGuessedAt(db, ticket.id, now)) return "wrong";
  return (await matchesReporter(db.read, ticket, { lastFourDigits: digits })) ? "right" : "wrong";
}
