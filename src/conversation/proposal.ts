import { inBothTypings, sentencesIn, type Words } from "./office-holders.ts";

/**
 * A proposal is a wish for something that is not there yet (NĐ 20/2008 Đ3.5): "mong xã mở thêm lớp", "nên lắp gờ giảm tốc". Who wants
 * what is broken put right reports it. In accented words as in accusation.ts.
 */
const WISH = "(đề nghị|đề xuất|kiến nghị|góp ý|mong|mong muốn|ước gì|ước chi|phải chi|giá mà|giá như|nên|cần có)";
const NEW =
  "(thêm|có (chỗ|ghế|máy|mái|nhà|bảng|thùng|lớp|chuyến|xe)|lắp|lắp đặt|mở|mở rộng|xây|xây dựng|trồng|tổ chức|bố trí|trang bị|tăng|kéo dài|cho phép|áp dụng|thành lập|đầu tư|miễn|giảm|nới|rút ngắn|đơn giản)";
/** "lắp lại", "mở lại" put right; "tăng cường kiểm tra" is asked for where something goes wrong. */
const PUT_RIGHT = "(lại|cường)";
const BROKEN =
  "hỏng|hư|vỡ|gãy|tắc|nghẹt|lún|sụt|sạt lở|ngập|xuống cấp|đứt|hôi|thối|ô nhiễm|không ai|chưa ai|chẳng ai|cả tháng|mấy tháng|bị";

const patternsOf = inBothTypings((words: Words) => ({
  wish: new RegExp(`(?<= )${words(`${WISH} _${NEW}`)} (?!${words(PUT_RIGHT)} )`, "u"),
  broken: new RegExp(` (?:${words(BROKEN)}) `, "u"),
}));

/** True where the words wish for something new, and tell of nothing that is to be put right. */
export function proposes(text: string): boolean {
  const { wish, broken } = patternsOf(text);
  const sentences = sentencesIn(text);
  return sentences.some((said) => wish.test(said)) && !sentences.some((said) => broken.test(said));
}
