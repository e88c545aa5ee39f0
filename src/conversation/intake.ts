import { fold, isAccented } from "../text/index.ts";

/** Kinds of places whose name may be written small ("ngõ chùa"), and those whose name must be a number or written large ("tổ 4", "bản Ve"). */
const ANY_NAME = "thôn|xóm|ấp|khu phố|khu dân cư|đường|hẻm|ngõ|ngách|xã|phường|thị trấn|đặc khu|quốc lộ|tỉnh lộ|chợ";
const OWN_NAME = "bản|tổ|cầu|kênh|đèo|hồ|suối";
/** Without accents "chợ" is "cho", "bản" and "cầu" are common words, and only a number tells. */
const PLAIN_ANY = "thon|xom|ap|khu pho|hem|ngo|duong|phuong|thi tran|quoc lo";
const PLAIN_NUMBERED = "to|ban|xa|khu|doi|cum";
/** "đường ngõ 12": the second is the place. */
const ONE = String.raw`(?!(?:${ANY_NAME}|${PLAIN_ANY})\s)[\p{L}\d][\p{L}\d/]*`;
const LARGE = String.raw`[\p{Lu}\d][\p{L}\d/]*`;
/** "doi 15 ngay" waits, and names no team. */
const NUMBER = String.raw`\d[\p{L}\d/]*(?![\p{L}\d/]|\s*(?:ngày|ngay|tháng|thang|tuần|tuan|năm|nam|lần|lan|giờ|gio|người|nguoi|triệu|trieu|bản|tờ|anh)(?!\p{L}))`;
const spelt = (kinds: string, name: string) => String.raw`(?:${kinds})\s+(?:số\s+|so\s+)?${name}(?:\s+${LARGE})*`;
const ACCENTED_PLACE = new RegExp(
  String.raw`(?<!\p{L}|(?:hàng|chòm|lối)\s)(?:${spelt(ANY_NAME, ONE)}|${spelt(OWN_NAME, LARGE)})`,
  "gu",
);
/** "thon Lac Hoa" has two words by its letters, "thon lac hoa" tells only the first. */
const PLAIN_NAME = String.raw`(?:\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}+)+|${ONE}(?:\s+\d[\p{L}\d/]*)?)`;
const PLAIN_PLACE = new RegExp(
  String.raw`(?<!\p{L}|(?:hang|chom|loi)\s)(?:(?:${PLAIN_ANY})\s+(?:so\s+)?${PLAIN_NAME}|(?:${PLAIN_NUMBERED})\s+(?:so\s+)?${NUMBER})`,
  "gu",
);
const PLAIN_KINDS = new RegExp(String.raw`(?<!\p{L})(?:${PLAIN_ANY}|${PLAIN_NUMBERED})(?!\p{L})`, "giu");
const KINDS = new RegExp(String.raw`(?<!\p{L})(?:${ANY_NAME}|${OWN_NAME})(?!\p{L})`, "giu");
/** A place word followed by one of these names no place ("đường hỏng", "xã không trả lời"). */
const NO_NAME =
  /\s(o|tai|hong|hu|xau|lay|lang|ngap|bi|co|khong|va|nay|nao|day|do|minh|toi|tui|tau|choa|ta|em|la|rat|qua|de|cho|ra|vao|den|di|kho|mua|noi|thi|tu phat|chua|moi|cua|truoc|sau|lam|bao|dang|to|nho|lon|ni|no|ay|kia|mo|chi|gi|sao|nha|nguoi|ong|ba|anh|chi|con|xa|phuong|thon|kiem|giai|xu|xem|nat|xuong|hoi|tren|duoi|pho|sat|xuat|dan|cai|mot|mon|vua|len|ve|thay|tro|bo|lien|da|se|van|phai|duoc|nhieu|khac|rieng|chung|vo|zo|dzo|ngang|doc|lun|sinh|sut|sup|te|be|nghet|dat|nhua|gan|canh|ven|ke|doi|tat|tu|cao|cao toc|lien|cut|bat|ray|mon|mat|chinh|di lai)$/;

/** "xóm chùa" is called so, "đường chưa" is not. */
const CHUA = /\schùa$/iu;
/** Written large it is a name, unless all is. */
const LARGE_AT_END = /\s\p{Lu}\p{Ll}+$/u;

/** "xom bac o": whose place it is, by someone who calls himself so; "xóm Bắc" is a name. */
const OWNER = /\s(bác|bac|cháu|chau|chú|chu)$/;

/** The places a report names, as the citizen wrote them, each in one line; undefined when it names none. */
export function placeIn(text: string): string | undefined {
  const isLoud = text === text.toUpperCase();
  const spans = text
    .split("\n")
    .flatMap((line) =>
      isAccented(text)
        ? placesOf(line, smallKinds(line, KINDS), ACCENTED_PLACE)
        : placesOf(line, smallKinds(line, PLAIN_KINDS), PLAIN_PLACE),
    );
  const isNoName = (span: string) =>
    NO_NAME.test(fold(span)) && !CHUA.test(span) && !(LARGE_AT_END.test(span) && !isLoud);
  const named = spans.filter((span) => !isNoName(span) && !OWNER.test(span));
  return named.length > 0 ? [...new Set(named)].slice(0, 4).join(", ") : undefined;
}

/** The spans found in `read`, which is `text` in other letters of the same length, as they stand in `text`. */
function placesOf(text: string, read: string, pattern: RegExp): string[] {
  return [...read.matchAll(pattern)]
    .filter(({ index }) => !DENIED.test(read.slice(0, index)))
    .map(({ 0: span, index }) => text.slice(index, index + span.length).trim());
}

/** "thôn 4 chứ không phải thôn 3": the other is where it is not. */
const DENIED = /(?<!\p{L})(?:không|khong|ko|hông|hong) (?:phải|phai)(?: (?:ở|o|là|la|tại|tai))*\s+$/iu;

/** The kinds of places written small; in a text all in capitals a large letter says nothing, and all is. */
function smallKinds(text: string, kinds: RegExp): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.replace(kinds, (word) => word.toLowerCase());
}

/** "xóm Đình" is about no temple and "thôn Chợ" about no market: of a village only that it is one tells what a matter is. */
export const withoutVillageNames = (text: string): string => text.replace(NAMED_VILLAGE, "$<kind>");
const NAMED_VILLAGE =
  /(?<!\p{L})(?<kind>[tT]hôn|[xX]óm|[ấẤ]p|[bB]ản|[lL]àng|[tT]ổ)(?:[^\S\n]+(?!Công an|Dân phố|Trưởng)\p{Lu}[\p{Ll}\d]*)+/gu;
