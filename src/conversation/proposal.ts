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

const patternsOf = inBothTypings((words: Words) => ({
  wish: new RegExp(`(?<= )${words(`${WISH} _${NEW}`)} (?!${words(PUT_RIGHT)} )`, "u"),
  formal: new RegExp(` (?:${words(FORMAL)}) `, "u"),
  broken: new RegExp(` (?:${words(BROKEN)}) `, "u"),
}));

/** True where the words wish for something new, and tell of nothing that is to be put right. */
export function proposes(text: string): boolean {
  const { wish, formal, broken } = patternsOf(text);
  const sentences = sentencesIn(text);
  const isWish = sentences.some((said) => wish.test(said) && !formal.test(said));
  return isWish && !sentences.some((said) => broken.test(said));
}
