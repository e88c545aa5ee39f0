import { correctedContact, isContactOnly } from "./intake.ts";
import { placeTold } from "./place-told.ts";
import type { FlowPosition } from "./state.ts";

/** An answer said anew while the whole is shown to be confirmed: what the flow keeps it as, and the words. */
export interface Correction {
  readonly save: "content" | "place" | "contact";
  readonly answer: string;
  /** The report with what is told besides; what was read of it before stands. */
  readonly content?: string;
}

const WRONG = "(?:sai|nhầm|nham|lộn|lon|chưa đúng|chua dung|không đúng|khong dung)(?: (?:rồi|roi|mất|mat))?";
const CHANGE = "(?:sửa|sua|đổi|doi|thay)(?: (?:lại|lai))?(?: cho (?:tôi|toi|em|mình|minh))?";
const PHONE_FIELD = "(?:số điện thoại|so dien thoai|số đt|so dt|sđt|sdt|số(?! nhà)|so(?! nha))";
const NAME_FIELD = "(?:họ tên|ho ten|tên(?! đường)|ten(?! duong)|người gửi|nguoi gui)";
/** "cho" typed without marks is "chỗ", unless it is for somebody. */
const PLACE_FIELD =
  "(?:địa chỉ|dia chi|địa điểm|dia diem|nơi xảy ra|noi xay ra|nơi|noi|chỗ|cho(?! (?:tôi|toi|em|mình|minh|tui|con|cháu|chau)(?!\\p{L})))";
const CONTENT_FIELD = "(?:nội dung|noi dung)";
/** Said after a field without saying what is right: "địa chỉ sai rồi", "nhầm số em". */
const NOTHING_SAID = "(?![\\s,.:;-]*(?:(?:rồi|roi|mất|mat|với|voi|em|ạ|anh|chị|chi|nhé|nhe)[\\s.!,]*)+$)";
/** What leads up to the right words. */
const IS = "[ ,.:;-]*(?:(?:phải|phai|đúng|dung) (?:là|la)|(?:là|la)|thành|thanh|ở|o|tại|tai|tôi là|toi la)?[ :]*";

const field = (name: string) =>
  new RegExp(
    `^(?:dạ |da |à |a )?(?:${CHANGE} ${name}(?: tôi| toi| em)?|${name}(?: tôi| toi| em)? ${WRONG}|${WRONG} ${name}(?: rồi| roi)?|${name}(?: tôi| toi| em)? (?:phải|phai|đúng|dung) (?=là|la))${IS}${NOTHING_SAID}(.{2,})$`,
    "isu",
  );

const PHONE = field(PHONE_FIELD);
const NAME = field(NAME_FIELD);
const PLACE = field(PLACE_FIELD);
const CONTENT = field(CONTENT_FIELD);
/** "nhầm, ở ngõ 17 thôn 3 cơ" */
const ELSEWHERE = new RegExp(
  `^(?:dạ |da |à |a )?(?:${WRONG}|không phải|khong phai)[ ,.]+(?:phải là |phai la |là |la )?(?:ở|o|tại|tai) (.{3,})$`,
  "isu",
);
/** "sai rồi, thôn 5": what follows stands for a place by itself. */
const WRONG_THEN = new RegExp(`^(?:dạ |da |à |a )?${WRONG} ?[,.]+ ?(?:phải là |phai la |là |la )?([^,.]{3,})$`, "isu");
const MORE =
  /^(?:dạ |da )?(?:bổ sung|bo sung|thêm|them|nói thêm|noi them|ghi thêm|ghi them|kể thêm|ke them)(?: (?:là|la|rằng|rang|nội dung|noi dung))*[ ,:]+.{8,}$/isu;
const TAIL = /(?:[\s,.]+(?:cơ|co|nhé|nhe|ạ|nha|mới đúng|moi dung|chứ|chu|đó|đấy|giúp tôi|giup toi))+[.!]*$/iu;

/** What a message at the confirmation puts right; undefined when it only answers it. */
export function correctionIn(text: string, { saved }: FlowPosition): Correction | undefined {
  const said = text.trim();
  const found = (pattern: RegExp) => pattern.exec(said)?.[1]?.replace(TAIL, "").trim();
  const contact = found(PHONE) ?? found(NAME) ?? (isContactOnly(said) ? said : undefined);
  if (contact) return { save: "contact", answer: correctedContact(saved["contact"] ?? "", contact) };
  const other = found(WRONG_THEN);
  const isPlace = other !== undefined && placeTold(other) === "whole";
  const place = found(PLACE) ?? found(ELSEWHERE) ?? (isPlace ? other : undefined);
  if (place) return { save: "place", answer: place };
  const content = found(CONTENT);
  if (content && content.length >= LEAST_CONTENT) return { save: "content", answer: content };
  if (!MORE.test(said)) return undefined;
  const { content: told = "", contact: sender = "" } = saved;
  return { save: "contact", answer: sender, content: `${told}\n${said}` };
}

const LEAST_CONTENT = 10;
