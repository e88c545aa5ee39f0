import { type InboundMessage, laneOf, messagesOf } from "../messages/index.ts";
import type { Database } from "../platform/index.ts";
import {
  asFollowed,
  eventsOf,
  type FoundSecret,
  findCode,
  hasOfficeWords,
  latestOf,
  matchesReporter,
  officeWords,
  openBySecret,
  parseCode,
  type Ticket,
  ticketByCode,
  ticketById,
  ticketOpenedBy,
} from "../tickets/index.ts";
import type { Found } from "./found.ts";
import { isGuessedAt } from "./guesses/store.ts";
import { OPENED_CASE } from "./own-case.ts";
import type { ConversationState } from "./state.ts";
import { WITHDRAWAL_FLOW } from "./withdrawal.ts";

/** The tickets a message may be about: the case whose secret (`given`) stands in it; else the one whose code it gives, if the sender may see it, and the sender's last three. */
export async function findTickets(
  db: Database,
  message: InboundMessage,
  state: ConversationState,
  given: FoundSecret | undefined,
  now: number,
): Promise<Found> {
  const found = await ticketsIn(db, message, state, given, now);
  const opened = found.secret?.opening.kind === "found" ? found.secret.opening.ticket : undefined;
  const shown = [found.ticket, opened, ...found.mine].flatMap((ticket) =>
    ticket && hasOfficeWords(ticket.status) ? [ticket] : [],
  );
  if (shown.length === 0) return found;
  const said = shown.map(
    async (ticket) => [ticket.id, officeWords(ticket.status, await eventsOf(db.read, ticket.id))] as const,
  );
  return { ...found, officeWords: new Map(await Promise.all(said)) };
}

/** Flows whose answers are about the ticket they keep the code of. */
const OF_ONE_TICKET: ReadonlySet<string> = new Set(["tra-cuu-phieu", WITHDRAWAL_FLOW]);

async function ticketsIn(
  db: Database,
  message: InboundMessage,
  state: ConversationState,
  given: FoundSecret | undefined,
  now: number,
): Promise<Found> {
  if (message.call) return { mine: [], ...(await correctedBy(db, message)) };
  if (given) {
    const opening = await openBySecret(db, given.secret, { door: "talk", id: laneOf(message.from) }, now);
    return { mine: [], secret: { opening, rest: given.rest } };
  }
  const codeGiven = findCode(message.text) ?? spelledCode(message, state);
  const code = codeGiven ?? (OF_ONE_TICKET.has(state.flow?.flow ?? "") ? state.flow?.saved["code"] : undefined);
  const opened = state.flow?.saved[OPENED_CASE];
  const [asked, openCase, mine] = await Promise.all([
    code ? ticketByCode(db.read, code) : undefined,
    opened ? ticketById(db.read, opened) : undefined,
    message.live ? [] : latestOf(db.read, message.from),
  ]);
  return {
    ...(codeGiven ? { codeGiven } : {}),
    ...(asked ? await proved(db, asked, message, now) : {}),
    ...(openCase ? { openCase } : {}),
    mine: await Promise.all(mine.map((ticket) => asFollowed(db.read, ticket))),
  };
}

async function correctedBy(db: Database, message: InboundMessage): Promise<Pick<Found, "corrects">> {
  const corrects = await openedByEarlierFile(db, message);
  return corrects ? { corrects } : {};
}

async function proved(
  db: Database,
  ticket: Ticket,
  message: InboundMessage,
  now: number,
): Promise<Pick<Found, "ticket" | "wrongProof">> {
  const proof = await proofOf(db, ticket, message, now);
  if (proof === "right") return { ticket: await asFollowed(db.read, ticket) };
  return proof === "wrong" ? { wrongProof: ticket.id } : {};
}

/** More commands than a turn over one call ever has. */
const MOST_COMMANDS = 4;

/** A transcript's id ends with its file's hash; what stands before names the call. */
async function openedByEarlierFile(db: Database, { from, providerId }: InboundMessage): Promise<Ticket | undefined> {
  const call = providerId.slice(0, providerId.lastIndexOf(":") + 1);
  const earlier = await messagesOf(db, from.channel, call, providerId);
  const keys = earlier.flatMap((id) => Array.from({ length: MOST_COMMANDS }, (_, nth) => `${id}#${nth}`));
  return keys.length > 0 ? ticketOpenedBy(db.read, keys) : undefined;
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
