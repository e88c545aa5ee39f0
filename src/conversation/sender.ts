import type { InboundMessage } from "../messages/index.ts";
import { isNameLike, nameFirstIn, nameLedIn } from "./names.ts";
import { staysUnnamed } from "./refusal.ts";
import { toldNumbers } from "./told-numbers.ts";

export interface Contact {
  readonly name: string | null;
  readonly phone: string | null;
  readonly anonymous: boolean;
}

/** Who sends a report, as one message tells it. */
export interface Sender {
  readonly name: string | null;
  /** Its digits, as they were dialled. */
  readonly phone: string | null;
  /** A number stands there that is no telephone's. */
  readonly isWrongNumber: boolean;
  /** What is told besides: where they live, more of the matter. */
  readonly rest: string;
}

export function senderTold(text: string): Sender {
  const { phone, isWrong, rest } = toldNumbers(text);
  const found = nameLedIn(rest) ?? nameFirstIn(rest, phone !== null);
  return { name: found?.name ?? null, phone, isWrongNumber: isWrong, rest: tidy(found?.rest ?? rest) };
}

/** Without breaks, marks and courtesies at its ends. */
const tidy = (text: string): string =>
  text
    .split(/[;\n]|(?<=[,.!?])\s/u)
    .map((part) =>
      part
        .replace(/\s+/gu, " ")
        .replace(FILLERS, "")
        .replace(/^[\s,.:!–-]+|[\s,.:!–-]+$/gu, ""),
    )
    .filter((part) => /\p{L}/u.test(part) && !EMPTY.test(part))
    .join(", ");
const FILLERS =
  /^(?:\s*(?:dạ|da|thưa|thua|vâng|vang|ạ|nha|nhé|nhe|nghe|đây|day|là|la|thì|thi|còn|con|của|cua|và|va)(?!\p{L}))+/iu;
const EMPTY =
  /^(?:(?:dạ|da|ạ|a|nha|nhé|nhe|đây|day|em|anh|chị|chi|ơi|oi|giúp|giup|giùm|gium|tôi|toi|tui|gọi|goi|ghi|ghi tên|không|khong|ko|có|co|số|so|điện thoại|dien thoai|sđt|sdt|cho|với|voi|là|la|của|cua|con|còn|thì|thi|chính chủ|mới|moi|vợ|vo|chồng|chong|luôn|luon)(?:\s|$))+$/iu;

/** The sender in the words a flow keeps: name and number. Undefined where neither is told. */
export function senderWords({ name, phone }: Pick<Sender, "name" | "phone">): string | undefined {
  return [name, phone].filter(Boolean).join(" ") || undefined;
}

/** "tui tên Nguyễn Văn Sáu": who they are, whatever was asked. */
export const saysWho = (text: string): boolean =>
  SAYS_WHO.test(text) && nameLedIn(toldNumbers(text).rest) !== undefined;
const SAYS_WHO =
  /^(?:(?:dạ|da|vâng|vang|thưa|thua)\s+)?(?:em|e|tôi|toi|mình|minh|tui|cháu|chau|con|bác|bac|cô|chú|chu|anh|chị|chi|ông|bà)\s+(?:tên|ten|là|la)\s/iu;

/** "Nguyễn Văn A 0912 345 678": a number, with a name or nothing of weight beside it. */
export function isContactOnly(text: string): boolean {
  const { phone, rest } = toldNumbers(text);
  if (phone === null || /\?/.test(text)) return false;
  const { name, rest: besides } = senderTold(text);
  return besides === "" && (name !== null || tidy(rest) === "");
}

/** Reads what a flow keeps, or was told in one message; an SMS sender's own number is a contact already. */
export function readContact(text: string, message: InboundMessage): Contact {
  if (staysUnnamed(text)) return { name: null, phone: null, anonymous: true };
  const { name, phone: told } = senderTold(text);
  const phone = told ? toE164(told) : ownNumber(message);
  return {
    name: name && name.length >= 2 ? name.slice(0, 80) : null,
    phone,
    anonymous: name === null && phone === null,
  };
}

/** What the citizen said of themselves, with a name or a number said later in place of the one before. */
export function correctedContact(before: string, said: string): string {
  const old = staysUnnamed(before) ? { name: null, phone: null } : senderTold(before);
  const now = senderTold(said);
  const name = now.name ?? (isNameLike(said) ? said : null);
  return senderWords({ name: name ?? old.name, phone: now.phone ?? old.phone }) ?? before;
}

function ownNumber(message: InboundMessage): string | null {
  if (message.call) return message.call.callerNumber;
  return message.from.id.startsWith("+") ? message.from.id : null;
}

/** Vietnamese numbers: 0912345678 → +84912345678. */
function toE164(written: string): string {
  const digits = written.replace(/\D/g, "");
  return digits.startsWith("84") ? `+${digits}` : `+84${digits.replace(/^0/, "")}`;
}
