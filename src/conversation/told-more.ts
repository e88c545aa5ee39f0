import type { Places } from "../places/index.ts";
import { fold, words } from "../text/index.ts";
import { placeIn } from "./intake.ts";
import type { TurnInput } from "./model.ts";
import { staysUnnamed } from "./refusal.ts";
import { senderTold, senderWords } from "./sender.ts";

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
  return step === "lien-he" && (words(text).length >= FEWEST || TELLS_WHEN.test(fold(text))) && !isAnswer(text);
}

/** What leads in a wish or a question; no place is called so. */
const WISHES =
  /^(?:(?:da|a|thi|ma|gio) )*(?:(?:toi|tui|em|con|chau|minh) (?:muon|hoi|can)|nho|xin (?!loi)|mong|de nghi|yeu cau|keu|hoi|ai|sao|bao gio|chung nao|khi nao|lam sao) /;

/** Fewer say nothing, or were meant for a name. */
const FEWEST = 4;
/** When, or at which office: short as it is, it is of the matter. */
const TELLS_WHEN =
  /(?<!\p{L})(?:(?:hom|ngay|tuan|thang|nam|bua|toi|sang|chieu) (?:nay|qua|truoc|roi|kia|\d+)|tu (?:thang|ngay|nam|tet|hom)|\d+ (?:ngay|tuan|thang|nam)|mot cua|quoc gia|ubnd|uy ban|van phong|trung tam)(?!\p{L})/u;

/** It says who sends the report, or that they will not; "đúng rồi, gửi đi" says neither, and they are asked once more. */
function isAnswer(text: string): boolean {
  const said = fold(text).trim();
  return senderWords(senderTold(text)) !== undefined || staysUnnamed(text) || ASKS_BACK.test(said) || AGREES.test(said);
}

/** "đúng rồi, gửi đi" */
const AGREES = /^(?:(?:da|ok|vang|u|dung|roi|gui|duoc|dong y|vay|di|nhe|nha|a)(?:[ ,.!]+|$))+$/;

/** Whoever asks what the name is for is told, by the question put once more. */
const ASKS_BACK =
  /^(?:tai sao|vi sao|sao (?:phai|lai|can|the|vay)|de lam gi|lam gi|co can|co phai|co bat buoc|ten gi|so nao)(?: |$)|\?$/;
