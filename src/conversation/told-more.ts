import type { Places } from "../places/index.ts";
import { fold, isAccented, lower, words } from "../text/index.ts";
import { isContactOnly, placeIn, saysWho, staysUnnamed } from "./intake.ts";
import type { TurnInput } from "./model.ts";
import { mayBeFamily } from "./name-answered.ts";

/**
 * Told where a place or a name was asked for, and neither: "xã có cho tiền sửa hông", "nhờ xã xuống đo giùm", "bà già đi ba lần không xong
 * cái giấy". It belongs to the report; taken for what was asked, it would stand there as one.
 */
export function tellsMore(
  { message: { text }, whole: { understood } }: TurnInput,
  step: string,
  places: Pick<Places, "find">,
): boolean {
  if (step === "dia-ban") {
    const asks = understood.asks || WISHES.test(fold(text).trim());
    return asks && placeIn(text) === undefined && places.find(text, { asked: true }).kind === "none";
  }
  return step === "lien-he" && words(text).length >= FEWEST && !mayBeContact(text);
}

/** What leads in a wish or a question; no place is called so. */
const WISHES =
  /^(?:(?:da|a|thi|ma|gio) )*(?:(?:toi|tui|em|con|chau|minh) (?:muon|hoi|can)|nho|xin (?!loi)|mong|de nghi|yeu cau|keu|hoi|ai|sao|bao gio|chung nao|khi nao|lam sao) /;

/** Two words may be a nickname. */
const FEWEST = 4;
const ADDRESSED = /^(?:(?:dạ|da|vâng|vang|tôi|toi|tui|em|mình|minh|cháu|chau|con|là|la|tên|ten)\s+)+/iu;
/** "chú Bảy", "bà Sáu bán bánh": people are called so, whatever stands behind. */
const CALLED =
  /^(?:chú|chu|bác|bac|ông|ong|bà|ba|chị|chi|anh|cô|co|dì|di|cậu|cau|thím|thim|mợ|mo|thầy|thay) (?:hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|tám|tam|chín|chin|mười|muoi|út|ut|cả|ca)(?: |$)/iu;
const WRITTEN_NAME = /\p{Lu}\p{Ll}*\s+\p{Lu}/u;

function mayBeContact(text: string): boolean {
  if (isContactOnly(text) || saysWho(text) || /\d{6}/.test(text.replace(/[\s.-]/g, ""))) return true;
  const named = text.trim().replace(ADDRESSED, "");
  const isLarge = WRITTEN_NAME.test(named) && text !== text.toUpperCase();
  const said = fold(text).trim();
  const isAnswer = staysUnnamed(text) || DECLINES.test(said) || ASKS_BACK.test(said) || AGREES.test(said);
  return isLarge || isAnswer || CALLED.test(named) || (mayBeFamily(named) && isShort(named));
}

/** "không muốn cho ai biết", "đừng nêu gì hết": of their name, however it is put. */
const DECLINES = /(?<!\p{L})(?:khong muon|dung (?:neu|ghi))(?!\p{L})/u;

/** "tran thi lan o thon 5" is a name still; "ho so cua toi nop ba thang roi" begins with what may be one. */
const isShort = (named: string): boolean =>
  words(named).length <= 6 && !(isAccented(named) && OF_A_SENTENCE.test(lower(named)));
const OF_A_SENTENCE =
  /(?<!\p{L})(?:được|rồi|không|chưa|mà|thì|gì|sao|vậy|của|hồ sơ|giấy tờ|nữa|hỏi|muốn|biết)(?!\p{L})/u;

/** "đúng rồi, gửi đi": who sends it is asked once more. */
const AGREES = /^(?:(?:da|ok|vang|u|dung|roi|gui|duoc|dong y|vay|di|nhe|nha|a)(?:[ ,.!]+|$))+$/;

/** Whoever asks what the name is for is told, by the question put once more. */
const ASKS_BACK =
  /^(?:tai sao|vi sao|sao (?:phai|lai|can|the|vay)|de lam gi|lam gi|co can|co phai|co bat buoc|ten gi|so nao)(?: |$)|\?$/;
