import { fold, words } from "../text/index.ts";
import { TICKET_MOVES, type Ticket } from "../tickets/index.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import { ticketTurn, unnamedTicketTurn } from "./follow-up.ts";
import type { Turn, TurnInput } from "./model.ts";

const INTENT = "khong_dong_y";

/** What has been answered or refused may be objected to. */
export const mayObject = ({ status }: Ticket): boolean => TICKET_MOVES[status].moves.object !== undefined;

const LEAD = "^(?:(?:da|thua|vay|the|nhung|ma|thi|toi|tui|em|e|minh|con|chau|gia dinh|nha|ba con|dan) )*";
const NOT = "(?:khong|ko|k|kg|hong|chua|chang|no)";
const DISAGREES = new RegExp(
  `${LEAD}${NOT}(?: he| the)? (?:dong y|dong tinh|chap nhan|hai long|thoa dang|ung y)(?: |$)`,
);
/** Nothing has changed, whatever was answered. */
const UNDONE = new RegExp(
  `${LEAD}(?:(?:chua|khong) (?:duoc|xong|on) |(?:ma )?van (?:con|chua|nhu cu|nguyen|y nguyen|khong) )`,
);

/** "tôi không đồng ý, rác vẫn còn". */
export const disagrees = (text: string): boolean => DISAGREES.test(fold(words(text).join(" ")));

const saysUndone = (text: string): boolean => UNDONE.test(`${fold(words(text).join(" "))} `);

/**
 * Said to an answer or a refusal of theirs, with no code: it is objected to, and no new report. That nothing has changed is one where
 * the newest of theirs was answered; what is spoken of else comes before it.
 */
export function objectingTurn(input: TurnInput, ports: FeedbackPorts): Turn | undefined {
  const { found, message, state } = input;
  if (state.flow || found.codeGiven !== undefined || state.topics.length > 0 || state.offered) return undefined;
  const [newest] = found.mine;
  const [first, ...others] = found.mine.filter(mayObject);
  if (!first) return undefined;
  if (disagrees(message.text) && others.length > 0) return unnamedTicketTurn(INTENT, input, ports);
  return disagrees(message.text) || (first === newest && saysUndone(message.text))
    ? ticketTurn(INTENT, { ...input, found: { ...found, ticket: first } }, ports)
    : undefined;
}
