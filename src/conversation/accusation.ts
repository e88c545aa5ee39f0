import { HOLDERS, holderPattern, inBothTypings, sentencesIn, type Words } from "./office-holders.ts";

/**
 * An accusation is somebody who holds an office and, behind them in the same sentence, an act that the law on denunciations is about
 * (Luật Tố cáo Đ2): taking money, embezzling, forging, beating. In accented words; "_" is at most four words, "__" at most ten.
 */

/** Who sits there does it, whoever goes there: "ra một cửa nó đòi năm trăm mới nhận". */
const COUNTER =
  "((mấy|các) (ông|ổng|bà|anh|chị|cô|chú) (trên|ở|ngoài|trong) (xã|phường|ủy ban)|một cửa|quầy tiếp nhận|bộ phận tiếp nhận|chỗ tiếp nhận|(ở|ngồi|tại) quầy(?! (thịt|cá|thuốc|rau|hàng|bán|vé|xăng|bánh|ăn|sách)))";
/** Somebody else does it, or nobody. */
const OTHERS =
  "thằng|hàng|chồng|bọn|nhóm|người|dân|ai|chưa|không|ko|bị|kiểm|xử|phạt|điều|phòng chống|phát hiện|được|phải|vụ|trộm|nên|hãy";

const MONEY = "(tiền|triệu|chục|trăm|nghìn|ngàn|tỷ|củ|vé|phong bì|phong bao|bao thư|quà|vàng|\\d+k|\\d+tr)";
const OWN = "(riêng|túi|xây nhà|cho người nhà|cho con|cho em|cho vợ|cho bà con ổng|tiêu xài|cá nhân|cờ bạc)";
const VICTIM =
  "(em|tôi|tui|con|cháu|dân|người|anh|chị|chồng|vợ|bố|ba tôi|ba em|mẹ|má|ông|bà|học sinh|thằng|thanh niên|trẻ|nó)";
/** Whose gain it is when somebody uses an office for their own; kin of whoever writes is somebody else's. */
const KIN =
  "(người nhà|người thân|thân nhân|họ hàng|gia đình mình|bà con (mình|ổng|bả|họ|nó|nhà|ông|bà)|(em|con|cháu|anh|chị|vợ|chồng|bố|mẹ|ba|má|dâu|rể)( trai| gái| ruột| rể| dâu| vợ| chồng| họ)? (ruột|rể|dâu|vợ|chồng|họ|mình|ổng|bả|nó|ông ấy|bà ấy|ông ta|bà ta))(?! (tôi|tui|em|cháu|chúng|của tôi|của em))";
const TREAT = "(bồi dưỡng|lót tay|bôi trơn|chung chi|phong bì|bao thư|trà nước|cà phê|cafe|uống nước)";
const PRIVATE =
  "(vợ|con|chồng|người nhà|gia đình|đám cưới|ăn cưới|đi chợ|đi chơi|du lịch|việc riêng|đi nhậu|đi ăn|về quê)";
const LISTS =
  "(danh sách|hộ nghèo|cận nghèo|suất|chế độ|trợ cấp|nhà tình nghĩa|nhà tình thương|hỗ trợ|cứu trợ|chính sách)";
/** What is had from an office and may not be given away. */
const GOODS = `(đất|lô|nền|ruộng|ao|${LISTS}|thầu|dự án|công trình)`;
const POSTS =
  "(vào làm|vô làm|vào biên chế|vô biên chế|làm cán bộ|làm công chức|làm kế toán|làm văn thư|vào ủy ban|vô ủy ban|vào xã|vô xã|vào cơ quan|giữ chức)";
