import { inBothTypings, sentencesIn, type Words } from "./office-holders.ts";

/**
 * A khiếu nại is a decision of an authority about whoever writes, and that they do not take it (Luật Khiếu nại Đ2.1): "xã phạt tôi 7
 * triệu, tôi không chấp nhận". The word itself is rarely said. In accented words as in accusation.ts.
 */
const ME =
  "(tôi|tui|em|mình|cháu|con|nhà tôi|nhà tui|nhà em|nhà mình|gia đình|chúng tôi|tụi tui|bố tôi|ba tôi|mẹ tôi|má tôi|chồng tôi|vợ tôi|quán tôi)";
const AUTHORITY =
  "(xã|phường|ủy ban|ubnd|nhà nước|chính quyền|chủ tịch|hội đồng|ban quản lý|dự án|thôn|tổ dân phố|công an|huyện|tỉnh|sở|cơ quan|thuế)";
const LAND = "(đất|nhà|ruộng|vườn|rẫy|ao|mặt bằng|cây|hoa màu|mồ mả|đìa|hồ tôm)";
const TITLE = "(sổ đỏ|sổ hồng|bìa đỏ|bìa|sổ|giấy chứng nhận)";
const RELIEF =
  "(tiền|trợ cấp|chế độ|bảo trợ|hỗ trợ|phụ cấp|hộ nghèo|cận nghèo|hộ cận nghèo|danh sách|suất|tuất|người có công)";

/** What was decided about them. */
const DECIDED = [
  "quyết định(?! (nghỉ hưu|ly hôn|công nhận thuận tình))",
  "biên bản (xử phạt|vi phạm|phạt)",
  `(xử phạt|phạt|lập biên bản) (_${ME}|\\d+|(hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mấy) (triệu|trăm))`,
  `${ME} bị _(phạt|cưỡng chế|thu hồi|kỷ luật|tịch thu|đình chỉ)`,
  `(thu hồi|cưỡng chế|giải tỏa) _${LAND}`,
  `(thu hồi|tước) _giấy phép`,
  `${AUTHORITY} _(tịch thu|đình chỉ|cưỡng chế|buộc)`,
  `${AUTHORITY} __(đền bù|bồi thường|áp giá|kiểm đếm|kiểm kê)`,
  `(đền bù|bồi thường|áp giá|kiểm đếm|kiểm kê) __(${AUTHORITY}|${LAND})`,
  `(cấp|làm|ra|giao) _${TITLE} __cho`,
  `(cấp|giao) _đất __cho`,
  "(bình xét|xét duyệt|kết quả xét|xét hộ nghèo)",
  `(cắt|loại|gạch|bỏ|xóa|rớt|đưa|dừng|ngưng|giảm) __${RELIEF}`,
  `(bị|xã|thôn) (loại|gạch|bỏ|xóa|không có|bỏ sót) _tên`,
  "(bị|xã|phường|ủy ban|cán bộ|không) (từ chối|bác|trả lại)",
  "từ chối _(cấp|hồ sơ|đăng ký|giải quyết|cấp phép)",
  "bác (đơn|hồ sơ)",
  `${AUTHORITY} __(lấy|lấn|múc|ủi|chiếm) _(đất|vườn|ruộng|sân)( nhà)? ${ME}`,
];
const NOT = "(không|ko|k|chẳng|chả|hổng|hông|nỏ|chưa|không hề|không thể)";
/** They do not take it, or want it undone. */
const REFUSED = [
  `${NOT} (chấp nhận|phục|đồng ý|đồng tình|nhất trí|tán thành|cam lòng|chịu(?= ($|đâu|mô|nghe)))`,
  `(phản đối|oan|oan ức|oan uổng|phạt sai|tức tưởi|muốn kiện|tôi kiện|tui kiện|làm đơn kiện)`,
  `(vô cớ|vô lý do|${NOT} _lý do)`,
  `(yêu cầu|đề nghị|đòi|xin|muốn|mong|phải) __(hủy|hủy bỏ|bãi bỏ|thu hồi|tính lại|xem lại|xét lại|xem xét lại|đo lại|áp giá lại|trả lại đất)`,
  `${NOT} (đền bù|bồi thường)`,
  "(bồi thường|đền bù|tính) _(không thỏa đáng|không đúng|thấp|rẻ)",
];
/** Somebody else does not take it: a neighbour, a spouse, an employer. */
const OTHERS =
  "hàng xóm|vợ|chồng|anh em|anh chị em|bên kia|bên đó|họ|người ta|công ty|nhà trường|trường|con cái|bố mẹ|cha mẹ|gia đình họ|chủ đất|hai bên|khách";
/** A procedure is asked for, or what others built, sold or dirtied is told of: nothing was decided about them. */
const ELSE = "thủ tục|cần giấy tờ gì|giấy tờ gì|điều kiện|bao nhiêu|sửa lại đường|ly hôn|kết hôn|phiếu|pa|rút đơn";

const patternsOf = inBothTypings((words: Words) => {
  const not = `(?<! (?:${words(OTHERS)}) (?:(?!(?:tôi|tui|toi|em) )\\S+ ){0,3})`;
  return {
    decided: new RegExp(`(?<= )(?:${DECIDED.map(words).join("|")})(?= )`, "u"),
    refused: new RegExp(`${not}(?<= )(?:${REFUSED.map(words).join("|")})(?= )`, "u"),
    else: new RegExp(` (?:${words(ELSE)}) `, "u"),
  };
});

/** True where whoever writes does not take what an authority decided about them. */
export function contestsDecision(text: string): boolean {
  const { decided, refused, else: other } = patternsOf(text);
  const said = sentencesIn(text);
  return (
    said.some((one) => decided.test(one)) &&
    said.some((one) => refused.test(one)) &&
    !said.some((one) => other.test(one))
  );
}
