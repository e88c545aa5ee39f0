import type { Database } from "../../platform/index.ts";
import {
  type Actor,
  addNote,
  applyCommand,
  type Command,
  type Ticket,
  type TicketRules,
  ticketById,
} from "../../tickets/index.ts";

/** What the holder of a secret may do with their case on the page; each is the end of its address. */
export const CASE_ACTS = ["bo-sung", "rut", "khong-dong-y"] as const;
export type CaseAct = (typeof CASE_ACTS)[number];

export interface CasePorts {
  readonly db: Database;
  readonly now: () => number;
  readonly rules: TicketRules;
}

const CITIZEN: Actor = { role: "citizen", id: "citizen" };

const DONE: Readonly<Record<CaseAct, string>> = {
  "bo-sung": "Đã ghi thêm lời của Anh/Chị vào phiếu.",
  rut: "Đã rút phiếu theo yêu cầu của Anh/Chị.",
  "khong-dong-y": "Đã ghi nhận Anh/Chị chưa đồng ý. Một người khác sẽ xem lại.",
};
const NO_WORDS = "Vui lòng viết nội dung rồi gửi lại.";
const NOT_NOW = "Phiếu đang ở trạng thái chưa làm được việc này.";

/** Carries it out; `said` tells the person what came of it. */
export async function actOnCase(
  { db, now, rules }: CasePorts,
  ticket: Ticket,
  act: CaseAct,
  text: string,
): Promise<{ readonly ticket: Ticket; readonly said: string }> {
  if (act !== "rut" && text === "") return { ticket, said: NO_WORDS };
  const at = now();
  const move = moveFor(act, ticket);
  const isDone = await db.write(async (tx) =>
    move === undefined
      ? (await addNote(tx, { ticketId: ticket.id, actor: CITIZEN, text, at, audience: "citizen" })).ok
      : (
          await applyCommand(tx, rules, {
            ticketId: ticket.id,
            command: move,
            actor: CITIZEN,
            data: { reason: text, text },
            at,
          })
        ).ok,
  );
  return { ticket: (await ticketById(db.read, ticket.id)) ?? ticket, said: isDone ? DONE[act] : NOT_NOW };
}

/** What an officer waits for lets the clock run on; other words are a note. */
function moveFor(act: CaseAct, ticket: Ticket): Command | undefined {
  if (act === "rut") return "withdraw";
  if (act === "khong-dong-y") return "object";
  return ticket.status === "waiting_for_citizen" ? "supply" : undefined;
}