const ACTS = [
  `(cấp|chia|giao|bán|phân|dành|xét|duyệt|lấy|đưa|ghi|ưu tiên|nhường) _${GOODS} __${KIN}`,
  `(cho|đưa|ghi|xét|kê|ưu tiên|nhét) ${KIN} __${LISTS}`,
  `(nhận|đưa|xếp|tuyển|cài|bố trí|nhét) _(em|con|cháu|vợ|chồng|người nhà|người quen|họ hàng|bà con mình)(?! (tôi|tui)) __${POSTS}`,
  "(cấp|chia|giao|bán|phân) _(đất|lô|nền) __không (qua )?(đấu giá|họp dân|thông qua dân)",
  "(chiếm|lấn|lấn chiếm|bao chiếm|chiếm dụng) _(đất|ruộng|quỹ)",
  "(lấy|mang|đem|chở|giữ|dùng|xài|rút|chiếm|ăn) _(tiền đền bù|tiền bồi thường|tiền hỗ trợ|tiền của (dân|hội|bà con)|tiền vay của|công quỹ|xe công|tài sản công|đất công|ruộng công|thuốc bảo hiểm)(?! (tới|đến|cho|xuống|trả))",
  "(mang|đem|chở|bán|lấy) _(gạo|quà|hàng|đồ) cứu trợ __(về|bán|cho bò|cho heo)",
  "bán _(đất|ruộng|ao|rừng|gỗ) (công|xóm|thôn|làng|tập thể)",
  "(kê|khai|ghi|lập) (thêm|tên) _(người|hộ|tên) __(lãnh|lĩnh|nhận|rút|hưởng)",
  "làm (giấy|sổ|hồ sơ|chứng từ|bằng|khai sinh|con dấu) _giả",
  "(có|dùng|xài|sử dụng|mua) (bằng|bằng cấp|chứng chỉ|văn bằng) giả",
  "(vay|mượn) _đứng tên (người khác|dân|hộ|bà con)",
  "(đo|cân|tính) _(gian|ăn gian)",
  `(cho|tha|thả|bỏ qua|cấp|duyệt|làm ngơ) __(vì|do|tại) (là |có )?(người nhà|quen biết|quen|họ hàng|bà con|tiền)`,
  `nhận tiền (chạy|lo|để)`,
  `(trù dập|trả đũa|trả thù) _${VICTIM}`,
  "(chia nhau|chia chác|tư túi|câu kết|cấu kết|móc nối|bao che|dung túng|chống lưng|ém đơn|ỉm đơn|ém nhẹm|bưng bít|kê khống|nâng khống|xác nhận khống|xác nhận sai|tẩy xóa|ăn hoa hồng|nhận hoa hồng|mua phiếu|bán suất|mua quan bán chức)",
  `(cầm|lấy|nhận|đòi|ăn|thu|vòi|xin) _${MONEY} _(mới|thì mới|rồi mới) (chịu|ký|kí|làm|cho|giải quyết|duyệt|cấp|xong|ra|nhận|trả)`,
  `(phải|bắt|kêu|bảo|gợi ý|yêu cầu|đòi) _(biếu|chung|chung chi|lót|nhét|bồi dưỡng|đưa) _${MONEY}`,
  `(gợi ý|vòi|đòi) _${MONEY}`,
  `(gợi ý|nói|bảo|kêu|vòi|đòi|xin) __${TREAT}(?! (nghiệp vụ|kiến thức|chính trị)) __(mới|thì|cho nhanh)`,
  `(xin|đòi|lấy|bảo đưa|kêu đưa|nói đưa) _${MONEY} _${TREAT}`,
  `(lấy|dùng|xài|sử dụng|đi|lái) _xe (công|cơ quan|ủy ban|nhà nước|của xã) __${PRIVATE}`,
  `(gợi ý|nói|bảo|kêu) __(cà phê|cafe|bồi dưỡng|bôi trơn|lót tay|chung chi|phong bì|bao thư) __${MONEY}`,
  "(có|đưa|kẹp|kèm) (phong bì|phong bao|bao thư) (thì|mới|là)",
  `nhận _${MONEY} (của|từ|cho (làm|qua|xây)|để (cho|làm|bỏ|ký|cấp|lo))`,
  "(ăn cắp|ăn trộm|cuỗm|trộm) _(tiền|quỹ|phân bón|vật tư|gạo|hàng cứu trợ)",
  "thụt két|ôm tiền",
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
/** Where whoever gives is not named, but whose kin is given: "đất công chia cho con chủ tịch". */
const GIVEN_AWAY = "(cấp|chia|giao|bán|phân) _cho";
const KIN_OF = "(em|con|cháu|vợ|chồng|người nhà|bà con|họ hàng)( trai| gái| ruột| rể| dâu| của| ông| bà)*";
/** "ai đưa tiền cho trưởng thôn thì được" */
const PAID_TO = `(đưa|biếu|chung|nộp) _${MONEY} cho( ông| bà| anh| chị)*`;
const GIVEN = "(đưa|biếu|chung|nhét|lót|bồi dưỡng) _";
/** Whoever cheats for public money, named or not: "khai man diện tích để ăn tiền đền bù". */
const CHEATS =
  "(khai man|khai khống|khai gian|kê khống|lập khống) __(tiền|đền bù|bồi thường|hỗ trợ|trợ cấp|chế độ|diện tích)";
/** "ông ấy làm chủ tịch mà …": their office is told, and then what they do. */
const BEING = "làm";
const YET = "(mà|lại|nhưng|rồi)";
/** Money asked for with a threat: "bắt quán nộp mỗi tháng năm trăm, không nộp thì kiếm chuyện". */
const DEMAND = "(bắt|ép|buộc|đòi|lấy|thu|xin|kêu|bảo|yêu cầu|vòi)";
const DEMANDS = `${DEMAND} __${MONEY} `;
const REFUSED = "(không|ko|hông|hổng|khỏi) _(thì|là|sẽ) ";
const SPITE =
  "_(kiếm chuyện|kiếm cớ|gây chuyện|gây sự|làm khó|gây khó|hành|quậy|phá|đập|không yên|khó sống|làm ăn không được)";
const POWER =
  "_(lập biên bản|phạt|đóng cửa|dẹp|tịch thu|tới kiểm tra|xuống kiểm tra|kiểm tra|không ký|không cho|không cấp|không giải quyết|ngâm|để đó)";
/** Who else asks for money so is a rogue or a landlord, and no office-holder. */
const ROGUES =
  "thanh niên|bọn|nhóm|thằng|tụi|băng|giang hồ|côn đồ|xã hội đen|hàng xóm|người|chủ|công ty|nhà xe|nhà trường|trường|cô giáo|hội phụ huynh|họ hàng|anh em|chồng|vợ|con";
/** What everybody pays, by rule or for a thing. */
const DUES =
  "(nộp|đóng|thu|tiền|khoản) (thuế|phạt|phí|quỹ|học|rác|điện|nước|thuê|vệ sinh|bảo hiểm)|bảo hiểm|học phí|lệ phí|đóng góp|tiền nhà|tiền trọ";
/** Where it is a fee, or a question of law. */
const LAWFUL = "lệ phí|biên lai|trước bạ|mức phí|đóng phạt|nộp phạt|đúng quy định không|đúng không|bao nhiêu";

/** "cảm ơn công an giữ giùm tiền của dân": whoever begins with thanks blames nobody. */
const THANKS = "(dạ )?(em |tôi |tui |cháu |con )?(xin )?(cảm ơn|khen|biểu dương|hoan hô)";

interface Patterns {
  readonly accuses: RegExp;
  readonly extorts: RegExp;
  readonly lawful: RegExp;
  readonly thanks: RegExp;
  readonly dues: RegExp;
}

const patternsOf = inBothTypings((words: Words): Patterns => {
  const being = `${words(BEING)} (?:${words(HOLDERS)}) ${words(`_${YET}`)}`;
  const who = `(?:${holderPattern(words)}|${words(COUNTER)}|${being})`;
  const between = `(?:(?!(?:${words(OTHERS)}) )\\S+ ){0,6}?`;
  const given = `${words(GIVEN)}(?:${words(HOLDERS)}) ${words(`_${MONEY} __(hứa|mới|chối|xong|rồi|để)`)}(?= )`;
  const toKin = `(?:${words(GIVEN_AWAY)} ${words(KIN_OF)} (?:${words(HOLDERS)})|cho ${words(KIN_OF)} (?:${words(HOLDERS)}) ${words("_trúng thầu")})`;
  const paidTo = `${words(PAID_TO)} (?:${words(HOLDERS)}) (?:thì|là|mới|thi|la|moi)`;
  const demands = words(`${DEMANDS}__${REFUSED}`);
  const byHolder = `${who} ${between}${demands}${words(`(${SPITE}|${POWER})`)}`;
  // Where nobody is named, only spite tells it from a bill: "không thì kiếm chuyện".
  const byNobody = `(?=${words(DEMAND)} )(?<! (?:${words(ROGUES)}) (?:\\S+ ){0,10})${demands}${words(SPITE)}`;
  return {
    accuses: new RegExp(
      `(?<= )(?:${who} ${between}(?:${ACTS.map(words).join("|")})|${given}|${toKin}|${paidTo}|${words(CHEATS)})(?= |$)`,
      "u",
    ),
    extorts: new RegExp(`(?<= )(?:${byHolder}|${byNobody})(?= |$)`, "u"),
    lawful: new RegExp(` (?:${words(LAWFUL)}) `, "u"),
    thanks: new RegExp(`^ ${words(THANKS)} `, "u"),
    dues: new RegExp(` (?:${words(DUES)}) `, "u"),
  };
});

/** True where the words accuse somebody who holds an office of a crime or an abuse of it. */
export function accusesOfficial(text: string): boolean {
  const { accuses, extorts, lawful, thanks, dues } = patternsOf(text);
  return sentencesIn(text).some(
    (said) =>
      !lawful.test(said) && !thanks.test(said) && (accuses.test(said) || (extorts.test(said) && !dues.test(said))),
  );
}
