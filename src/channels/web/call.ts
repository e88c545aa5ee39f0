import { cleanText, type InboundMessage, type SpokenTurn } from "../../messages/index.ts";
import { transcriptMessage } from "../transcripts/index.ts";
import { parsePlainCall } from "./plain.ts";

export type CallRead =
  | { readonly ok: true; readonly text: string; readonly call: NonNullable<InboundMessage["call"]> }
  /** A sentence for the person who brought the file. */
  | { readonly ok: false; readonly problem: string };

/**
 * Reads what was pasted or uploaded: any format the hotline's door knows, or a call written down by hand. `name` is the
 * file's name, empty when pasted.
 */
export function readCall(name: string, raw: string, callId: string): CallRead {
  if (raw.trim() === "") return { ok: false, problem: "Vui lòng dán bản ghi hoặc chọn một tệp." };
  const message = transcriptMessage(raw, name || callId, 0);
  if (!("error" in message)) return message.call ? { ok: true, text: message.text, call: message.call } : NOBODY_SPEAKS;
  const turns = message.error === "unknown transcript format" ? parsePlainCall(cleanText(raw)) : undefined;
  if (turns) return spoken(turns, callId);
  const where = message.at === "" ? "" : ` (chỗ sai: ${message.at})`;
  return {
    ok: false,
    problem: `Chưa đọc được bản ghi này${where}. Hãy dùng JSON, VTT, SRT, hoặc viết mỗi dòng “Người gọi: …”.`,
  };
}

const NOBODY_SPEAKS: CallRead = { ok: false, problem: "Bản ghi không có lời nào của người gọi." };

function spoken(turns: readonly SpokenTurn[], callId: string): CallRead {
  const text = turns
    .filter((turn) => turn.speaker === "caller")
    .map((turn) => turn.text)
    .join("\n");
  return text === "" ? NOBODY_SPEAKS : { ok: true, text, call: { callId, callerNumber: null, turns } };
}
