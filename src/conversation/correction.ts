import { fold, words } from "../text/index.ts";
import type { RecordType } from "../tickets/index.ts";
import { type Contrast, contrastIn } from "./contrast.ts";
import { placeIn } from "./intake.ts";
import { mayBeFamily } from "./name-answered.ts";
import { isNameLike } from "./names.ts";
import { placeTold } from "./place-told.ts";
import { correctedContact, isContactOnly, saysWho, senderTold } from "./sender.ts";
import type { FlowPosition } from "./state.ts";

/** An answer said anew while the whole is shown to be confirmed: what the flow keeps it as, and the words. */
export interface Correction {
  readonly save: "content" | "place" | "contact";
  readonly answer: string;
  /** The report with what is told besides; what was read of it before stands. */
  readonly content?: string;
  readonly recordType?: RecordType;
}

const WRONG = "(?:sai|nhầm|nham|lộn|lon|chưa đúng|chua dung|không đúng|khong dung)(?: (?:rồi|roi|mất|mat))?";
const CHANGE = "(?:sửa|sua|đổi|doi|thay)(?: (?:lại|lai))?(?: cho (?:tôi|toi|em|mình|minh))?";
const PHONE_FIELD = "(?:số điện thoại|so dien thoai|số đt|so dt|sđt|sdt|số(?! nhà)|so(?! nha))";
const NAME_FIELD = "(?:họ và tên|ho va ten|họ tên|ho ten|tên(?! đường)|ten(?! duong)|người gửi|nguoi gui)";
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
/** "họ tên đầy đủ là Đặng Thị Mai", where "Mai" was given. */
const FULL_NAME = new RegExp(
  `^(?:dạ |da )?${NAME_FIELD} (?:đầy đủ|day du|thật|that)(?: của| cua)?(?: tôi| toi| tui| em| mình| minh)?${IS}${NOTHING_SAID}(.{2,})$`,
  "isu",
);
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
export function correctionIn(text: string, position: FlowPosition): Correction | undefined {
  return ofField(text.trim(), position) ?? toldAnew(text.trim(), position);
}

/** The field it is about is named, or all of it is a name and a number. */
function ofField(said: string, { saved }: FlowPosition): Correction | undefined {
  const found = (pattern: RegExp) => pattern.exec(said)?.[1]?.replace(TAIL, "").trim();
  const contact = found(PHONE) ?? found(NAME) ?? found(FULL_NAME) ?? (isContactOnly(said) ? said : undefined);
  if (contact && isSender(contact))
    return { save: "contact", answer: correctedContact(saved["contact"] ?? "", contact) };
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

const isSender = (text: string): boolean => {
  const { name, phone } = senderTold(text);
  return name !== null || phone !== null || isNameLike(text, true);
};

/** What is right stands by itself: a place, a name, a number or another kind of record says of what it is. */
function toldAnew(said: string, { saved }: FlowPosition): Correction | undefined {
  const { content = "", contact = "" } = saved;
  const kind = kindIn(said);
  if (kind) return { save: "contact", answer: contact, recordType: kind };
  const contrast = contrastIn(said);
  const right = contrast?.right ?? said;
  const isShort = words(right).length <= LONGEST_FIELD;
  if (isShort && isPlace(right, contrast !== undefined)) return { save: "place", answer: right.replace(AT, "") };
  if (senderTold(right).phone || (isShort && isSelf(right, contrast, contact)))
    return { save: "contact", answer: correctedContact(contact, right) };
  // Nobody's words are thrown away for others: what is put right stands below what was said.
  return contrast && !contrast.isWeak && (contrast.wrong !== undefined || words(right).length >= LEAST_RIGHT)
    ? { save: "contact", answer: contact, content: `${content}\n${said}` }
    : undefined;
}

/** It says who sends the report; a bare name does where none was given, and one in full in place of another. */
function isSelf(right: string, contrast: Contrast | undefined, contact: string): boolean {
  if (saysWho(right)) return true;
  const isNamedBefore = contrast?.wrong !== undefined && fold(contact).includes(fold(contrast.wrong));
  const isSure = isNamedBefore || isFullName(right) || (lacksName(contact) && beginsAsName(right));
  return isSure && senderTold(right).name !== null;
}
const LONGEST_FIELD = 12;
const LONGEST_PLACE = 7;
const LEAST_RIGHT = 2;
const AT = /^(?:(?:ở|o|tại|tai|chỗ)\s+)+/iu;

const isPlace = (text: string, isContrast: boolean): boolean =>
  placeTold(text) !== undefined || (isContrast && words(text).length <= LONGEST_PLACE && placeIn(text) !== undefined);
const lacksName = (contact: string): boolean => senderTold(contact).name === null && senderTold(contact).phone !== null;
const beginsAsName = (text: string): boolean => /^\p{Lu}/u.test(text) || mayBeFamily(text);
const isFullName = (text: string): boolean =>
  words(text).length >= 2 && /^(?:\p{Lu}\p{Ll}*(?:\s|$)){2,}$/u.test(text.trim());

/** "đây là kiến nghị chứ không phải phản ánh" */
function kindIn(said: string): RecordType | undefined {
  const named = KIND.exec(fold(words(said).join(" ")))?.[1];
  return named === undefined ? undefined : KINDS[named];
}
const KIND =
  /^(?:(?:da|a|nham|sai|roi|day|cai nay|viec nay|nay|y|y toi|toi|em|thi|phai|sua|lai|thanh|ghi|loai|doi) )*(?:la|thanh|loai) (kien nghi|de xuat|gop y|phan anh|loi khen|khen ngoi)(?: (?:chu|ma|khong phai|thoi|a|nha|nhe|em|co|phan anh|kien nghi|gop y|hien truong|khieu nai|to cao|moi dung|mot)(?= |$))*$/;
const KINDS: Readonly<Record<string, RecordType>> = {
  "kien nghi": "kien_nghi",
  "de xuat": "kien_nghi",
  "gop y": "kien_nghi",
  "phan anh": "hien_truong",
  "loi khen": "khen_gop_y",
  "khen ngoi": "khen_gop_y",
};
