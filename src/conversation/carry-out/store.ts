import { fileWith } from "../../attachments/index.ts";
import type { Reply } from "../../messages/index.ts";
import { resumeNotices, stopNotices, wishAccents } from "../../outbox/index.ts";
import type { Queries } from "../../platform/index.ts";
import {
  correctTranscript,
  type NewSecret,
  type OfficeKey,
  openTicket,
  printInstant,
  receiptOf,
  type Ticket,
  wishMerge,
} from "../../tickets/index.ts";
import { noteWrongClaim, offerClaim, redeemClaim } from "../claim/store.ts";
import { countWrongProof } from "../guesses/store.ts";
import type { TurnCommand } from "../model.ts";
import { moveTicket, noteTicket, type TellPorts } from "../own-tickets/store.ts";

export interface CarryOutPorts extends TellPorts {
  /** Signs receipts; absent where nothing is kept. */
  readonly officeKey?: OfficeKey | undefined;
}

/** Does what a turn wants done, inside its transaction; what is to be said of it. */
export async function carryOut(
  tx: Queries,
  command: TurnCommand,
  given: { readonly key: string; readonly secret: NewSecret | undefined },
  ports: CarryOutPorts,
  now: number,
): Promise<{ replies: readonly Reply[]; ticket?: string }> {
  switch (command.kind) {
    case "open_ticket": {
      const { key, secret } = given;
      const draft = { ...command.draft, key, ...(secret ? { secretHash: secret.hash } : {}) };
      const { ticket, notice } = await openTicket(tx, ports.rules, draft, now);
      await fileTo(tx, ticket, command.attached, now);
      const values = {
        ...notice.values,
        department: ports.departmentName(ticket.department),
        secret: secret?.words ?? "",
      };
      const say = secret && command.sayOpened ? "phieu_an_danh_da_mo" : command.sayOpened;
      const opened = say ? [ports.wording.say(say, values)] : [];
      return { ticket: ticket.code, replies: [...opened, ...(command.thenSay ?? [])] };
    }
    case "wish_merge":
      await wishMerge(tx, { ticketId: command.ticketId, intoCode: command.into.code, at: now });
      return { replies: [] };
    case "count_wrong_proof":
      await countWrongProof(tx, command.ticketId, now);
      return { replies: [] };
    case "stop_notices":
      await stopNotices(tx, command.who, { scope: "here", how: command.how, at: now });
      return { replies: [] };
    case "resume_notices":
      await resumeNotices(tx, command.who, now);
      return { replies: [] };
    case "wish_accents":
      await wishAccents(tx, command.who, command.accents, now);
      return { replies: [] };
    case "note_ticket":
      await fileTo(tx, command.ticket, command.attached, now);
      return noteTicket(tx, command, ports, now);
    case "correct_call": {
      const { ticket, text, lines } = command;
      await correctTranscript(tx, { ticketId: ticket.id, text, lines, at: now });
      return { ticket: ticket.code, replies: [] };
    }
    case "give_receipt":
      return { ticket: command.ticket.code, replies: [await receiptReply(tx, command.ticket, ports)] };
    case "offer_claim":
      return { replies: [await offerClaim(tx, command.who, ports.wording, now)] };
    case "count_wrong_claim":
      await noteWrongClaim(tx, command.who, command.claimId, now);
      return { replies: [] };
    case "redeem_claim":
      await redeemClaim(tx, command, ports.wording, now);
      return { replies: [] };
    case "move_ticket":
      return moveTicket(tx, command, given.key, ports, now);
    default:
      return command satisfies never;
  }
}

/** Complaints and denunciations have none. */
async function receiptReply(tx: Queries, ticket: Ticket, { wording, officeKey }: CarryOutPorts): Promise<Reply> {
  const receipt = officeKey && (await receiptOf(tx, ticket, officeKey));
  const ma_phieu = ticket.code;
  if (receipt === undefined) return wording.say("bien_nhan_khong_co", { ma_phieu });
  const when = { luc: printInstant(ticket.createdAt), han: printInstant(ticket.dueAt) };
  return wording.say("bien_nhan_phieu", { ma_phieu, ...when, bien_nhan: receipt });
}

/** A ticket without its reporter must not be led back to them by what they sent. */
const fileTo = (tx: Queries, { id, reporter }: Ticket, messageIds: readonly string[] = [], now: number) =>
  fileWith(tx, { ticketId: id, messageIds, isUnnamed: reporter.address === null }, now);
