import { fold, isAccented, lower } from "../text/index.ts";

/**
 * An accusation is somebody who holds an office and, behind them in the same sentence, an act that the law on denunciations is about
 * (Luật Tố cáo Đ2): taking money, embezzling, forging, beating. In accented words; "_" is at most four words, "__" at most ten.
 */
const WHO =
  "cán bộ|công chức|chủ tịch|bí thư|trưởng thôn|trưởng ấp|trưởng bản|trưởng xóm|trưởng khóm|trưởng khu|tổ trưởng|thôn trưởng|ấp trưởng|công an|cảnh sát|csgt|địa chính|tư pháp|kế toán xã|kế toán phường|kế toán thôn|thủ quỹ|chi bộ|thanh tra|kiểm lâm|quản lý thị trường|hiệu trưởng|hiệu phó|hội trưởng|dân quân|xã đội|lãnh đạo xã|lãnh đạo phường|trưởng phòng|phó phòng|trạm trưởng|trưởng trạm|ông thôn|ông ấp";
/** Who is told of it or only played is not accused. */
const TOLD =
  "báo|gọi|trình|thưa|nhờ|kêu|mong|đề nghị|gửi|hỏi|với|giả|giả danh|mạo danh|tự xưng|xưng là|xưng|làm|thi|cho|lên|ra";
/** Somebody else does it, or nobody. */
const OTHERS =
  "thằng|hàng|chồng|bọn|nhóm|người|dân|ai|chưa|không|ko|bị|kiểm|xử|phạt|điều|chống|phòng|phát|được|phải|vụ|trộm|nên|hãy";

const MONEY = "(tiền|triệu|chục|trăm|nghìn|ngàn|tỷ|củ|vé|phong bì|phong bao|quà|vàng)";
const OWN = "(riêng|túi|xây nhà|cho người nhà|cho con|cho em|cho vợ|cho bà con ổng|tiêu xài|cá nhân|cờ bạc)";
const VICTIM =
  "(em|tôi|tui|con|cháu|dân|người|anh|chị|chồng|vợ|bố|ba tôi|ba em|mẹ|má|ông|bà|học sinh|thằng|thanh niên|trẻ|nó)";
const ACTS = [
  `(cầm|lấy|nhận|đòi|ăn|thu|vòi|xin) _${MONEY} _(mới|thì mới|rồi mới) (chịu|ký|kí|làm|cho|giải quyết|duyệt|cấp|xong|ra|nhận|trả)`,
  `(phải|bắt|kêu|bảo|gợi ý|yêu cầu|đòi) _(biếu|chung|chung chi|lót|nhét|bồi dưỡng|đưa) _${MONEY}`,
  `(gợi ý|vòi|đòi) _${MONEY}`,
  `nhận ${MONEY} (của|từ)`,
  `nhận _(hối lộ|lót tay|phong bì)`,
  `cầm _của (tôi|tui|em|nhà|dân|bà con|chị|anh|má|mẹ|ba) _${MONEY}`,
  `(lấy|rút|dùng|xài|tiêu|chiếm) _(tiền|quỹ|hỗ trợ|cứu trợ|công quỹ) __${OWN}`,
  "(lấy|rút|dùng|xài|chiếm|giữ lại) (tiền|quà|gạo|hàng) (quỹ|cứu trợ|hỗ trợ|của dân|của hộ|chính sách|từ thiện|người nghèo|hộ nghèo)",
  "bán đất (công|của xã|của thôn|của làng|của dân|xã|thôn)",
  `thu _${MONEY} __(tiền đi đâu|đi đâu mất|không làm gì|bỏ túi|đút túi)`,
  "(tham ô|tham nhũng|biển thủ|ăn chặn|ăn bớt|ăn chia|ăn chênh lệch|ăn tiền|cắt xén|bớt xén|xà xẻo|đút túi|bỏ túi|lại quả|bảo kê|khai khống|khai gian|khai man|lập khống|làm khống|ký khống|giả chữ ký|giả chữ kí|ký giả|làm giả|giả mạo|sửa biên bản|sửa hồ sơ|sửa điểm|chạy chức|dùng bằng giả|xài bằng giả|ép cung|nhục hình|tống tiền|tiền chuộc|thông đồng|tiếp tay|gian lận|rút ruột|hối lộ)",
  "ghi _người (chết|đã chết|mất)",
  `(đánh|đấm|tát|đạp|còng tay|nhốt|trói|hành hung|đánh đập|bóp cổ) ${VICTIM}`,
  "(ép|bắt) _(ký giấy|nhận tội|khai|ký nhận tội)",
];
const GIVEN = "(đưa|biếu|chung|nhét|lót|bồi dưỡng) _";
/** Where it is a fee, or a question of law. */
const LAWFUL = "lệ phí|biên lai|trước bạ|mức phí|đóng phạt|nộp phạt|đúng quy định không|đúng không|bao nhiêu";

function patternsIn(spelt: (text: string) => string) {
  const words = (source: string) =>
    spelt(source).replaceAll("__", "(?:\\S+ ){0,10}?").replaceAll("_", "(?:\\S+ ){0,4}?");
  const before = `(?<! (?:${words(TOLD)})(?: (?:${words("ông|bà|anh|chị|bên|cho|các")}))? )`;
  const who = `${before}(?:${words(WHO)})`;
  const between = `(?:(?!(?:${words(OTHERS)}) )\\S+ ){0,6}?`;
  const given = `${words(GIVEN)}(?:${words(WHO)}) ${words(`_${MONEY} __(hứa|mới|chối|xong|rồi|để)`)}(?= )`;
  return {
    accuses: new RegExp(`(?<= )(?:${who} ${between}(?:${ACTS.map(words).join("|")})|${given})(?= |$)`, "u"),
    lawful: new RegExp(` (?:${words(LAWFUL)}) `, "u"),
  };
}

const ACCENTED = patternsIn((text) => text);
const PLAIN = patternsIn(fold);

/** A sentence, in words between spaces. */
const sentencesOf = (text: string): string[] =>
  text.split(/[.;!?\n]+/u).map((one) => ` ${(one.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")} `);

/** True where the words accuse somebody who holds an office of a crime or an abuse of it. */
export function accusesOfficial(text: string): boolean {
  const accented = isAccented(text);
  const { accuses, lawful } = accented ? ACCENTED : PLAIN;
  return sentencesOf(accented ? lower(text) : fold(text)).some((said) => accuses.test(said) && !lawful.test(said));
}
