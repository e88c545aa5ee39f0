/** What a sentence says is right, and not something else said before. */
const NOT =
  "(?:không|khong|ko|k|hông|hong|chẳng|chang|đâu|dau|đâu có|dau co)\\s+(?:phải|phai)(?:\\s+(?:là|la|ở|o|tại|tai))*";
const LEADS =
  "(?:(?:dạ|da|à|a|ừ|ơ|ui|ủa|ua|thôi|thoi|ấy|em ơi|xin lỗi|xin loi|ý tôi|y toi|ý tui|y tui|ý em|y em|tôi|toi|tui|em|mình|minh|đó|chỗ đó|cho do|việc này|viec nay|cái này|cai nay|nó|no)[\\s,.]+)*";
const IS =
  "(?:(?:mà|ma|thì|thi|đúng ra|dung ra|chính xác|chinh xac|phải|phai|đúng|dung|nói|noi|ý|y|ý tôi|y toi|ý tui|y tui|ý em|y em|là|la|thành|thanh|qua|sang|lại|lai)[\\s,]+)*";
const WRONG =
  "(?:(?:ghi|nói|noi|báo|bao|nhắn|nhan|gõ|go)\\s+)?(?:sai|nhầm|nham|lộn|lon|lầm|chưa đúng|chua dung|không đúng|khong dung|không phải|khong phai)(?:\\s+(?:rồi|roi|mất|mat|tên|ten|chỗ|số|so|nơi|thôn))*";
const CHANGE =
  "(?:sửa|sua|đổi|doi|chỉnh|chinh|ghi|thay)(?:\\s+(?:lại|lai|giúp|giup|cho|tôi|toi|em|là|la|thành|thanh|nơi|chỗ|cho|qua|sang))*";
const whole = (pattern: string) => new RegExp(`^${LEADS}${pattern}$`, "isu");

const CONTRASTS: readonly RegExp[] = [
  // "không phải thôn 2 mà là thôn 3", "không phải thôn 2, ở thôn 3"
  whole(`${NOT}\\s+(?<wrong>.{1,60}?)(?:[\\s,.]+(?:mà|ma)\\s+|[,.;]\\s*)${IS}(?<right>.{2,})`),
  // "thôn 4 chứ không phải thôn 2"
  whole(`${IS}(?<right>.{2,}?)[\\s,.]+(?:(?:chứ|chu|mà|ma|nha|nhé|,)\\s*)*${NOT}\\s+(?<wrong>.+)`),
  // "ở thôn 3 mới đúng"
  whole(
    `${IS}(?<right>.{2,}?)[\\s,]+(?:mới|moi)(?:\\s+(?:là|la))?\\s+(?:đúng|dung|phải|phai|chính xác|chinh xac)(?:\\s+.{1,20})?`,
  ),
  // "nhầm, thôn 3", "phải là thôn 6"
  whole(`${WRONG}[\\s,.:]+${IS}(?<right>.{2,})`),
  whole(
    `(?:đúng ra|dung ra|phải|phai|chính xác|chinh xac|ý tôi|y toi|ý tui|ý em)\\s+(?:phải\\s+|phai\\s+)?(?:là|la)\\s+(?<right>.{2,})`,
  ),
];
/** "sửa lại là thôn 3", "Lê Văn Bình chứ": only of a place or a name; "sửa địa chỉ" and "gửi đi chứ" put nothing right. */
const WEAK: readonly RegExp[] = [
  whole(`${CHANGE}[\\s,:]+${IS}(?<right>.{2,})`),
  whole("(?<right>.{2,}?)\\s+(?:chứ|chu)(?:\\s+(?:ạ|em|anh|chị|bạn))?"),
];
/** Of a place only part: the rest of it is not said. */
const HOUSE = /^(?:(?:số|so) )?(?:nhà|nha)(?=[\s,]).*\d/iu;
/** "nhầm số điện thoại rồi" says what is wrong. */
const FIELDS =
  /^(?:(?:số|so|điện|dien|thoại|thoai|địa|dia|chỉ|chi|họ|ho|tên|ten|nội|noi|dung|chỗ|cho|nơi|xảy|xay|ra|người|nguoi|gửi|gui|thôn|thon|xã|xa|hết|het|của|cua|tôi|toi|em|anh|rồi|roi|vậy|vay|đi|di|mất|mat|lại|lai)(?:\s+|$))+$/iu;

const TAIL =
  /(?:[\s,.]+(?:cơ|nhé|nhe|ạ|nha|nghe|mới đúng|moi dung|chứ|chu|đó|đấy|giúp tôi|giup toi|giúp|giup|giùm|gium|kia|(?<=\d\s)co|em ơi|(?:nha|nhé|ạ|cơ) (?:em|anh|chị)|mà|ma|dau|đâu|nha em|tôi với|với|voi|tui noi roi|tôi nói rồi))+[.!]*$/iu;

export interface Contrast {
  readonly right: string;
  /** What was said before, where that is named. */
  readonly wrong?: string;
  /** By its form alone: it puts right a place or a name, and nothing told. */
  readonly isWeak?: true;
}

/** "không phải A mà B": B stands for A; undefined where nothing is put right, or what is right is not said. */
export function contrastIn(text: string): Contrast | undefined {
  const said = text.trim();
  for (const pattern of [...CONTRASTS, ...WEAK]) {
    const groups = pattern.exec(said)?.groups;
    const right = groups?.["right"]?.replace(TAIL, "").trim();
    if (!right || FIELDS.test(right) || HOUSE.test(right)) continue;
    const wrong = groups?.["wrong"]?.replace(TAIL, "").trim();
    return { right, ...(wrong && { wrong }), ...(WEAK.includes(pattern) && { isWeak: true }) };
  }
  return undefined;
}
