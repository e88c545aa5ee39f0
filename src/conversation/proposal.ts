import { inBothTypings, sentencesIn, type Words } from "./office-holders.ts";

/**
 * A proposal is a wish for something that is not there yet (NĐ 20/2008 Đ3.5): "mong xã mở thêm lớp", "nên lắp gờ giảm tốc". Who wants
 * what is broken put right reports it. In accented words as in accusation.ts.
 */
const WISH = "(đề nghị|đề xuất|kiến nghị|góp ý|mong|mong muốn|ước gì|ước chi|phải chi|giá mà|giá như|nên|cần có)";
const NEW =
  "(thêm|có (chỗ|ghế|máy|mái|nhà|bảng|thùng|lớp|chuyến|xe)|lắp|lắp đặt|mở|mở rộng|xây|xây dựng|trồng|tổ chức|bố trí|trang bị|tăng|kéo dài|cho phép|áp dụng|thành lập|đầu tư|giảm bớt|nới|rút ngắn|đơn giản)";
/** "lắp lại", "mở lại" put right; "tăng cường kiểm tra" is asked for where something goes wrong. */
const PUT_RIGHT = "(lại|cường)";
/** A procedure is asked for in the same words: "thủ tục đề nghị thành lập …", "theo đề nghị của tổ chức". */
const FORMAL = "thủ tục|theo đề nghị|đề nghị của|chấp thuận";
const BROKEN =
  "hỏng|hư|vỡ|gãy|tắc|nghẹt|lún|sụt|sạt lở|ngập|xuống cấp|đứt|hôi|thối|ô nhiễm|không ai|chưa ai|chẳng ai|cả tháng|mấy tháng|bị";

/** What stands somewhere, or is done somewhere: of such a wish it is asked where. */
const SOMEWHERE =
  "đèn|đường(?! (dây|link|truyền))|lối|cầu(?<! (yêu|nhu|toàn) cầu)|cống|mương|kênh|cây|chợ|trường(?! (hợp|mạng))|lớp|mẫu giáo|sân|nhà văn hóa|hội trường|nhà vệ sinh|trạm|rác|biển|gờ|camera|vỉa hè|bãi|bến|kè|đê|nước(?<! nhà nước)|điện(?<! bưu điện)(?! (thoại|tử))|trụ|cột|sóng|wifi|bờ|ngõ|hẻm|thôn|xóm|ấp|xe buýt|công viên|ghế|mái|loa|hồ(?! sơ)|suối|sông|nghĩa trang|ruộng|đồng|tuần tra";

const PLAIN_SOMEWHERE =
  "den duong|duong|cau(?<! (yeu|nhu|toan) cau)|muong|kenh|cay|san choi|san bong|nha van hoa|hoi truong|nha ve sinh|rac|bien bao|camera|via he|tru den|cot dien|wifi|ngo|hem|thon|xom|xe buyt|cong vien|ghe|mai che|loa|suoi|bai|truong hoc|lop";
/** A rule holds everywhere, whatever kind of report speaks of it. */
const RULE = "quy định|thủ tục|lệ phí|mẫu đơn|tờ khai|giấy tờ|luật|nghị định|thông tư|chính sách";

const patternsOf = inBothTypings((words: Words, typing) => ({
  wish: new RegExp(`(?<= )${words(`${WISH} _${NEW}`)} (?!${words(PUT_RIGHT)} )`, "u"),
  formal: new RegExp(` (?:${words(FORMAL)}) `, "u"),
  somewhere: new RegExp(`(?<= )(?:${words(typing === "accented" ? SOMEWHERE : PLAIN_SOMEWHERE)})(?= )`, "u"),
  rule: new RegExp(` (?:${words(RULE)}) `, "u"),
  broken: new RegExp(` (?:${words(BROKEN)}) `, "u"),
}));

/** True where the words wish for something new, and tell of nothing that is to be put right. */
export function proposes(text: string): boolean {
  const { wish, formal, broken } = patternsOf(text);
  const sentences = sentencesIn(text);
  const isWish = sentences.some((said) => wish.test(said) && !formal.test(said));
  return isWish && !sentences.some((said) => broken.test(said));
}

/** True where what is wished for, or a rule that is spoken of, is nowhere: opening on Saturdays, a fee, a form. */
export function isNowhere(text: string, isProposal: boolean): boolean {
  const { somewhere, rule } = patternsOf(text);
  const sentences = sentencesIn(text);
  return (isProposal || sentences.some((said) => rule.test(said))) && !sentences.some((said) => somewhere.test(said));
}
