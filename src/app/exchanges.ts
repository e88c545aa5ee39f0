import { OFFICER_SPEAKS, type PastTurn } from "../conversation/index.ts";
import type { SaidMessage } from "../messages/index.ts";
import { findCode, type Ticket } from "../tickets/index.ts";

/** What a person said at once, with the turns that answered it. */
export interface Exchange {
  readonly turns: readonly PastTurn[];
  readonly messages: readonly SaidMessage[];
}

/**
 * Of what was said up to a ticket, oldest first, what led to it. A message belongs to the turn that handled it. What was said before a
 * turn about another ticket is left out with that turn: it may have begun there.
 */
export function leadingTo(ticket: Ticket, { turns, messages }: Exchange): Exchange[] {
  const instants = [...new Set(turns.map(({ at }) => at))];
  const exchanges = instants.map((instant) => ({
    turns: turns.filter(({ at }) => at === instant),
    messages: messages.filter(({ handledAt }) => handledAt === instant),
  }));
  const last = exchanges.findLastIndex((exchange) => isOfAnother(exchange, ticket));
  const own = exchanges.slice(last + 1);
  return ticket.restricted ? own : own.filter((exchange) => !isGuidance(exchange));
}

/** Intents of whoever speaks of a ticket that is there already. */
const OF_TICKETS: ReadonlySet<string> = new Set([
  "tra_cuu_phieu",
  "vi_sao_han",
  "xin_bien_nhan",
  "rut_phieu",
  "bo_sung_phieu",
  "khong_dong_y",
  "theo_doi_cung",
]);

function isOfAnother({ turns, messages }: Exchange, { code, createdAt }: Ticket): boolean {
  if (turns.some(({ at }) => at === createdAt)) return false;
  if (turns.some(({ trace }) => isTurnOfAnother(trace, code))) return true;
  const texts = [...messages.map(({ message }) => message.text), ...turns.flatMap(textsOf)];
  return texts.some((text) => (findCode(text) ?? code) !== code);
}

const textsOf = ({ replies }: PastTurn): string[] => replies.map(({ text }) => text);

/** What an officer and the person said to each other is about the ticket the officer had before them. */
const isTurnOfAnother = ({ ticket, intent, reason }: PastTurn["trace"], code: string): boolean =>
  ticket === undefined ? OF_TICKETS.has(intent) || reason === OFFICER_SPEAKS : ticket !== code;

const GUIDED: ReadonlySet<string> = new Set(["to_cao", "khieu_nai"]);
const GUIDANCE: ReadonlySet<string> = new Set(["huong_dan_to_cao", "huong_dan_khieu_nai"]);

/** It was about a complaint or a denunciation. */
const isGuidance = ({ turns }: Exchange): boolean =>
  turns.some(({ trace, replies }) => GUIDED.has(trace.intent) || replies.some(({ key }) => GUIDANCE.has(key)));
