import { mayBeFamily } from "./name-answered.ts";
import { isNameLike } from "./names.ts";
import { senderTold, senderWords } from "./sender.ts";
import { digitsWritten } from "./told-numbers.ts";

/**
 * A report without its sender's own name and number, for a case that is to hold neither: as they are known from elsewhere in the talk,
 * as somebody says them of themselves, and as a report is signed. Whoever else is named stays, and so does a number said of others.
 */
export function withoutSender(text: string, known: readonly string[] = []): string {
  return signed(text, known).rest;
}

/**
 * "Đèn đường thôn 2 hỏng. Tôi là Trần Văn Lợi, số 0912 345 678": who sends a report, in the words a flow keeps, and the report. Undefined
 * where a name or a number is missing, or little else is said.
 */
export function signedBy(text: string): { readonly contact: string; readonly rest: string } | undefined {
  const { rest, taken } = signed(text);
  const { name, phone, rest: besides } = senderTold(taken);
  // Two names or two numbers are not one person's for certain.
  const isOne = name && phone && besides === "";
  const contact = isOne && rest.length >= LEAST_LEFT ? senderWords({ name, phone }) : undefined;
  return contact === undefined ? undefined : { contact, rest };
}
const LEAST_LEFT = 10;

/** A text without its sender, and what was taken out of it: how they call themselves, and their number. */
function signed(text: string, known: readonly string[] = []): { readonly rest: string; readonly taken: string } {
  const written = digitsWritten(text);
  const unknown = withoutKnown(known)(written);
  const unnamed = withoutSelf(unknown);
  const numbered = withoutNumber(unnamed);
  // "Nguyễn Văn Nam 0912 … xả rác. Tôi là Lê Văn Bình 0905 …": whoever calls themselves so is not the other one.
  const marked = unnamed === unknown ? withoutSignature(numbered) : numbered;
  return marked === written ? { rest: text, taken: "" } : { rest: tidy(marked), taken: takenFrom(written, marked) };
}

/** What stands in the gaps. */
function takenFrom(written: string, marked: string): string {
  const kept = marked.split(GAP).filter((part) => part !== "");
  return kept.reduce((left, part) => left.replace(part, () => "; "), written).replace(/^[;\s]+|[;\s]+$/gu, "");
}

/** Stands where something was taken out; in no message. */
const GAP = "\u{E000}";

/** Figures however they are grouped, a name however it is cased. */
const withoutKnown = (known: readonly string[]) => (text: string) =>
  known.filter(tellsApart).reduce((left, one) => left.replace(loosely(one), GAP), text);
/** "Bình" alone is in the name of a commune too, and "ẩn danh" is nobody. */
const tellsApart = (known: string): boolean => /^\+?\d{9,}$/.test(known) || isFullName(known);

function loosely(known: string): RegExp {
  const digits = known.replace(/\D/g, "").replace(/^84/, "0");
  return digits === ""
    ? new RegExp(String.raw`(?<!\p{L})${known.replace(/[^\p{L}]+/gu, String.raw`\s+`)}(?!\p{L})`, "giu")
    : new RegExp(String.raw`(?<!\d)(?:0|\+?84)${[...digits.slice(1)].join(String.raw`[\s.-]?`)}(?!\d)`, "gu");
}

const SELF = "(?:tôi|toi|tui|em|mình|minh|cháu|chau|con|bác|bac)";
const TITLE = "(?:họ và tên|ho va ten|họ tên|ho ten|tên|ten)";
const SIGNED = `(?:${TITLE}|(?:người|nguoi)\\s+(?:gửi|gui|phản ánh|phan anh|báo|bao)|ký tên|ky ten|trân trọng|tran trong)`;
const LED = new RegExp(
  String.raw`(?<!\p{L})(?:(?<self>${SELF})(?:\s+(?<called>${TITLE}|là|la))*[\s:,–-]+|${TITLE}\s+(?:của\s+|cua\s+)?${SELF}(?:\s+(?:là|la))?[\s:]+)|(?<=^\s*|[.;!?\n]\s*)${SIGNED}(?:\s+(?:là|la))?[\s:,]+`,
  "giu",
);
/** "con tôi là …", "hàng xóm em tên …" is somebody else. */
const OF_OTHERS =
  /(?<!\p{L})(?:con|vợ|vo|chồng|chong|mẹ|me|bố|bo|cha|má|ma|ba|bà|ông|ong|anh|chị|chi|em|cháu|chau|nhà|nha|xóm|xom|bạn|ban|của|cua|trai|gái|gai|dâu|dau|rể|re)\s+$/iu;
const SPOKEN_TO = /(?<!\p{L})(?:thưa|thua|chào|chao|gửi|gui|nhờ|nho)\s+(?:các\s+|cac\s+)?\p{L}+\s+$/iu;
/** Up to a pause, a number, or what is told of them besides. */
const ENDS_NAME =
  /[,.;:!?\n()–]|\s-|\d|\s(?:ở|o|tại|tai|thôn|thon|xóm|xom|số|so|sđt|sdt|đt|dt|điện thoại|dien thoai|xin|phản ánh|phan anh|báo|bao|muốn|muon|đây|day|nhưng|nhung|gửi|gui|nhà|nha|có|co|không|khong|và|va|là|la|ạ|nhé|nhe|nghe)(?!\p{L})/iu;

