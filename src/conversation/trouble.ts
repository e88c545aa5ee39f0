import { isAccented, words as wordsOf } from "../text/index.ts";
import { placeIn } from "./intake.ts";
import { inBothTypings, sentencesIn, type Words } from "./office-holders.ts";

/**
 * A trouble told in few words is a thing that everybody uses and what is wrong with it, or a beast that came to its death: "ống nước vỡ
 * ở Đồng Hới", "sét đánh chết con bò". Too short to read like anything, it was looked up as a procedure. In accented words as in
 * accusation.ts.
 */
const THING =
  "(ống nước|ống cống|đường ống|trụ điện|cột điện|dây điện|đường dây|đèn đường|trụ đèn|cột đèn|bóng đèn|nắp cống|nắp hố ga|hố ga|miệng cống|mương nước|lan can|biển báo|trạm bơm|bờ kè|bờ đê|mặt cầu|mặt đường|đường làng|đường thôn|cây xanh|nước máy|nước sạch|bãi rác|thùng rác)";
/** In unaccented words most of these are other words too: there it must be said where. */
const SHORT_THING =
  "(cống|mương|đường(?! (huyết|tim|ruột|bột))|đèn(?! xe)|cầu(?! (thang|lông|chì|dao))|cây(?! xăng)|kè|đê|trụ|cột|điện(?! (thoại|tử|máy))|nước(?! (mắm|mắt|ngọt|tiểu))|rác|hẻm|ngõ|kênh)";
const WRONG =
  "(vỡ|bể|nứt|gãy|sập|nghẹt|tắc|tắt|hư|hỏng|lún|sụt|sạt|nghiêng|đổ|ngã|ngập|hôi|thối|rò|rỉ|xì|thủng|mục|bung|yếu|chập chờn|đục|đứt|võng|tràn|lầy|nát|trơn|tối om)";
const BROKEN = "(vỡ|bể|gãy|sập|nghẹt|tắc|lún|sạt|đứt)";
const BEAST = "(bò|trâu|heo|lợn|gà|vịt|ngan|dê|chó|mèo|ngựa|bê|nghé|cừu|cá|tôm)";
const BLOW = "(sét đánh|cán|đụng|tông|ủi|cắn|quật|điện giật|lũ cuốn|cây đè|đè)";
/** Something is asked for, or it is one's own to mend; in unaccented words only what means nothing else. */
const ELSE =
  "xin|muốn|cần|thủ tục|giấy|sổ|hồ sơ|đơn|hỗ trợ|trợ cấp|bồi thường|đền|bảo hiểm|cấp|phép|lắp|đăng ký|bao nhiêu|gì|sao|ai|nào|đâu|không|chưa|người|cháu|con tôi|bé|lái|xe tôi|đổi|mua|bán";
const PLAIN_ELSE =
  "xin|muon|thu tuc|giay|so do|ho so|ho tro|tro cap|boi thuong|bao hiem|phep|lap|dang ky|bao nhieu|gi|sao|nao|khong|chua|nguoi|chau|lai|mua|doi";

const LONGEST = 12;

const patternsOf = inBothTypings((words: Words, typing) => {
  const either = (things: string, wrong: string) => `${words(`${things} _${WRONG}`)}|${words(`${wrong} ${things}`)}`;
  // Unaccented "bo" is as well a father.
  const beast = typing === "accented" ? BEAST : `(con|đàn|bầy) ${BEAST}`;
  return {
    thing: new RegExp(`(?<= )(?:${either(THING, WRONG)})(?= )`, "u"),
    short: new RegExp(`(?<= )(?:${either(SHORT_THING, BROKEN)})(?= )`, "u"),
    beast: new RegExp(`(?<= )(?:${words(`${BLOW} _chết _${beast}`)}|${words(`${beast} _${BLOW}( chết)?`)})(?= )`, "u"),
  };
});
const ASKS = new RegExp(` (?:${ELSE}) `, "u");
const PLAIN_ASKS = new RegExp(` (?:${PLAIN_ELSE}) `, "u");

/** True where few words tell of a trouble and ask for nothing. */
export function tellsTrouble(text: string): boolean {
  if (wordsOf(text).length > LONGEST || text.includes("?")) return false;
  const { thing, short, beast } = patternsOf(text);
  const asks = isAccented(text) ? ASKS : PLAIN_ASKS;
  const said = sentencesIn(text);
  if (said.some((one) => asks.test(one))) return false;
  const isPlaced = isAccented(text) || placeIn(text) !== undefined;
  return said.some((one) => thing.test(one) || beast.test(one) || (isPlaced && short.test(one)));
}
