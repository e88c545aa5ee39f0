import { fold, isAccented, lower, words } from "../text/index.ts";

/**
 * They want a false paper made, bought or got: "làm hộ khẩu giả", "giấy ra viện giả giá bao nhiêu". Search finds the procedure of the
 * true one, whose papers are no answer. Who tells of somebody else's forgery, or asks how it is recognised, is not meant.
 */
export function wantsForgery(text: string): boolean {
  const said = lower(words(text).join(" "));
  const plain = fold(said);
  if (isAccented(text)) return !OF_OTHERS.test(said) && FALSE_PAPER.test(said.replace(NOT_FALSE, " "));
  if (PLAIN_OF_OTHERS.test(plain)) return false;
  return PLAIN_FALSE.test(plain.replace(PLAIN_NOT_FALSE, " ")) || PLAIN_FORGE.test(plain);
}

/** It tells of others, or of what is done about a forgery; "tội" and "báo" are "tôi" and "bao" without their accents. */
const OTHERS =
  "bị|phát hiện|nghi|nghi ngờ|tố cáo|tố giác|trình báo|lừa|phân biệt|nhận biết|kiểm tra|xử lý|xử phạt|phạt|vi phạm|hàng xóm|cán bộ|chủ tịch|người ta|có người|thằng|bọn|dùng phải|mua phải|nhầm|tránh|chống|thu hồi|không muốn|không dám|sử dụng|đã dùng|xài";
const OF_OTHERS = new RegExp(`(?:^| )(?:${OTHERS}|tội|báo)(?: |$)`, "u");
const PLAIN_OF_OTHERS = new RegExp(`(?:^| )(?:${fold(OTHERS)})(?: |$)`);

const PAPER =
  "(?:giấy|sổ|bìa|thẻ|bằng|chứng chỉ|chứng nhận|hồ sơ|hộ khẩu|hộ tịch|khai sinh|khai tử|chứng tử|kết hôn|độc thân|căn cước|cmnd|cccd|hộ chiếu|bhyt|bhxh|con dấu|dấu|chữ ký|đơn thuốc|học bạ|biển số|hóa đơn|xác nhận|di chúc|hợp đồng)";
const FALSE_PAPER = new RegExp(
  `(?:^| )(?:${PAPER}(?: (?!thì |mà |nhưng |vì |do |bị )\\S+){0,5} (?:giả|dỏm|fake)|(?:làm|ký|khắc|in) giả (?:\\S+ ){0,2}${PAPER}|giả (?:chữ ký|con dấu|giấy tờ))(?= |$)`,
  "u",
);
/** "khá giả", "giả sử": other words with the same syllable. */
const NOT_FALSE =
  /(?:^| )(?:(?:khá|tác|độc|khán|thính|học|diễn|trưởng|dịch|ký|soạn) giả|giả (?:sử|định|thiết|thuyết|như|dụ|vờ|bộ))(?= |$)/gu;

const PLAIN_PAPER = fold(PAPER);
const PERSON =
  "(?:me|ma|ba|bo|cha|ong|cu|ngoai|noi|di|co|chu|bac|cau|vo|chong|nguoi|tuoi|tui|toi|da|rat|qua|hoi|con|nha|ve)";
/** Without accents "gia" is mostly "giá", "già" or "gia": only behind a paper that is to be made, and before what it is for. */
const PLAIN_FALSE = new RegExp(
  `(?:^| )(?:lam|mua|xin|can|kiem|dat|nho|ban)(?: \\S+){0,3} ${PLAIN_PAPER}(?: (?!thi |ma |nhung )\\S+){0,4}(?<! ${PERSON}) gia(?= (?:cho|de|di|duoc khong|duoc ko|o dau|khong|ko|nhu that|gia|het|nhanh)(?: |$)|$)`,
  "u",
);
const PLAIN_FORGE = new RegExp(`(?:^| )(?:lam|khac) gia (?:\\S+ ){0,1}${PLAIN_PAPER}(?= |$)`, "u");
const PLAIN_NOT_FALSE =
  /(?:^| )(?:(?:kha|tac|doc|khan|thinh|hoc|danh|mien|bao|nop|dung|dinh|hoi|nguoi|quoc|tham|chuyen|tang|giam|tri) gia|gia (?:su|dinh|bao(?! nhieu)|dat|ca|ban|thi truong|han|nhap|tri|yeu|nua|roi))(?= |$)/gu;
