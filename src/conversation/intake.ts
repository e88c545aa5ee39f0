import type { InboundMessage } from "../messages/index.ts";
import { fold } from "../text/index.ts";

const PLACE =
  /(?<!\p{L})(?:thôn|xóm|bản|tổ|ấp|khu phố|khu dân cư|đường|hẻm|ngõ|ngách|xã|phường|thị trấn|đặc khu|quốc lộ|tỉnh lộ|chợ|cầu|thon|xom|ap|khu pho|duong|hem|ngo|xa|phuong|cho|cau)\s+(?:số\s+)?[\p{L}\d][\p{L}\d/]*(?:\s+(?:[\p{Lu}\d][\p{L}\d/]*))*/gu;
/** A place word followed by one of these names no place ("đường hỏng", "xã không trả lời"). */
const NO_NAME =
  /\s(o|tai|hong|hu|xau|lay|lang|ngap|bi|co|khong|va|nay|nao|day|do|minh|toi|em|la|rat|qua|de|cho|ra|vao|den|di|kho|mua|noi|thi|tu phat|chua|moi|cua|truoc|sau|lam|bao|dang|to|nho|lon)$/;

/** The places a report names, as the citizen wrote them; undefined when it names none. */
export function placeIn(text: string): string | undefined {
  const named = (text.match(PLACE) ?? []).map((span) => span.trim()).filter((span) => !NO_NAME.test(fold(span)));
  return named.length > 0 ? [...new Set(named)].slice(0, 4).join(", ") : undefined;
}

export interface Contact {
  readonly name: string | null;
  readonly phone: string | null;
  readonly anonymous: boolean;
}

const PHONE = /(?:\+?84|0)(?:[\s.-]?\d){8,10}/;
const ANONYMOUS =
  /\b(an danh|giau ten|khong neu ten|khong muon neu|khong muon noi|khong cho biet|khong noi ten|bo qua|khong can|thoi khong)\b/;
const NAME_LEAD =
  /^(?:dạ\s+|em\s+là\s+|tôi\s+là\s+|mình\s+là\s+|tui\s+là\s+|tên\s+(?:là\s+|em\s+là\s+|tôi\s+là\s+)?|em\s+tên\s+(?:là\s+)?|tôi\s+tên\s+(?:là\s+)?|họ tên\s*:?\s*)+/iu;

/** Reads "Nguyễn Văn A 0912 345 678" or "ẩn danh"; an SMS sender's own number is a contact already. */
export function readContact(text: string, message: InboundMessage): Contact {
  if (ANONYMOUS.test(fold(text))) return { name: null, phone: null, anonymous: true };
  const written = text.match(PHONE)?.[0];
  const phone = written ? toE164(written) : ownNumber(message);
  const name = text
    .replace(PHONE, " ")
    .replace(NAME_LEAD, "")
    .replace(/(số điện thoại|sđt|sdt|đt|dt|số)\s*:?/giu, " ")
    .replace(/[,;:.\-–]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return { name: name.length >= 2 ? name.slice(0, 80) : null, phone, anonymous: name.length < 2 && phone === null };
}

function ownNumber(message: InboundMessage): string | null {
  if (message.call) return message.call.callerNumber;
  return message.from.channel === "sms" ? message.from.id : null;
}

/** Vietnamese numbers: 0912345678 → +84912345678. */
function toE164(written: string): string {
  const digits = written.replace(/\D/g, "");
  return digits.startsWith("84") ? `+${digits}` : `+84${digits.replace(/^0/, "")}`;
}
