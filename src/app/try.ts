import { renderSms, renderZalo } from "../channels/index.ts";
import type { TryPorts } from "../channels/web/index.ts";
import { turnsOf } from "../conversation/index.ts";
import { promisedTo } from "../outbox/index.ts";
import { newId } from "../platform/index.ts";
import { smsSize } from "../text/index.ts";
import { printInstant, ticketsOf } from "../tickets/index.ts";
import type { Parts } from "./parts.ts";

/** What the try page needs of the rest of the house. */
export function tryPorts({ config, db, office, ports, clock, accept }: Parts): TryPorts {
  const style = { accents: config.sms.accents, maxSegments: 3 };
  return {
    accept,
    now: () => clock.now(),
    newId: () => newId(clock.now()),
    renderZalo,
    renderSms: (reply) => renderSms(reply, style),
    countSms: (text) => smsSize(text).segments,
    async repliesFor(lane, after) {
      const [promised, turns] = await Promise.all([promisedTo(db, lane, { from: after }), turnsOf(db, lane)]);
      const receipts = new Map(turns.map((turn) => [turn.messageId, turn.trace.receipts]));
      return promised.map(({ id, key, at, reply }) => {
        const sources = reply.key === "tra_loi" ? receipts.get(key.split(":")[1] ?? "") : undefined;
        return { id, at, reply, ...(sources ? { receipts: sources } : {}) };
      });
    },
    async ticketsFor(lane) {
      const [channel = "", account = "", id = ""] = lane.split(":");
      if (channel !== "web") return [];
      const tickets = await ticketsOf(db.read, { channel, account, id });
      return tickets.map((ticket) => ({
        code: ticket.code,
        status: office.script.wording.text(`trang_thai.${ticket.status}`),
        department: ports.departmentName(ticket.department),
        due: printInstant(ticket.dueAt),
        content: ticket.content,
      }));
    },
  };
}
