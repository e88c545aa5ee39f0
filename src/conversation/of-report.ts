import { fold, words } from "../text/index.ts";
import type { RecordType } from "../tickets/index.ts";
import { askedOfIntake } from "./asked-of-intake.ts";
import type { FeedbackPorts } from "./feedback-ports.ts";
import type { Turn, TurnInput } from "./model.ts";
import { say } from "./plain.ts";
import type { FlowPosition } from "./state.ts";
import { whereIn } from "./whereabouts.ts";

const TRACE = { intent: "phan_anh", outcome: "flow" } as const;

/** What is said of the report under way and is no part of it: how soon it will be seen to, who reads it, or that they come back to it. */
export function ofReportItself(input: TurnInput, position: FlowPosition, ports: FeedbackPorts): Turn | undefined {
  const { text } = input.message;
  const { wording } = ports;
  const { step, saved } = position;
  const asked = askedOfIntake(text, step);
  if (asked) return say(input, wording.say(asked, { noi_xu_ly: unitOf(saved, ports) }), TRACE);
  if (step === "noi-dung" || step === "noi-dung-moi") return undefined;
  if (asksHowSoon(text)) return say(input, wording.say("bao_gio_xu_ly"), TRACE);
  return COMES_BACK.test(plainly(text)) ? { state: input.state, replies: [], commands: [], trace: TRACE } : undefined;
}

/** Whom the report would go to as far as it is told. */
function unitOf(saved: FlowPosition["saved"], ports: FeedbackPorts): string {
  const recordType = (saved["record_type"] ?? "hien_truong") as RecordType;
  const { department } = ports.route(recordType, saved["content"] ?? "", saved["place"], whereIn(saved, ports));
  return department ? ports.departmentName(department) : ports.wording.text("noi_phan_loai");
}

/** "bao lâu thì sửa", "khi nào có người xuống". */
export const asksHowSoon = (text: string): boolean => HOW_SOON.test(plainly(text));
const HOW_SOON =
  /^(?:(?:da|the|vay|roi|ma|thi|a) )*(?:bao lau|bao gio|khi nao|chung nao|may ngay)(?: (?:thi|moi|nua|se|xa|ben|minh))* (?:sua|xu ly|don|khac phuc|giai quyet|tra loi|co (?:nguoi|can bo|ket qua)|xong|xuong)(?: \S+){0,4}$/;

/** "quay lại vụ đường ngập" tells nothing new of it. */
const COMES_BACK =
  /^(?:(?:da|thoi|roi|gio|a) )*(?:quay lai|tro lai|noi tiep|tiep tuc)(?: (?:vu|chuyen|viec|cai|phan anh))?(?: \S+){0,6}$/;

const plainly = (text: string): string => fold(words(text).join(" "));