/** "tui tên Sáu Lành", "Tôi, Vũ Thị Loan, …"; "tôi đi chợ" names nobody. */
function withoutSelf(text: string): string {
  return [...text.matchAll(LED)].reduceRight((left, { 0: lead, index, groups }) => {
    const before = text.slice(0, index);
    const isOther = groups?.["self"] !== undefined && OF_OTHERS.test(before) && !SPOKEN_TO.test(before);
    const behind = text.slice(index + lead.length);
    const name = behind.slice(0, ENDS_NAME.exec(behind)?.index).trim();
    const { self, called = self && "" } = groups ?? {};
    // "cháu là học sinh lớp 9" says what they are.
    const isNamed =
      called === undefined ||
      /^(?:họ |ho )?(?:và |va )?t[eê]n$/iu.test(called) ||
      (called !== "" && /^\p{Lu}/u.test(name));
    const isName = isNamed ? isNameLike(name, true) : isFullName(name);
    return isOther || !isName ? left : left.slice(0, index) + GAP + left.slice(index + lead.length + name.length);
  }, text);
}

const isFullName = (text: string): boolean => text.includes(" ") && mayBeFamily(text) && isNameLike(text, true);

const CALLED = "(?:số điện thoại|so dien thoai|điện thoại|dien thoai|sđt|sdt|đt|dt|số|so)";
const PHONE = String.raw`(?<![\p{L}\d])(?:\+?84|0)(?:[\s.-]?\d){9,10}(?!\d)`;
const CALL_ME = String.raw`(?:gọi|goi|liên hệ|lien he|liên lạc|lien lac|nhắn|nhan)(?:\s+(?:lại|lai|cho|với|voi|qua|số|so))*\s+${SELF}(?:\s+\p{Lu}\p{L}*){0,4}(?:\s+(?:qua|theo|số|so))*`;
/** What stands beside their name, is called theirs, or they want to be called at; "số 09… gọi lừa tôi" is not. */
const NUMBERS: readonly RegExp[] = [
  new RegExp(String.raw`${GAP}[\s,;:.()–-]*(?:${CALLED}[\s:]*)?${PHONE}`, "giu"),
  new RegExp(String.raw`(?:${CALLED}[\s:]*)?${PHONE}[\s,;:.()–-]*${GAP}`, "giu"),
  new RegExp(
    String.raw`(?<!\p{L})(?:${CALL_ME}|${CALLED}\s+(?:của\s+|cua\s+)?${SELF}(?:\s+(?:là|la))?|(?:sđt|sdt|đt|dt|điện thoại|dien thoai))[\s:]*${PHONE}`,
    "giu",
  ),
];
const withoutNumber = (text: string): string => NUMBERS.reduce((left, pattern) => left.replace(pattern, GAP), text);

const WRITTEN = String.raw`\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}*){1,4}`;
const NAME_AND_NUMBER = new RegExp(
  String.raw`(?<=^\s*|[.,;!?\n]\s*)(?:(?<name>\p{L}+(?:\s\p{L}+){1,4})[\s,:–-]+(?:${CALLED}[\s:]*)?${PHONE}|${PHONE}[\s,:–-]+(?<behind>\p{L}+(?:\s\p{L}+){1,4}))(?=\s*(?:[.,;!?\n]|$))`,
  "giu",
);
const LAST_NAME = new RegExp(String.raw`(?<=[.!?\n]\s*)${WRITTEN}[\s.!]*$`, "u");
const LAST_NUMBER = new RegExp(String.raw`(?<=[.!?\n]\s*)${PHONE}[\s.!]*$|^\s*${PHONE}(?=\s*[.\n])`, "u");

/** A part that is a full name and a number, and one of both alone where a report is signed. */
function withoutSignature(text: string): string {
  const both = text.replace(NAME_AND_NUMBER, (said, name?: string, behind?: string) =>
    isFullName(name ?? behind ?? "") ? GAP : said,
  );
  return both
    .replace(LAST_NAME, (name) => (isFullName(name.replace(/[\s.!]+$/u, "")) ? GAP : name))
    .replace(LAST_NUMBER, GAP);
}

/** Without the marks and words that led up to what was taken out. */
const tidy = (text: string): string =>
  text
    .replace(new RegExp(String.raw`[\s,;:(–-]*${GAP}[\s,;:)–-]*(?=[.!?\n]|${GAP}|$)`, "gu"), "")
    .replace(new RegExp(String.raw`(?<=^|[.!?\n]\s*)(?:${GAP}[\s.,;:)–-]*)+`, "gu"), "")
    .replace(new RegExp(String.raw`[\s,]*${GAP}[\s,]*`, "gu"), ", ")
    .replace(/ {2,}/g, " ")
    .replace(/^[\s.,;:!–-]+/u, "")
    .trim();
