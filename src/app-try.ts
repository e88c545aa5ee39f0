import type { Parts } from "./app.ts";
import { parseTranscript, renderSms, renderZalo, TRANSCRIPT_FORMATS, detectFormat } from "./channels/index.ts";
import { parsePlainCall, type ParsedTranscript, type TryPorts } from "./channels/web/index.ts";
import { turnsOf } from "./conversation/index.ts";
import { cleanText } from "./messages/index.ts";
import { newId } from "./platform/index.ts";
import { smsSize } from "./text/index.ts";
import { printInstant, ticketsOf } from "./tickets/index.ts";

/** What the try page needs of the rest of the house. */
export function tryPorts({ config, db, office, ports, clock, accept }: Parts): TryPorts {
  const style = { accents: config.twilio.smsAccents, maxSegments: 3 };
  return {
    accept,
    now: () => clock.now(),
    newId: () => newId(clock.now()),
    renderZalo,
    renderSms: (reply) => renderSms(reply, style),
    countSms: (text) => smsSize(text).segments,
    parseTranscript: readTranscript,
    async repliesFor(lane, after) {
      const turns = await turnsOf(db, lane);
      return turns
        .filter((turn) => turn.at >= after)
        .flatMap((turn) =>
          turn.replies.map((reply, i) => ({
            id: `${turn.messageId}-${i}`,
            at: turn.at,
            reply,
            ...(turn.trace.receipts && reply.key === "tra_loi" ? { receipts: turn.trace.receipts } : {}),
          })),
        );
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

/** A transcript in any known format, or lines "Người gọi: …" as typed. */
function readTranscript(name: string, text: string, callId: string): ParsedTranscript {
  const format = detectFormat(text);
  if (!format) {
    const turns = parsePlainCall(text);
    if (turns) return { ok: true, call: { callId, callerNumber: null, turns }, text: callerWords(turns) };
    return { ok: false, problem: `Chưa nhận ra dạng bản ghi. Dùng được: ${TRANSCRIPT_FORMATS.join(", ")}, hoặc từng dòng “Người gọi: …”.` };
  }
  const parsed = parseTranscript(text, format, name || callId);
  if ("error" in parsed) return { ok: false, problem: `Bản ghi chưa đúng ở “${parsed.at}”: ${parsed.error}.` };
  const turns = parsed.turns.map((turn) => ({
    index: turn.index,
    speaker: turn.speaker,
    text: cleanText(turn.text),
    startMs: turn.startMs ?? null,
    confidence: turn.confidence ?? null,
  }));
  const words = callerWords(turns);
  if (!words) return { ok: false, problem: "Bản ghi không có lời nào của người gọi." };
  return { ok: true, call: { callId, callerNumber: parsed.caller ?? null, turns }, text: words };
}

function callerWords(turns: readonly { speaker: string; text: string }[]): string {
  const caller = turns.filter((turn) => turn.speaker === "caller");
  return (caller.length > 0 ? caller : turns.filter((turn) => turn.speaker === "unknown")).map((turn) => turn.text).join("\n");
}
